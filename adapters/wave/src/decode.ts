import { accept, type Read, refuse } from "@sakiyomi/core";
import { crc32 } from "./crc32.ts";
import type { WaveFrame } from "./frame.ts";
import { formAt, frameAt, header, MAGIC, MAX_BYTES, padded, TRAILER, VERSION } from "./layout.ts";

type Form = Pick<WaveFrame, "kind" | "unit" | "rate" | "scale" | "offset">;

interface Message {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the checksum begins. */
  readonly end: number;
  /** Number 0 is none. */
  readonly strings: readonly string[];
  readonly forms: readonly Form[];
}

/**
 * The frames of a message, or the reason and the byte for which it is refused: damaged, cut off, foreign, or of a newer
 * version. Never throws, and accepts all of a message or nothing. The samples are views into `bytes` where these begin
 * at a multiple of 4 in their buffer, otherwise into one copy: do not change the bytes afterwards.
 */
export function decodeWaves(bytes: Uint8Array): Read<readonly WaveFrame[]> {
  const refused = refuseMessage(bytes);
  if (refused) return refused;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.length);
  const message: Message = { bytes: aligned, view, end: aligned.length - TRAILER, strings: [], forms: [] };
  const strings = readStrings(message);
  if (!strings.ok) return strings;
  const forms = readForms({ ...message, strings: strings.value.strings }, strings.value.end);
  if (!forms.ok) return forms;
  return readFrames({ ...message, strings: strings.value.strings, forms: forms.value.forms }, forms.value.end);
}

const damaged = (at: number, what: string, found: unknown, expected: string) =>
  refuse("WAVE_FORM", `byte ${at} (${what})`, found, expected);

