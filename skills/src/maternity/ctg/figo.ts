import type { Maybe } from "./recording.ts";
import { found } from "./recording.ts";

/** D. Ayres-de-Campos et al., Int J Gynaecol Obstet 131:13 (2015), table 3. For labour only. */
export type FigoClass = "normal" | "suspicious" | "pathological";

export interface FigoFindings {
  readonly baselineBpm: Maybe<number>;
  /** Mean bandwidth of the last minutes, /min. */
  readonly variabilityBpm: Maybe<number>;
  /** Minutes in a row with a bandwidth below 5, and above 25. */
  readonly reducedMin: number;
  readonly increasedMin: number;
  /** Minutes below 5 within one deceleration, the most. */
  readonly reducedInDecelerationMin: number;
  readonly sinusoidMin: number;
  /** With more than half of the contractions; null where contractions are not known and there are decelerations. */
  readonly isRepetitive: boolean | null;
  /** For how many minutes late or prolonged ones have been repetitive; null as above. */
  readonly lateOrProlongedMin: number | null;
  readonly longestDecelerationMin: number;
}

export const FIGO = {
  baseline: { least: 110, most: 160, pathologicalBelow: 100 },
  variability: { least: 5, most: 25 },
  reducedMin: 50,
  reducedInDecelerationMin: 3,
  increasedMin: 30,
  sinusoidMin: 30,
  lateOrProlongedMin: 30,
  lateOrProlongedIfReducedMin: 20,
  decelerationMin: 5,
  /** A deceleration is deeper than 15 /min and longer than 15 s. */
  depthBpm: 15,
  seconds: 15,
  /** Longer than 3 min is prolonged. */
  prolongedS: 180,
} as const;

/** Pathological where one sign is; normal where all are known to be; what is unknown is not taken for normal. */
export function figoOf(f: FigoFindings): Maybe<FigoClass> {
  if (isPathological(f)) return found("pathological");
  if (!f.baselineBpm.known) return f.baselineBpm;
  if (!f.variabilityBpm.known) return f.variabilityBpm;
  if (f.isRepetitive === null) return { known: false, why: "no-contractions-measured" };
  const { baseline, variability } = FIGO;
  const isNormal =
    isBetween(f.baselineBpm.value, baseline) && isBetween(f.variabilityBpm.value, variability) && !f.isRepetitive;
  return found(isNormal ? "normal" : "suspicious");
}

const isBetween = (value: number, { least, most }: { readonly least: number; readonly most: number }): boolean =>
  value >= least && value <= most;

function isPathological(f: FigoFindings): boolean {
  const isReduced = f.variabilityBpm.known && f.variabilityBpm.value < FIGO.variability.least;
  const repetitiveLimit = isReduced ? FIGO.lateOrProlongedIfReducedMin : FIGO.lateOrProlongedMin;
  return [
    f.baselineBpm.known && f.baselineBpm.value < FIGO.baseline.pathologicalBelow,
    f.reducedMin > FIGO.reducedMin,
    f.reducedInDecelerationMin > FIGO.reducedInDecelerationMin,
    f.increasedMin > FIGO.increasedMin,
    f.sinusoidMin > FIGO.sinusoidMin,
    (f.lateOrProlongedMin ?? 0) > repetitiveLimit,
    f.longestDecelerationMin > FIGO.decelerationMin,
  ].some((is) => is);
}
