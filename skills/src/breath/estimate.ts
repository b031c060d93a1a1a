import { type Belief, carriedOn, read, together, updated, usual as usualAt } from "./belief.ts";
import { countedRate, tops } from "./count.ts";
import type { Hearing } from "./hearing.ts";
import {
  type Carrier,
  carrierNames,
  clamped,
  type Series,
  type Shown,
  seriesOf,
  shownBy,
  WINDOW_S,
} from "./modulations.ts";
import { HZ, smoothed, smoothness } from "./series.ts";
import { pointsOf } from "./slow.ts";

export interface Estimate {
  readonly perMin: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly way: "counted" | "fused";
  readonly carriers: readonly Carrier[];
  readonly breaths: number;
}

export interface Estimated {
  /** Carried on where nothing is heard. */
  readonly belief: Belief | null;
  readonly estimate: Estimate | null;
  /** Seconds without a breath at the end of the window, where they are too many for a rate to be given. */
  readonly pauseS: number | null;
  /** How far the impedance usually swings; null: not known. */
  readonly depth: number | null;
  /** The impedance is there, and is noise. */
  readonly isRough: boolean;
}

export interface Before {
  readonly belief: Belief | null;
  readonly depth: number | null;
}

/** A carrier whose series is breath itself, so that breaths can be counted one by one. */
const DIRECT: Carrier = "impedance";
/**
 * Below this impedance is no breath: the fastest breath alone has .31, white noise of a window 0 with a standard error of
 * .08, a heart that moves the chest at 80 a minute -.1. From what sines and noise are; not fitted to records.
 */
const LEAST_SMOOTHNESS = 0.2;
/** Of what was measured: an even series is a mean of neighbours, and smoother than that. */
const smoothnessOf = ({ slow }: Hearing): number =>
  smoothness(
    pointsOf(slow["respiration-impedance"])
      .slice(-WINDOW_S * HZ)
      .map(([, value]) => value),
  );

export function estimate(hearing: Hearing, before: Before, ageYears: number | null, untilS: number): Estimated {
  const heard = carrierNames.flatMap((carrier) => {
    const series = seriesOf(hearing, carrier, untilS);
    const shown = series && shownBy(series);
    return shown ? [{ carrier, series, shown }] : [];
  });
  const direct = heard.find(({ carrier }) => carrier === DIRECT);
  const isRough = direct !== undefined && smoothnessOf(hearing) < LEAST_SMOOTHNESS;
  // A chest that swung before and does not now is at rest, whatever else is left in the wave.
  if (isRough && before.depth !== null && swingOf(direct.series.values) < LEAST_SHARE * before.depth)
    return { belief: before.belief, estimate: null, pauseS: WINDOW_S, depth: before.depth, isRough };
  const carriers = heard.filter((one) => !isRough || one !== direct);
  const evidence = together(
    carriers.map(({ shown }) => shown),
    usualAt(ageYears),
  );
  if (evidence === null) return { belief: null, estimate: null, pauseS: null, depth: before.depth, isRough };
  const belief = before.belief ? updated(carriedOn(before.belief), evidence) : evidence;
  const fused: Estimate = {
    ...read(belief, evidence),
    way: "fused",
    carriers: carriers.map(({ carrier }) => carrier),
    breaths: 0,
  };
  if (!direct || isRough) return { belief, estimate: fused, pauseS: null, depth: before.depth, isRough };
  const { estimate: counted, pauseS, swing } = count(direct.series, direct.shown, fused.perMin, before.depth);
  const depth = counted ? smoothedDepth(before.depth, swing) : before.depth;
  return { belief, estimate: pauseS === null ? (counted ?? fused) : null, pauseS, depth, isRough };
}

const smoothedDepth = (before: number | null, swing: number): number =>
  before === null ? swing : before + (swing - before) / 8;

/** Half a second, twice: the heart's own movement of the chest is gone, a newborn's breath is not. */
const COUNT_WIDTH = 3;
/** Counted and shown rates that lie so near are the same. */
const agree = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(2, 0.15 * b);
/** A breath is missed when so many usual lengths have gone by since the last one. */
const PAUSE_BREATHS = 3;
/** A chest that swings by less than this share of the usual does not breathe, nor is a smaller swing one breath. */
const LEAST_SHARE = 0.1;
/** From top to trough, of a sine whose root mean square is 1. */
const SWING = 2 * Math.SQRT2;

interface Count {
  readonly estimate: Estimate | null;
  readonly pauseS: number | null;
  readonly swing: number;
}

/** Breaths counted one by one; believed where the spectrum, or everything else together, says the same. */
function count(series: Series, shown: Shown, fused: number, depth: number | null): Count {
  // Learnt without jumps, or a single movement would make every later breath look shallow.
  const swing = swingOf(clamped(series.values, series.most));
  if (depth !== null && swingOf(series.values) < LEAST_SHARE * depth)
    return { estimate: null, pauseS: WINDOW_S, swing };
  // Where most of the window is still, what is usual now is not what a breath is.
  const usual = depth ?? 0;
  const values = smoothed(clamped(series.values, series.most < usual ? 2 * usual : series.most), COUNT_WIDTH);
  const least = LEAST_SHARE * SWING * usual;
  const counted = countedRate(values, least);
  if (counted === null) return { estimate: null, pauseS: depth === null ? null : longPause(values, least), swing };
  const { perMin, spread, breaths, sinceLast } = counted;
  const isPause = sinceLast > (PAUSE_BREATHS * 60) / perMin;
  const witnesses = Number(agree(perMin, shown.perMin)) + Number(agree(perMin, fused));
  if (isPause || witnesses === 0) return { estimate: null, pauseS: isPause ? Math.round(sinceLast) : null, swing };
  // 1.28 standard errors of the mean length of a breath.
  const off = Math.max(0.3, (1.28 * perMin * spread) / Math.sqrt(breaths));
  const confidence = witnesses === 2 ? BOTH_AGREE : ONE_AGREES;
  const estimate: Estimate = {
    perMin,
    low: perMin - off,
    high: perMin + off,
    confidence,
    way: "counted",
    carriers: [DIRECT],
    breaths,
  };
  return { estimate, pauseS: null, swing };
}

const swingOf = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Where too few breaths are left to know their usual length: 20 s, as of apnoea monitors (AAP 2003). */
function longPause(values: readonly number[], least: number): number | null {
  const last = tops(values, least).at(-1);
  const seconds = last === undefined ? WINDOW_S : Math.round((values.length - 1 - last) / HZ);
  return seconds > 20 ? seconds : null;
}

/** The project's choice, not measured: one witness of two is less than two. */
const BOTH_AGREE = 0.95;
const ONE_AGREES = 0.7;
