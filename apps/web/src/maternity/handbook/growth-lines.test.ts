import assert from "node:assert/strict";
import { test } from "node:test";
import type { BirthView } from "../shapes.ts";
import { growthLines } from "./growth-lines.ts";

const birth: BirthView = {
  ...{ entry: "o-1", version: 1, day: "2026-01-01", weightG: 1800, lengthCm: 42, headCm: 30, chestCm: null },
  ...{ weeks: { weeks: 32, days: 0 }, sex: "female", mother: null },
};
const measured = [
  { day: "2026-01-01", value: 1.8 },
  { day: "2026-04-01", value: 4.3 },
];

test("a child born at 32 weeks stands at its corrected age, and what was before the expected day is not drawn", () => {
  const { lines, corrected, percentile, months } = growthLines("weight", birth, measured, "child");
  const child = lines.at(-1);
  assert.deepEqual([child?.points.length, child?.points[0]?.x.toFixed(2)], [1, (34 / 30.4375).toFixed(2)]);
  assert.deepEqual([corrected, lines.length, months], [true, 8, 6]);
  assert.ok(percentile !== null && percentile > 20 && percentile < 80, String(percentile));
});

test("without a known sex there is the child alone, and nothing measured makes no percentile", () => {
  const unknown = growthLines("weight", { ...birth, sex: "unknown" }, measured, "child");
  assert.deepEqual([unknown.lines.length, unknown.percentile], [1, null]);
  const nothing = growthLines("head", birth, [], "child");
  assert.deepEqual([nothing.percentile, nothing.lines.at(-1)?.points], [null, []]);
});
