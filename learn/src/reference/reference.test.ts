import assert from "node:assert/strict";
import { test } from "node:test";
import * as r from "./index.ts";

const near = (actual: r.Doubles, expected: readonly number[], within = 1e-12) => {
  assert.equal(actual.data.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs((actual.data[i] ?? Number.NaN) - value) <= within, `${i}: ${actual.data[i]} is not ${value}`);
};
const d = r.doubles;

test("products, sums and broadcasting are those of a hand calculation", () => {
  const a = d([2, 3], [1, 2, 3, 4, 5, 6]);
  near(r.matmul(a, d([3, 1], [1, 0, -1])), [-2, -2]);
  near(r.linear(a, d([1, 3], [1, 0, -1]), d([1], [10])), [8, 8]);
  near(r.add(a, d([2, 1], [10, 20])), [11, 12, 13, 24, 25, 26]);
  near(r.sum(a, [0]), [5, 7, 9]);
  near(r.mean(a, [1], true), [2, 5]);
  near(r.matmul(d([2, 1, 1], [2, 3]), d([1, 2], [5, 7])), [10, 14, 15, 21]);
});

test("movements put every number where NumPy puts it", () => {
  const x = d([2, 3], [1, 2, 3, 4, 5, 6]);
  near(r.transpose(x, [1, 0]), [1, 4, 2, 5, 3, 6]);
  const turned = r.transpose(
    d(
      [2, 3, 4],
      Array.from({ length: 24 }, (_, i) => i),
    ),
    [2, 0, 1],
  );
  assert.deepEqual(turned.shape, [4, 2, 3]);
  near(r.reshape(r.slice(turned, 0, 1, 2), [6]), [1, 5, 9, 13, 17, 21]);
  near(r.concat([x, d([2, 1], [7, 8])], 1), [1, 2, 3, 7, 4, 5, 6, 8]);
  near(r.slice(x, 1, 2, 0, -1), [3, 2, 6, 5]);
  near(r.pad(x, [0, 1], [1, 0]), [0, 1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0]);
  near(r.gather(x, d([3], [1, 0, 1])), [4, 5, 6, 1, 2, 3, 4, 5, 6]);
  near(r.stack([d([2], [1, 2]), d([2], [3, 4])], 1), [1, 3, 2, 4]);
});

test("softmax survives large numbers, and a sharp spatial softmax finds the maximum", () => {
  near(r.softmax(d([1, 3], [1000, 1000, 1000])), [1 / 3, 1 / 3, 1 / 3]);
  near(r.logSoftmax(d([1, 2], [-1000, 0])), [-1000, 0]);
  const peak = r.fromIndex([1, 1, 5, 3], ([, , row, column]) => Number(row === 1 && column === 2));
  near(r.spatialSoftmax(peak, 1e-3), [1, 0.25]);
  near(
    r.spatialHeat(d([1, 2], [0.5, 0]), 2, 3, 0.1),
    [0, 1, 0, 0, 0, 0].map((_, i) => Math.exp(-(((i % 3) / 2 - 0.5) ** 2 + Math.floor(i / 3) ** 2) / 0.1)),
  );
});

test("the divergence of a Gaussian from itself is nothing, from one twice as wide ln 2 − 3/8", () => {
  const [zero, one, two] = [d([1], [0]), d([1], [1]), d([1], [2])];
  near(r.gaussianKl(zero, one, zero, one), [0]);
  near(r.gaussianKl(zero, one, zero, two), [Math.LN2 - 3 / 8]);
});

test("finite differences are the derivative to nine digits", () => {
  const inputs = [d([2], [0.3, -1.2]), d([], [2])];
  const [of, by] = r.finiteDifferences(
    ([x, y]) => r.sum(r.mul(r.exp(x as r.Doubles), y as r.Doubles)).data[0] ?? 0,
    inputs,
  );
  near(of as r.Doubles, [2 * Math.exp(0.3), 2 * Math.exp(-1.2)], 1e-9);
  near(by as r.Doubles, [Math.exp(0.3) + Math.exp(-1.2)], 1e-9);
  assert.deepEqual([...(inputs[0]?.data ?? [])], [0.3, -1.2], "the inputs are as they were");
});
