import { type Code, codes } from "./codes.ts";

/** Expected trouble, as a value: what was wrong, where, and what to do. `codes.ts` explains each code. */
export interface Refusal {
  readonly code: Code;
  /** The field that was wrong, as the sender named it. */
  readonly field: string;
  /** What was found there, cut to 80 characters. */
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const accept = <T>(value: T): Read<T> => ({ ok: true, value });

export function refuse(code: Code, field: string, found: unknown, expected: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, field, found: shown(found), expected, remedy: codes[code].remedy } };
}

/** One line for a person. */
export const refusalLine = ({ code, field, found, expected, remedy }: Refusal): string =>
  `${code} ${field}: found ${found}, expected ${expected}. ${remedy}`;

const LONGEST = 80;
const DEEPEST = 3;

function shown(found: unknown): string {
  const line = sketch(found, DEEPEST);
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Never more work than a line is worth: a million samples, or ten thousand lists in each other, must not stop the door. */
function sketch(found: unknown, depth: number): string {
  if (typeof found === "string") return `"${found.slice(0, LONGEST)}"`;
  if (typeof found !== "object" || found === null) return String(found);
  if (ArrayBuffer.isView(found)) return `${found.byteLength} bytes`;
  if (Array.isArray(found)) return depth === 0 ? "[…]" : `[${few(found.slice(0, 9), (one) => sketch(one, depth - 1))}]`;
  return depth === 0 ? "{…}" : `{${few(firstKeys(found), (key) => field(found, key, depth))}}`;
}

const field = (found: object, key: string, depth: number): string =>
  `"${key}":${sketch((found as Readonly<Record<string, unknown>>)[key], depth - 1)}`;

const few = <T>(items: readonly T[], line: (item: T) => string): string =>
  [...items.slice(0, 8).map(line), ...(items.length > 8 ? ["…"] : [])].join(",");

function firstKeys(found: object): readonly string[] {
  const keys: string[] = [];
  for (const key in found) if (keys.push(key) > 8) break;
  return keys;
}

/** A broken promise: a defect, a full disk, a corrupt file. Thrown, never returned. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: Code;
  readonly remedy: string;

  constructor(code: Code, what: string, options?: ErrorOptions) {
    super(`${code}: ${what} ${codes[code].remedy}`, options);
    this.code = code;
    this.remedy = codes[code].remedy;
  }
}
