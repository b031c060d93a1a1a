import { refuse } from "../fault.ts";
import { type Random, randomFor } from "../random.ts";
import { columnsOf, type Row } from "./columns.ts";
import { grow } from "./grow.ts";
import type { TableTarget } from "./losses.ts";
import type { Pull } from "./split.ts";
import { addAnswer, type Tree } from "./tree.ts";

export interface ForestSettings {
  readonly trees: number;
  readonly leaves: number;
  readonly depth: number;
  readonly leastRows: number;
  readonly bins: number;
  readonly featureShare: number;
  readonly monotone: readonly number[];
  readonly weights: ArrayLike<number> | null;
  readonly seed: number;
}

export const forestDefaults: ForestSettings = {
  trees: 200,
  leaves: 1024,
  depth: 24,
  leastRows: 1,
  bins: 64,
  featureShare: 1 / 3,
  monotone: [],
  weights: null,
  seed: 1,
};

/** Plain JSON, as the boosted trees. */
export interface Forest {
  readonly kind: "forest";
  readonly version: 1;
  readonly task: TableTarget["task"];
  readonly features: number;
  readonly trees: readonly Tree[];
}

export interface GrownForest {
  readonly model: Forest;
  /** For each row the answer of the trees that did not learn from it, `width` numbers; NaN where there was none. */
  readonly outOfBag: Float64Array;
}

/**
 * A random forest (Breiman 2001). A tree of classes answers with shares and splits by Gini's index, which is the
 * squared error of the shares; a tree of numbers with the mean, by the squared error.
 */
export const growForest = (
  rows: readonly Row[],
  target: TableTarget,
  some: Partial<ForestSettings> = {},
): GrownForest => {
  const settings = { ...forestDefaults, ...some };
  const columns = columnsOf(rows, settings.bins);
  const weights = Float64Array.from(settings.weights ?? new Float64Array(rows.length).fill(1));
  const pull = pullOf(target, rows.length, weights);
  const random = randomFor(settings.seed, 3);
  const seen = new Float64Array(rows.length);
  const sums = new Float64Array(rows.length * pull.width);
  const trees = Array.from({ length: settings.trees }, () => {
    const { drawn, isIn } = bootstrap(rows.length, random);
    const tree = grow(columns, pull, drawn, { ...settings, ridge: 0 }, random);
    rows.forEach((row, i) => {
      if (isIn[i] === 1) return;
      seen[i] = (seen[i] as number) + 1;
      addAnswer(tree, row, sums, 1, i * pull.width);
    });
    return tree;
  });
  const outOfBag = sums.map((sum, i) => sum / (seen[Math.floor(i / pull.width)] as number));
  const features = columns.cuts.length;
  return { model: { kind: "forest", version: 1, task: target.task, features, trees }, outOfBag };
};

const pullOf = (target: TableTarget, count: number, weights: Float64Array): Pull => {
  const width = target.task === "number" ? 1 : target.classes;
  const given = target.task === "number" ? target.values : target.labels;
  if (given.length !== count) return refuse("trees", `${given.length} targets of ${count} rows.`, "Give each row one.");
  const gradients = new Float64Array(count * width);
  for (let i = 0; i < count; i += 1) {
    const weight = weights[i] as number;
    if (target.task === "number") gradients[i] = -weight * (given[i] as number);
    else gradients[i * width + (given[i] as number)] = -weight;
  }
  return { width, gradients, weights };
};

const bootstrap = (count: number, random: Random) => {
  const isIn = new Uint8Array(count);
  const drawn = Int32Array.from({ length: count }, () => {
    const row = random.below(count);
    isIn[row] = 1;
    return row;
  });
  return { drawn: drawn.sort(), isIn };
};

/** The mean number, or the mean share of each class. */
export const forestAnswer = (model: Forest, row: Row): Float64Array => {
  const sum = new Float64Array(model.trees[0]?.width ?? 0);
  for (const tree of model.trees) addAnswer(tree, row, sum);
  return sum.map((part) => part / model.trees.length);
};
