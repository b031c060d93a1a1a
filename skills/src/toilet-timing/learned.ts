import { DAY, HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { type Fill, HALF_LIFE_MS, type Usual, usualOf } from "./usual-volume.ts";

/** What is known of one person's ways, learnt again whenever a fill ends. */
export interface Learned {
  readonly usual: Omit<Usual, "shares">;
  /** How much more is borne asleep, mL. */
  readonly asleepMl: number;
  /** By how much the usual volume differs at each twelfth of the day (UTC), mL. */
  readonly rhythm: readonly number[];
  /** Voids a minute that the volume does not explain, at each 48th of the day (UTC). */
  readonly habit: readonly number[];
}

const RHYTHM_PARTS = 12;
const HABIT_PARTS = 48;
/** How far in the day a fill speaks for its neighbours; and as if so many fills had shown no rhythm. Project's choice. */
const RHYTHM_MS = 2.5 * HOUR;
const RHYTHM_COUNTS = 5;
const HABIT_MS = 25 * MINUTE;
/** Before anything is known: one void in six days comes out of the blue, at any time. Project's choice. */
const HABIT_AT_FIRST = 1 / 6;
const HABIT_COUNTS_DAYS = 4;

/** How much more is borne asleep, as a part of the usual volume, until nights have been seen. Project's choice. */
const ASLEEP_AT_FIRST = 0.08;
const ASLEEP_COUNTS = 3;

export function learnedFrom(fills: readonly Fill[], priorMl: number, since: Instant, now: Instant): Learned {
  const asleepMl = asleepShift(fills, priorMl, now);
  const awake = fills.map((fill) => (fill.asleep ? { ...fill, ml: fill.ml - asleepMl } : fill));
  const { shares, ...usual } = usualOf(awake, priorMl, now);
  const parts = (count: number) => Array.from({ length: count }, (_, i) => ((i + 0.5) * DAY) / count);
  return {
    usual: { ...usual, meanMl: round(usual.meanMl), spreadMl: round(usual.spreadMl) },
    asleepMl: round(asleepMl),
    rhythm: parts(RHYTHM_PARTS).map((at) => round(rhythmAt(at, awake, usual.meanMl, shares))),
    habit: parts(HABIT_PARTS).map((at) => round(habitAt(at, fills, shares, since, now), 6)),
  };
}

function asleepShift(fills: readonly Fill[], priorMl: number, now: Instant): number {
  const { meanMl } = usualOf(
    fills.filter(({ asleep }) => !asleep),
    priorMl,
    now,
  );
  const nights = fills.filter(({ asleep, ml }) => asleep && Math.abs(ml - meanMl) < 0.4 * meanMl);
  const sum = nights.reduce((a, { ml, trust }) => a + trust * (ml - meanMl), 0);
  const count = nights.reduce((a, { trust }) => a + trust, 0);
  return (sum + ASLEEP_COUNTS * ASLEEP_AT_FIRST * meanMl) / (count + ASLEEP_COUNTS);
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** How far apart two times of the day are. */
function dayDistance(a: Instant, b: Instant): number {
  const apart = Math.abs(a - b) % DAY;
  return Math.min(apart, DAY - apart);
}

const near = (at: Instant, fill: Fill, widthMs: number): number =>
  Math.exp(-(dayDistance(at, fill.at) ** 2) / (2 * widthMs ** 2));

function rhythmAt(at: Instant, fills: readonly Fill[], meanMl: number, shares: readonly number[]): number {
  let [sum, count] = [0, 0];
  for (const [i, fill] of fills.entries()) {
    const weight = near(at, fill, RHYTHM_MS) * (shares[i] ?? 0) * fill.trust;
    sum += weight * (fill.ml - meanMl);
    count += weight;
  }
  return sum / (count + RHYTHM_COUNTS);
}

function habitAt(at: Instant, fills: readonly Fill[], shares: readonly number[], since: Instant, now: Instant): number {
  const perMinute = MINUTE / (HABIT_MS * Math.sqrt(2 * Math.PI));
  let seen = 0;
  for (const [i, fill] of fills.entries())
    seen += near(at, fill, HABIT_MS) * perMinute * (1 - (shares[i] ?? 1)) * 0.5 ** ((now - fill.at) / HALF_LIFE_MS);
  const halfLives = (now - since) / HALF_LIFE_MS;
  const days = ((HALF_LIFE_MS / DAY) * (1 - 0.5 ** halfLives)) / Math.LN2;
  return (seen + (HABIT_COUNTS_DAYS * HABIT_AT_FIRST) / (DAY / MINUTE)) / (days + HABIT_COUNTS_DAYS);
}

/** Between the middles of the parts, along a straight line. */
export function rhythmNow({ rhythm }: Learned, at: Instant): number {
  const place = ((at % DAY) / DAY) * rhythm.length - 0.5 + rhythm.length;
  const below = rhythm[Math.floor(place) % rhythm.length] ?? 0;
  const above = rhythm[Math.ceil(place) % rhythm.length] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

export const habitNow = ({ habit }: Learned, at: Instant): number =>
  habit[Math.floor(((at % DAY) / DAY) * habit.length)] ?? 0;
