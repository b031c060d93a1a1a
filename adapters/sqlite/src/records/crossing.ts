import { type Code, Fault } from "@sakiyomi/core";

/** An error as it crosses from a worker: a Fault would arrive as a mere Error, without its code. */
export interface Crossing {
  readonly code: Code | null;
  readonly what: string;
  readonly error: unknown;
}

export function crossing(error: unknown): Crossing {
  if (!(error instanceof Fault)) return { code: null, what: "", error };
  const what = error.message.slice(error.code.length + 2, -(error.remedy.length + 1));
  return { code: error.code, what, error: null };
}

export const crossed = ({ code, what, error }: Crossing): unknown => (code === null ? error : new Fault(code, what));

export interface Ask {
  readonly ask: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

export type Answer =
  | { readonly ask: number; readonly value: unknown }
  | { readonly ask: number; readonly failed: Crossing };
