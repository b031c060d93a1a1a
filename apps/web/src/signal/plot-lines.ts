import type { Plot } from "../link/shapes.ts";

/** Columns as uPlot wants them: seconds, then lowest, mean, highest; null is a gap. */
export interface Lines {
  readonly seconds: readonly number[];
  readonly low: readonly (number | null)[];
  readonly mid: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** Every sample is there; there is no band to draw. */
  readonly exact: boolean;
}

const known = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : value);
export const nothing: Lines = { seconds: [], low: [], mid: [], high: [], exact: true };

/** Samples of several sources in one order; where two are at one instant both stand, a hair apart is not invented. */
function samplesOf(series: Extract<Plot, { type: "samples" }>["series"]): Lines {
  const points = series
    .flatMap(({ at, value }) =>
      at.map((instant, i): readonly [number, number | null] => [instant / 1000, known(value[i] ?? null)]),
    )
    .toSorted(([a], [b]) => a - b);
  const mid = points.map(([, value]) => value);
  return { seconds: points.map(([second]) => second), low: mid, mid, high: mid, exact: true };
}

/** A bucket without a measurement is a gap, never a line drawn across it. */
export function linesOf(plot: Plot): Lines {
  if (plot.type === "samples") return samplesOf(plot.series);
  const seconds = plot.buckets.map(({ from }) => from / 1000);
  const column = (name: "min" | "mean" | "max") =>
    plot.buckets.map((bucket) => (bucket.n === 0 ? null : known(bucket[name])));
  return { seconds, low: column("min"), mid: column("mean"), high: column("max"), exact: false };
}

export interface Extremes {
  readonly min: number;
  readonly max: number;
}

export function extremesOf({ low, high }: Lines): Extremes | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of low) if (value !== null && value < min) min = value;
  for (const value of high) if (value !== null && value > max) max = value;
  return min <= max ? { min, max } : null;
}

/** Room above and below, and never a flat line blown up to look like news. */
export function scaleOf(extremes: Extremes | null, least: number): readonly [number, number] {
  if (extremes === null) return [0, 1];
  const half = Math.max((extremes.max - extremes.min) / 2, least / 2) * 1.15;
  const middle = (extremes.max + extremes.min) / 2;
  return [middle - half, middle + half];
}
