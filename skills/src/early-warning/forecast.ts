import { HOUR, type Instant, type Known, MINUTE, type Prediction, type Text, text, unknown } from "@sakiyomi/core";
import { type Measured, measured, nextWorse, pointsOn, scaleOf } from "./news2.ts";
import type { Samples } from "./samples.ts";
import type { Part, Score } from "./score.ts";
import type { Settings } from "./settings.ts";
import { levelOf, type Slope, slopeOf } from "./trend.ts";

export interface Trend extends Slope {
  readonly parameter: Measured;
  /** Where the line stands now. */
  readonly level: number;
}

export type Trends = Readonly<Partial<Record<Measured, Trend>>>;

/** Further than this a straight line says nothing about a living person. Project's choice; a clinician has to approve it. */
const HORIZON_H = 6;
const LATEST_H = 24;
const GUESS_VALID_MS = 10 * MINUTE;
const STEP_H = 1 / 12;

/** A trend only through what is known now: a line ends where its parameter went stale. */
export function trendsOf(samples: Samples, parts: readonly Part[], settings: Settings, now: Instant): Trends {
  const known = new Set(parts.filter((part) => part.known).map(({ parameter }) => parameter));
  const trends: Partial<Record<Measured, Trend>> = {};
  for (const parameter of measured) {
    if (!known.has(parameter)) continue;
    const points = samples[parameter]
      .filter(({ at }) => now - at <= settings.trendH * HOUR)
      .map(({ at, value }) => ({ hours: (at - now) / HOUR, value: Number(value) }));
    const slope = slopeOf(points);
    if (slope !== null) trends[parameter] = { ...slope, parameter, level: levelOf(points, slope) };
  }
  return trends;
}

/** How a carer reads a trend; steady where the interval of the slope holds zero. */
export function trendText(trend: Trend): Text {
  const { perHour, low, high } = trend;
  if (low <= 0 && high >= 0) return text("trend-steady");
  return text(perHour > 0 ? "trend-rising" : "trend-falling", rateOf(trend));
}

/** Words of the units in which the five are measured. */
const units: Readonly<Record<Measured, string>> = {
  "respiration-rate": "unit-respiration-rate",
  spo2: "unit-spo2",
  systolic: "unit-systolic",
  pulse: "unit-pulse-rate",
  temperature: "unit-body-temperature",
};

const rateOf = ({ perHour, parameter }: Trend) => ({
  perHour: Number(Math.abs(perHour).toFixed(2)),
  unit: units[parameter],
});

/** When one vital sign reaches the next worse band of the chart, if it goes on as it goes. */
export function timeToWorse(
  parameter: Measured,
  score: Score,
  trend: Trend | undefined,
  now: Instant,
  model: string,
): Prediction {
  if (trend === undefined) return unknown("no-trend");
  const { perHour, low, high, level } = trend;
  if (low <= 0 && high >= 0) return unknown("steady");
  const next = nextWorse(scaleOf(parameter, score.spo2), level, perHour > 0 ? 1 : -1);
  if (next === null) return unknown("not-worsening");
  // A reading halfway to the edge is rounded to it.
  const half = (scaleOf(parameter, score.spo2).resolution / 2) * Math.sign(perHour);
  const hours = (slope: number) => Math.max(0, (next.edge - half - level) / slope);
  const [fast, slowest] = perHour > 0 ? [high, low] : [low, high];
  if (hours(perHour) > HORIZON_H || hours(slowest) > LATEST_H) return unknown("far-off");
  return {
    known: true,
    what: timeIn(now, hours(fast), hours(perHour), hours(slowest)),
    because: [
      trendText(trend),
      text("next-band", { parameter, edge: Number(next.edge.toFixed(2)), points: next.points }),
    ],
    validUntil: now + GUESS_VALID_MS,
    model,
  };
}

const timeIn = (now: Instant, low: number, at: number, high: number): Known["what"] => ({
  type: "time",
  at: Math.round(now + at * HOUR),
  interval: { low: Math.round(now + low * HOUR), high: Math.round(now + high * HOUR), p: 0.8 },
});

interface Totals {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** What the score adds up to `hours` from now, along the trends; least and most along their intervals. */
export function totalsIn(hours: number, score: Score, trends: Trends): Totals {
  const sum = { low: 0, value: 0, high: 0 };
  for (const part of score.parts) {
    if (!part.known) continue;
    const trend = trends[part.parameter as Measured];
    const points = trend === undefined ? [part.points] : pointsAlong(trend, hours, score, Number(part.sample.value));
    sum.low += Math.min(...points);
    sum.value += points[0] ?? part.points;
    sum.high += Math.max(...points);
  }
  return sum;
}

function pointsAlong(
  { parameter, perHour, low, high }: Trend,
  hours: number,
  score: Score,
  value: number,
): readonly number[] {
  const on = scaleOf(parameter, score.spo2);
  const isSteady = low <= 0 && high >= 0;
  return [isSteady ? 0 : perHour, low, high].map((slope) => pointsOn(on, value + slope * hours));
}

/** The score an hour from now. */
export function scoreInAnHour(score: Score, trends: Trends, now: Instant, model: string): Prediction {
  const found = Object.values(trends);
  if (found.length === 0) return unknown("no-trend");
  const { low, value, high } = totalsIn(1, score, trends);
  return {
    known: true,
    what: { type: "quantity", at: now + HOUR, unit: "{score}", value, interval: { low, high, p: 0.8 } },
    because: movers(found),
    validUntil: now + GUESS_VALID_MS,
    model,
  };
}

function movers(trends: readonly Trend[]): readonly Text[] {
  const moving = trends.filter(({ low, high }) => low > 0 || high < 0);
  if (moving.length === 0) return [text("all-steady")];
  return moving.map((trend) =>
    text(trend.perHour > 0 ? "mover-rising" : "mover-falling", { parameter: trend.parameter, ...rateOf(trend) }),
  );
}

/** When the score reaches the next response: 5 (urgent), then 7 (emergency). RCP, NEWS2, London 2017, chart 4. */
export function timeToNextResponse(score: Score, trends: Trends, now: Instant, model: string): Prediction {
  const found = Object.values(trends);
  if (score.total >= 7) return unknown("highest");
  if (found.length === 0) return unknown("no-trend");
  const wanted = score.total >= 5 ? 7 : 5;
  const first = firstReached(wanted, score, trends);
  if (first.value > HORIZON_H) return unknown("steady");
  if (first.high > LATEST_H) return unknown("unsure");
  return {
    known: true,
    what: timeIn(now, Math.min(first.low, first.value), first.value, Math.max(first.high, first.value)),
    because: [text("towards-response", { wanted, total: score.total }), ...movers(found)],
    validUntil: now + GUESS_VALID_MS,
    model,
  };
}

/** Hours until the least, the expected and the most that the score may be first reach `wanted`. */
function firstReached(wanted: number, score: Score, trends: Trends): Totals {
  const when = (pick: (totals: Totals) => number): number => {
    for (let hours = 0; hours <= LATEST_H; hours += STEP_H)
      if (pick(totalsIn(hours, score, trends)) >= wanted) return hours;
    return Number.POSITIVE_INFINITY;
  };
  return { low: when(({ high }) => high), value: when(({ value }) => value), high: when(({ low }) => low) };
}
