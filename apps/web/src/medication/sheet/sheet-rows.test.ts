import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type DoseEvent,
  doseEvent,
  type MedicationOrder,
  medicationOrder,
  medicationPolicy,
} from "@sakiyomi/medication";
import type { ChartView } from "../shapes.ts";
import { bedOf, sheetOf } from "./sheet-rows.ts";

const zone = "Asia/Tokyo";
const hour = 3_600_000;
const seven = Date.UTC(2026, 10, 22, 22);
const asked = {
  ...{ from: seven, until: seven + 8 * hour, now: seven + 2 * hour, zone },
  policy: medicationPolicy.parse({}),
};
const order = (id: string, more: Partial<MedicationOrder> = {}): MedicationOrder =>
  medicationOrder.parse({
    ...{ id, person: "person:ann", drug: { system: "text", code: id, text: id }, route: "oral", note: "" },
    ...{ dose: { value: 1, unit: "{tablet}" }, from: seven - 240 * hour, until: null, status: "active", holds: [] },
    timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00", "12:00", "20:00"] } },
    ...{ replaces: null, window: null, needsWitness: false, maySubstitute: false, by: "staff:a", at: 0 },
    ...more,
  });
const prn = order("prn", {
  timing: { type: "as-needed", reason: "pain", minIntervalMin: 360, maxPerDay: 3, effectAfterMin: null },
});
const handed = (of: string, dose: string, at: number): DoseEvent =>
  doseEvent.parse({
    ...{ id: `e-${dose}-${at}`, person: "person:ann", order: of, dose, at, by: "staff:a", device: "phone" },
    ...{ offline: false, type: "handed", amount: null, route: "oral", lots: [], identified: [], witness: null },
    ...{ override: null, check: null },
  });
const chart = (name: string, placeName: string, more: Partial<ChartView> = {}): ChartView => ({
  ...{ person: `person:${name}`, name, birthDate: null, isHere: true, placeName, wristbands: [] },
  ...{ orders: [], events: [], allergies: [], packs: [], version: "1", hasPhoto: false, flagged: [] },
  ...more,
});

test("the doses of the shift stand under their medicine; one that was given says so, and is not to be given again", () => {
  const [ward] = sheetOf([chart("ann", "Ward 1 · A", { orders: [order("a")] })], asked);
  const [row] = ward?.people[0]?.orders ?? [];
  assert.deepEqual(
    row?.doses.map(({ dose }) => (dose.at - seven) / hour),
    [1, 5],
  );
  const first = row?.doses[0]?.dose.id ?? "";
  const events = [handed("a", first, seven + hour)];
  const [again] = sheetOf([chart("ann", "Ward 1 · A", { orders: [order("a")], events })], asked);
  assert.deepEqual(
    again?.people[0]?.orders[0]?.doses.map(({ done }) => done?.state ?? null),
    ["handed", null],
  );
});

test("as needed: what was given in the last 24 hours is there, and nothing older", () => {
  const events = [handed("prn", "prn@prn/1", seven - 23 * hour), handed("prn", "prn@prn/2", seven - hour)];
  const [ward] = sheetOf([chart("ann", "Ward 1 · A", { orders: [prn], events })], asked);
  assert.deepEqual(ward?.people[0]?.asNeeded[0]?.given, [seven - hour]);
});

test("what is on hold is named with its reason; a draft and an order that is over are not there", () => {
  const hold = { from: seven - hour, until: null, reason: "nil by mouth", by: "staff:a" };
  const orders = [
    order("held", { holds: [hold] }),
    order("draft", { status: "draft" }),
    order("over", { until: seven - 24 * hour }),
  ];
  const [ward] = sheetOf([chart("ann", "Ward 1 · A", { orders })], asked);
  const [ann] = ward?.people ?? [];
  assert.deepEqual(
    ann?.held.map(({ order, why }) => [order.id, why]),
    [["held", "nil by mouth"]],
  );
  assert.deepEqual(
    ann?.orders.map(({ order, doses }) => [order.id, doses.every(({ dose }) => dose.held === "nil by mouth")]),
    [["held", true]],
  );
});

test("people come by wards in their order; who is not here is left out, who takes nothing is not", () => {
  const wards = sheetOf(
    [
      chart("ann", "Ward 1 · 101 · A"),
      chart("bob", "Ward 2 · 201 · A"),
      chart("cho", "Ward 1 · 101 · B"),
      chart("dan", "Ward 1", { isHere: false }),
    ],
    asked,
  );
  assert.deepEqual(
    wards.map(({ name, people }) => [name, people.map(({ chart }) => chart.name)]),
    [
      ["Ward 1", ["ann", "cho"]],
      ["Ward 2", ["bob"]],
    ],
  );
  assert.deepEqual([bedOf("Ward 1 · 101 · B"), bedOf("A")], ["101 · B", "A"]);
});