/** What can be said of a message before its content is read: sizes first, then whether a bit has changed. */
function refuseMessage(bytes: Uint8Array): ReturnType<typeof refuse> | null {
  if (bytes.length < header.bytes + TRAILER)
    return damaged(bytes.length, "end", `${bytes.length} bytes`, `at least ${header.bytes + TRAILER} bytes`);
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) return damaged(0, "magic", magic, `"${MAGIC}"`);
  const version = bytes[header.version];
  if (version !== VERSION) return damaged(header.version, "version", version, `version ${VERSION}`);
  if (bytes.length > MAX_BYTES) return damaged(MAX_BYTES, "end", `${bytes.length} bytes`, `at most ${MAX_BYTES} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = view.getUint32(header.size, true);
  if (size !== bytes.length) return damaged(header.size, "size", `${bytes.length} bytes`, `${size} bytes`);
  const end = size - TRAILER;
  const crc = crc32(bytes, 0, end);
  const said = view.getUint32(end, true);
  if (crc !== said) return damaged(end, "checksum", said.toString(16), crc.toString(16));
  const flags = bytes[header.flags];
  return flags === 0 ? null : damaged(header.flags, "flags", flags, "0, as in version 1");
}

function readStrings({ bytes, view, end }: Message): Read<{ strings: readonly string[]; end: number }> {
  const start = header.bytes;
  const count = view.getUint16(header.strings, true);
  if (start + count > end) return damaged(header.strings, "strings", count, `at most ${end - start}`);
  const lengths = bytes.subarray(start, start + count);
  let textEnd = start + count;
  for (const length of lengths) textEnd += length;
  if (start + padded(textEnd - start) > end)
    return damaged(start, "strings", `${end - start} bytes`, `${textEnd - start} bytes`);
  const text = bytes.subarray(start + count, textEnd);
  const strings = splitText(text, lengths);
  if (typeof strings === "number") return damaged(start + count + strings, "string", "other bytes", "UTF-8");
  return accept({ strings, end: start + padded(textEnd - start) });
}

/** The strings from number 1, or where bytes stand that are not UTF-8. */
function splitText(text: Uint8Array, lengths: Uint8Array): readonly string[] | number {
  const whole = utf8(text);
  const isAscii = whole?.length === text.length;
  const strings = [""];
  let at = 0;
  for (const length of lengths) {
    const string = isAscii ? whole.slice(at, at + length) : utf8(text.subarray(at, at + length));
    if (string === null) return at;
    strings.push(string);
    at += length;
  }
  return strings;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readForms(message: Message, from: number): Read<{ forms: readonly Form[]; end: number }> {
  const count = message.view.getUint16(header.forms, true);
  const end = from + count * formAt.bytes;
  if (end > message.end) return damaged(header.forms, "forms", count, `at most ${message.end - from} bytes`);
  const forms: Form[] = [];
  for (let at = from; at < end; at += formAt.bytes) {
    const form = readForm(message, at);
    if (!form.ok) return form;
    forms.push(form.value);
  }
  return accept({ forms, end });
}

function readForm({ view, strings }: Message, at: number): Read<Form> {
  const kind = strings[view.getUint16(at + formAt.kind, true)];
  if (!kind) return damaged(at + formAt.kind, "kind", kind, "the number of a name");
  const unit = strings[view.getUint16(at + formAt.unit, true)];
  if (unit === undefined) return damaged(at + formAt.unit, "unit", "an unknown number", "the number of a name");
  const rate = view.getFloat64(at + formAt.rate, true);
  if (!(rate > 0 && Number.isFinite(rate))) return damaged(at + formAt.rate, "rate", rate, "samples a second, above 0");
  const scale = view.getFloat64(at + formAt.scale, true);
  if (!Number.isFinite(scale)) return damaged(at + formAt.scale, "scale", scale, "a number");
  const offset = view.getFloat64(at + formAt.offset, true);
  if (!Number.isFinite(offset)) return damaged(at + formAt.offset, "offset", offset, "a number");
  return accept({ kind, unit, rate, scale, offset });
}

function readFrames(message: Message, from: number): Read<readonly WaveFrame[]> {
  const { view, end } = message;
  const count = view.getUint32(header.frames, true);
  const frames: WaveFrame[] = [];
  let at = from;
  for (let i = 0; i < count; i++) {
    const refused = refuseFrame(message, at);
    if (refused) return refused;
    const frame = readFrame(message, at);
    frames.push(frame);
    at += frameAt.bytes + padded(frame.samples.byteLength);
  }
  return at === end ? accept(frames) : damaged(at, "end", `${end - at} more bytes`, "the checksum");
}

function refuseFrame({ view, end, strings, forms }: Message, at: number): ReturnType<typeof refuse> | null {
  const room = end - at - frameAt.bytes;
  if (room < 0) return damaged(at, "frame", `${end - at} bytes`, `${frameAt.bytes} bytes`);
  for (const name of ["subject", "source"] as const) {
    const number = view.getUint16(at + frameAt[name], true);
    if (number >= strings.length) return damaged(at + frameAt[name], name, number, "the number of a name");
  }
  const form = view.getUint16(at + frameAt.form, true);
  if (form >= forms.length) return damaged(at + frameAt.form, "form", form, `a number below ${forms.length}`);
  const width = view.getUint16(at + frameAt.width, true);
  if (width !== 2 && width !== 4) return damaged(at + frameAt.width, "width", width, "2 or 4 bytes a sample");
  const count = view.getUint32(at + frameAt.count, true);
  if (count > room / width || padded(count * width) > room)
    return damaged(at + frameAt.count, "count", count, `at most ${Math.floor(room / width)} samples`);
  const time = view.getFloat64(at + frameAt.at, true);
  if (!Number.isFinite(time)) return damaged(at + frameAt.at, "at", time, "milliseconds since 1970");
  const sequence = view.getFloat64(at + frameAt.sequence, true);
  if (!Number.isSafeInteger(sequence) || sequence < 0)
    return damaged(at + frameAt.sequence, "sequence", sequence, "a whole number from 0");
  return null;
}

function readFrame({ bytes, view, strings, forms }: Message, start: number): WaveFrame {
  const subject = strings[view.getUint16(start + frameAt.subject, true)];
  const source = strings[view.getUint16(start + frameAt.source, true)];
  const { kind, unit, rate, scale, offset } = forms[view.getUint16(start + frameAt.form, true)] as Form;
  const at = view.getFloat64(start + frameAt.at, true);
  const sequence = view.getFloat64(start + frameAt.sequence, true);
  const count = view.getUint32(start + frameAt.count, true);
  const first = bytes.byteOffset + start + frameAt.bytes;
  const samples =
    view.getUint16(start + frameAt.width, true) === 2
      ? new Int16Array(bytes.buffer, first, count)
      : new Int32Array(bytes.buffer, first, count);
  if (subject && source) return { subject, source, kind, unit, at, sequence, rate, scale, offset, samples };
  const names = { ...(subject && { subject }), ...(source && { source }) };
  return { ...names, kind, unit, at, sequence, rate, scale, offset, samples };
}
