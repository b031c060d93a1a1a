import type { Columns } from "./columns.ts";

/** What a tree is grown towards: for each row `width` gradients and one weight (the second derivative). */
export interface Pull {
  readonly width: number;
  readonly gradients: Float64Array;
  readonly weights: Float64Array;
}

export interface SplitSettings {
  /** Added to the weight of each leaf: draws its answer to 0 (lambda of gradient boosting). */
  readonly ridge: number;
  /** Rows that each side keeps at least. */
  readonly leastRows: number;
  /** 1: the answer never falls as the feature rises, -1: never rises, 0: free. For trees of width 1. */
  readonly monotone: readonly number[];
}

export interface Split {
  readonly feature: number;
  /** The last bin that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly gain: number;
}

/** Sums over the rows of a node, for each bin of each feature: gradients, then weight, then number of rows. */
export type Sums = Float64Array;

/** Where the sums of each feature begin, in bins; the last entry is the number of all bins. */
export const placesOf = ({ cuts }: Columns): Int32Array => {
  const places = new Int32Array(cuts.length + 1);
  cuts.forEach((own, feature) => {
    places[feature + 1] = (places[feature] as number) + own.length + 2;
  });
  return places;
};

export const sumsOf = (columns: Columns, places: Int32Array, pull: Pull, rows: Int32Array): Sums => {
  const sums = new Float64Array((places[columns.cuts.length] as number) * (pull.width + 2));
  columns.bins.forEach((bins, feature) => {
    if (pull.width === 1) addOne(sums, bins, places[feature] as number, pull, rows);
    else addAll(sums, bins, places[feature] as number, pull, rows);
  });
  return sums;
};

/** As `addAll`, for the one gradient that nearly all trees have: the innermost loop of the learning. */
const addOne = (sums: Sums, bins: Uint8Array, first: number, { gradients, weights }: Pull, rows: Int32Array): void => {
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    const at = (first + (bins[row] as number)) * 3;
    sums[at] = (sums[at] as number) + (gradients[row] as number);
    sums[at + 1] = (sums[at + 1] as number) + (weights[row] as number);
    sums[at + 2] = (sums[at + 2] as number) + 1;
  }
};

const addAll = (sums: Sums, bins: Uint8Array, first: number, pull: Pull, rows: Int32Array): void => {
  const { width, gradients, weights } = pull;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    const at = (first + (bins[row] as number)) * (width + 2);
    for (let k = 0; k < width; k += 1) sums[at + k] = (sums[at + k] as number) + (gradients[row * width + k] as number);
    sums[at + width] = (sums[at + width] as number) + (weights[row] as number);
    sums[at + width + 1] = (sums[at + width + 1] as number) + 1;
  }
};

export const without = (whole: Sums, part: Sums): Sums => {
  const rest = new Float64Array(whole.length);
  for (let i = 0; i < whole.length; i += 1) rest[i] = (whole[i] as number) - (part[i] as number);
  return rest;
};

/** How much a leaf of these sums lowers the loss, twice. */
const worth = (sums: Float64Array, width: number, ridge: number): number => {
  const weight = (sums[width] as number) + ridge;
  if (!(weight > 0)) return 0;
  let squares = 0;
  for (let k = 0; k < width; k += 1) squares += (sums[k] as number) ** 2;
  return squares / weight;
};

export const answerOf = (sums: Float64Array, width: number, ridge: number, k = 0): number => {
  const weight = (sums[width] as number) + ridge;
  return weight > 0 ? -(sums[k] as number) / weight : 0;
};

interface Scan {
  readonly sums: Sums;
  readonly total: Float64Array;
  readonly settings: SplitSettings;
  readonly width: number;
}

/** The best split of one feature, or null where none is allowed. */
export const bestOfFeature = (scan: Scan, feature: number, first: number, bins: number): Split | null => {
  const size = scan.width + 2;
  const missing = (first + bins) * size;
  const hasMissing = (scan.sums[missing + scan.width + 1] as number) > 0.5;
  const right = scanned(scan, feature, first, bins, false);
  if (!hasMissing) return right && { ...right, missingLeft: isHeavierLeft(scan, first, right.bin) };
  const left = scanned(scan, feature, first, bins, true);
  return left && (!right || left.gain > right.gain) ? left : right;
};

/** What was never missing while learning goes where most went. */
const isHeavierLeft = ({ sums, total, width }: Scan, first: number, bin: number): boolean => {
  const size = width + 2;
  let weight = 0;
  for (let k = 0; k <= bin; k += 1) weight += sums[(first + k) * size + width] as number;
  return 2 * weight >= (total[width] as number);
};

const scanned = (scan: Scan, feature: number, first: number, bins: number, missingLeft: boolean): Split | null => {
  const { sums, total, settings, width } = scan;
  const size = width + 2;
  const left = new Float64Array(size);
  const right = total.slice();
  if (missingLeft) goLeft(sums, (first + bins) * size, left, right);
  const before = worth(total, width, settings.ridge) + LEAST_GAIN;
  const bounds = { least: settings.leastRows - 0.5, way: settings.monotone[feature] ?? 0, ridge: settings.ridge };
  let [best, most] = [-1, before];
  // With the missing on the right, the last bin may be the border: known against missing.
  const until = missingLeft ? bins - 1 : bins;
  for (let bin = 0; bin < until; bin += 1) {
    goLeft(sums, (first + bin) * size, left, right);
    // What is on the right only shrinks from here on.
    if ((right[width + 1] as number) < bounds.least) break;
    if (!isAllowed(left, right, bounds, width)) continue;
    const after = worth(left, width, settings.ridge) + worth(right, width, settings.ridge);
    if (after > most) [best, most] = [bin, after];
  }
  return best < 0 ? null : { feature, bin: best, missingLeft, gain: most - before + LEAST_GAIN };
};

/** The rows of one bin change sides. */
const goLeft = (sums: Sums, at: number, left: Float64Array, right: Float64Array): void => {
  for (let k = 0; k < left.length; k += 1) {
    const sum = sums[at + k] as number;
    left[k] = (left[k] as number) + sum;
    right[k] = (right[k] as number) - sum;
  }
};

/** Below this a gain is rounding. */
const LEAST_GAIN = 1e-9;

interface Bounds {
  readonly least: number;
  readonly way: number;
  readonly ridge: number;
}

const isAllowed = (left: Float64Array, right: Float64Array, { least, way, ridge }: Bounds, width: number): boolean => {
  if ((left[width + 1] as number) < least) return false;
  return way === 0 || way * (answerOf(right, width, ridge) - answerOf(left, width, ridge)) >= 0;
};
