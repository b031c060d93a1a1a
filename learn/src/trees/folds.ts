import { type Random, shuffled } from "../random.ts";

/** The fold of each row, every fold with as equal a share of each class as can be. */
export const stratifiedFolds = (labels: ArrayLike<number>, folds: number, random: Random): Int32Array => {
  const out = new Int32Array(labels.length);
  const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  // The next class goes on where the last one ended, so that the folds are of one size, too.
  let next = 0;
  for (const wanted of classes) {
    const own = Array.from(labels, (label, i) => (label === wanted ? i : -1)).filter((i) => i >= 0);
    for (const place of shuffled(own.length, random)) {
      out[own[place] as number] = next % folds;
      next += 1;
    }
  }
  return out;
};

/** The fold of each row, rows of one group together; groups are dealt in a drawn order to the smallest fold. */
export const groupedFolds = (groups: ArrayLike<number>, folds: number, random: Random): Int32Array => {
  const members = Map.groupBy(
    Array.from(groups, (_, i) => i),
    (i) => groups[i] as number,
  );
  const all = [...members.values()];
  const sizes = new Int32Array(folds);
  const out = new Int32Array(groups.length);
  for (const place of shuffled(all.length, random)) {
    const rows = all[place] as number[];
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] = (sizes[fold] as number) + rows.length;
    for (const row of rows) out[row] = fold;
  }
  return out;
};
