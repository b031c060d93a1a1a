/**
 * A hand scanner is a keyboard that types very fast and ends with Enter. What it types is taken out of the stream of keys,
 * wherever the focus is, so that its Enter presses no button and its digits land in no field.
 */

export interface WedgeSettings {
  /** Keys of one code follow each other within so many ms. USB scanners: 1–20; over Bluetooth up to 60. A person: 90 and more. */
  readonly maxGapMs: number;
  /** Once it is surely a scanner, a busy phone or radio may hold a key back for so long. */
  readonly maxPauseMs: number;
  /** Fewer characters than this are no code: the shortest package code is an EAN-8. */
  readonly minLength: number;
  /** What the scanner types for FNC1, as it was configured, beside U+001D and Ctrl+]. null: nothing else. */
  readonly fnc1: string | null;
}
export const wedgeDefaults: WedgeSettings = { maxGapMs: 80, maxPauseMs: 300, minLength: 8, fnc1: null };

export interface KeyPress {
  /** As of a KeyboardEvent. */
  readonly key: string;
  readonly code: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  /** ms, of any steady clock. */
  readonly at: number;
}

export interface WedgeState {
  readonly text: string;
  readonly lastAt: number;
}
export const noKeys: WedgeState = { text: "", lastAt: Number.NEGATIVE_INFINITY };

export interface WedgeStep {
  readonly state: WedgeState;
  /** A whole code, FNC1 as U+001D; null: not yet, or none. */
  readonly code: string | null;
  /** The key belongs to a code and must go no further. */
  readonly isTaken: boolean;
}

/** Characters after which it is sure enough that no person types: three keys within the gap each. */
const SURE = 3;
const FNC1 = "\u001d";
const ends = new Set(["Enter", "Tab"]);

export function wedge(before: WedgeState, press: KeyPress, settings: WedgeSettings): WedgeStep {
  const patience = before.text.length > SURE ? settings.maxPauseMs : settings.maxGapMs;
  const isBurst = press.at - before.lastAt <= patience;
  const text = isBurst ? before.text : "";
  if (ends.has(press.key)) return ended(text, settings);
  const typed = characterOf(press, settings);
  if (typed === null)
    return { state: { text, lastAt: isBurst ? press.at : before.lastAt }, code: null, isTaken: false };
  const longer = text + typed;
  return { state: { text: longer, lastAt: press.at }, code: null, isTaken: longer.length > SURE };
}

function ended(text: string, { minLength, fnc1 }: WedgeSettings): WedgeStep {
  const plain = fnc1 === null || fnc1 === "" ? text : text.replaceAll(fnc1, FNC1);
  const isCode = plain.length >= minLength;
  // An Enter right after a burst that is too short for a code is the scanner's all the same.
  return { state: noKeys, code: isCode ? plain : null, isTaken: text.length > SURE };
}

/** What a key types; null: nothing, as Shift. A scanner under an input method ("Process") is read by the place of the key. */
function characterOf({ key, code, ctrl, shift }: KeyPress, { fnc1 }: WedgeSettings): string | null {
  if (ctrl) return key === "]" || code === "BracketRight" || key === FNC1 ? FNC1 : null;
  if (fnc1 !== null && fnc1.length > 1 && key === fnc1) return FNC1;
  if (key.length === 1) return key;
  return key === "Process" || key === "Unidentified" ? byPlace(code, shift) : null;
}

function byPlace(code: string, shift: boolean): string | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined && !shift) return digit;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter === undefined) return null;
  return shift ? letter : letter.toLowerCase();
}
