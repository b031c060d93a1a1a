import {
  abs,
  add,
  clip,
  concat,
  div,
  exp,
  expand,
  type Graph,
  gather,
  gaussianKl,
  layerNorm,
  leakyRelu,
  linear,
  log,
  logSoftmax,
  matmul,
  maximum,
  mean,
  mul,
  neg,
  pad,
  relu,
  reshape,
  sample,
  sigmoid,
  slice,
  softmax,
  softplus,
  spatialHeat,
  spatialSoftmax,
  split,
  sqrt,
  square,
  stack,
  sub,
  sum,
  tanh,
  transpose,
  type Value,
} from "../graph/index.ts";
import * as r from "../reference/index.ts";
import type { Shape } from "../tensor.ts";
import { nestedCases } from "./nested-cases.ts";
import { recurrentCases } from "./recurrent-cases.ts";

type D = r.Doubles;

/** Numbers of an input: `centre` + `spread` · sin(…), so that Python makes the same ones. */
export interface CaseInput {
  readonly shape: Shape;
  readonly centre?: number;
  readonly spread?: number;
}

/** One operator at one setting: what the graph does and what it should come to. */
export interface OperatorCase {
  readonly name: string;
  readonly inputs: readonly CaseInput[];
  readonly describe: (inputs: readonly Value[], graph: Graph) => readonly Value[];
  readonly expected: (inputs: readonly D[]) => readonly D[];
}

/** The numbers of input `which` of a case. */
export const caseNumbers = ({ shape, centre = 0, spread = 1 }: CaseInput, which: number): D => {
  const made = r.full(shape);
  return { shape, data: made.data.map((_, i) => centre + spread * Math.sin(1.7 * i + 0.9 * which + 0.3)) };
};

/** The scalar whose gradient is checked: each result weighted by cos(…), so that no gradient is the same everywhere. */
export const caseWeights = (shape: Shape, which: number): D => {
  const made = r.full(shape);
  return { shape, data: made.data.map((_, i) => Math.cos(1.1 * i + 0.4 * which)) };
};

const of = (...shapes: readonly Shape[]): readonly CaseInput[] => shapes.map((shape) => ({ shape }));
const positive = (...shapes: readonly Shape[]): readonly CaseInput[] =>
  shapes.map((shape) => ({ shape, centre: 1.5, spread: 1 }));

const unary = (name: string, graph: (x: Value) => Value, plain: (x: D) => D, inputs = of([3, 5])): OperatorCase => ({
  name,
  inputs,
  describe: ([x]) => [graph(x as Value)],
  expected: ([x]) => [plain(x as D)],
});

const binary = (
  name: string,
  graph: (a: Value, b: Value) => Value,
  plain: (a: D, b: D) => D,
  inputs: readonly CaseInput[],
): OperatorCase => ({
  name,
  inputs,
  describe: ([a, b]) => [graph(a as Value, b as Value)],
  expected: ([a, b]) => [plain(a as D, b as D)],
});

const elementwise: readonly OperatorCase[] = [
  binary("add", add, r.add, of([2, 3], [2, 3])),
  binary("add, row over matrix", add, r.add, of([4, 3], [3])),
  binary("add, scalar over cube", add, r.add, of([], [2, 3, 2])),
  binary("sub, column and row", sub, r.sub, of([4, 1], [1, 3])),
  binary("mul", mul, r.mul, of([2, 3], [2, 3])),
  binary("mul, outer", mul, r.mul, of([2, 1, 3], [4, 1])),
  binary("mul, with itself broadcast to one", mul, r.mul, of([1, 1], [5])),
  binary("div", div, r.div, [{ shape: [3, 2] }, { shape: [3, 2], centre: 2 }]),
  binary("div, by a row", div, r.div, [{ shape: [3, 4] }, { shape: [4], centre: -2 }]),
  binary("maximum", maximum, r.maximum, of([3, 5], [3, 5])),
  unary("neg", neg, r.neg),
  unary("exp", exp, r.exp),
  unary("log", log, r.log, positive([7])),
  unary("sqrt", sqrt, r.sqrt, positive([7])),
  unary("square", square, r.square),
  unary("abs", abs, r.abs),
  unary("sigmoid", sigmoid, r.sigmoid, [{ shape: [11], spread: 6 }]),
  unary("tanh", tanh, r.tanh, [{ shape: [11], spread: 3 }]),
  unary("softplus", softplus, r.softplus, [{ shape: [11], spread: 30 }]),
  unary("relu", relu, r.relu),
  unary(
    "leakyRelu",
    (x) => leakyRelu(x, 0.3),
    (x) => r.leakyRelu(x, 0.3),
  ),
  unary(
    "clip",
    (x) => clip(x, -0.5, 0.4),
    (x) => r.clip(x, -0.5, 0.4),
  ),
  unary(
    "a number on the left",
    (x) => div(sub(1, x), 4),
    (x) => r.scale(r.sub(r.doubles([], [1]), x), 0.25),
  ),
  unary(
    "one value used three times",
    (x) => mul(add(x, mul(x, x)), x),
    (x) => r.mul(r.add(x, r.mul(x, x)), x),
  ),
];

