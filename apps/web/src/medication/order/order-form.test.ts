import assert from "node:assert/strict";
import { test } from "node:test";
import { type Drug, type MedicationOrder, medicationOrder, type Timing } from "@sakiyomi/medication";
import { emptyForm, formOf, missingOf, type OrderForm, orderOf, withDrug, withWords } from "./order-form.ts";

const zone = "Asia/Tokyo";
const now = Date.UTC(2026, 10, 23, 0, 0);
const by = { staff: "staff:sato", replaces: null };
const drug: Drug = {
  ...{ code: "1149019F1560", name: "ロキソプロフェン錠60mg「試験」", ingredient: "ロキソプロフェン", maker: "試験" },
  ...{ pack: "60mg1錠", strength: null, unit: "{tablet}", routes: ["oral"], isNarcotic: false, fill: null },
};
const filled: OrderForm = { ...withDrug(emptyForm(now, zone), drug), value: 1 };

const timings: readonly Timing[] = [
  { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00", "20:00"] } },
  {
    type: "clock",
    days: { type: "weekdays", weekdays: ["mon", "thu"] },
    within: { type: "meals", meals: ["breakfast", "dinner"], offsetMin: -30 },
  },
  {
    type: "clock",
    days: { type: "every", days: 3, first: "2026-11-23" },
    within: { type: "times", times: ["09:00"] },
  },
  {
    type: "clock",
    days: { type: "cycle", on: 21, off: 7, first: "2026-11-24" },
    within: { type: "meals", meals: ["bedtime"], offsetMin: 0 },
  },
  { type: "clock", days: { type: "month", days: [1, 15] }, within: { type: "times", times: ["07:30"] } },
  { type: "interval", hours: 8, first: now },
  { type: "once", at: now + 3_600_000 },
  { type: "stat" },
  { type: "as-needed", reason: "pain", minIntervalMin: 360, maxPerDay: 3, effectAfterMin: 30 },
  {
    ...{ type: "taper", first: "2026-11-23" },
    steps: [
      {
        ...{ days: 3, dose: { value: 4, unit: "{tablet}" } },
        within: { type: "meals", meals: ["breakfast"], offsetMin: 30 },
      },
      { ...{ days: 3, dose: { value: 2, unit: "{tablet}" } }, within: { type: "times", times: ["08:00"] } },
    ],
  },
];

const standing = (timing: Timing): MedicationOrder =>
  medicationOrder.parse({
    ...{ id: "o1", person: "person:ann", drug: filled.drug, route: "oral", dose: { value: 4, unit: "{tablet}" } },
    ...{ timing, from: now, until: null, status: "active", holds: [], replaces: null, window: null },
    ...{ needsWitness: false, maySubstitute: true, note: "with water", by: "staff:sato", at: now },
  });

for (const timing of timings)
  test(`an order of ${timing.type}${timing.type === "clock" ? ` ${timing.days.type}` : ""} comes out of its fields as it went in`, () => {
    const order = standing(timing);
    const again = orderOf(formOf(order, now, zone), zone, { staff: "staff:sato", replaces: order.id });
    assert.deepEqual(again?.timing, timing);
    assert.deepEqual(
      [again?.drug, again?.dose, again?.note, again?.replaces],
      [order.drug, order.dose, order.note, order.id],
    );
  });

test("an empty form names what is missing, and gives no order", () => {
  const empty = emptyForm(now, zone);
  assert.deepEqual(missingOf(empty, zone), ["drug", "dose"]);
  assert.equal(orderOf(empty, zone, by), null);
});

test("a drug brings way and unit, never an amount; a narcotic asks for a second person", () => {
  const form = withDrug({ ...emptyForm(now, zone), value: 3 }, { ...drug, isNarcotic: true, routes: ["transdermal"] });
  assert.deepEqual([form.value, form.route, form.needsWitness], [null, "transdermal", true]);
});

test("what ends before it begins, and a window without a reason, are missing something", () => {
  const ends = { ...filled, until: "2026-11-22T08:00" };
  assert.deepEqual(missingOf(ends, zone), ["until"]);
  assert.deepEqual(missingOf({ ...filled, windowClass: "time-critical" }, zone), ["window"]);
});

test("a taper needs days, amount and times of each step, and no other dose", () => {
  const taper: OrderForm = { ...filled, kind: "taper", value: null };
  assert.deepEqual(missingOf(taper, zone), ["timing"]);
  const [step] = taper.steps;
  assert.ok(step);
  const whole = { ...taper, steps: [{ ...step, value: 6 }] };
  assert.deepEqual(missingOf(whole, zone), []);
  assert.deepEqual(orderOf(whole, zone, by)?.dose, { value: 6, unit: "{tablet}" });
});

test("what is not in the list is ordered in words, and its name is kept whole", () => {
  const long = "x".repeat(100);
  assert.deepEqual(withWords(filled, long).drug, { system: "text", code: "x".repeat(64), text: long });
});

test("times that were left empty or said twice are one", () => {
  const form = {
    ...filled,
    within: { ...filled.within, by: "times" as const, times: ["20:00", "", "08:00", "08:00"] },
  };
  const timing = orderOf(form, zone, by)?.timing;
  assert.ok(timing?.type === "clock");
  assert.deepEqual(timing.within, { type: "times", times: ["08:00", "20:00"] });
});

test("what is to be given once is proposed for the next full hour, not for a minute that is over when it is ordered", () => {
  const form = emptyForm(now + 25 * 60_000, zone);
  assert.equal(form.at, "2026-11-23T10:00");
  assert.equal(form.from, "2026-11-23T09:25");
});
