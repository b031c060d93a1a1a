import { Fault } from "@sakiyomi/core";
import type { WaveFrame } from "./frame.ts";
import { MAX_ROWS, MAX_STRING } from "./layout.ts";

/** What stands once in a message and is named by its number: strings from 1 (0: none), forms from 0. */
export interface Tables {
  readonly strings: readonly string[];
  /** The first frame of each form. */
  readonly forms: readonly WaveFrame[];
  readonly number: (string: string | undefined) => number;
  /** For each frame, the number of its form. */
  readonly formOf: Uint16Array;
}

export function tablesOf(frames: readonly WaveFrame[]): Tables {
  const numbers = new Map<string, number>();
  const forms: WaveFrame[] = [];
  const formOf = new Uint16Array(frames.length);
  const byKind = new Map<string, number[]>();
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i] as WaveFrame;
    note(numbers, frame.subject);
    note(numbers, frame.source);
    const known = byKind.get(frame.kind);
    formOf[i] = findForm(forms, known, frame) ?? addForm(forms, byKind, numbers, frame);
  }
  const number = (string: string | undefined) => (string ? (numbers.get(string) as number) : 0);
  return { strings: [...numbers.keys()], forms, number, formOf };
}

function note(numbers: Map<string, number>, string: string | undefined): void {
  if (!string || numbers.has(string)) return;
  if (numbers.size === MAX_ROWS) throw new Fault("WAVE_FORM", `There are more than ${MAX_ROWS} names.`);
  numbers.set(string, numbers.size + 1);
}

function findForm(
  forms: readonly WaveFrame[],
  known: readonly number[] | undefined,
  frame: WaveFrame,
): number | undefined {
  if (known)
    for (const i of known) {
      const form = forms[i] as WaveFrame;
      const sameNumbers = form.rate === frame.rate && form.scale === frame.scale && form.offset === frame.offset;
      if (sameNumbers && form.unit === frame.unit) return i;
    }
  return undefined;
}

function addForm(
  forms: WaveFrame[],
  byKind: Map<string, number[]>,
  numbers: Map<string, number>,
  frame: WaveFrame,
): number {
  const { kind, unit, rate, scale, offset } = frame;
  if (kind === "") throw new Fault("WAVE_FORM", "A frame has no kind.");
  if (!(rate > 0 && Number.isFinite(rate) && Number.isFinite(scale) && Number.isFinite(offset)))
    throw new Fault("WAVE_FORM", `Rate ${rate}, scale ${scale}, offset ${offset} are not usable.`);
  if (forms.length === MAX_ROWS) throw new Fault("WAVE_FORM", `There are more than ${MAX_ROWS} forms.`);
  note(numbers, kind);
  note(numbers, unit);
  byKind.set(kind, [...(byKind.get(kind) ?? []), forms.length]);
  return forms.push(frame) - 1;
}

/** The strings behind each other in UTF-8, and the length in bytes of each. */
export function packStrings(strings: readonly string[]): { text: Uint8Array; lengths: Uint8Array } {
  const encoder = new TextEncoder();
  const joined = strings.join("");
  const ascii = encoder.encode(joined);
  const isAscii = ascii.length === joined.length;
  const each = isAscii ? strings : strings.map((string) => encoder.encode(string));
  const lengths = new Uint8Array(strings.length);
  each.forEach(({ length }, i) => {
    if (length > MAX_STRING) throw new Fault("WAVE_FORM", `"${strings[i]}" is longer than ${MAX_STRING} bytes.`);
    lengths[i] = length;
  });
  return { text: isAscii ? ascii : joinBytes(each as readonly Uint8Array[]), lengths };
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
