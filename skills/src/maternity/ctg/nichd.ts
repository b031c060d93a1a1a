import { found, type Maybe, notKnown } from "./recording.ts";
import type { VariabilityClass } from "./variability.ts";

/** G. A. Macones et al., Obstet Gynecol 112:661 (2008), as in PMC5916338, table 1. For labour only. */
export type NichdCategory = "I" | "II" | "III";

export interface NichdFindings {
  readonly baselineBpm: Maybe<number>;
  readonly variability: Maybe<VariabilityClass>;
  readonly isSinusoidal: boolean;
  readonly hasLate: boolean;
  readonly hasVariable: boolean;
  readonly hasProlonged: boolean;
  /** A slow fall of which nobody can say whether early or late. */
  readonly hasGradual: boolean;
  /** With at least half of the contractions in 20 min; null where contractions are not known. */
  readonly recurrentLate: boolean | null;
  readonly recurrentVariable: boolean | null;
}

export const NICHD = { baseline: { least: 110, most: 160 }, sinusoidMin: 20, recurrent: 0.5, windowMin: 20 } as const;

/** To the nearest 5 /min. */
export const toNearestFive = (bpm: number): number => Math.round(bpm / 5) * 5;

export function nichdOf(f: NichdFindings): Maybe<NichdCategory> {
  if (f.isSinusoidal) return found("III");
  if (!f.baselineBpm.known) return f.baselineBpm;
  if (!f.variability.known) return f.variability;
  const bpm = toNearestFive(f.baselineBpm.value);
  if (f.variability.value === "absent") return withoutVariability(f, bpm);
  const isUsual = bpm >= NICHD.baseline.least && bpm <= NICHD.baseline.most && f.variability.value === "moderate";
  const hasWorse = f.hasLate || f.hasVariable || f.hasProlonged;
  if (!isUsual || hasWorse) return found("II");
  return f.hasGradual ? notKnown("no-contractions-measured") : found("I");
}

/** Absent variability with decelerations whose recurrence is not known may be III: then it is not called II. */
function withoutVariability(f: NichdFindings, bpm: number): Maybe<NichdCategory> {
  if (bpm < NICHD.baseline.least || f.recurrentLate === true || f.recurrentVariable === true) return found("III");
  const mayRecur = f.recurrentLate === null || f.recurrentVariable === null || f.hasGradual;
  const hasAny = f.hasLate || f.hasVariable || f.hasGradual;
  return hasAny && mayRecur ? notKnown("no-contractions-measured") : found("II");
}
