import type { Goal, Past } from "./state.ts";
import { normal, studentBelow } from "./student.ts";

/** What people in care usually do, until this person's own days are known. */
export interface Pattern {
  readonly mean: number;
  /** Spread from day to day of what is still to come, as a share of it, until the person's own is known. */
  readonly spread: number;
  /** A day that is a tenth low so far is expected to be low by this share of a tenth in what follows. */
  readonly carriesOn: number;
  /** Share of the day's amount at each full hour of the clock. */
  readonly hours: Readonly<Record<number, number>>;
}

/**
 * Project's choice, wide on purpose, and soon outweighed: drinks with the meals, at ten and at three; three meals and something
 * at three; walking by day. About 1.5 L a day in care homes, with wide differences (Gaspar 1999; Jimoh 2019).
 */
export const patterns: Readonly<Record<Goal, Pattern>> = {
  water: {
    mean: 1300,
    spread: 0.35,
    carriesOn: 0.4,
    hours: { 6: 5, 7: 10, 8: 10, 9: 3, 10: 12, 11: 4, 12: 16, 13: 3, 14: 3, 15: 13, 17: 4, 18: 12, 20: 5 },
  },
  energy: { mean: 1350, spread: 0.2, carriesOn: 0.5, hours: { 7: 18, 8: 10, 12: 34, 15: 8, 18: 30 } },
  walk: {
    mean: 1000,
    spread: 0.5,
    carriesOn: 0.6,
    hours: { 7: 10, 9: 10, 10: 14, 11: 10, 12: 10, 13: 6, 14: 12, 15: 10, 16: 8, 18: 10 },
  },
};

/** Of the day until an hour since its beginning, as a share. */
function shareUntil({ hours }: Pattern, dayStartsH: number, h: number): number {
  let [until, all] = [0, 0];
  for (const [clock, n] of Object.entries(hours)) {
    const since = (Number(clock) - dayStartsH + 24) % 24;
    all += n;
    until += n * Math.min(1, Math.max(0, h - since));
  }
  return until / all;
}

/** What a day had reached at an hour since its beginning; inside of an hour in proportion. */
export function reachedAt(by: readonly number[], h: number): number {
  let sum = 0;
  for (let i = 0; i < by.length; i += 2) sum += (by[i + 1] ?? 0) * Math.min(1, Math.max(0, h - (by[i] ?? 0)));
  return sum;
}
const totalOf = (by: readonly number[]): number => reachedAt(by, 25);

/** So many days count the general pattern. Empirical Bayes after Efron and Morris 1975, with a weight that was chosen. */
const PATTERN_DAYS = 2;
const SPREAD_DAYS = 6;
const SLOPE_DAYS = 8;
const WEEKDAY_DAYS = 8;
/** What a day counts less than the one after it. */
const FADES = 0.96;
/** So many days count the general shape of what is left over. */
const OWN_SHAPE_DAYS = 4;
export const INTERVAL = 0.8;
const TAIL = (1 - INTERVAL) / 2;

/** Today's amount, when the day will be over, as a distribution. */
export interface Ahead {
  readonly soFar: number;
  /** Added for stretches in which entries seem to be missing. */
  readonly assumed: number;
  /** The middle of what it may come to. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How probably the day ends below an amount. */
  below(amount: number): number;
  /** Days that were learnt from. */
  readonly days: number;
}

export interface Today {
  readonly day: number;
  readonly weekday: number;
  /** Hours since the day of care began. */
  readonly h: number;
  readonly soFar: number;
  /** Hours [from, until) in which entries seem to be missing. */
  readonly gap: readonly [number, number] | null;
}

