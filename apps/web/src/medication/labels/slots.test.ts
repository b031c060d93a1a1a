import assert from "node:assert/strict";
import { test } from "node:test";
import { type MedicationOrder, medicationOrder, medicationPolicy } from "@sakiyomi/medication";
import type { ChartView } from "../shapes.ts";
import { slotsOf } from "./slots.ts";

const zone = "Asia/Tokyo";
const day = Date.UTC(2026, 10, 22, 15);
const hour = 3_600_000;
const order = (id: string, more: Partial<MedicationOrder> = {}): MedicationOrder =>
  medicationOrder.parse({
    ...{ id, person: "person:ann", drug: { system: "text", code: id, text: id }, route: "oral", note: "" },
    ...{ dose: { value: 1, unit: "{tablet}" }, from: day - 240 * hour, until: null, status: "active", holds: [] },
    timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00"] } },
    ...{ replaces: null, window: null, needsWitness: false, maySubstitute: false, by: "staff:a", at: 0 },
    ...more,
  });
const chart = (name: string, orders: readonly MedicationOrder[], packs: ChartView["packs"] = []): ChartView => ({
  ...{ person: `person:${name}`, name, birthDate: null, isHere: true, placeName: "Ward 1 · A", wristbands: [] },
  ...{ orders, events: [], allergies: [], packs, version: "1", hasPhoto: false, flagged: [] },
});
const slots = (charts: readonly ChartView[]) =>
  slotsOf(charts, { from: day, until: day + 24 * hour, zone, policy: medicationPolicy.parse({}) });

test("people stand under the time at which something is due for them; eye drops come apart", () => {
  const found = slots([
    chart("ann", [order("a"), order("drops", { route: "ophthalmic" })]),
    chart("bob", [order("b")]),
    chart("cho", [order("c", { timing: { type: "stat" } })]),
  ]);
  assert.deepEqual(
    found.map(({ at, people }) => [
      at,
      people.map(({ chart, packed, apart }) => [chart.name, packed.length, apart.length]),
    ]),
    [
      [
        day + 8 * hour,
        [
          ["ann", 1, 1],
          ["bob", 1, 0],
        ],
      ],
    ],
  );
});

test("what is on hold or a draft is not got ready", () => {
  const held = order("h", { holds: [{ from: day, until: null, reason: "nil by mouth", by: "staff:a" }] });
  assert.deepEqual(slots([chart("ann", [held, order("d", { status: "draft" })])]), []);
});

test("a pack that holds all of it is ready; one that was withdrawn, or lacks a dose, is not", () => {
  const orders = [order("a"), order("b")];
  const [slot] = slots([chart("ann", orders)]);
  const doses = slot?.people[0]?.packed.map(({ dose }) => dose.id) ?? [];
  assert.equal(doses.length, 2);
  const pack = {
    ...{ id: "p1", person: "person:ann", doses, contents: [], expiry: null, preparedAt: day, by: "staff:a" },
    withdrawn: null,
  };
  const isReady = (packs: ChartView["packs"]) => slots([chart("ann", orders, packs)])[0]?.people[0]?.isReady;
  assert.equal(isReady([pack]), true);
  assert.equal(isReady([{ ...pack, doses: doses.slice(1) }]), false);
  assert.equal(isReady([{ ...pack, withdrawn: "order changed" }]), false);
});
