import { daysBetween, type IsoDate } from "./calendar.ts";
import { type Gestation, inDays, PRETERM_BEFORE_DAYS, TERM_DAYS } from "./gestation.ts";
import { type Measure, type Sex, whoRows } from "./who-rows.ts";

/** To here the curves of lying children reach. */
export const LAST_DAY = 730;
/**
 * A child born too early is looked at by the age counted from the day on which it was expected, until about its third
 * birthday (Agency for Children and Families, handbook for small babies, 2025: "often until 3"); these curves end at two.
 */
export const CORRECTED_UNTIL_DAYS = 3 * 365;

export interface Lms {
  readonly l: number;
  readonly m: number;
  readonly s: number;
}

export interface Age {
  /** Whole days since birth. */
  readonly days: number;
  /** By which the curves are read: corrected where the child was born too early. */
  readonly growthDays: number;
  readonly corrected: boolean;
}

export function ageOn(birth: IsoDate, born: Gestation | null, date: IsoDate): Age | null {
  const days = daysBetween(birth, date);
  if (Number.isNaN(days) || days < 0) return null;
  const early = born === null || inDays(born) >= PRETERM_BEFORE_DAYS ? 0 : TERM_DAYS - inDays(born);
  const corrected = early > 0 && days < CORRECTED_UNTIL_DAYS;
  return { days, growthDays: corrected ? days - early : days, corrected };
}

/** Null before the day on which a child was expected and after the last row: nothing is extended. */
export function lmsAt(measure: Measure, sex: Sex, day: number): Lms | null {
  const rows = whoRows[measure][sex];
  if (!(day >= 0 && day <= LAST_DAY)) return null;
  const i = rows.findLastIndex(([at]) => at <= day);
  const [a, b] = [rows[i], rows[i + 1] ?? rows[i]];
  if (a === undefined || b === undefined) return null;
  const share = b[0] === a[0] ? 0 : (day - a[0]) / (b[0] - a[0]);
  const between = (j: 1 | 2 | 3): number => a[j] + (b[j] - a[j]) * share;
  return { l: between(1), m: between(2), s: between(3) };
}

/** Cole's LMS: how many standard deviations from the median. */
export const zOf = (value: number, { l, m, s }: Lms): number =>
  Math.abs(l) < 1e-9 ? Math.log(value / m) / s : ((value / m) ** l - 1) / (l * s);
export const valueAt = (z: number, { l, m, s }: Lms): number =>
  Math.abs(l) < 1e-9 ? m * Math.exp(s * z) : m * (1 + l * s * z) ** (1 / l);

/** Of a standard normal value, 0 to 100 (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export function percentileOf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return 100 * (z >= 0 ? 1 - tail : tail);
}

/** The curves that a handbook prints. */
export const curves = [
  { percentile: 3, z: -1.880794 },
  { percentile: 10, z: -1.281552 },
  { percentile: 25, z: -0.67449 },
  { percentile: 50, z: 0 },
  { percentile: 75, z: 0.67449 },
  { percentile: 90, z: 1.281552 },
  { percentile: 97, z: 1.880794 },
] as const;

export interface Growth {
  readonly z: number;
  readonly percentile: number;
  readonly corrected: boolean;
}

/** How a measurement stands among children of its age; null where the curves say nothing. */
export function growthOf(measure: Measure, sex: Sex, age: Age, value: number): Growth | null {
  const lms = lmsAt(measure, sex, age.growthDays);
  if (lms === null || !(value > 0)) return null;
  const z = zOf(value, lms);
  return Number.isFinite(z) ? { z, percentile: percentileOf(z), corrected: age.corrected } : null;
}
