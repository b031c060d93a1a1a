import assert from "node:assert/strict";
import { test } from "node:test";
import type { CareDayView } from "./asked.ts";
import { amountOf, fullOf, weeksOf } from "./days.ts";

const day = (date: string, more: Partial<CareDayView> = {}): CareDayView => ({
  ...{ date, start: 0, waterMl: null, drinks: 0, energyKcal: null, meals: 0, steps: null, stools: [], laxatives: 0 },
  ...more,
});

test("weeks begin on Monday, and what lies before the first day is empty", () => {
  const weeks = weeksOf(
    ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"].map((date) => day(date)),
  );
  assert.deepEqual(
    weeks.map((week) => week.map((one) => one?.date.slice(8) ?? null)),
    [
      [null, null, "04", "05", "06", "07", "08"],
      ["09", null, null, null, null, null, null],
    ],
  );
  assert.deepEqual(weeksOf([]), []);
});

test("nothing written is no amount, and no stool is no zero", () => {
  assert.equal(amountOf(day("2026-03-04"), "water"), null);
  assert.equal(amountOf(day("2026-03-04", { waterMl: 0, drinks: 1 }), "water"), 0);
  assert.equal(amountOf(day("2026-03-04"), "stool"), null);
  assert.equal(amountOf(day("2026-03-04", { stools: [4, null] }), "stool"), 2);
});

test("a bar has room beyond the goal, and is never of nothing", () => {
  assert.equal(fullOf([null, 900], 1500), 1800);
  assert.equal(fullOf([2400], 1500), 2400);
  assert.equal(fullOf([null], null), 1);
});
