import { found, type Maybe } from "./recording.ts";
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
  const isAbsent = f.variability.value === "absent";
  const isSlow = bpm < NICHD.baseline.least;
  if (isAbsent && (isSlow || f.recurrentLate === true || f.recurrentVariable === true)) return found("III");
  // Absent variability with decelerations whose recurrence is not known may be III: it is not called II.
  const mayRecur = f.recurrentLate === null && (f.hasLate || f.hasVariable || f.hasGradual);
  if (isAbsent && mayRecur) return { known: false, why: "no-contractions-measured" };
  const hasWorse = f.hasLate || f.hasVariable || f.hasProlonged;
  const isPlain = !isSlow && bpm <= NICHD.baseline.most && f.variability.value === "moderate" && !hasWorse;
  if (isPlain && f.hasGradual) return { known: false, why: "no-contractions-measured" };
  return found(isPlain ? "I" : "II");
}
