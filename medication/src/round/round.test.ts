import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "@sakiyomi/core";
import type { MedicationChart } from "../check/bedside.ts";
import { medicationPolicy } from "../orders/policy.ts";
import { chartOf, eventOf, orderOf } from "../testing/chart.ts";
import { type RoundRow, roundParts } from "./round.ts";
import { roundOf } from "./round-of.ts";

const policy = medicationPolicy.parse({});
const zone = "Asia/Tokyo";
const due = Date.parse("2026-11-23T08:00:00+09:00");

const at = (now: number, said: Partial<MedicationChart>, until = now + 8 * HOUR): RoundRow => {
  const { rows } = roundOf({ charts: [chartOf(said)], now, until, policy, zone });
  assert.ok(rows[0]);
  return rows[0];
};
/** The parts in which something stands, with how many. */
const partsOf = (row: RoundRow): Record<string, number> =>
  Object.fromEntries(roundParts.map((part) => [part, row[part].length]).filter(([, n]) => n !== 0));

const daily = orderOf(due);
const asNeeded = orderOf(due, {
  timing: { type: "as-needed", reason: "pain", minIntervalMin: 240, maxPerDay: 3, effectAfterMin: 45 },
});

test("a dose is next, due, overdue and omitted, one after another", () => {
  // Yesterday's dose is said as omitted for a day; here it was given.
  const events = [
    eventOf({ type: "handed", id: "y1", at: due - DAY, dose: "o1@2026-11-22/0" }),
    eventOf({ type: "taken", id: "y2", at: due - DAY, dose: "o1@2026-11-22/0" }),
  ];
  const parts = (minutes: number) => partsOf(at(due + minutes * MINUTE, { orders: [daily], events }));
  assert.deepEqual(parts(-121), { next: 1 });
  assert.deepEqual(parts(-120), { due: 1 });
  assert.deepEqual(parts(120), { due: 1 });
  assert.deepEqual(parts(121), { overdue: 1 });
  assert.deepEqual(parts(120 + 240), { omitted: 1 });
});

test("what comes after the shift is not said, unless its window is open already", () => {
  assert.deepEqual(partsOf(at(due - 4 * HOUR, { orders: [daily] }, due)), { omitted: 1 });
  assert.equal(at(due - HOUR, { orders: [daily] }, due - MINUTE).due.length, 1);
});

test("STAT is due at once and overdue after the house's minutes", () => {
  const stat = orderOf(due, { timing: { type: "stat" }, from: due, at: due });
  assert.deepEqual(partsOf(at(due, { orders: [stat] })), { due: 1 });
  assert.deepEqual(partsOf(at(due + 31 * MINUTE, { orders: [stat] })), { overdue: 1 });
});

test("what was handed over waits for somebody who saw it taken, and is late after the house's minutes", () => {
  const events = [eventOf({ type: "handed", id: "e1", at: due })];
  const row = at(due + 14 * MINUTE, { orders: [daily], events });
  assert.deepEqual([row.due.length, row.waiting.length, row.waiting[0]?.isLate], [0, 1, false]);
  assert.equal(at(due + 15 * MINUTE, { orders: [daily], events }).waiting[0]?.isLate, true);
  const seen = [...events, eventOf({ type: "taken", id: "e2", at: due + MINUTE })];
  assert.equal(at(due + 15 * MINUTE, { orders: [daily], events: seen }).waiting.length, 0);
});

test("whoever was asleep is asked again while the window is open; who refused is not", () => {
  const said = (outcome: "asleep" | "refused", minutes: number) =>
    at(due + minutes * MINUTE, {
      orders: [daily],
      events: [eventOf({ type: "not-taken", id: "e1", at: due, outcome })],
    });
  assert.equal(said("asleep", 60).due.length, 1);
  assert.equal(said("asleep", 180).overdue.length, 0);
  assert.equal(said("refused", 60).due.length, 0);
});

test("a medicine as needed says from when on and how many are left, and asks for its effect", () => {
  const dose = "o1@prn/e1";
  const events = [
    eventOf({ type: "handed", id: "e1", at: due, dose }),
    eventOf({ type: "taken", id: "e2", at: due, dose }),
  ];
  const row = at(due + 45 * MINUTE, { orders: [asNeeded], events });
  assert.deepEqual(row.asNeeded[0]?.allowance, { nextAt: due + 4 * HOUR, left: 2, lastAt: due, maximum: 3 });
  assert.equal(row.effects[0]?.dueAt, due + 45 * MINUTE);
  assert.equal(at(due + 44 * MINUTE, { orders: [asNeeded], events }).effects.length, 0);
  const told = [...events, eventOf({ type: "effect", id: "e3", at: due + 50 * MINUTE, dose })];
  assert.equal(at(due + HOUR, { orders: [asNeeded], events: told }).effects.length, 0);
});

test("what is on hold is neither due nor omitted", () => {
  const holds = [{ from: due - DAY, until: null, reason: "nil by mouth", by: "staff:dr-mori" }];
  const row = at(due, { orders: [orderOf(due, { holds })] });
  assert.deepEqual([row.due.length, row.onHold.length > 0, row.onHold[0]?.dose.held], [0, true, "nil by mouth"]);
});

test("a stopped order asks for nothing, and whoever is not here has no row", () => {
  const row = at(due, { orders: [orderOf(due, { status: "stopped", until: due - MINUTE })] });
  assert.deepEqual(partsOf(row), {});
  const { rows, counts } = roundOf({
    charts: [chartOf({ isHere: false, orders: [daily] }), chartOf({ orders: [daily] })],
    now: due,
    until: due + HOUR,
    policy,
    zone,
  });
  assert.equal(rows.length, 1);
  assert.deepEqual([counts.people, counts.due], [1, 1]);
});
