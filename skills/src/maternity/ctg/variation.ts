import { EPOCH_S, EPOCHS_A_MINUTE } from "./epochs.ts";
import { found, type Maybe, notKnown } from "./recording.ts";
import { highestOf, type Run, runsWhere } from "./runs.ts";
import type { Trace } from "./trace.ts";

/** Dawes' own decelerations and accelerations, by which minutes are left out; in epochs (Pardey 2002, Wolf 2019). */
export interface Dip {
  readonly fromS: number;
  readonly untilS: number;
  readonly lostBeats: number;
  readonly goesOn: boolean;
}
/** More than 10 /min below for at least 60 s, or more than 20 for at least 30 s. */
const DIPS = [
  { bpm: 10, seconds: 60 },
  { bpm: 20, seconds: 30 },
] as const;
/** More than 10 /min above at its peak, above the baseline for at least 15 s. */
const RISE = { bpm: 10, seconds: 15 } as const;
/** Further off than this an epoch outside an acceleration is an outlier, and so are its neighbours. */
const OUTLIER_MS = 75;
/** A minute whose variation is more than four times the mean of all is noise. */
const NOISY_TIMES = 4;

export interface Episode {
  readonly fromMin: number;
  readonly untilMin: number;
  /** Mean of the minutes' ranges, ms. */
  readonly ms: number;
}

export interface Variation {
  /** Short-term variation, ms: mean over the minutes of the mean change from epoch to epoch. */
  readonly stvMs: Maybe<number>;
  /** Long-term variation, ms: mean of the minutes' ranges. */
  readonly ltvMs: Maybe<number>;
  /** For each whole minute: its short-term variation and its range, ms; NaN where it is left out. */
  readonly stvMinutes: Float64Array;
  readonly ltvMinutes: Float64Array;
  readonly high: readonly Episode[];
  readonly low: readonly Episode[];
  readonly dips: readonly Dip[];
  readonly rises: number;
}

/** Huntleigh, Sonicaid Team manual: at least 32 ms (high), below 30 ms (low) in five of six minutes in a row. */
export const HIGH_MS = 32;
export const LOW_MS = 30;
/** G. S. Dawes et al. 1992: fewer minutes than these say nothing. Project's choice: three. */
const LEAST_MINUTES = 3;

export function variationOf({ epochs, baseline }: Trace): Variation {
  const minutes = Math.floor(epochs.length / EPOCHS_A_MINUTE);
  const none = new Float64Array(minutes).fill(Number.NaN);
  if (!baseline.known)
    return {
      stvMs: notKnown(baseline.why),
      ltvMs: notKnown(baseline.why),
      stvMinutes: none,
      ltvMinutes: none,
      high: [],
      low: [],
      dips: [],
      rises: 0,
    };
  const line = baseline.value.ms;
  const dips = dipsOf(epochs, line);
  const rises = risesOf(epochs, line);
  const used = usable(epochs, line, rises);
  const stvMinutes = withoutNoisy(eachMinute(minutes, dips, (from) => stvOf(used, from)));
  const ltvMinutes = eachMinute(minutes, dips, (from) => rangeOf(used, line, from));
  return {
    stvMs: meanOf(stvMinutes),
    ltvMs: meanOf(ltvMinutes),
    stvMinutes,
    ltvMinutes,
    high: episodes(ltvMinutes, (ms) => ms >= HIGH_MS),
    low: episodes(ltvMinutes, (ms) => ms < LOW_MS),
    dips,
    rises: rises.length,
  };
}

const bpmOf = (ms: number): number => 60_000 / ms;

interface Side extends Run {
  readonly mostBpm: number;
}

/** Stretches on one side of the baseline; an epoch that is missing neither ends one nor begins one. */
function sides(epochs: Float64Array, line: Float64Array, sign: 1 | -1): readonly Side[] {
  const off = epochs.map((ms, e) => sign * (bpmOf(ms) - bpmOf(line[e] as number)));
  const carried = off.slice();
  for (let e = 1; e < carried.length; e++) if (Number.isNaN(carried[e])) carried[e] = carried[e - 1] as number;
  return runsWhere(off.length, (e) => (carried[e] as number) > 0).map((run) => ({
    ...run,
    mostBpm: carried[highestOf(carried, run)] as number,
  }));
}

const secondsOf = ({ from, until }: Side): number => (until - from) * EPOCH_S;

