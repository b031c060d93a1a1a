import { refuse } from "../fault.ts";
import { boundedStep } from "./bounded.ts";
import { solved } from "./cholesky.ts";
import type { Row } from "./columns.ts";
import { chance, shares, type TableTarget } from "./losses.ts";

/** Plain JSON. Features are scaled by mean and deviation of what was learnt from; a missing one counts as its mean. */
export interface LinearModel {
  readonly kind: "linear";
  readonly version: 1;
  readonly task: TableTarget["task"];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** One list a score: the weight of each scaled feature, and last what is added. */
  readonly weights: readonly (readonly number[])[];
}

export interface LinearSettings {
  /** Half of this times the squared weights is added to the summed loss; what is added at the end is free. */
  readonly ridge: number;
  readonly weights: ArrayLike<number> | null;
  /** 1: the answer never falls as the feature rises, -1: never rises, 0: free. Of a number or two classes. */
  readonly monotone: readonly number[];
}

/**
 * Regularised linear regression (a number), logistic regression (two classes) or multinomial regression (more), by
 * Newton's steps: with a ridge there is one best model, and it does not hang on a seed.
 */
export const fitLinear = (
  rows: readonly Row[],
  target: TableTarget,
  some: Partial<LinearSettings> = {},
): LinearModel => {
  const { ridge, weights, monotone } = { ridge: 1, weights: null, monotone: [], ...some };
  if (rows.length === 0) return refuse("trees", "No rows to learn from.", "Give at least one.");
  if (!(ridge > 0))
    return refuse("trees", `A ridge of ${ridge}.`, "Use a number above 0, so that there is one answer.");
  const { mean, deviation } = scaleOf(rows);
  const inputs = rows.map((row) => scaled(row, mean, deviation));
  const task = taskOf(target, Float64Array.from(weights ?? new Float64Array(rows.length).fill(1)));
  const size = mean.length + 1;
  const isTied = monotone.some((way) => way !== 0);
  if (isTied && task.scores > 1) return refuse("trees", "A direction for three classes.", "Leave `monotone` out.");
  let solution = new Float64Array(task.scores * size);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { slope, curve } = derivatives(inputs, task, solution, ridge);
    const move = isTied ? boundedStep(curve, slope, solution, monotone) : solved(curve, slope).map((by) => -by);
    solution = solution.map((value, i) => value + (move[i] as number));
    if (Math.max(...move.map(Math.abs)) < SMALL_STEP) break;
  }
  const rowsOf = Array.from({ length: task.scores }, (_, k) => [...solution.subarray(k * size, (k + 1) * size)]);
  return { kind: "linear", version: 1, task: target.task, mean, deviation, weights: rowsOf };
};

const MOST_STEPS = 50;
/** Newton's steps square what is left: after one as small as this, nothing that matters is. */
const SMALL_STEP = 1e-6;

const scaleOf = (rows: readonly Row[]) => {
  const mean: number[] = [];
  const deviation: number[] = [];
  for (let feature = 0; feature < (rows[0] as Row).length; feature += 1) {
    const known = rows.map((row) => row[feature] as number).filter((value) => !Number.isNaN(value));
    const middle = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, known.length));
    mean.push(middle);
    deviation.push(spread > 1e-12 * Math.max(1, Math.abs(middle)) ? spread : 1);
  }
  return { mean, deviation };
};

/** The scaled features and, last, the 1 of what is added. */
const scaled = (row: Row, mean: readonly number[], deviation: readonly number[]): Float64Array => {
  const out = new Float64Array(mean.length + 1).fill(1);
  mean.forEach((middle, i) => {
    const value = row[i] as number;
    out[i] = Number.isNaN(value) ? 0 : (value - middle) / (deviation[i] as number);
  });
  return out;
};

interface Task {
  readonly scores: number;
  readonly weights: Float64Array;
  /** First derivative by each score, and the second by each pair of them. */
  readonly at: (row: number, scores: Float64Array) => { readonly slope: Float64Array; readonly curve: Float64Array };
}

const taskOf = (target: TableTarget, weights: Float64Array): Task => {
  if (target.task === "number")
    return {
      scores: 1,
      weights,
      at: (row, [score]) => ({
        slope: Float64Array.of((score as number) - (target.values[row] as number)),
        curve: Float64Array.of(1),
      }),
    };
  if (target.classes === 2)
    return {
      scores: 1,
      weights,
      at: (row, [score]) => {
        const p = chance(score as number);
        return {
          slope: Float64Array.of(p - (target.labels[row] as number)),
          curve: Float64Array.of(Math.max(p * (1 - p), 1e-9)),
        };
      },
    };
  return multinomial(target.labels, target.classes, weights);
};

