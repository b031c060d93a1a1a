import type { Parts } from "./analyse.ts";
import { type Deceleration, PROLONGED_S } from "./changes.ts";
import type { Contraction } from "./contractions.ts";
import { FIGO, type FigoFindings } from "./figo.ts";
import { NICHD, type NichdFindings } from "./nichd.ts";
import { longestSinusoidMin } from "./sinusoid.ts";
import { bandwidth, longestRun } from "./variability.ts";

/** What the two classifications of labour ask for, from the measures of a recording. */
export function figoFindings(parts: Parts): FigoFindings {
  const { trace, contractions, bandwidths } = parts;
  const all = parts.decelerations.filter((d) => d.depthBpm > FIGO.depthBpm && d.durationS > FIGO.seconds);
  const known = contractions.known ? contractions.value : null;
  const worse = all.filter((d) => d.shape === "late" || d.durationS > FIGO.prolongedS);
  return {
    baselineBpm: parts.baselineBpm,
    variabilityBpm: parts.variabilityBpm,
    reducedMin: longestRun(bandwidths, (bpm) => bpm < FIGO.variability.least),
    increasedMin: longestRun(bandwidths, (bpm) => bpm > FIGO.variability.most),
    reducedInDecelerationMin: Math.max(0, ...all.map((d) => reducedWithin(parts, d))),
    sinusoidMin: longestSinusoidMin(parts.sinusoids),
    isRepetitive: all.length === 0 ? false : known && shareOf(all, known, trace.seconds - 1200, trace.seconds) > 0.5,
    lateOrProlongedMin: worse.length === 0 ? 0 : known && repetitiveMin(worse, known, trace.seconds),
    longestDecelerationMin: Math.max(0, ...all.map(({ durationS }) => durationS)) / 60,
  };
}

/** Minutes in a row with a bandwidth below five inside of one deceleration. */
function reducedWithin({ trace }: Parts, { fromS, untilS }: Deceleration): number {
  const minutes: number[] = [];
  for (let s = fromS; s + 60 <= untilS; s += 60) minutes.push(bandwidth(trace, s, s + 60, () => true));
  return longestRun(Float64Array.from(minutes), (bpm) => bpm < FIGO.variability.least);
}

/** Of the contractions between two times, the share that a deceleration came with; 0 without contractions. */
function shareOf(
  all: readonly Deceleration[],
  contractions: readonly Contraction[],
  fromS: number,
  untilS: number,
): number {
  const within = contractions.filter(({ peakS }) => peakS >= fromS && peakS < untilS);
  if (within.length === 0) return 0;
  const hit = within.filter((contraction) => all.some((d) => isWith(d, contraction)));
  return hit.length / within.length;
}

const isWith = (d: Deceleration, { onsetS, endS }: Contraction): boolean =>
  d.fromS <= endS + 30 && d.untilS >= onsetS && d.nadirS >= onsetS;

/** For how many minutes until now the ten minutes before have held decelerations with more than half of the contractions. */
function repetitiveMin(all: readonly Deceleration[], contractions: readonly Contraction[], untilS: number): number {
  let minutes = 0;
  for (let end = untilS; end >= 600; end -= 60) {
    if (shareOf(all, contractions, end - 600, end) <= 0.5) break;
    minutes = minutes === 0 ? 10 : minutes + 1;
  }
  return minutes;
}

export function nichdFindings(parts: Parts): NichdFindings {
  const { trace, contractions, decelerations } = parts;
  const fromS = trace.seconds - NICHD.windowMin * 60;
  const recent = decelerations.filter(({ untilS }) => untilS > fromS);
  const known = contractions.known ? contractions.value : null;
  const recurrent = (shape: Deceleration["shape"]): boolean | null => {
    const of = recent.filter((d) => d.shape === shape);
    if (of.length === 0) return known ? false : null;
    return known && shareOf(of, known, fromS, trace.seconds) >= NICHD.recurrent;
  };
  const has = (shape: Deceleration["shape"]) => recent.some((d) => d.shape === shape);
  return {
    baselineBpm: parts.baselineBpm,
    variability: parts.variability,
    isSinusoidal: longestSinusoidMin(parts.sinusoids) >= NICHD.sinusoidMin,
    hasLate: has("late"),
    hasVariable: has("variable"),
    hasGradual: has("gradual"),
    hasProlonged: recent.some(({ durationS }) => durationS >= PROLONGED_S),
    recurrentLate: recurrent("late"),
    recurrentVariable: recurrent("variable"),
  };
}
