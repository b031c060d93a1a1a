import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "@sakiyomi/core";
import fc from "fast-check";
import { poissonInterval, ratePer1000 } from "./poisson.ts";

const near = (actual: number, expected: number, within: number, what: string) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual}, expected ${expected}`);

/** Garwood's limits as tables print them (Biometrika 28:437, 1936; Johnson, Kotz and Kemp, Univariate Discrete Distributions). */
const printed = [
  [0, 0, 3.689],
  [1, 0.0253, 5.572],
  [2, 0.242, 7.225],
  [5, 1.623, 11.668],
  [10, 4.795, 18.39],
  [20, 12.217, 30.888],
  [50, 37.111, 65.919],
  [100, 81.364, 121.627],
] as const;

test("the limits of a count are those that the tables print", () => {
  for (const [events, low, high] of printed) {
    const interval = poissonInterval(events);
    near(interval[0], low, 0.0006, `low of ${events}`);
    near(interval[1], high, 0.0006, `high of ${events}`);
  }
});

test("137 deaths among Welsh nickel workers with 24.19893 expected: 4.753 to 6.693 (Breslow and Day 1987, in R's epitools)", () => {
  const [low, high] = poissonInterval(137);
  near(low / 24.19893, 4.753125, 1e-5, "low");
  near(high / 24.19893, 6.692709, 1e-5, "high");
});

/** P(X ≤ k) of a Poisson variable, summed term by term: another way than the one that is tested. */
const upTo = (k: number, mean: number): number => {
  let term = Math.exp(-mean);
  let sum = term;
  for (let i = 1; i <= k; i += 1) {
    term *= mean / i;
    sum += term;
  }
  return sum;
};

test("at its limits a count is as improbable as the confidence says, for every count and confidence", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.constantFrom(0.8, 0.9, 0.95, 0.99), (events, confidence) => {
      const [low, high] = poissonInterval(events, confidence);
      near(upTo(events, high), (1 - confidence) / 2, 1e-9, "above");
      if (events > 0) near(1 - upTo(events - 1, low), (1 - confidence) / 2, 1e-9, "below");
      assert.ok(low <= events && events <= high);
    }),
    { seed: 5 },
  );
});

test("a large count has the interval of the normal distribution, almost", () => {
  const [low, high] = poissonInterval(1_000_000);
  near(low, 1_000_000 - 1960, 3, "low");
  near(high, 1_000_000 + 1960, 3, "high");
});

test("2,289 of 188,249 attempts are 12.2 in 1,000, 11.7 to 12.7", () => {
  const { perThousand, low, high } = ratePer1000(2289, 188_249);
  assert.deepEqual(
    [perThousand, low, high].map((value) => value?.toFixed(1)),
    ["12.2", "11.7", "12.7"],
  );
});

test("without doses there is no rate, and it is not nought", () => {
  assert.deepEqual(ratePer1000(3, 0), { events: 3, doses: 0, perThousand: null, low: null, high: null });
});

test("without events the rate is nought, and its upper limit is not", () => {
  const { perThousand, low, high } = ratePer1000(0, 1000);
  assert.deepEqual([perThousand, low], [0, 0]);
  near(high ?? 0, 3.689, 0.001, "high");
});

test("a count that is none is a broken promise", () => {
  for (const events of [-1, 1.5, Number.NaN])
    assert.throws(
      () => poissonInterval(events),
      (fault) => fault instanceof Fault,
    );
});