function dipsOf(epochs: Float64Array, line: Float64Array): readonly Dip[] {
  return sides(epochs, line, -1)
    .filter((side) => DIPS.some(({ bpm, seconds }) => side.mostBpm > bpm && secondsOf(side) >= seconds))
    .map(({ from, until }) => {
      let lost = 0;
      for (let e = from; e < until; e++) {
        const off = bpmOf(line[e] as number) - bpmOf(epochs[e] as number);
        if (off > 0) lost += (off * EPOCH_S) / 60;
      }
      const lostBeats = Math.round(lost * 100) / 100;
      return { fromS: from * EPOCH_S, untilS: until * EPOCH_S, lostBeats, goesOn: until >= epochs.length };
    });
}

const risesOf = (epochs: Float64Array, line: Float64Array): readonly Side[] =>
  sides(epochs, line, 1).filter((side) => side.mostBpm > RISE.bpm && secondsOf(side) >= RISE.seconds);

/** Without the outliers that belong to no acceleration. */
function usable(epochs: Float64Array, line: Float64Array, rises: readonly Side[]): Float64Array {
  const used = epochs.slice();
  for (let e = 0; e < epochs.length; e++) {
    if (!(Math.abs((epochs[e] as number) - (line[e] as number)) > OUTLIER_MS)) continue;
    if (rises.some(({ from, until }) => e >= from && e < until)) continue;
    used.fill(Number.NaN, Math.max(0, e - 1), e + 2);
  }
  return used;
}

function eachMinute(minutes: number, dips: readonly Dip[], measure: (from: number) => number): Float64Array {
  return Float64Array.from({ length: minutes }, (_, minute) => {
    const isInDip = dips.some(({ fromS, untilS }) => fromS < (minute + 1) * 60 && untilS > minute * 60);
    return isInDip ? Number.NaN : measure(minute * EPOCHS_A_MINUTE);
  });
}

function stvOf(used: Float64Array, from: number): number {
  let [sum, n, valid] = [0, 0, 0];
  for (let e = from; e < from + EPOCHS_A_MINUTE; e++) {
    const here = used[e] as number;
    if (!Number.isNaN(here)) valid += 1;
    const change = e > from ? Math.abs(here - (used[e - 1] as number)) : Number.NaN;
    if (Number.isNaN(change)) continue;
    sum += change;
    n += 1;
  }
  return valid < EPOCHS_A_MINUTE / 2 || n === 0 ? Number.NaN : sum / n;
}

/** Furthest above the baseline plus furthest below it (Wolf 2019, after Dawes). */
function rangeOf(used: Float64Array, line: Float64Array, from: number): number {
  let [above, below, valid] = [0, 0, 0];
  for (let e = from; e < from + EPOCHS_A_MINUTE; e++) {
    const off = (used[e] as number) - (line[e] as number);
    if (Number.isNaN(off)) continue;
    valid += 1;
    above = Math.max(above, off);
    below = Math.max(below, -off);
  }
  return valid < EPOCHS_A_MINUTE / 2 ? Number.NaN : above + below;
}

function withoutNoisy(minutes: Float64Array): Float64Array {
  const mean = meanOf(minutes, 1);
  if (!mean.known) return minutes;
  return minutes.map((ms) => (ms > NOISY_TIMES * mean.value ? Number.NaN : ms));
}

function meanOf(minutes: Float64Array, least = LEAST_MINUTES): Maybe<number> {
  let [sum, n] = [0, 0];
  for (const ms of minutes) {
    if (Number.isNaN(ms)) continue;
    sum += ms;
    n += 1;
  }
  if (n < least || n === 0) return notKnown(minutes.length < least ? "too-short" : "signal-lost");
  return found(sum / n);
}

/** Minutes that belong to six in a row of which at least five are so. */
function episodes(minutes: Float64Array, is: (ms: number) => boolean): readonly Episode[] {
  const part = new Uint8Array(minutes.length);
  for (let from = 0; from + 6 <= minutes.length; from++)
    if (minutes.subarray(from, from + 6).filter((ms) => is(ms)).length >= 5) part.fill(1, from, from + 6);
  return runsWhere(part.length, (minute) => part[minute] === 1).flatMap(({ from, until }) => {
    const mean = meanOf(minutes.subarray(from, until), 1);
    return mean.known ? [{ fromMin: from, untilMin: until, ms: mean.value }] : [];
  });
}
