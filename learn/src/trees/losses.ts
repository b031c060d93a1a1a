import { refuse } from "../fault.ts";
import type { Pull } from "./split.ts";

/** What is foretold: a number, or one of `classes` labels counted from 0. */
export type TableTarget =
  | { readonly task: "number"; readonly values: ArrayLike<number> }
  | { readonly task: "class"; readonly labels: ArrayLike<number>; readonly classes: number };

export interface LossKind {
  start(weights: Float64Array): readonly number[];
  mean(scores: Float64Array, weights: Float64Array): number;
  /** One a score. */
  pulls(scores: Float64Array, weights: Float64Array): readonly Pull[];
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

export const lossOf = (target: TableTarget, count: number): LossKind => {
  if (target.task === "number") return squared(Float64Array.from(target.values), count);
  const labels = Int32Array.from(target.labels);
  const wrong = labels.findIndex((label) => !(label >= 0 && label < target.classes));
  if (labels.length !== count || wrong >= 0)
    return refuse("trees", `${labels.length} labels of ${count} rows.`, "Give each row a label below `classes`.");
  return target.classes === 2 ? logistic(labels) : softmax(labels, target.classes);
};

const squared = (values: Float64Array, count: number): LossKind => {
  if (values.length !== count || values.some((value) => !Number.isFinite(value)))
    return refuse("trees", `${values.length} targets of ${count} rows.`, "Give each row a finite number.");
  return {
    start: (weights) => [values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0) / sumOf(weights)],
    mean: (scores, weights) =>
      values.reduce((sum, value, i) => sum + (weights[i] as number) * (value - (scores[i] as number)) ** 2, 0) /
      (2 * sumOf(weights)),
    pulls: (scores, weights) => [
      {
        width: 1,
        gradients: scores.map((score, i) => (weights[i] as number) * (score - (values[i] as number))),
        weights,
      },
    ],
  };
};

export const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
/** ln(1 + e^x) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Where the model is sure the loss is flat, and a step would be endless. */
const LEAST_CURVATURE = 1e-12;

/** Before anything is seen a share is never quite 0 or 1: its logit would be endless. */
const logOdds = (part: number, whole: number): number => Math.log((part + 0.5) / (whole - part + 0.5));

const logistic = (labels: Int32Array): LossKind => ({
  start: (weights) => [logOdds(sumOf(weights.map((weight, i) => weight * (labels[i] as number))), sumOf(weights))],
  mean: (scores, weights) => {
    let sum = 0;
    scores.forEach((score, i) => {
      sum += (weights[i] as number) * softplus(labels[i] === 1 ? -score : score);
    });
    return sum / sumOf(weights);
  },
  pulls: (scores, weights) => {
    const chances = scores.map(chance);
    return [
      {
        width: 1,
        gradients: chances.map((p, i) => (weights[i] as number) * (p - (labels[i] as number))),
        weights: chances.map((p, i) => (weights[i] as number) * Math.max(p * (1 - p), LEAST_CURVATURE)),
      },
    ];
  },
});

export const shares = (scores: ArrayLike<number>, first: number, classes: number): Float64Array => {
  let most = -Infinity;
  for (let k = 0; k < classes; k += 1) most = Math.max(most, scores[first + k] as number);
  const out = new Float64Array(classes);
  let sum = 0;
  for (let k = 0; k < classes; k += 1) {
    out[k] = Math.exp((scores[first + k] as number) - most);
    sum += out[k] as number;
  }
  for (let k = 0; k < classes; k += 1) out[k] = (out[k] as number) / sum;
  return out;
};

const softmax = (labels: Int32Array, classes: number): LossKind => ({
  start: (weights) =>
    Array.from({ length: classes }, (_, k) => {
      const part = sumOf(weights.map((weight, i) => (labels[i] === k ? weight : 0)));
      return Math.log((part + 0.5) / (sumOf(weights) + 0.5 * classes));
    }),
  mean: (scores, weights) => {
    let sum = 0;
    labels.forEach((label, i) => {
      sum -= (weights[i] as number) * Math.log(Math.max(shares(scores, i * classes, classes)[label] as number, 1e-300));
    });
    return sum / sumOf(weights);
  },
  pulls: (scores, weights) => {
    const pulls = Array.from({ length: classes }, () => ({
      width: 1,
      gradients: new Float64Array(labels.length),
      weights: new Float64Array(labels.length),
    }));
    labels.forEach((label, i) => {
      const weight = weights[i] as number;
      const all = shares(scores, i * classes, classes);
      pulls.forEach((pull, k) => {
        const p = all[k] as number;
        pull.gradients[i] = weight * (p - (label === k ? 1 : 0));
        pull.weights[i] = weight * Math.max(p * (1 - p), LEAST_CURVATURE);
      });
    });
    return pulls;
  },
});
