import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { dataFolder } from "../../../../../tools/test-data.ts";
import { tableText } from "../table.ts";
import { evaluateBreath, rateOfMarks, scoreOf } from "./breath.ts";

const bidmc = dataFolder("bidmc");
const skip = bidmc === null && "skipped: no data";

test("breath is found on real people, with and without impedance, and unknown where it is not sure", {
  skip,
}, async () => {
  const table = await evaluateBreath(dirname(bidmc ?? ""));
  assert.deepEqual(table.failures, [], tableText(table));
  assert.match(tableText(table), /with impedance: bidmc_01: answered +15/);
});

test("a rate of marks is counted from the first to the last, and of one mark there is none", () => {
  assert.equal(rateOfMarks([1, 5, 9, 40], 0, 32), 15);
  assert.ok(Number.isNaN(rateOfMarks([1], 0, 32)));
});

test("a window that is not answered adds to no error, and is counted", () => {
  const window = (said: number | null, confidence: number) => ({
    truth: 15,
    second: 15,
    monitor: 15,
    said,
    confidence,
  });
  const score = scoreOf([window(16, 0.9), window(30, 0.2), window(null, 0)], 0.5);
  assert.deepEqual(score, { windows: 3, answered: 1, mae: 1, maeFrom: 1, maeTo: 1, leftMae: 15, wrong: 0 });
});
