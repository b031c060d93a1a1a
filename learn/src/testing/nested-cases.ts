import {
  add,
  exp,
  gather,
  layerNorm,
  linear,
  mapFrames,
  matmul,
  mul,
  reshape,
  scan,
  softmax,
  sum,
  tanh,
  transpose,
  type Value,
} from "../graph/index.ts";
import * as r from "../reference/index.ts";
import type { Shape } from "../tensor.ts";
import type { OperatorCase } from "./operator-cases.ts";

type D = r.Doubles;
const inputs = (...shapes: readonly Shape[]) => shapes.map((shape) => ({ shape, spread: 0.8 }));

/** s ← tanh(s + x wᵀ) over the first axis of x. */
const summed = (x: Value, first: Value, w: Value): readonly [each: Value, last: Value] => {
  const { carry, each } = scan({ carry: [first], over: [x] }, ([s], [now]) => {
    const next = tanh(add(s as Value, linear(now as Value, w)));
    return { carry: [next], each: [next] };
  });
  return [each[0] as Value, carry[0] as Value];
};
const plainSummed = (x: D, first: D, w: D): readonly [D, D] => {
  let s = first;
  const each = r.steps(x).map((now) => {
    s = r.tanh(r.add(s, r.linear(now, w, r.full([w.shape[0] ?? 0]))));
    return s;
  });
  return [r.stack(each), s];
};

/** Recurrences within recurrences and within chunks of frames, and operators in a recurrence that are rarely there. */
export const nestedCases: readonly OperatorCase[] = [
  {
    name: "a recurrence within chunks of frames",
    inputs: inputs([4, 3, 2], [2, 2]),
    describe: ([x, w]) =>
      mapFrames(
        ([part]) => {
          const [frames, , size] = (part as Value).shape as [number, number, number];
          const first = mul(sum(part as Value, [1]), 0.5);
          const [each] = summed(transpose(part as Value, [1, 0, 2]), reshape(first, [frames, size]), w as Value);
          return [transpose(each, [1, 0, 2])];
        },
        [x as Value],
        { chunk: 2 },
      ),
    expected: ([x, w]) => {
      const first = r.scale(r.sum(x as D, [1]), 0.5);
      const [each] = plainSummed(r.transpose(x as D, [1, 0, 2]), first, w as D);
      return [r.transpose(each, [1, 0, 2])];
    },
  },
  {
    name: "a recurrence within a recurrence",
    inputs: inputs([3, 2, 1, 2], [1, 2], [2, 2]),
    describe: ([x, first, w]) =>
      scan({ carry: [first as Value], over: [x as Value] }, ([s], [now]) => {
        const [, last] = summed(now as Value, s as Value, w as Value);
        return { carry: [mul(last, 0.9)], each: [] };
      }).carry,
    expected: ([x, first, w]) => {
      let s = first as D;
      for (const now of r.steps(x as D)) s = r.scale(plainSummed(now, s, w as D)[1], 0.9);
      return [s];
    },
  },
  {
    name: "chunks of frames within a recurrence",
    inputs: inputs([3, 4, 2], [4, 2], [2, 2]),
    describe: ([x, first, w]) =>
      scan({ carry: [first as Value], over: [x as Value] }, ([s], [now]) => {
        const [next] = mapFrames(
          ([a, b]) => [tanh(add(linear(a as Value, w as Value), b as Value))],
          [s as Value, now as Value],
          { chunk: 2 },
        );
        return { carry: [mul(next as Value, 0.9)], each: [] };
      }).carry,
    expected: ([x, first, w]) => {
      let s = first as D;
      for (const now of r.steps(x as D)) s = r.scale(r.tanh(r.add(r.linear(s, w as D, r.full([2])), now)), 0.9);
      return [s];
    },
  },
  {
    name: "a recurrence over what it also captures, and over a computed value",
    inputs: inputs([2, 3], [3]),
    describe: ([x, w]) => {
      const strong = exp(w as Value);
      const { carry } = scan({ carry: [mul(strong, 0.1)], over: [x as Value] }, ([s], [now]) => ({
        carry: [tanh(add(mul(s as Value, strong), mul(now as Value, sum(x as Value, [0]))))],
        each: [],
      }));
      return [carry[0] as Value, strong];
    },
    expected: ([x, w]) => {
      const strong = r.exp(w as D);
      let s = r.scale(strong, 0.1);
      for (const now of r.steps(x as D)) s = r.tanh(r.add(r.mul(s, strong), r.mul(now, r.sum(x as D, [0]))));
      return [s, strong];
    },
  },
  {
    name: "attention over captured keys in a recurrence",
    inputs: inputs([3, 2, 4], [2, 4], [5, 4]),
    describe: ([x, first, keys]) => {
      const { carry, each } = scan({ carry: [first as Value], over: [x as Value] }, ([s], [now]) => {
        const weights = softmax(matmul(add(s as Value, now as Value), keys as Value, { transposeB: true }));
        return { carry: [matmul(weights, keys as Value)], each: [weights] };
      });
      return [each[0] as Value, carry[0] as Value];
    },
    expected: ([x, first, keys]) => {
      let s = first as D;
      const each = r.steps(x as D).map((now) => {
        const weights = r.softmax(r.matmul(r.add(s, now), r.swapped(keys as D)));
        s = r.matmul(weights, keys as D);
        return weights;
      });
      return [r.stack(each), s];
    },
  },
  {
    name: "layer norm and a captured table in a recurrence",
    inputs: inputs([3, 2, 4], [2, 4], [4], [4], [3, 4]),
    describe: ([x, first, gain, bias, table], graph) =>
      scan({ carry: [first as Value], over: [x as Value] }, ([s], [now]) => {
        const rows = gather(table as Value, graph.integers([2, 0]));
        const next = layerNorm(add(add(s as Value, now as Value), rows), gain as Value, bias as Value);
        return { carry: [next], each: [] };
      }).carry,
    expected: ([x, first, gain, bias, table]) => {
      const rows = r.gather(table as D, r.doubles([2], [2, 0]));
      let s = first as D;
      for (const now of r.steps(x as D)) s = r.layerNorm(r.add(r.add(s, now), rows), gain as D, bias as D);
      return [s];
    },
  },
];
