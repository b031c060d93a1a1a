import assert from "node:assert/strict";
import { test } from "node:test";
import { schedule } from "./schedules.ts";

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, ${expected}`);

test("a constant rate stays", () => {
  const { at } = schedule(0.01);
  assert.deepEqual([at(0), at(10_000)], [0.01, 0.01]);
});

test("a warm-up rises in equal steps, reaches the rate after its steps, and the main curve begins there", () => {
  const { at } = schedule(1, { kind: "cosine", steps: 10, warmup: 4 });
  [0.2, 0.4, 0.6, 0.8, 1].forEach((rate, step) => {
    near(at(step), rate);
  });
  near(at(9), 0.5);
  near(at(14), 0);
});

test("cosine passes the middle at half its steps and stays at its end", () => {
  const { at, words } = schedule(1, { kind: "cosine", steps: 100, to: 0.2 });
  near(at(0), 1);
  near(at(50), 0.6);
  near(at(100), 0.2);
  near(at(5000), 0.2);
  assert.match(words, /100 optimiser steps/);
});

test("step falls after each period, exponential falls between as well, and both meet at whole periods", () => {
  const stairs = schedule(1, { kind: "step", every: 10, factor: 0.5 });
  const smooth = schedule(1, { kind: "exponential", every: 10, factor: 0.5 });
  assert.deepEqual([stairs.at(9), stairs.at(10), stairs.at(29)], [1, 0.5, 0.25]);
  near(smooth.at(5), Math.SQRT1_2);
  near(smooth.at(20), stairs.at(20));
});

test("the S-curve is flat at both ends and half way in the middle", () => {
  const { at } = schedule(2, { kind: "s-curve", steps: 1000 });
  assert.ok(at(10) < 1e-4);
  near(at(500), 1);
  near(at(1000), 2);
});

test("a schedule of no length is refused with its name", () => {
  assert.throws(() => schedule(1, { kind: "cosine", steps: 0 }), /steps of a cosine schedule is 0/);
  assert.throws(() => schedule(1, { kind: "step", every: 10, factor: Number.NaN }), /factor of a step schedule is NaN/);
});
