import { everySecond, HZ } from "./recording.ts";

/**
 * The baseline as people draw it: a weighted median of what lies around, in which steady stretches weigh most, and what
 * lies far from it is trimmed step by step. The idea is that of S. Boudet et al. (weighted median filter, Comput Biol Med
 * 114:103468, 2019: 4.0 % discordance with experts, the best of eleven other methods 7.3 %), the steps of trimming are
 * those of R. Mantel et al. (1990); windows and weights are the project's own, fixed before any record was looked at for
 * accuracy. Dawes' line (`baseline.ts`) is kept for his own criteria: it holds on to the slowest level of the whole hour.
 */
const WINDOW_S = 1800;
const EVERY_S = 15;
/** One second in three is enough for a median over half an hour. */
const STRIDE_S = 3;
/** A rate that changes by so much a second weighs about half as much, and never less than a third of a steady one. */
const STEADY_BPM_S = 0.5;
const LEAST_STEADY = 0.3;
const SLOPE_S = 10;
/** What lies further off than this weighs nothing, the first time, the second … */
const TRIMMED_BPM = [25, 15, 10] as const;
/** So much weight, in seconds of a steady rate, is needed; with less the line goes straight on. */
const LEAST_WEIGHT_S = 20;

/** For each sample, /min; null where hardly anything was heard. */
export function stableBaseline(fhr: Float64Array): Float64Array | null {
  const rates = everySecond(fhr);
  const weights = steadiness(rates);
  let line = medians(rates, weights);
  if (line === null) return null;
  for (const bpm of TRIMMED_BPM) line = medians(rates, trimmed(rates, weights, line, bpm)) ?? line;
  const points = smooth(line);
  return Float64Array.from({ length: fhr.length }, (_, i) => between(points, i / HZ / EVERY_S - 0.5));
}

/** 1 where the rate stands still, less the faster it changes; 0 where it was not heard. */
function steadiness(rates: Float64Array): Float64Array {
  const sums = new Float64Array(rates.length + 1);
  const counts = new Float64Array(rates.length + 1);
  for (let s = 0; s < rates.length; s++) {
    const bpm = rates[s] as number;
    sums[s + 1] = (sums[s] as number) + (Number.isNaN(bpm) ? 0 : bpm);
    counts[s + 1] = (counts[s] as number) + (Number.isNaN(bpm) ? 0 : 1);
  }
  const mean = (from: number, until: number): number => {
    const [a, b] = [Math.max(0, from), Math.min(rates.length, until)];
    const n = (counts[b] as number) - (counts[a] as number);
    return n === 0 ? Number.NaN : ((sums[b] as number) - (sums[a] as number)) / n;
  };
  return rates.map((bpm, s) => {
    if (Number.isNaN(bpm)) return 0;
    const change = (mean(s, s + SLOPE_S) - mean(s - SLOPE_S, s)) / SLOPE_S;
    if (Number.isNaN(change)) return LEAST_STEADY;
    return LEAST_STEADY + (1 - LEAST_STEADY) * Math.exp(-((change / STEADY_BPM_S) ** 2));
  });
}

function trimmed(rates: Float64Array, weights: Float64Array, line: Float64Array, bpm: number): Float64Array {
  return weights.map((weight, s) =>
    Math.abs((rates[s] as number) - between(line, s / EVERY_S - 0.5)) > bpm ? 0 : weight,
  );
}

/**
 * Every fifteen seconds, over half an hour, nearer ones more; null where nowhere is enough. At the ends the half hour lies
 * to one side: a slow heart in the last ten minutes must not become its own baseline.
 */
function medians(rates: Float64Array, weights: Float64Array): Float64Array | null {
  const points = new Float64Array(Math.max(1, Math.ceil(rates.length / EVERY_S)));
  const bins = new Float64Array(BINS);
  for (let p = 0; p < points.length; p++) points[p] = medianAround((p + 0.5) * EVERY_S, rates, weights, bins);
  return filled(points);
}

/** Half beats from 0 to 250 a minute. */
const BINS = 500;

function medianAround(middle: number, rates: Float64Array, weights: Float64Array, bins: Float64Array): number {
  bins.fill(0);
  let total = 0;
  const latest = Math.max(0, rates.length - WINDOW_S);
  const from = Math.min(latest, Math.max(0, Math.floor(middle - WINDOW_S / 2)));
  for (let s = from; s < Math.min(rates.length, from + WINDOW_S); s += STRIDE_S) {
    const weight = (weights[s] as number) * (1 - Math.abs(s - middle) / (2 * WINDOW_S));
    if (weight <= 0) continue;
    const bin = Math.min(BINS - 1, Math.max(0, Math.round((rates[s] as number) * 2)));
    bins[bin] = (bins[bin] as number) + weight;
    total += weight;
  }
  if (total * STRIDE_S < LEAST_WEIGHT_S) return Number.NaN;
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    sum += bins[bin] as number;
    if (sum >= total / 2) return bin / 2;
  }
  return Number.NaN;
}

/** Where it is not known it goes straight on. */
function filled(points: Float64Array): Float64Array | null {
  const first = points.findIndex((bpm) => !Number.isNaN(bpm));
  if (first < 0) return null;
  points.fill(points[first] as number, 0, first);
  for (let p = first + 1; p < points.length; p++) if (Number.isNaN(points[p])) points[p] = points[p - 1] as number;
  return points;
}

/** The mean of two minutes around. */
function smooth(points: Float64Array): Float64Array {
  const half = 4;
  return points.map((_, p) => {
    let [sum, n] = [0, 0];
    for (let k = Math.max(0, p - half); k <= Math.min(points.length - 1, p + half); k++) {
      sum += points[k] as number;
      n += 1;
    }
    return sum / n;
  });
}

function between(points: Float64Array, place: number): number {
  const at = Math.min(points.length - 1, Math.max(0, place));
  const left = Math.floor(at);
  const a = points[left] as number;
  return a + ((points[Math.min(points.length - 1, left + 1)] as number) - a) * (at - left);
}
