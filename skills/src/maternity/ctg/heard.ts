import { HZ } from "./recording.ts";

/** Below and above no child's heart is heard: H. Wolf et al., J Perinat Med 47:439 (2019) take 30; monitors reach 240. */
const LEAST_BPM = 30;
const MOST_BPM = 240;
/** A pulse interval less or more than so many times the mean of the three before is noise (Wolf 2019, after Dawes 1981). */
const SHORTEST = 0.6;
const LONGEST = 1.55;
/** A counter that counts each beat twice, or each second beat. Ten percent either way: project's choice. */
const TWICE = [1.8, 2.2] as const;
const HALF = [0.45, 0.55] as const;
/** Longer than this it stays in: it could be the child. Project's choice; half a prolonged deceleration's first minute. */
const LONGEST_MISCOUNT_S = 30;
/** What it is compared with. */
const BEFORE_S = 10;

export interface Quality {
  readonly seconds: number;
  /** Share of the time without a usable value. */
  readonly lost: number;
  /** Share that was taken out as noise, doubled or halved counts. */
  readonly rejected: number;
  readonly longestGapS: number;
  readonly doubledS: number;
  readonly halvedS: number;
  /** From where on, seconds, the rate lies at about half of what it was before, without a fall in between, until now. */
  readonly perhapsHalvedSinceS: number | null;
}

export interface Heard {
  /** /min, NaN where nothing usable was heard. */
  readonly fhr: Float64Array;
  readonly quality: Quality;
}

/** Takes out what cannot be the child's heart. What could be, stays. */
export function heardIn(raw: Float64Array): Heard {
  const fhr = raw.map((bpm) => (bpm >= LEAST_BPM && bpm <= MOST_BPM ? bpm : Number.NaN));
  const missing = count(fhr, Number.isNaN);
  const rejectedAsRange = missing - count(raw, (bpm) => !(bpm > 0));
  const miscounts = withoutMiscounts(fhr);
  const noise = withoutNoise(fhr);
  const n = Math.max(1, fhr.length);
  return {
    fhr,
    quality: {
      seconds: fhr.length / HZ,
      lost: count(fhr, Number.isNaN) / n,
      rejected: (rejectedAsRange + miscounts.doubled + miscounts.halved + noise) / n,
      longestGapS: longestGap(fhr) / HZ,
      doubledS: miscounts.doubled / HZ,
      halvedS: miscounts.halved / HZ,
      perhapsHalvedSinceS: miscounts.halfSince === null ? null : miscounts.halfSince / HZ,
    },
  };
}

function count(wave: Float64Array, is: (value: number) => boolean): number {
  let sum = 0;
  for (const value of wave) if (is(value)) sum += 1;
  return sum;
}

function longestGap(fhr: Float64Array): number {
  let [longest, run] = [0, 0];
  for (const bpm of fhr) {
    run = Number.isNaN(bpm) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

const within = (ratio: number, [low, high]: readonly [number, number]): boolean => ratio >= low && ratio <= high;

interface Miscounts {
  readonly doubled: number;
  readonly halved: number;
  readonly halfSince: number | null;
}

/** A jump to the double or the half that jumps back within half a minute was the counter's, not the child's. */
function withoutMiscounts(fhr: Float64Array): Miscounts {
  const found = { doubled: 0, halved: 0, halfSince: null as number | null };
  let level = Number.NaN;
  for (let i = 0; i < fhr.length; i++) {
    const kind = miscountOf((fhr[i] as number) / level);
    if (kind === null) {
      level = followed(level, fhr[i] as number);
      continue;
    }
    const end = endOfMiscount(fhr, i, level, kind);
    if (end.isBack) found[kind === TWICE ? "doubled" : "halved"] += takeOut(fhr, i, end.at);
    else level = Number.NaN;
    if (!end.isBack && kind === HALF && end.at >= fhr.length) found.halfSince = i;
    i = end.at - 1;
  }
  return found;
}

const miscountOf = (ratio: number): readonly [number, number] | null =>
  within(ratio, TWICE) ? TWICE : within(ratio, HALF) ? HALF : null;

/** The level before, followed slowly: a time constant of ten seconds. */
const followed = (level: number, bpm: number): number =>
  Number.isNaN(bpm) ? level : Number.isNaN(level) ? bpm : level + (bpm - level) / (BEFORE_S * HZ);

function endOfMiscount(fhr: Float64Array, from: number, level: number, kind: readonly [number, number]) {
  let i = from;
  while (i < fhr.length && (Number.isNaN(fhr[i]) || within((fhr[i] as number) / level, kind))) i += 1;
  const isShort = i - from <= LONGEST_MISCOUNT_S * HZ;
  return { at: i, isBack: isShort && i < fhr.length && within((fhr[i] as number) / level, [0.8, 1.25]) };
}

function takeOut(fhr: Float64Array, from: number, until: number): number {
  const taken = count(fhr.subarray(from, until), (bpm) => !Number.isNaN(bpm));
  fhr.fill(Number.NaN, from, until);
  return taken;
}

function withoutNoise(fhr: Float64Array): number {
  const before = [Number.NaN, Number.NaN, Number.NaN];
  let taken = 0;
  for (let i = 0; i < fhr.length; i++) {
    const interval = 60_000 / (fhr[i] as number);
    if (Number.isNaN(interval)) continue;
    const mean = ((before[0] as number) + (before[1] as number) + (before[2] as number)) / 3;
    before.shift();
    before.push(interval);
    if (interval < SHORTEST * mean || interval > LONGEST * mean) taken += takeOut(fhr, i, i + 1);
  }
  return taken;
}