const reductions: readonly OperatorCase[] = [
  unary(
    "sum",
    (x) => sum(x),
    (x) => r.sum(x),
    of([3, 4]),
  ),
  unary(
    "sum, over the middle",
    (x) => sum(x, [1]),
    (x) => r.sum(x, [1]),
    of([2, 3, 4]),
  ),
  unary(
    "sum, two axes kept",
    (x) => sum(x, [0, 2], true),
    (x) => r.sum(x, [0, 2], true),
    of([2, 3, 4]),
  ),
  unary(
    "mean",
    (x) => mean(x),
    (x) => r.mean(x),
    of([3, 4]),
  ),
  unary(
    "mean, over the last, kept",
    (x) => mean(x, [2], true),
    (x) => r.mean(x, [2], true),
    of([2, 1, 5]),
  ),
  unary("softmax", softmax, r.softmax, [{ shape: [2, 3, 5], spread: 4 }]),
  unary("logSoftmax", logSoftmax, r.logSoftmax, [{ shape: [3, 7], spread: 20 }]),
  {
    name: "layerNorm",
    inputs: of([2, 3, 5], [5], [5]),
    describe: ([x, gain, bias]) => [layerNorm(x as Value, gain as Value, bias as Value)],
    expected: ([x, gain, bias]) => [r.layerNorm(x as D, gain as D, bias as D)],
  },
  {
    name: "layerNorm, over two axes",
    inputs: of([3, 2, 4], [2, 4], [2, 4]),
    describe: ([x, gain, bias]) => [layerNorm(x as Value, gain as Value, bias as Value, 1e-3)],
    expected: ([x, gain, bias]) => [r.layerNorm(x as D, gain as D, bias as D, 1e-3)],
  },
  {
    name: "gaussianKl",
    inputs: [...of([2, 3]), ...positive([2, 3]), ...of([2, 3]), ...positive([2, 3])],
    describe: ([mq, sq, mp, sp]) => [
      gaussianKl({ mean: mq as Value, deviation: sq as Value }, { mean: mp as Value, deviation: sp as Value }),
    ],
    expected: ([mq, sq, mp, sp]) => [r.gaussianKl(mq as D, sq as D, mp as D, sp as D)],
  },
  {
    name: "sample",
    inputs: [...of([2, 3]), ...positive([2, 3]), ...of([2, 3])],
    describe: ([centre, deviation, noise]) => [
      sample({ mean: centre as Value, deviation: deviation as Value }, noise as Value),
    ],
    expected: ([centre, deviation, noise]) => [r.add(centre as D, r.mul(deviation as D, noise as D))],
  },
];

/** [1, 0, 3, 1]: a row twice, one not at all. */
const picked = [1, 0, 3, 1] as const;