interface Learnt {
  readonly n: number;
  readonly mean: number;
  readonly share: number;
  readonly weekday: number;
  readonly slope: number;
  readonly spread: number;
  /** By how much each day's rest was another than expected, what that day weighs, and how like today it had begun. */
  readonly off: readonly { readonly w: number; readonly by: number; readonly alike: number }[];
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** A person's days, shrunk to the general pattern while they are few. */
function learn(goal: Goal, past: readonly Past[], today: Today, dayStartsH: number): Learnt {
  const pattern = patterns[goal];
  const usual = shareUntil(pattern, dayStartsH, today.h);
  const rows = past.map(({ by, day, weekday }) => {
    const total = totalOf(by[goal]);
    const until = reachedAt(by[goal], today.h);
    return { w: FADES ** Math.max(0, today.day - day - 1), total, until, rest: total - until, weekday };
  });
  const n = sum(rows.map(({ w }) => w));
  const mean = (PATTERN_DAYS * pattern.mean + sum(rows.map(({ w, total }) => w * total))) / (PATTERN_DAYS + n);
  const share =
    (PATTERN_DAYS * mean * usual + sum(rows.map(({ w, until }) => w * until))) /
    Math.max(1, PATTERN_DAYS * mean + sum(rows.map(({ w, total }) => w * total)));
  const same = rows.filter(({ weekday }) => weekday === today.weekday);
  const weekday = sum(same.map(({ w, total }) => w * (total - mean))) / (WEEKDAY_DAYS + sum(same.map(({ w }) => w)));
  const [until, rest] = [share * mean, (1 - share) * mean];
  const around = (0.3 * until) ** 2 + (0.03 * pattern.mean) ** 2;
  const carries = (pattern.carriesOn * rest) / Math.max(until, 0.1 * mean);
  const dx = rows.map((row) => ({ ...row, dx: row.until - until, dr: row.rest - rest }));
  const slope =
    (SLOPE_DAYS * around * carries + sum(dx.map((one) => one.w * one.dx * one.dr))) /
    (SLOPE_DAYS * around + sum(dx.map((one) => one.w * one.dx ** 2)));
  const first = (pattern.spread * rest) ** 2 + (0.04 * pattern.mean) ** 2;
  const near = ALIKE * until + 0.03 * pattern.mean;
  const off = dx.map((one) => ({
    w: one.w,
    by: one.dr - slope * one.dx,
    alike: Math.exp(-0.5 * ((one.until - today.soFar) / near) ** 2),
  }));
  const spread = Math.sqrt((SPREAD_DAYS * first + sum(off.map(({ w, by }) => w * by ** 2))) / (SPREAD_DAYS + n));
  return { n, mean, share, weekday, slope, spread, off };
}

/** Days that had begun within this share of today's beginning count as like it. */
const ALIKE = 0.25;
/** A day's own shape, blurred by this share of the spread. */
const BLUR = 0.4;

/**
 * How probably the day ends below an amount: Student's t, and beside it, the more the more days are known, the person's own
 * days as they came. Who always eats up, or falls ill for days, is not Gaussian.
 */
function belowOf({ n, spread, off }: Learnt, expected: number, scale: number, amount: number): number {
  const general = studentBelow((amount - expected) / scale, SPREAD_DAYS + n);
  const blur = Math.max(1, Math.sqrt(Math.max(0, scale ** 2 - spread ** 2) + (BLUR * spread) ** 2));
  const own = sum(off.map(({ w, by, alike }) => w * alike * normal((amount - expected - by) / blur)));
  return (OWN_SHAPE_DAYS * general + own) / (OWN_SHAPE_DAYS + sum(off.map(({ w, alike }) => w * alike)));
}

/** Where a rising share reaches p, to a thousandth of the stretch. */
function crossing(share: (at: number) => number, p: number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 11; i += 1) {
    const middle = (low + high) / 2;
    if (share(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Foretells what a day will amount to, from what the person usually does after this hour and from today so far. */
export function foresee(goal: Goal, past: readonly Past[], today: Today, dayStartsH: number): Ahead {
  const learnt = learn(goal, past, today, dayStartsH);
  const inGap = today.gap === null ? 0 : usualBetween(goal, past, today, dayStartsH, learnt.mean);
  const there = today.soFar + inGap;
  const rest =
    (1 - learnt.share) * (learnt.mean + learnt.weekday) + learnt.slope * (there - learnt.share * learnt.mean);
  const expected = there + rest;
  const scale = Math.sqrt(learnt.spread ** 2 * (1 + 1 / (PATTERN_DAYS + learnt.n)) + (0.5 * inGap) ** 2);
  const cut = belowOf(learnt, expected, scale, today.soFar);
  const below = (amount: number): number =>
    amount <= today.soFar
      ? 0
      : Math.min(1, Math.max(0, (belowOf(learnt, expected, scale, amount) - cut) / Math.max(1e-9, 1 - cut)));
  const end = Math.max(today.soFar, expected) + 5 * scale;
  const [low, mean, high] = [TAIL, 0.5, 1 - TAIL].map((p) => crossing(below, p, today.soFar, end)) as [
    number,
    number,
    number,
  ];
  return { soFar: today.soFar, assumed: inGap, mean, low, high, below, days: past.length };
}

function usualBetween(goal: Goal, past: readonly Past[], today: Today, dayStartsH: number, mean: number): number {
  const [from, until] = today.gap ?? [0, 0];
  const pattern = patterns[goal];
  const usual = mean * (shareUntil(pattern, dayStartsH, until) - shareUntil(pattern, dayStartsH, from));
  const own = past.map(({ by }) => reachedAt(by[goal], until) - reachedAt(by[goal], from));
  return (PATTERN_DAYS * usual + sum(own)) / (PATTERN_DAYS + own.length);
}
