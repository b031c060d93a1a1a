import { Fault } from "@sakiyomi/core";

/** A time-stamped annotation list: when, how long, and texts; a data record's first one has an empty text. */
export interface TimedTexts {
  readonly onsetSeconds: number;
  readonly durationSeconds: number | null;
  readonly texts: readonly string[];
}

/** What separates the parts of a list: the end of a text, and the duration behind the onset. */
const TEXT_END = "\u0014";
const DURATION = "\u0015";
const onset = /^[+-]\d+(\.\d*)?$/;
const duration = /^\d+(\.\d*)?$/;

/** Reads the lists of one data record (EDF+, section 2.2.2). @throws Fault FILE_FORM */
export const parseLists = (bytes: Uint8Array, place: string): readonly TimedTexts[] =>
  decode(bytes, place)
    .split("\0")
    .filter((list) => list !== "")
    .map((list) => parseList(list, place));

function parseList(list: string, place: string): TimedTexts {
  const [time = "", ...texts] = list.split(TEXT_END);
  const [from = "", length] = time.split(DURATION);
  if (!onset.test(from) || (length !== undefined && !duration.test(length)) || texts.pop() !== "")
    throw new Fault("FILE_FORM", `${place}: ${JSON.stringify(list.slice(0, 40))} is not an annotation of EDF+.`);
  return { onsetSeconds: Number(from), durationSeconds: length === undefined ? null : Number(length), texts };
}

function decode(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault("FILE_FORM", `${place}: an annotation is not UTF-8.`, { cause });
  }
}
