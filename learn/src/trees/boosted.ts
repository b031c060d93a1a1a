import { refuse } from "../fault.ts";
import { type Random, randomFor } from "../random.ts";
import { type Columns, columnsOf, type Row } from "./columns.ts";
import { grow } from "./grow.ts";
import { chance, type LossKind, lossOf, shares, type TableTarget } from "./losses.ts";
import { addAnswer, type Tree } from "./tree.ts";

export interface BoostSettings {
  readonly rounds: number;
  /** How much of each tree's answer is taken. */
  readonly rate: number;
  readonly leaves: number;
  readonly depth: number;
  readonly leastRows: number;
  readonly ridge: number;
  readonly bins: number;
  /** Share of the rows of a round, drawn without putting back (Friedman 2002). */
  readonly rowShare: number;
  readonly featureShare: number;
  readonly monotone: readonly number[];
  /** Weight of each row, if they do not all count the same. */
  readonly weights: ArrayLike<number> | null;
  readonly seed: number;
}

export const boostDefaults: BoostSettings = {
  rounds: 200,
  rate: 0.1,
  leaves: 16,
  depth: 6,
  leastRows: 5,
  ridge: 1,
  bins: 64,
  rowShare: 0.8,
  featureShare: 0.5,
  monotone: [],
  weights: null,
  seed: 1,
};

/** Plain JSON: `JSON.parse(JSON.stringify(model))` foretells the same to the last bit. */
export interface BoostedTrees {
  readonly kind: "boosted-trees";
  readonly version: 1;
  readonly task: TableTarget["task"];
  readonly features: number;
  /** What is said before any tree; one entry a score. */
  readonly start: readonly number[];
  readonly rate: number;
  /** Round by round, one tree a score. */
  readonly trees: readonly (readonly Tree[])[];
}

export interface Boosted {
  readonly model: BoostedTrees;
  /** Mean loss on what was learnt from, before the first round and after each. */
  readonly losses: readonly number[];
}

/** Gradient boosting of trees on a table (Friedman 2001), with second derivatives (Chen and Guestrin 2016). */
export const boost = (rows: readonly Row[], target: TableTarget, some: Partial<BoostSettings> = {}): Boosted => {
  const settings = { ...boostDefaults, ...some };
  const lossKind = lossOf(target, rows.length);
  const weights = Float64Array.from(settings.weights ?? new Float64Array(rows.length).fill(1));
  const columns = columnsOf(rows, settings.bins);
  const start = lossKind.start(weights);
  const scores = Float64Array.from({ length: rows.length * start.length }, (_, i) => start[i % start.length] as number);
  const losses = [lossKind.mean(scores, weights)];
  const trees: (readonly Tree[])[] = [];
  const random = randomFor(settings.seed, 2);
  for (let round = 0; round < settings.rounds; round += 1) {
    const drawn = drawnRows(rows.length, settings.rowShare, random);
    trees.push(oneRound(columns, rows, { scores, weights, lossKind, drawn, settings, random }));
    losses.push(lossKind.mean(scores, weights));
  }
  const features = columns.cuts.length;
  const { rate } = settings;
  return { model: { kind: "boosted-trees", version: 1, task: target.task, features, start, rate, trees }, losses };
};

interface Round {
  readonly scores: Float64Array;
  readonly weights: Float64Array;
  readonly lossKind: LossKind;
  readonly drawn: Int32Array;
  readonly settings: BoostSettings;
  readonly random: Random;
}

/** One tree a score, all towards the scores as they were before the round. */
const oneRound = (columns: Columns, rows: readonly Row[], round: Round): readonly Tree[] => {
  const { scores, weights, lossKind, drawn, settings, random } = round;
  const width = scores.length / rows.length;
  return lossKind.pulls(scores, weights).map((pull, k) => {
    const tree = grow(columns, pull, drawn, settings, random);
    rows.forEach((row, i) => {
      addAnswer(tree, row, scores, settings.rate, i * width + k);
    });
    return tree;
  });
};

/** In ascending order: Knuth's algorithm S (The Art of Computer Programming 2, 3.4.2). */
const drawnRows = (count: number, share: number, random: Random): Int32Array => {
  const wanted = share >= 1 ? count : Math.max(1, Math.round(share * count));
  const drawn = new Int32Array(wanted);
  let taken = 0;
  for (let row = 0; taken < wanted; row += 1)
    if (wanted === count || (count - row) * random.uniform() < wanted - taken) drawn[taken++] = row;
  return drawn;
};

/** The scores of a row: the number itself, the logit of class 1, or one score a class. */
export const boostedScores = (model: BoostedTrees, row: Row): Float64Array => {
  const scores = Float64Array.from(model.start);
  for (const round of model.trees)
    round.forEach((tree, k) => {
      addAnswer(tree, row, scores, model.rate, k);
    });
  return scores;
};

/** The chance of each class. */
export const boostedChances = (model: BoostedTrees, row: Row): Float64Array => {
  const scores = boostedScores(model, row);
  if (model.task === "number") return refuse("trees", "These trees foretell a number.", "Ask boostedScores.");
  if (scores.length > 1) return shares(scores, 0, scores.length);
  const p = chance(scores[0] as number);
  return Float64Array.of(1 - p, p);
};
