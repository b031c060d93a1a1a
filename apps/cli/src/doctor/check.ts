import type { Places } from "../places.ts";

export type Health = "good" | "note" | "bad";

export interface Diagnosis {
  readonly check: string;
  readonly health: Health;
  /** What was found. */
  readonly found: string;
  /** What to do; null where nothing has to be done. */
  readonly advice: string | null;
}

export interface Patient {
  readonly places: readonly Places[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly port: number;
}

export type Check = (patient: Patient) => Promise<readonly Diagnosis[]> | readonly Diagnosis[];

export const good = (check: string, found: string): Diagnosis => ({ check, health: "good", found, advice: null });
export const note = (check: string, found: string, advice: string): Diagnosis => ({
  check,
  health: "note",
  found,
  advice,
});
export const bad = (check: string, found: string, advice: string): Diagnosis => ({
  check,
  health: "bad",
  found,
  advice,
});
