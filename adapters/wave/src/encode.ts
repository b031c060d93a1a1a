import { Fault } from "@sakiyomi/core";
import { crc32 } from "./crc32.ts";
import type { WaveFrame } from "./frame.ts";
import { formAt, frameAt, header, MAGIC, MAX_BYTES, padded, TRAILER, VERSION } from "./layout.ts";
import { packStrings, type Tables, tablesOf } from "./tables.ts";

/**
 * One message of all the frames, in their order. Equal frames give equal bytes.
 * @throws Fault WAVE_FORM for what no message can hold: an empty kind, a name over 255 bytes, a sequence that is no
 * whole number, a rate that is not above 0, more than 65,535 names or forms, more than 64 MiB.
 */
export function encodeWaves(frames: readonly WaveFrame[]): Uint8Array {
  const tables = tablesOf(frames);
  const { text, lengths } = packStrings(tables.strings);
  const start = header.bytes + padded(lengths.length + text.length);
  const bytes = new Uint8Array(sizeFrom(start, tables, frames));
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, view, tables, frames.length);
  bytes.set(lengths, header.bytes);
  bytes.set(text, header.bytes + lengths.length);
  let at = writeForms(view, start, tables);
  for (let i = 0; i < frames.length; i++)
    at = writeFrame(view, at, frames[i] as WaveFrame, tables, tables.formOf[i] as number);
  view.setUint32(at, crc32(bytes, 0, at), true);
  return bytes;
}

function sizeFrom(start: number, { forms }: Tables, frames: readonly WaveFrame[]): number {
  let size = start + forms.length * formAt.bytes + TRAILER;
  for (let i = 0; i < frames.length; i++) {
    const { length, BYTES_PER_ELEMENT } = (frames[i] as WaveFrame).samples;
    size += frameAt.bytes + padded(length * BYTES_PER_ELEMENT);
    if (size > MAX_BYTES) throw new Fault("WAVE_FORM", `The message is larger than ${MAX_BYTES} bytes.`);
  }
  return size;
}

function writeHeader(bytes: Uint8Array, view: DataView, { strings, forms }: Tables, frames: number): void {
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  bytes[header.version] = VERSION;
  view.setUint16(header.strings, strings.length, true);
  view.setUint16(header.forms, forms.length, true);
  view.setUint32(header.frames, frames, true);
  view.setUint32(header.size, bytes.length, true);
}

function writeForms(view: DataView, start: number, { forms, number }: Tables): number {
  let at = start;
  for (const { kind, unit, rate, scale, offset } of forms) {
    view.setUint16(at + formAt.kind, number(kind), true);
    view.setUint16(at + formAt.unit, number(unit), true);
    view.setFloat64(at + formAt.rate, rate, true);
    view.setFloat64(at + formAt.scale, scale, true);
    view.setFloat64(at + formAt.offset, offset, true);
    at += formAt.bytes;
  }
  return at;
}

function writeFrame(view: DataView, at: number, frame: WaveFrame, { number }: Tables, form: number): number {
  const { samples, sequence } = frame;
  if (!Number.isFinite(frame.at)) throw new Fault("WAVE_FORM", `The time ${frame.at} is not a number.`);
  if (!Number.isSafeInteger(sequence) || sequence < 0)
    throw new Fault("WAVE_FORM", `The sequence ${sequence} is not a whole number from 0.`);
  const width = samples.BYTES_PER_ELEMENT;
  view.setUint16(at + frameAt.subject, number(frame.subject), true);
  view.setUint16(at + frameAt.source, number(frame.source), true);
  view.setUint16(at + frameAt.form, form, true);
  view.setUint16(at + frameAt.width, width, true);
  view.setUint32(at + frameAt.count, samples.length, true);
  view.setFloat64(at + frameAt.at, frame.at, true);
  view.setFloat64(at + frameAt.sequence, sequence, true);
  const start = at + frameAt.bytes;
  if (samples instanceof Int16Array) new Int16Array(view.buffer, start, samples.length).set(samples);
  else new Int32Array(view.buffer, start, samples.length).set(samples);
  return start + padded(samples.length * width);
}
