import type { Random } from "../random.ts";
import type { Columns } from "./columns.ts";
import {
  answerOf,
  bestOfFeature,
  type Pull,
  placesOf,
  type Split,
  type SplitSettings,
  type Sums,
  sumsOf,
  without,
} from "./split.ts";
import type { Tree } from "./tree.ts";

export interface GrowSettings extends SplitSettings {
  readonly leaves: number;
  readonly depth: number;
  /** Share of the features that are looked at for a split, drawn anew each time. */
  readonly featureShare: number;
}

/** A leaf that may be split further. */
interface Open {
  readonly node: number;
  readonly depth: number;
  readonly rows: Int32Array;
  readonly sums: Sums;
  readonly split: Split | null;
  /** Between these the answer stays, so that splits below do not undo a monotone one above. */
  readonly low: number;
  readonly high: number;
}

type Growing = { -readonly [Name in keyof Omit<Tree, "width">]: number[] };

interface Ground {
  readonly columns: Columns;
  readonly places: Int32Array;
  readonly pull: Pull;
  readonly settings: GrowSettings;
  readonly random: Random;
  readonly tree: Growing;
}

/** Grows one tree over `rows`, always splitting the leaf that gains most (Friedman 2001; LightGBM's "leaf-wise"). */
export const grow = (columns: Columns, pull: Pull, rows: Int32Array, settings: GrowSettings, random: Random): Tree => {
  const tree: Growing = { feature: [], cut: [], missingLeft: [], left: [], right: [], value: [] };
  const ground: Ground = { columns, places: placesOf(columns), pull, settings, random, tree };
  const sums = sumsOf(columns, ground.places, pull, rows);
  const open = [leaf(ground, rows, sums, 0, [-Infinity, Infinity])];
  for (let leaves = 1; leaves < settings.leaves; leaves += 1) {
    const next = mostGain(open);
    if (next < 0) break;
    open.push(...splitUp(ground, open.splice(next, 1)[0] as Open));
  }
  return { ...tree, width: pull.width };
};

const mostGain = (open: readonly Open[]): number => {
  let [best, gain] = [-1, 0];
  open.forEach(({ split }, i) => {
    if (split && split.gain > gain) [best, gain] = [i, split.gain];
  });
  return best;
};

/** The sums over all rows of a node: those of any one feature's bins together. */
const totalOf = ({ pull, places, columns }: Ground, rows: Int32Array, sums: Sums): Float64Array => {
  const size = pull.width + 2;
  const total = new Float64Array(size);
  if (columns.cuts.length === 0) return totalWithout(pull, rows);
  for (let bin = 0; bin < (places[1] as number); bin += 1)
    for (let k = 0; k < size; k += 1) total[k] = (total[k] as number) + (sums[bin * size + k] as number);
  return total;
};

const totalWithout = ({ width, gradients, weights }: Pull, rows: Int32Array): Float64Array => {
  const total = new Float64Array(width + 2);
  for (const row of rows) {
    for (let k = 0; k < width; k += 1) total[k] = (total[k] as number) + (gradients[row * width + k] as number);
    total[width] = (total[width] as number) + (weights[row] as number);
    total[width + 1] = (total[width + 1] as number) + 1;
  }
  return total;
};

const leaf = (ground: Ground, rows: Int32Array, sums: Sums, depth: number, [low, high]: readonly number[]): Open => {
  const { tree, pull, settings } = ground;
  const node = tree.feature.length;
  const total = totalOf(ground, rows, sums);
  tree.feature.push(-1);
  tree.cut.push(0);
  tree.missingLeft.push(0);
  tree.left.push(-1);
  tree.right.push(-1);
  for (let k = 0; k < pull.width; k += 1)
    tree.value.push(Math.min(high as number, Math.max(low as number, answerOf(total, pull.width, settings.ridge, k))));
  const isFull = depth >= settings.depth || rows.length < 2 * settings.leastRows;
  const split = isFull ? null : bestSplit(ground, sums, total);
  return { node, depth, rows, sums, split, low: low as number, high: high as number };
};

