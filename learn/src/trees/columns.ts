import { refuse } from "../fault.ts";

/** One case: a number for each feature, NaN where it is not known. */
export type Row = ArrayLike<number>;

/**
 * A table sorted into bins, feature by feature: a tree looks at bins, never at values, so that a split costs as much as
 * there are bins. Bin k of a feature holds what is above `cuts[k - 1]` and not above `cuts[k]`; the last bin, after those,
 * holds what is missing.
 */
export interface Columns {
  readonly count: number;
  readonly cuts: readonly (readonly number[])[];
  readonly bins: readonly Uint8Array[];
}

/** A bin is one byte, and one bin is for what is missing. */
const MOST_BINS = 255;

export const columnsOf = (rows: readonly Row[], mostBins = 64): Columns => {
  if (!(mostBins >= 2 && mostBins <= MOST_BINS))
    return refuse("trees", `${mostBins} bins a feature.`, `Use 2 to ${MOST_BINS}.`);
  const width = rows[0]?.length ?? 0;
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0)
    return refuse(
      "trees",
      `Row ${uneven} has ${rows[uneven]?.length} features, row 0 has ${width}.`,
      "Make them equal.",
    );
  const cuts = Array.from({ length: width }, (_, feature) => cutsOf(rows, feature, mostBins));
  return {
    count: rows.length,
    cuts,
    bins: cuts.map((own, feature) => Uint8Array.from(rows, (row) => binOf(row[feature] as number, own))),
  };
};

/** Between neighbouring values where there are few, at quantiles where there are many. */
const cutsOf = (rows: readonly Row[], feature: number, mostBins: number): readonly number[] => {
  const known = Float64Array.from(rows, (row) => row[feature] as number).filter((value) => !Number.isNaN(value));
  known.sort();
  const between = (i: number): number => {
    const [low, high] = [known[i] as number, known[i + 1] as number];
    const middle = low + (high - low) / 2;
    return middle < high ? middle : low;
  };
  const steps: number[] = [];
  for (let i = 0; i + 1 < known.length; i += 1) if ((known[i] as number) < (known[i + 1] as number)) steps.push(i);
  if (steps.length < mostBins) return steps.map(between);
  const chosen = new Set<number>();
  let step = 0;
  for (let k = 1; k < mostBins; k += 1) {
    const wanted = (known.length * k) / mostBins - 1;
    while (step + 1 < steps.length && (steps[step] as number) < wanted) step += 1;
    chosen.add(steps[step] as number);
  }
  return [...chosen].map(between);
};

export const binOf = (value: number, cuts: readonly number[]): number => {
  if (Number.isNaN(value)) return cuts.length + 1;
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (cuts[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
};
