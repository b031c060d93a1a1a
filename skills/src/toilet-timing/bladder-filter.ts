import { HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { type Basal, type Drink, fromBasal, fromDrinks } from "./filling.ts";

/**
 * What is in the bladder, as a Kalman filter believes it: volume (mL, in the sensor's own measure), and by how much it
 * fills faster than expected (mL an hour). `offset` is what a slip has added to every reading.
 */
export interface Belief {
  readonly at: Instant;
  readonly volume: number;
  readonly excess: number;
  /** Covariances: of the volume, of volume and excess, of the excess. */
  readonly vv: number;
  readonly ve: number;
  readonly ee: number;
  readonly offset: number;
  /** How far the readings have been off of late, mL: whoever lags behind a fast filling sees no slip in it. */
  readonly lag: number;
  /** Readings that do not fit; three that agree are a step. */
  readonly odd: readonly Reading[];
  readonly fillSince: Instant;
}

export interface Reading {
  readonly at: Instant;
  readonly ml: number;
  /** How much less it counts than a good one (its variance is so many times larger). */
  readonly doubt: number;
  /** How the person lay or sat: the sensor shows each posture a little otherwise. */
  readonly posture: string;
}

/** A bladder that was emptied: when, and how full it had been. */
export interface Emptied {
  readonly at: Instant;
  readonly fullMl: number;
  /** Variance of that volume. */
  readonly variance: number;
  readonly isCharted: boolean;
}

export interface World {
  readonly basal: Basal;
  readonly drinks: readonly Drink[];
  /** When staff say the person went. */
  readonly chartedVoids: readonly Instant[];
  /** By how much the sensor shows more in each posture, mL. */
  readonly shifts: Readonly<Record<string, number>>;
  /** What the sensor shows of an empty bladder, and the volume at which the person usually goes. */
  readonly emptyMl: number;
  readonly usualMl: number;
}

/** The kidneys run faster or slower than expected for about so long, by so many mL an hour. */
export interface Kidneys {
  readonly tauMs: number;
  readonly spread: number;
}
/** As the filter follows them: it has to see at once a drink that nobody charted. Project's choice. */
const FOLLOWED: Kidneys = { tauMs: 75 * MINUTE, spread: 60 };
/** Noise of a reading: what is new each time, and what stays for some minutes, posture included (mL). Project's choice. */
const FRESH_NOISE = 11;
const STAYING_NOISE = 8;
const STAYS_MIN = 8;
/** A reading further off than so many deviations, and at least so many mL, does not fit. */
const ODD_SIGMAS = 3.5;
const ODD_ML = 40;
/** The part of a new reading's error that goes into the lag. */
const LAG_FOLLOWS = 0.25;
/** So many odd readings in a row that agree are a step: sooner where they look like an emptied bladder. */
const EMPTIED_READINGS = 3;
const SLIP_READINGS = 6;
const STEP_AGREES_ML = 60;
const CHART_MEANS_MS = 10 * MINUTE;

export const beliefFrom = ({ at, ml }: Reading): Belief => ({
  at,
  volume: ml,
  excess: 0,
  vv: 30 ** 2,
  ve: 0,
  ee: FOLLOWED.spread ** 2,
  offset: 0,
  lag: 0,
  odd: [],
  fillSince: at,
});

/** Carries the belief on to a later time. */
export function carriedTo(belief: Belief, to: Instant, world: World, kidneys: Kidneys = FOLLOWED): Belief {
  const ms = to - belief.at;
  if (ms <= 0) return belief;
  const { spread, tauMs } = kidneys;
  const keeps = Math.exp(-ms / tauMs);
  const hours = (tauMs / HOUR) * (1 - keeps);
  const drunk = fromDrinks(world.drinks, belief.at, to);
  const grown = fromBasal(world.basal, belief.at, to) + drunk + belief.excess * hours;
  const fresh = spread ** 2 * (1 - keeps ** 2);
  return {
    ...belief,
    at: to,
    volume: Math.max(0, belief.volume + grown),
    excess: belief.excess * keeps,
    vv:
      belief.vv + 2 * hours * belief.ve + hours ** 2 * belief.ee + (fresh * (ms / HOUR) ** 2) / 3 + (0.35 * drunk) ** 2,
    ve: keeps * (belief.ve + hours * belief.ee) + (fresh * (ms / HOUR)) / 2,
    ee: belief.ee * keeps ** 2 + fresh,
  };
}

/** Readings that follow each other quickly share most of their noise, so each counts less. */
const noiseOf = (ms: number, doubt: number): number =>
  (FRESH_NOISE ** 2 + STAYING_NOISE ** 2 * Math.max(1, (2 * STAYS_MIN * MINUTE) / Math.max(ms, MINUTE / 2))) * doubt;

export interface Observed {
  readonly belief: Belief;
  readonly emptied: Emptied | null;
  /** How far the reading was from what was expected, mL; null where it did not fit. */
  readonly off: number | null;
}

export function observe(before: Belief, seen: Reading, world: World): Observed {
  const reading = { ...seen, ml: seen.ml - (world.shifts[seen.posture] ?? 0) };
  const belief = carriedTo(before, reading.at, world);
  const off = reading.ml - belief.offset - belief.volume;
  const noise = (FRESH_NOISE ** 2 + STAYING_NOISE ** 2) * reading.doubt;
  const oddFrom = Math.max(ODD_ML, ODD_SIGMAS * Math.sqrt(belief.vv + noise));
  if (Math.abs(off - belief.lag) <= oddFrom)
    return { belief: corrected(belief, before, reading, off), emptied: null, off };
  // Who walks or shakes the sensor proves nothing.
  if (reading.doubt > 1) return { belief, emptied: null, off: null };
  const odd = [...belief.odd, reading].slice(-SLIP_READINGS);
  if (agree(odd, EMPTIED_READINGS)) {
    const emptied = emptyingSeen(belief, odd.slice(-EMPTIED_READINGS), world);
    if (emptied) return emptied;
  }
  if (!agree(odd, SLIP_READINGS)) return { belief: { ...belief, odd }, emptied: null, off: null };
  return { belief: slipped(belief, middleOf(odd)), emptied: null, off: null };
}

function agree(odd: readonly Reading[], count: number): boolean {
  const values = odd.slice(-count).map(({ ml }) => ml);
  return values.length === count && Math.max(...values) - Math.min(...values) <= STEP_AGREES_ML;
}

const middleOf = (odd: readonly Reading[]): number =>
  odd.map(({ ml }) => ml).sort((a, b) => a - b)[Math.floor(odd.length / 2)] ?? 0;

function corrected(belief: Belief, before: Belief, reading: Reading, off: number): Belief {
  const noise = noiseOf(reading.at - before.at, reading.doubt);
  const s = belief.vv + noise;
  const [kv, ke] = [belief.vv / s, belief.ve / s];
  return {
    ...belief,
    volume: Math.max(0, belief.volume + kv * off),
    excess: belief.excess + ke * off,
    vv: belief.vv * (1 - kv),
    ve: belief.ve * (1 - kv),
    ee: belief.ee - ke * belief.ve,
    lag: belief.lag + LAG_FOLLOWS * (off - belief.lag),
    odd: [],
  };
}

/** The level changed at once, and looks like an emptied bladder; null where it does not. */
function emptyingSeen(belief: Belief, odd: readonly Reading[], world: World): Observed | null {
  const level = middleOf(odd);
  const at = odd[0]?.at ?? belief.at;
  const drop = belief.volume + belief.offset - level;
  const isCharted = world.chartedVoids.some((charted) => Math.abs(charted - at) <= CHART_MEANS_MS);
  if (!isEmptying(belief, level, drop, isCharted, world)) return null;
  const emptied = { at, fullMl: belief.volume, variance: belief.vv, isCharted };
  return { belief: refilling(belief, at, level, world), emptied, off: null };
}

/** The sensor has slipped, or is back in its place; or what was believed was wrong, for no slip is as large as that. */
function slipped(belief: Belief, level: number): Belief {
  const moved = level - belief.volume;
  if (Math.abs(moved - belief.offset) > MOST_SLIP_ML || Math.abs(moved) > MOST_SLIP_ML)
    return { ...belief, volume: level, offset: 0, vv: 40 ** 2, ve: 0, lag: 0, odd: [] };
  const isBack = Math.abs(moved) < BACK_IN_PLACE_ML;
  const volume = isBack ? level : belief.volume;
  return { ...belief, volume, offset: isBack ? 0 : moved, vv: belief.vv + 15 ** 2, lag: 0, odd: [] };
}

const MOST_SLIP_ML = 110;
const BACK_IN_PLACE_ML = 25;
/** How far above its usual empty reading an emptied bladder may show: residuals vary. */
const EMPTY_MARGIN_ML = 70;

/** Charted and down; or down to what is empty for this person, from what is enough to go with. */
function isEmptying(belief: Belief, level: number, drop: number, isCharted: boolean, world: World): boolean {
  if (isCharted) return drop >= 40;
  const isEmpty = level - belief.offset <= world.emptyMl + EMPTY_MARGIN_ML;
  return isEmpty && drop >= 70 && belief.volume >= 0.3 * world.usualMl;
}

/** After emptying, a slip shows: what is left should be what is usually left. */
function refilling(belief: Belief, at: Instant, level: number, world: World): Belief {
  const left = level - belief.offset;
  const offset = Math.abs(level - world.emptyMl) <= EMPTY_MARGIN_ML / 2 ? 0 : belief.offset;
  const volume = offset === belief.offset ? left : level;
  return { ...belief, volume: Math.max(0, volume), offset, vv: 15 ** 2, ve: 0, lag: 0, odd: [], fillSince: at };
}

/** Staff say that the person went while nothing was read: emptied, as far as anybody knows. */
export function emptiedUnseen(before: Belief, at: Instant, world: World): Observed {
  const belief = carriedTo(before, at, world);
  const emptied = { at, fullMl: belief.volume, variance: belief.vv, isCharted: true };
  return {
    belief: { ...belief, volume: world.emptyMl, vv: 30 ** 2, ve: 0, lag: 0, odd: [], fillSince: at },
    emptied,
    off: null,
  };
}
