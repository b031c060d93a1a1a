import assert from "node:assert/strict";
import { test } from "node:test";
import { chanceOf } from "@sakiyomi/core/testing";
import fc from "fast-check";
import { anyOrder } from "../testing/any-order.ts";
import { newOrder } from "./new-order.ts";
import { medicationPolicy } from "./policy.ts";

const near = Date.parse("2026-11-23T08:00:00+09:00");
const order = { ...anyOrder(chanceOf(1), { near, timing: "stat" }), from: near, until: null, holds: [] };
const fieldOf = (change: object): string => {
  const read = newOrder({ ...order, ...change });
  return read.ok ? "accepted" : read.refusal.field;
};
const clock = (within: object, days: object = { type: "daily" }) => ({ timing: { type: "clock", days, within } });
const tablet = (value: number) => ({ value, unit: "{tablet}" });

test("a sound order of any kind is read as it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const any = anyOrder(chanceOf(seed), { near });
      assert.deepEqual(newOrder(JSON.parse(JSON.stringify(any))), { ok: true, value: any });
    }),
    { seed: 8, numRuns: 500 },
  );
});

test("an order that contradicts itself is refused by the field that does", () => {
  const step = (value: number, unit = "{tablet}") => ({
    days: 2,
    dose: { value, unit },
    within: { type: "times", times: ["08:00"] },
  });
  const table: readonly (readonly [change: object, field: string])[] = [
    [{ until: near }, "until"],
    [{ until: near - 1 }, "until"],
    [{ replaces: order.id }, "replaces"],
    [{ drug: { system: "mhlw", code: "2149", text: "x" } }, "drug.code"],
    [{ timing: null }, "timing"],
    [{ dose: null }, "dose"],
    [clock({ type: "times", times: ["08:00", "08:00"] }), "timing.within.times.1"],
    [clock({ type: "meals", meals: ["lunch", "lunch"], offsetMin: 0 }), "timing.within.meals.1"],
    [
      clock({ type: "times", times: ["08:00"] }, { type: "weekdays", weekdays: ["mon", "mon"] }),
      "timing.days.weekdays.1",
    ],
    [clock({ type: "times", times: ["08:00"] }, { type: "month", days: [1, 2, 1] }), "timing.days.days.2"],
    [clock({ type: "meals", meals: ["bedtime"], offsetMin: 30 }), "timing.within.offsetMin"],
    [{ timing: { type: "interval", hours: 8, first: near + 9 }, until: near + 9 }, "timing.first"],
    [{ timing: { type: "once", at: near - 1 } }, "timing.at"],
    [
      { timing: { type: "taper", first: "2026-11-23", steps: [step(2), step(1, "mg")] }, dose: tablet(2) },
      "timing.steps.1.dose.unit",
    ],
    [{ timing: { type: "taper", first: "2026-11-23", steps: [step(2), step(1)] }, dose: tablet(3) }, "dose"],
    [{ holds: [{ from: near, until: near, reason: "x", by: "x" }] }, "holds.0.until"],
    [
      {
        holds: [
          { from: near, until: null, reason: "x", by: "x" },
          { from: near + 5, until: null, reason: "x", by: "x" },
        ],
      },
      "holds.1.from",
    ],
    [{ timing: { type: "interval", hours: 0, first: near } }, "timing.hours"],
    [clock({ type: "times", times: ["24:00"] }), "timing.within.times.0"],
    [{ person: "ann" }, "person"],
    [{ extra: 1 }, "order"],
  ];
  assert.equal(fieldOf({}), "accepted");
  for (const [change, field] of table) assert.equal(fieldOf(change), field);
});

test("what was imported without a dose, hours or an end is an order as long as nobody is to act on it", () => {
  assert.equal(fieldOf({ status: "draft", dose: null, timing: null }), "accepted");
  assert.equal(fieldOf({ status: "stopped", dose: null, timing: null }), "accepted");
});

test("a house in which two meals are at the same hour is refused: what goes with both would be given twice at once", () => {
  const hours = { breakfast: "08:00", lunch: "12:00", dinner: "12:00", bedtime: "21:00" };
  assert.equal(medicationPolicy.safeParse({ meals: hours }).success, false);
});

test("what is no order at all is refused without failing", () => {
  for (const raw of [null, 1, "order", [], {}]) assert.equal(newOrder(raw).ok, false);
});
