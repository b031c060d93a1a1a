import { Fault, type RecordedAnnotation } from "@sakiyomi/core";

/** Code → mnemonic (WFDB, annot(5), ecgcodes.h); a code that is not here is kept as its number. */
const labels: Readonly<Record<number, string>> = {
  ...Object.fromEntries([..."NLRaVFJASEj/Q~"].map((label, i) => [i + 1, label])),
  16: "|",
  ...Object.fromEntries([...'sT*D"=pB^t+u?![]en@xf()r'].map((label, i) => [i + 18, label])),
};

/** Codes that mark a beat (ecgmap.h, isqrs). */
const beats = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 25, 30, 34, 35, 38, 41]);

/** Codes that say something of the annotation before them, or of the time. */
const SKIP = 59;
const NUM = 60;
const SUB = 61;
const CHN = 62;
const AUX = 63;
const NOTE = 22;

export interface WfdbAnnotation extends RecordedAnnotation {
  /** Steps of the annotation clock since the beginning: samples, unless the file names a resolution. */
  readonly time: number;
  readonly code: number;
  readonly subtype: number;
  readonly number: number;
  readonly channel: number;
  readonly isBeat: boolean;
}

interface Draft {
  time: number;
  code: number;
  subtype: number;
  number: number;
  channel: number;
  note: string;
}

/**
 * Reads an annotation file in the MIT format (`100.atr`).
 * @param frequency steps a second where the file itself names none
 * @throws Fault FILE_FORM naming the file and the byte
 */
export function parseAnnotations(bytes: Uint8Array, frequency: number, file: string): readonly WfdbAnnotation[] {
  const drafts = readDrafts(bytes, file);
  const resolution = drafts.map(({ note }) => /^## time resolution: ([\d.]+)/.exec(note)?.[1]).find(Boolean);
  const perSecond = resolution === undefined ? frequency : Number(resolution);
  return drafts
    .filter(({ code, time, note }) => !(code === NOTE && time === 0 && note.startsWith("## ")))
    .map(({ note, ...draft }) => ({
      ...draft,
      ...(note && { note }),
      atMs: (draft.time * 1000) / perSecond,
      label: labels[draft.code] ?? String(draft.code),
      isBeat: beats.has(draft.code),
    }));
}

function readDrafts(bytes: Uint8Array, file: string): readonly Draft[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const cursor = { at: 0, time: 0 };
  const drafts: Draft[] = [];
  while (cursor.at + 2 <= bytes.length) {
    const word = view.getUint16(cursor.at, true);
    if (word === 0) return drafts;
    readWord(view, word, cursor, drafts, file);
  }
  throw new Fault("FILE_FORM", `${file} is cut off at byte ${bytes.length}: it has no end mark.`);
}

function readWord(
  view: DataView,
  word: number,
  cursor: { at: number; time: number },
  drafts: Draft[],
  file: string,
): void {
  const code = word >> 10;
  const low = word & 0x3ff;
  const before = drafts.at(-1);
  const start = cursor.at;
  cursor.at += 2 + (code === SKIP ? 4 : code === AUX ? low + (low & 1) : 0);
  if (cursor.at > view.byteLength)
    throw new Fault("FILE_FORM", `${file} is cut off in the annotation at byte ${start}.`);
  if (code === SKIP) cursor.time += (view.getInt16(start + 2, true) << 16) | view.getUint16(start + 4, true);
  else if (code < SKIP) {
    cursor.time += low;
    drafts.push({
      time: cursor.time,
      code,
      subtype: 0,
      number: before?.number ?? 0,
      channel: before?.channel ?? 0,
      note: "",
    });
  } else if (!before)
    throw new Fault("FILE_FORM", `${file}: byte ${start} speaks of an annotation, and there is none before it.`);
  else describe(before, code, (low << 22) >> 22, noteAt(view, start + 2, code === AUX ? low : 0));
}

function describe(draft: Draft, code: number, value: number, note: string): void {
  if (code === NUM) draft.number = value;
  else if (code === SUB) draft.subtype = value;
  else if (code === CHN) draft.channel = value;
  else draft.note = note;
}

const noteAt = (view: DataView, at: number, length: number): string =>
  new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, length)).replace(/\0+$/, "");
