import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { dataFolder } from "../../../../../tools/test-data.ts";
import { tableText } from "../table.ts";
import { evaluateFall } from "./fall.ts";
import { floorSees, peakOf } from "./fall-floor.ts";
import { exitsOf } from "./fall-nights.ts";
import type { FallRecord } from "./fall-records.ts";

const sisfall = dataFolder("sisfall");
const skip = sisfall === null && "skipped: no data";

test("falls are told and daily activities are not, of real people, at or above the floor", { skip }, async () => {
  const table = await evaluateFall(dirname(sisfall ?? ""));
  assert.deepEqual(table.failures, [], tableText(table));
  assert.deepEqual(table.columns, ["n", "measured", "95 %", "wanted", "peer"]);
});

const record = (of: (i: number) => readonly [number, number, number]): FallRecord => {
  const axes = [0, 1, 2].map((k) => Float64Array.from({ length: 800 }, (_, i) => of(i)[k] as number));
  return { name: "made", subject: "SA00", activity: "F01", isFall: true, axes: axes as never };
};

test("the floor asks for both a peak and a tilt", () => {
  const falls = record((i) => (i < 400 ? [0, 1, 0] : i < 404 ? [0, 2, 0] : [1, 0, 0]));
  assert.equal(floorSees(falls), true);
  assert.deepEqual(peakOf(falls), { g: 2, second: 2 });
  assert.equal(floorSees(record((i) => (i < 400 ? [0, 1, 0] : [1, 0, 0]))), false);
  assert.equal(floorSees(record((i) => (i === 400 ? [0, 3, 0] : [0, 1, 0]))), false);
});

test("on simulated nights whoever gets up is called for before standing", () => {
  const { exits, leads, missed } = exitsOf([1, 2]);
  assert.deepEqual([exits, missed], [4, 0]);
  assert.ok(
    leads.every((lead) => lead > 0),
    `${leads}`,
  );
});
