import { type Acceleration, BASELINE_CHANGE_S, type Deceleration } from "./changes.ts";
import { found, HZ, type Maybe, notKnown } from "./recording.ts";
import type { Trace } from "./trace.ts";

/**
 * Bandwidth of the baseline in each minute, /min: "mean difference between peak and trough in one-minute segments"
 * (FIGO 2015). Between the 2nd and the 98th percentile of what was heard, so that one wrong sample does not decide
 * (project's choice). NaN where less than half of the minute was heard outside accelerations and decelerations.
 */
export function bandwidths(
  trace: Trace,
  accelerations: readonly Acceleration[],
  decelerations: readonly Deceleration[],
): Float64Array {
  const apart = markedOut(trace, [...accelerations, ...decelerations]);
  return Float64Array.from({ length: Math.floor(trace.seconds / 60) }, (_, m) =>
    bandwidth(trace, m * 60, (m + 1) * 60, (i) => apart[i] === 0),
  );
}

/** The same within a stretch, whatever it is: also inside of a deceleration (FIGO 2015). */
export function bandwidth(trace: Trace, fromS: number, untilS: number, is: (sample: number) => boolean): number {
  const { fhr } = trace.heard;
  const values: number[] = [];
  const end = Math.min(fhr.length, Math.round(untilS * HZ));
  for (let i = Math.round(fromS * HZ); i < end; i++) {
    const bpm = fhr[i] as number;
    if (!Number.isNaN(bpm) && is(i)) values.push(bpm - (trace.base?.[i] ?? 0));
  }
  if (values.length < ((untilS - fromS) * HZ) / 2) return Number.NaN;
  values.sort((a, b) => a - b);
  return quantile(values, 0.98) - quantile(values, 0.02);
}

const quantile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] as number;

function markedOut(trace: Trace, changes: readonly { readonly fromS: number; readonly untilS: number }[]): Uint8Array {
  const apart = new Uint8Array(trace.heard.fhr.length);
  for (const { fromS, untilS } of changes) apart.fill(1, Math.round(fromS * HZ), Math.round(untilS * HZ));
  return apart;
}

/** Mean of the minutes from `fromMin` on; two that could be measured are the least (NICHD 2008). */
export function bandwidthOver(minutes: Float64Array, fromMin = 0, untilMin = minutes.length): Maybe<number> {
  const heard = minutes.slice(Math.max(0, fromMin), untilMin).filter((bpm) => !Number.isNaN(bpm));
  if (heard.length < 2) return notKnown(minutes.length < 2 ? "too-short" : "signal-lost");
  return found(heard.reduce((sum, bpm) => sum + bpm, 0) / heard.length);
}

/** NICHD 2008 and JSOG 2003 name the same four; they are read off in whole beats, so that 5 and 6 have nothing between. */
export type VariabilityClass = "absent" | "minimal" | "moderate" | "marked";
/** "Amplitude range undetectable" to the eye; below 2 /min [from memory, common in software; to be checked]. */
export const ABSENT_BELOW_BPM = 2;

export function variabilityClass(bpm: number): VariabilityClass {
  if (bpm < ABSENT_BELOW_BPM) return "absent";
  const whole = Math.round(bpm);
  if (whole <= 5) return "minimal";
  return whole <= 25 ? "moderate" : "marked";
}

/** Longest run of minutes, up to gaps of one that could not be measured, of which `is` holds. */
export function longestRun(minutes: Float64Array, is: (bpm: number) => boolean): number {
  let [longest, run] = [0, 0];
  for (const bpm of minutes) {
    if (is(bpm)) run += 1;
    else if (!Number.isNaN(bpm)) run = 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Mean rate of the baseline between two times, /min: what lies in changes shorter than ten minutes is left out. */
export function baselineOver(
  trace: Trace,
  changes: readonly { readonly fromS: number; readonly untilS: number; readonly durationS: number }[],
  fromS: number,
  untilS: number,
): Maybe<number> {
  if (!trace.baseline.known) return trace.baseline;
  const apart = markedOut(
    trace,
    changes.filter(({ durationS }) => durationS < BASELINE_CHANGE_S),
  );
  const { fhr } = trace.heard;
  let [sum, n] = [0, 0];
  for (let i = Math.max(0, Math.round(fromS * HZ)); i < Math.min(fhr.length, Math.round(untilS * HZ)); i++) {
    if (apart[i] || Number.isNaN(fhr[i])) continue;
    sum += fhr[i] as number;
    n += 1;
  }
  // NICHD 2008: at least two minutes of baseline, or else it cannot be determined.
  return n < 120 * HZ ? notKnown(untilS - fromS < 120 ? "too-short" : "no-baseline") : found(sum / n);
}

/** The last ten minutes, or where they do not show it, the ten before (NICHD 2008). */
export function ofLastSection<T>(seconds: number, of: (fromS: number, untilS: number) => Maybe<T>): Maybe<T> {
  const last = of(Math.max(0, seconds - SECTION_S), seconds);
  if (last.known || seconds < 2 * SECTION_S) return last;
  const before = of(seconds - 2 * SECTION_S, seconds - SECTION_S);
  return before.known ? before : last;
}
export const SECTION_S = 600;