const movements: readonly OperatorCase[] = [
  unary(
    "reshape",
    (x) => reshape(x, [4, 3]),
    (x) => r.reshape(x, [4, 3]),
    of([2, 3, 2]),
  ),
  unary(
    "transpose",
    (x) => transpose(x, [2, 0, 1]),
    (x) => r.transpose(x, [2, 0, 1]),
    of([2, 3, 4]),
  ),
  unary(
    "expand",
    (x) => expand(x, [2, 4, 3]),
    (x) => r.expand(x, [2, 4, 3]),
    of([4, 1]),
  ),
  unary(
    "slice",
    (x) => slice(x, { axis: 1, start: 1, end: 4 }),
    (x) => r.slice(x, 1, 1, 4),
    of([2, 5, 2]),
  ),
  unary(
    "slice, two axes",
    (x) => slice(x, { axis: 0, start: 1, end: 3 }, { axis: 2, start: 0, end: 1 }),
    (x) => r.slice(r.slice(x, 0, 1, 3), 2, 0, 1),
    of([4, 2, 3]),
  ),
  unary(
    "pad",
    (x) => pad(x, [0, 2], [1, 1]),
    (x) => r.pad(x, [0, 2], [1, 1]),
    of([2, 3]),
  ),
  {
    name: "concat",
    inputs: of([2, 1, 3], [2, 4, 3], [2, 2, 3]),
    describe: (parts) => [concat(parts, 1)],
    expected: (parts) => [r.concat(parts, 1)],
  },
  {
    name: "concat, one value twice",
    inputs: of([3, 2]),
    describe: ([x]) => [concat([x as Value, x as Value], 1)],
    expected: ([x]) => [r.concat([x as D, x as D], 1)],
  },
  {
    name: "stack",
    inputs: of([2, 3], [2, 3]),
    describe: (parts) => [stack(parts, 1)],
    expected: (parts) => [r.stack(parts, 1)],
  },
  {
    name: "split",
    inputs: of([2, 6]),
    describe: ([x]) => split(x as Value, [1, 3, 2], 1),
    expected: ([x]) => r.split(x as D, [1, 3, 2], 1),
  },
  {
    name: "split, of which one part is used",
    inputs: of([2, 6]),
    describe: ([x]) => [split(x as Value, [1, 3, 2], 1)[1] as Value],
    expected: ([x]) => [r.split(x as D, [1, 3, 2], 1)[1] as D],
  },
  {
    name: "gather",
    inputs: of([5, 3]),
    describe: ([x], graph) => [gather(x as Value, graph.integers(picked))],
    expected: ([x]) => [r.gather(x as D, r.doubles([4], picked))],
  },
  {
    name: "gather, a table of indices",
    inputs: of([4, 2, 2]),
    describe: ([x], graph) => [gather(x as Value, graph.constant(BigInt64Array.from(picked, BigInt), [2, 2], "int64"))],
    expected: ([x]) => [r.gather(x as D, r.doubles([2, 2], picked))],
  },
];

const products: readonly OperatorCase[] = [
  binary("matmul", matmul, r.matmul, of([3, 4], [4, 2])),
  binary("matmul, a batch by one matrix", matmul, r.matmul, of([2, 3, 4], [4, 5])),
  binary("matmul, both batches broadcast", matmul, r.matmul, of([2, 1, 3, 4], [3, 4, 2])),
  binary("matmul, one matrix by a batch", matmul, r.matmul, of([3, 4], [2, 4, 1])),
  binary(
    "matmul, first transposed",
    (a, b) => matmul(a, b, { transposeA: true }),
    (a, b) => r.matmul(r.swapped(a), b),
    of([4, 3], [4, 2]),
  ),
  binary(
    "matmul, second transposed in a batch",
    (a, b) => matmul(a, b, { transposeB: true }),
    (a, b) => r.matmul(a, r.swapped(b)),
    of([2, 3, 4], [2, 5, 4]),
  ),
  binary(
    "matmul, batch by a transposed matrix",
    (a, b) => matmul(a, b, { transposeB: true }),
    (a, b) => r.matmul(a, r.swapped(b)),
    of([2, 3, 4], [5, 4]),
  ),
  binary(
    "matmul, both transposed in a batch",
    (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
    (a, b) => r.matmul(r.swapped(a), r.swapped(b)),
    of([2, 4, 3], [2, 5, 4]),
  ),
  {
    name: "linear",
    inputs: of([3, 4], [2, 4], [2]),
    describe: ([x, w, b]) => [linear(x as Value, w as Value, b as Value)],
    expected: ([x, w, b]) => [r.linear(x as D, w as D, b as D)],
  },
  {
    name: "linear, over sequences",
    inputs: of([5, 1, 3], [7, 3], [7]),
    describe: ([x, w, b]) => [linear(x as Value, w as Value, b as Value)],
    expected: ([x, w, b]) => [r.linear(x as D, w as D, b as D)],
  },
];

const spatial: readonly OperatorCase[] = [
  unary(
    "spatialSoftmax",
    (x) => spatialSoftmax(x, 0.2).points,
    (x) => r.spatialSoftmax(x, 0.2),
    of([2, 3, 5, 4]),
  ),
  unary(
    "spatialHeat",
    (x) => spatialHeat(x, 4, 5, 0.1),
    (x) => r.spatialHeat(x, 4, 5, 0.1),
    [{ shape: [2, 6], centre: 0.5, spread: 0.5 }],
  ),
];

/** Every operator of the graph but the convolutions, which have a table of their own. */
export const operatorCases: readonly OperatorCase[] = [
  ...elementwise,
  ...reductions,
  ...movements,
  ...products,
  ...spatial,
  ...recurrentCases,
  ...nestedCases,
];
