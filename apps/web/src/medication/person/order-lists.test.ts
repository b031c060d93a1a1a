import assert from "node:assert/strict";
import { test } from "node:test";
import { doseEvent, type MedicationOrder, medicationOrder } from "@sakiyomi/medication";
import type { PersonMedication } from "../shapes.ts";
import { allowanceOf, earlierVersions, holdAt, orderLists } from "./order-lists.ts";

const order = (id: string, more: Partial<MedicationOrder> = {}): MedicationOrder =>
  medicationOrder.parse({
    ...{ id, person: "person:ann", drug: { system: "text", code: "water", text: "water" }, route: "oral" },
    ...{ dose: { value: 1, unit: "mL" }, timing: { type: "stat" }, from: 10, until: null, status: "active" },
    ...{ holds: [], replaces: null, window: null, needsWitness: false, maySubstitute: false, note: "" },
    ...{ by: "staff:sato", at: 10 },
    ...more,
  });
const prn: MedicationOrder["timing"] = {
  ...{ type: "as-needed", reason: "pain", minIntervalMin: 60, maxPerDay: 2, effectAfterMin: null },
};
const ids = (orders: readonly MedicationOrder[]) => orders.map(({ id }) => id);

test("every order has one place: in force, as needed, to be confirmed, or over", () => {
  const orders = [
    order("later", { from: 500 }),
    order("over", { until: 90 }),
    order("stopped", { status: "stopped", until: 95 }),
    order("prn", { timing: prn }),
    order("draft", { status: "draft", timing: null }),
  ];
  const lists = orderLists(orders, 100);
  assert.deepEqual([lists.standing, lists.asNeeded, lists.drafts, lists.ended].map(ids), [
    ["later"],
    ["prn"],
    ["draft"],
    ["stopped", "over"],
  ]);
});

test("an order that ends at this moment is over", () => {
  assert.deepEqual(ids(orderLists([order("a", { until: 100 })], 100).ended), ["a"]);
  assert.deepEqual(ids(orderLists([order("a", { until: 101 })], 100).standing), ["a"]);
});

test("the versions before come newest first, and a ring of them ends", () => {
  const [first, second, third] = [order("1"), order("2", { replaces: "1" }), order("3", { replaces: "2" })];
  assert.deepEqual(ids(earlierVersions(third, [first, second, third])), ["2", "1"]);
  const ring = [order("a", { replaces: "b" }), order("b", { replaces: "a" })] as const;
  assert.deepEqual(ids(earlierVersions(ring[0], ring)), ["b"]);
});

test("a hold counts from its first to before its last moment", () => {
  const held = order("a", { holds: [{ from: 100, until: 200, reason: "nil by mouth", by: "staff:sato" }] });
  assert.equal(holdAt(held, 99), null);
  assert.equal(holdAt(held, 100)?.reason, "nil by mouth");
  assert.equal(holdAt(held, 200), null);
});

test("as needed: what was given counts against it, by whichever order of the ingredient; on hold nothing is said", () => {
  const minute = 60_000;
  const now = 10_000 * minute;
  const event = doseEvent.parse({
    ...{ type: "handed", id: "e1", person: "person:ann", order: "other", dose: "other@once", at: now - 30 * minute },
    ...{ by: "staff:sato", device: "phone", offline: false, amount: null, route: "oral", lots: [], identified: [] },
    ...{ witness: null, override: null, check: null },
  });
  const orders = [order("p", { timing: prn }), order("other")];
  const of = { orders, chart: { events: [event] } as unknown as PersonMedication["chart"] };
  const allowed = allowanceOf(order("p", { timing: prn }), of, now);
  assert.deepEqual([allowed?.nextAt, allowed?.left], [now + 30 * minute, 1]);
  const hold = { from: 0, until: null, reason: "nil by mouth", by: "staff:sato" };
  assert.equal(allowanceOf(order("p", { timing: prn, holds: [hold] }), of, now), null);
  assert.equal(allowanceOf(order("other"), of, now), null);
});