const bestSplit = ({ columns, places, pull, settings, random }: Ground, sums: Sums, total: Float64Array) => {
  let best: Split | null = null;
  const scan = { sums, total, settings, width: pull.width };
  for (const feature of drawn(columns.cuts.length, settings.featureShare, random)) {
    const bins = (columns.cuts[feature] as readonly number[]).length + 1;
    const split = bestOfFeature(scan, feature, places[feature] as number, bins);
    if (split && (!best || split.gain > best.gain)) best = split;
  }
  return best;
};

/** Features in ascending order: with the same draw, the same tree. */
const drawn = (count: number, share: number, random: Random): readonly number[] => {
  const all = [...Array(count).keys()];
  if (share >= 1) return all;
  const wanted = Math.max(1, Math.round(share * count));
  for (let i = 0; i < wanted; i += 1) {
    const j = i + random.below(count - i);
    [all[i], all[j]] = [all[j] as number, all[i] as number];
  }
  return all.slice(0, wanted).sort((a, b) => a - b);
};

const splitUp = (ground: Ground, open: Open): readonly Open[] => {
  const { columns, tree, places, pull } = ground;
  const split = open.split as Split;
  const cuts = columns.cuts[split.feature] as readonly number[];
  const [leftRows, rightRows] = partition(columns.bins[split.feature] as Uint8Array, open.rows, split, cuts.length + 1);
  // Only the smaller side is summed; the other is what remains.
  const isLeftSmaller = leftRows.length <= rightRows.length;
  const smaller = sumsOf(columns, places, pull, isLeftSmaller ? leftRows : rightRows);
  const larger = without(open.sums, smaller);
  const [forLeft, forRight] = boundsOf(ground, open, split, isLeftSmaller ? smaller : larger, leftRows);
  const left = leaf(ground, leftRows, isLeftSmaller ? smaller : larger, open.depth + 1, forLeft);
  const right = leaf(ground, rightRows, isLeftSmaller ? larger : smaller, open.depth + 1, forRight);
  tree.feature[open.node] = split.feature;
  // All known values are below it where the border is "known against missing"; Infinity is no JSON.
  tree.cut[open.node] = cuts[split.bin] ?? Number.MAX_VALUE;
  tree.missingLeft[open.node] = split.missingLeft ? 1 : 0;
  tree.left[open.node] = left.node;
  tree.right[open.node] = right.node;
  return [left, right];
};

type Bounds = readonly [number, number];

const boundsOf = (
  ground: Ground,
  { low, high, rows, sums }: Open,
  { feature }: Split,
  leftSums: Sums,
  leftRows: Int32Array,
): readonly [Bounds, Bounds] => {
  const { settings, pull } = ground;
  const way = settings.monotone[feature] ?? 0;
  if (way === 0)
    return [
      [low, high],
      [low, high],
    ];
  const clamped = (total: Float64Array) => Math.min(high, Math.max(low, answerOf(total, pull.width, settings.ridge)));
  const whole = totalOf(ground, rows, sums);
  const left = totalOf(ground, leftRows, leftSums);
  const middle = (clamped(left) + clamped(without(whole, left))) / 2;
  return way > 0
    ? [
        [low, middle],
        [middle, high],
      ]
    : [
        [middle, high],
        [low, middle],
      ];
};

const partition = (
  bins: Uint8Array,
  rows: Int32Array,
  { bin, missingLeft }: Split,
  missing: number,
): readonly [Int32Array, Int32Array] => {
  const [left, right] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  let [lefts, rights] = [0, 0];
  const missingAs = missingLeft ? 0 : missing;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    const own = bins[row] as number;
    if ((own === missing ? missingAs : own) <= bin) left[lefts++] = row;
    else right[rights++] = row;
  }
  return [left.subarray(0, lefts), right.subarray(0, rights)];
};
