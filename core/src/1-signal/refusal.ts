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

function shown(found: unknown): string {
  const line = typeof found === "string" ? `"${found}"` : (JSON.stringify(found) ?? String(found));
  const exact = typeof found === "number" && !Number.isFinite(found) ? String(found) : line;
  return exact.length > 80 ? `${exact.slice(0, 79)}…` : exact;
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
