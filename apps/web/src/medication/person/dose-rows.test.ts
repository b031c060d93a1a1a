import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type DoseEvent,
  doseEvent,
  type MedicationOrder,
  medicationOrder,
  medicationPolicy,
} from "@sakiyomi/medication";
import { byDay, doseRows } from "./dose-rows.ts";

const zone = "Asia/Tokyo";
const day = Date.UTC(2026, 10, 22, 15);
const hour = 3_600_000;
const order = (id: string, more: Partial<MedicationOrder>): MedicationOrder =>
  medicationOrder.parse({
    ...{ id, person: "person:ann", drug: { system: "text", code: "x", text: "x" }, route: "oral", note: "" },
    ...{ dose: { value: 1, unit: "{tablet}" }, from: day - 240 * hour, until: null, status: "active", holds: [] },
    ...{ timing: null, replaces: null, window: null, needsWitness: false, maySubstitute: false, by: "staff:a", at: 0 },
    ...more,
  });
const daily = order("d", {
  timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00", "20:00"] } },
});
const prn = order("p", {
  timing: { type: "as-needed", reason: "pain", minIntervalMin: 60, maxPerDay: 3, effectAfterMin: null },
});
const said = (more: object): DoseEvent =>
  doseEvent.parse({
    ...{ id: `e${JSON.stringify(more).length}`, person: "person:ann", at: day + 8 * hour, by: "staff:a" },
    ...{ device: "phone", offline: false },
    ...more,
  });
const handed = (of: { order: string; dose: string; at: number }) =>
  said({
    ...{ ...of, id: `handed-${of.dose}`, type: "handed", amount: null, route: "oral", lots: [], identified: [] },
    ...{ witness: null, override: null, check: null },
  });
const rows = (events: readonly DoseEvent[], now: number, orders = [daily, prn]) =>
  doseRows({ orders, events, policy: medicationPolicy.parse({}), zone, from: day, now });

test("a dose is open while its window lasts, then overdue, and what was said of it counts more", () => {
  const at = day + 8 * hour;
  assert.deepEqual(
    rows([], at + hour).map(({ at, progress }) => [at, progress]),
    [[at, "open"]],
  );
  assert.equal(rows([], at + 3 * hour)[0]?.progress, "overdue");
  assert.equal(rows([], at + 6 * hour)[0]?.progress, "omitted");
  const id = rows([], at + hour)[0]?.id ?? "";
  const given = rows([handed({ order: "d", dose: id, at: at + 5 })], at + 3 * hour);
  assert.deepEqual(
    given.map(({ id, progress }) => [id, progress]),
    [[id, "handed"]],
  );
});

test("what was given as needed stands at the time when it was given", () => {
  const at = day + 9 * hour;
  const found = rows([handed({ order: "p", dose: "p@prn/1", at })], day + 10 * hour);
  assert.deepEqual(
    found.map(({ id, at: when }) => [id.split("@")[0], when]),
    [
      ["p", at],
      ["d", day + 8 * hour],
    ],
  );
});

test("a dose on hold is no overdue one", () => {
  const held = order("d", {
    timing: daily.timing,
    holds: [{ from: day, until: null, reason: "nil by mouth", by: "staff:a" }],
  });
  assert.deepEqual(
    rows([], day + 23 * hour, [held]).map(({ progress }) => progress),
    ["on-hold", "on-hold"],
  );
});

test("rows of one day stand together, in their order", () => {
  const all = doseRows({
    ...{ orders: [daily], events: [], policy: medicationPolicy.parse({}), zone },
    ...{ from: day, now: day + 33 * hour },
  });
  const days = byDay(all, (at) => String(Math.floor((at - day) / (24 * hour))));
  assert.deepEqual(
    days.map(([name, of]) => [name, of.length]),
    [
      ["1", 1],
      ["0", 2],
    ],
  );
});