const multinomial = (labels: ArrayLike<number>, classes: number, weights: Float64Array): Task => ({
  scores: classes,
  weights,
  at: (row, scores) => {
    const p = shares(scores, 0, classes);
    const curve = new Float64Array(classes * classes);
    for (let a = 0; a < classes; a += 1)
      for (let b = 0; b < classes; b += 1)
        curve[a * classes + b] = (a === b ? (p[a] as number) : 0) - (p[a] as number) * (p[b] as number);
    return { slope: p.map((part, k) => part - (labels[row] === k ? 1 : 0)), curve };
  },
});

const scoresOf = (input: Float64Array, solution: Float64Array, count: number): Float64Array => {
  const out = new Float64Array(count);
  const size = input.length;
  for (let k = 0; k < count; k += 1)
    for (let i = 0; i < size; i += 1)
      out[k] = (out[k] as number) + (input[i] as number) * (solution[k * size + i] as number);
  return out;
};

/** Slope and curvature of the penalised loss; of the curvature only what is not above the diagonal. */
const derivatives = (inputs: readonly Float64Array[], task: Task, solution: Float64Array, ridge: number) => {
  const size = inputs[0]?.length ?? 0;
  const { scores } = task;
  const slope = new Float64Array(scores * size);
  // For each pair of scores the sum of input × input, of which half says all: it is symmetric.
  const blocks = Array.from({ length: scores * scores }, () => new Float64Array((size * (size + 1)) / 2));
  const products = new Float64Array((size * (size + 1)) / 2);
  inputs.forEach((input, row) => {
    const own = task.at(row, scoresOf(input, solution, scores));
    const weight = task.weights[row] as number;
    multiply(input, weight, products);
    for (let a = 0; a < scores; a += 1) {
      addTo(slope, input, weight * (own.slope[a] as number), a * size);
      for (let b = 0; b <= a; b += 1)
        addTo(blocks[a * scores + b] as Float64Array, products, own.curve[a * scores + b] as number);
    }
  });
  return penalised(slope, unfolded(blocks, scores, size), solution, { size, ridge });
};

const multiply = (input: Float64Array, weight: number, into: Float64Array): void => {
  let at = 0;
  for (let i = 0; i < input.length; i += 1) {
    const by = weight * (input[i] as number);
    for (let j = 0; j <= i; j += 1) {
      into[at] = by * (input[j] as number);
      at += 1;
    }
  }
};

const addTo = (sums: Float64Array, values: Float64Array, by: number, first = 0): void => {
  for (let i = 0; i < values.length; i += 1) sums[first + i] = (sums[first + i] as number) + by * (values[i] as number);
};

const unfolded = (blocks: readonly Float64Array[], scores: number, size: number): readonly Float64Array[] =>
  Array.from({ length: scores * size }, (_, place) => {
    const [a, i] = [Math.floor(place / size), place % size];
    return Float64Array.from({ length: scores * size }, (_, other) => {
      const [b, j] = [Math.floor(other / size), other % size];
      const [low, high] = [Math.min(i, j), Math.max(i, j)];
      return b <= a ? ((blocks[a * scores + b] as Float64Array)[(high * (high + 1)) / 2 + low] as number) : 0;
    });
  });

const penalised = (
  slope: Float64Array,
  curve: readonly Float64Array[],
  solution: Float64Array,
  { size, ridge }: { readonly size: number; readonly ridge: number },
) => {
  curve.forEach((line, i) => {
    // What is added is free; a trace of ridge keeps it single where a score can be shifted for all classes at once.
    const own = i % size === size - 1 ? 1e-9 : ridge;
    slope[i] = (slope[i] as number) + own * (solution[i] as number);
    line[i] = (line[i] as number) + own;
  });
  return { slope, curve };
};

/** The number itself, the logit of class 1, or one score a class. */
export const linearScores = (model: LinearModel, row: Row): Float64Array => {
  const input = scaled(row, model.mean, model.deviation);
  return scoresOf(input, Float64Array.from(model.weights.flat()), model.weights.length);
};

/** The chance of each class. */
export const linearChances = (model: LinearModel, row: Row): Float64Array => {
  const scores = linearScores(model, row);
  if (model.task === "number") return refuse("trees", "This model foretells a number.", "Ask linearScores.");
  if (scores.length > 1) return shares(scores, 0, scores.length);
  const p = chance(scores[0] as number);
  return Float64Array.of(1 - p, p);
};
