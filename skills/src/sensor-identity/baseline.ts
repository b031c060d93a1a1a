import type { Instant } from "@sakiyomi/core";

/** What a sensor usually reads of one kind, and what it has read since it was silent. Plain data. */
export interface Baseline {
  /** Slow mean of what was read before; null before the first reading. */
  readonly usual: number | null;
  readonly spread: number;
  readonly lastAt: Instant;
  /** Readings since the last silence, while it is not yet clear whether they are the same person's. */
  readonly trial: readonly number[];
  readonly isOnTrial: boolean;
}

export const emptyBaseline: Baseline = { usual: null, spread: 0, lastAt: 0, trial: [], isOnTrial: false };

/** One reading in so many moves the mean: about ten minutes at a reading a second. */
const MEMORY = 600;
/** The median of so many readings decides after a silence. */
export const TRIAL_READINGS = 9;

export interface Judged {
  readonly baseline: Baseline;
  /** The usual value and the new one, where they are too far apart. */
  readonly doubt: { readonly was: number; readonly is: number } | null;
}

/** After a silence the first readings are put on trial; in between, the usual value follows slowly. */
export function judge(
  before: Baseline,
  value: number,
  at: Instant,
  gapMs: number,
  step: number,
  readings: number,
): Judged {
  const wasSilent = before.usual !== null && at - before.lastAt >= gapMs;
  const isOnTrial = before.isOnTrial || wasSilent;
  if (!isOnTrial) return { baseline: follow(before, value, at), doubt: null };
  const trial = [...(wasSilent ? [] : before.trial), value];
  if (trial.length < readings) return { baseline: { ...before, trial, isOnTrial, lastAt: at }, doubt: null };
  const is = median(trial);
  const was = before.usual ?? is;
  const isOther = Math.abs(is - was) > Math.max(step, 4 * before.spread);
  const kept = { ...before, trial: [], isOnTrial: false, lastAt: at };
  return isOther ? { baseline: kept, doubt: { was, is } } : { baseline: follow(kept, is, at), doubt: null };
}

/** From now on the new value is the usual one: somebody has said that it is the same person. */
export const startAnew = (at: Instant): Baseline => ({ ...emptyBaseline, lastAt: at });

function follow(before: Baseline, value: number, at: Instant): Baseline {
  const lastAt = Math.max(before.lastAt, at);
  if (before.usual === null) return { ...before, usual: value, lastAt };
  const off = value - before.usual;
  const usual = before.usual + off / MEMORY;
  const spread = Math.sqrt(before.spread ** 2 + (off ** 2 - before.spread ** 2) / MEMORY);
  return { ...before, usual, spread, lastAt };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
