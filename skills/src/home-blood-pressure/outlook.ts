import { boundsOf, diastolicClass, pressureClasses, systolicClass } from "./classes.ts";
import type { Occasion } from "./occasions.ts";
import { mean, type Pressure } from "./reading.ts";

/** The mean of each day's times. */
export interface DayMean extends Pressure {
  readonly day: number;
}

export const dayMeans = (occasions: readonly Occasion[]): readonly DayMean[] =>
  [...Map.groupBy(occasions, ({ day }) => day)].map(([day, times]) => ({
    day,
    systolic: mean(times.map(({ systolic }) => systolic)),
    diastolic: mean(times.map(({ diastolic }) => diastolic)),
  }));

/**
 * From day to day the systolic pressure at home varies by some 8.6 mmHg, the diastolic by some 5.7 (Ohasama: Kikuya and
 * others, Hypertension 2008; 52:1045). So many days of this prior weigh as much as days that were measured.
 */
const usual = { systolic: 8.6, diastolic: 5.7 } as const;
const PRIOR_DAYS = 5;
/**
 * Standard deviation of the slope before anything was measured, in mmHg a day: a new medicine takes some 9 mmHg within a
 * month (Law, Wald and others, BMJ 2003; 326:1427), and more than that is rare.
 */
const SLOPE = 0.3;

/** A straight line through the days: level today and slope a day, with their variances. */
export interface Line {
  readonly level: number;
  readonly slope: number;
  readonly levelVar: number;
  readonly slopeVar: number;
  readonly covariance: number;
  /** Variance of one day around the line. */
  readonly dayVar: number;
}

/** Bayesian regression with a flat prior on the level and N(0, SLOPE²) on the slope. */
export function lineOf(days: readonly DayMean[], today: number, of: keyof Pressure): Line {
  const values = days.map((one) => one[of]);
  const xs = days.map(({ day }) => day - today);
  const n = days.length;
  const [mx, my] = [mean(xs), mean(values)];
  const squares = values.reduce((sum, value) => sum + (value - my) ** 2, 0);
  const dayVar = (PRIOR_DAYS * usual[of] ** 2 + squares) / (PRIOR_DAYS + n - 1);
  const sxx = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  const sxy = xs.reduce((sum, x, i) => sum + (x - mx) * ((values[i] ?? my) - my), 0);
  const slopeVar = 1 / (sxx / dayVar + 1 / SLOPE ** 2);
  const slope = (slopeVar * sxy) / dayVar;
  const centreVar = dayVar / n;
  return {
    level: my - slope * mx,
    slope,
    levelVar: centreVar + mx * mx * slopeVar,
    slopeVar,
    covariance: -mx * slopeVar,
    dayVar,
  };
}

/** Half of an 80 % interval, in standard deviations. */
export const Z80 = 1.2816;

export interface Spread {
  readonly value: number;
  readonly deviation: number;
}

/** The mean of the seven days after today. Its centre lies four days ahead. */
export function nextWeek({ level, slope, levelVar, slopeVar, covariance, dayVar }: Line): Spread {
  const ahead = 4;
  const variance = levelVar + ahead * ahead * slopeVar + 2 * ahead * covariance + dayVar / 7;
  return { value: level + ahead * slope, deviation: Math.sqrt(variance) };
}

export interface Crossing {
  readonly inDays: number;
  readonly low: number;
  readonly high: number;
}

/** When the line falls below the goal; null: it does not, or it is not sure enough that it falls. */
export function crossingOf(line: Line, goal: number): Crossing | null {
  const fall = -line.slope;
  const spread = Z80 * Math.sqrt(line.slopeVar);
  const above = line.level - goal;
  if (above <= 0 || fall - spread <= 0) return null;
  const off = Z80 * Math.sqrt(line.levelVar);
  const inDays = above / fall;
  if (inDays > 84) return null;
  return { inDays, low: Math.max(0, (above - off) / (fall + spread)), high: (above + off) / (fall - spread) };
}

/** How likely the true mean lies in each class, from the mean of `n` days; the two pressures are taken as independent. */
export function classChances(average: Pressure, days: number, deviations: Pressure): Readonly<Record<string, number>> {
  const error = {
    systolic: deviations.systolic / Math.sqrt(days),
    diastolic: deviations.diastolic / Math.sqrt(days),
  };
  const atMost = pressureClasses.map(
    (_, i) =>
      below(boundsOf.home.systolic[i], average.systolic, error.systolic) *
      below(i === 0 ? boundsOf.home.diastolic[0] : boundsOf.home.diastolic[i - 1], average.diastolic, error.diastolic),
  );
  return Object.fromEntries(
    pressureClasses.map((name, i) => [name, Math.max(0, (atMost[i] ?? 1) - (i === 0 ? 0 : (atMost[i - 1] ?? 0)))]),
  );
}

/** The classes begin at the bounds; above the last there is none. */
const below = (bound: number | undefined, value: number, error: number): number =>
  bound === undefined ? 1 : normal((bound - value) / error);

/** Distribution of the standard normal: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
export function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    Math.exp((-x * x) / 2) *
    0.3989422804014327 *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

export const classIndexOf = (average: Pressure): number =>
  Math.max(systolicClass("home", average.systolic), diastolicClass("home", average.diastolic));
