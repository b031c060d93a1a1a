import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE } from "@sakiyomi/core";
import { orderOf } from "../testing/chart.ts";
import { changeOrder, type OrderChange } from "./change-order.ts";
import type { Timing } from "./order.ts";
import { medicationPolicy } from "./policy.ts";
import { seamOf } from "./seam.ts";

const policy = medicationPolicy.parse({});
const zone = "Asia/Tokyo";
const eight = Date.parse("2026-11-23T08:00:00+09:00");
const daily = (...times: string[]): Timing => ({
  type: "clock",
  days: { type: "daily" },
  within: { type: "times", times },
});
const old = orderOf(eight, { timing: daily("08:00", "20:00") });

function seam(at: number, change: Partial<OrderChange>) {
  const changed = changeOrder(old, { id: "b", ...change }, at, "staff:x");
  assert.ok(changed.ok);
  const { last, first, open, isTooSoon, isTooLate } = seamOf(changed.value, { zone, policy });
  return { last: last?.id, first: first?.id, open: open.map(({ id }) => id), isTooSoon, isTooLate };
}

test("a change of hours that brings two doses an hour apart is said", () => {
  assert.deepEqual(seam(eight + 30 * MINUTE, { timing: daily("09:00", "21:00") }), {
    last: "o1@2026-11-23/0",
    first: "b@2026-11-23/0",
    open: ["o1@2026-11-23/0"],
    isTooSoon: true,
    isTooLate: false,
  });
});

test("a change that leaves much longer without a dose than either order does is said, and only that", () => {
  const later = { timing: { type: "interval", hours: 12, first: eight + 60 * HOUR } } as const;
  assert.deepEqual(seam(eight + 3 * HOUR, later), {
    last: "o1@2026-11-23/0",
    first: "b@0",
    open: [],
    isTooSoon: false,
    isTooLate: true,
  });
  assert.equal(seam(eight + 3 * HOUR, { timing: daily("08:00") }).isTooLate, false, "once a day is 24 hours apart");
});

test("a change of the dose alone is no trouble, and a first dose after the last has nothing to be compared with", () => {
  const same = seam(eight + 3 * HOUR, { dose: { value: 2, unit: "{tablet}" } });
  assert.deepEqual([same.isTooSoon, same.isTooLate, same.open], [false, false, []]);
  const asNeeded = seam(eight + 3 * HOUR, {
    timing: { type: "as-needed", reason: "pain", minIntervalMin: 60, maxPerDay: 4, effectAfterMin: null },
  });
  assert.deepEqual([asNeeded.first, asNeeded.isTooSoon, asNeeded.isTooLate], [undefined, false, false]);
});
