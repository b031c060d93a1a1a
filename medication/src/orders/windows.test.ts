import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { orderOf } from "../testing/chart.ts";
import { expand } from "./expand.ts";
import { fallsOnDate } from "./falls-on.ts";
import { dosesAround, nextDoses } from "./next-doses.ts";
import type { MedicationOrder, Timing } from "./order.ts";
import { medicationPolicy } from "./policy.ts";
import { windowOf } from "./windows.ts";

const policy = medicationPolicy.parse({});
const tokyo = "Asia/Tokyo";
const now = Date.parse("2026-11-23T08:00:00+09:00");
const times = (...at: string[]) => ({ type: "times" as const, times: at });
const daily = (...at: string[]): Timing => ({ type: "clock", days: { type: "daily" }, within: times(...at) });
const every = (hours: number): Timing => ({ type: "interval", hours, first: now });

const minutesOf = (said: Partial<MedicationOrder>, rules = policy) => {
  const window = windowOf(orderOf(now, said), rules);
  return window && [window.class, window.earlyMs / MINUTE, window.lateMs / MINUTE];
};

test("a window is as strict as the dose is frequent (ISMP 2011)", () => {
  const six = ["00:00", "04:00", "08:00", "12:00", "16:00", "20:00"];
  const table: readonly (readonly [timing: Timing, window: readonly [name: string, minutes: number] | null])[] = [
    [every(3), ["time-critical", 30]],
    [every(4), ["frequent", 60]],
    [every(8), ["frequent", 60]],
    [every(24), ["daily", 120]],
    [every(168), ["daily", 120]],
    [daily("08:00"), ["daily", 120]],
    [daily("08:00", "20:00"), ["frequent", 60]],
    [daily(...six), ["frequent", 60]],
    [daily(...six, "22:00"), ["time-critical", 30]],
    [{ type: "clock", days: { type: "weekdays", weekdays: ["mon"] }, within: times("08:00") }, ["daily", 120]],
    [{ type: "once", at: now }, null],
    [{ type: "stat" }, null],
    [{ type: "as-needed", reason: "pain", minIntervalMin: 60, maxPerDay: 4, effectAfterMin: null }, null],
  ];
  for (const [timing, window] of table)
    assert.deepEqual(minutesOf({ timing }), window && [window[0], window[1], window[1]], JSON.stringify(timing));
});

test("what the house says of a class of drugs goes before how often, and what is settled for one order before both", () => {
  const rules = { ...policy, timeCriticalClasses: ["999"] };
  assert.deepEqual(minutesOf({ timing: daily("08:00") }, rules), ["time-critical", 30, 30]);
  const settled = { class: "daily" as const, earlyMin: 0, lateMin: null, reason: "after the walk", by: "staff:x" };
  assert.deepEqual(minutesOf({ timing: daily("08:00"), window: settled }, rules), ["daily", 0, 120]);
  assert.equal(minutesOf({ timing: daily("08:00"), window: { ...settled, class: "none" } }, rules), null);
  assert.deepEqual(minutesOf({ timing: { type: "stat" }, window: { ...settled, class: "time-critical" } }), [
    "time-critical",
    0,
    30,
  ]);
});

test("each step of a taper has the window of how often it is given", () => {
  const dose = { value: 1, unit: "{tablet}" as const };
  const steps = [
    { days: 1, dose, within: times("08:00", "20:00") },
    { days: 1, dose: { ...dose, value: 0.5 }, within: times("08:00") },
  ];
  const order = orderOf(now, { timing: { type: "taper", first: "2026-11-23", steps } });
  const made = expand(order, { from: now, until: now + 5 * DAY, zone: tokyo, policy });
  assert.deepEqual(
    made.map(({ id, dose: each, window }) => [id, each?.value, window?.class]),
    [
      ["o1@2026-11-23/0", 1, "frequent"],
      ["o1@2026-11-23/1", 1, "frequent"],
      ["o1@2026-11-24/0", 0.5, "daily"],
    ],
  );
});

const dues = (zone: string, from: string, hours: number, timing: Timing): readonly string[] => {
  const start: Instant = Date.parse(from);
  const order = orderOf(start, { timing });
  return expand(order, { from: start, until: start + hours * HOUR, zone, policy }).map(({ at }) =>
    new Date(at).toISOString().slice(0, 16),
  );
};

test("a time that the clock jumps over is as much later as the jump is long; the times around it stay", () => {
  assert.deepEqual(dues("Europe/London", "2026-03-29T00:00:00Z", 4, daily("00:30", "01:30", "03:00")), [
    "2026-03-29T00:30",
    "2026-03-29T01:30", // 02:30 on the wall
    "2026-03-29T02:00",
  ]);
});

test("a time that comes twice is meant the first time, and an interval does not mind the wall", () => {
  assert.deepEqual(dues("Europe/London", "2026-10-25T00:00:00Z", 4, daily("01:30", "02:30")), [
    "2026-10-25T00:30", // 01:30, summer time
    "2026-10-25T02:30",
  ]);
  const first = Date.parse("2026-10-24T22:00:00Z");
  assert.deepEqual(dues("Europe/London", "2026-10-25T00:00:00Z", 9, { type: "interval", hours: 4, first }), [
    "2026-10-25T02:00",
    "2026-10-25T06:00",
  ]);
});

test("an hourly order has one dose fewer on the day that is an hour short: never two at once", () => {
  const hourly = daily(...Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`));
  assert.equal(dues("Europe/London", "2026-03-29T00:00:00Z", 23, hourly).length, 23);
  assert.equal(dues("Europe/London", "2026-10-24T23:00:00Z", 25, hourly).length, 24);
});

test("a weekly dose whose day does not exist is given the day after; a daily one is not given twice there", () => {
  const friday: Timing = { type: "clock", days: { type: "weekdays", weekdays: ["fri"] }, within: times("08:00") };
  assert.deepEqual(dues("Pacific/Apia", "2011-12-29T10:00:00Z", 48, friday), ["2011-12-30T18:00"]); // Saturday the 31st, 08:00
  assert.deepEqual(dues("Pacific/Apia", "2011-12-29T10:00:00Z", 48, daily("08:00")), [
    "2011-12-29T18:00",
    "2011-12-30T18:00",
  ]);
});

test("days of the month, leap days and cycles fall where a calendar has them", () => {
  const monthly = { type: "month" as const, days: [30, 31] };
  assert.deepEqual(
    ["2027-02-27", "2027-02-28", "2028-02-28", "2028-02-29", "2027-04-30", "2027-05-30", "2027-05-31"].map((date) =>
      fallsOnDate(monthly, date),
    ),
    [false, true, false, true, true, true, true],
  );
  const cycle = { type: "cycle" as const, on: 2, off: 1, first: "2028-02-28" };
  assert.deepEqual(
    ["2028-02-27", "2028-02-28", "2028-02-29", "2028-03-01", "2028-03-02"].map((date) => fallsOnDate(cycle, date)),
    [false, true, true, false, true],
  );
  assert.ok(fallsOnDate({ type: "weekdays", weekdays: ["mon"] }, "2026-11-23"));
});

test("the last and the next dose are found, however rare; as needed has none", () => {
  const rare = orderOf(now - 400 * DAY, {
    timing: { type: "clock", days: { type: "every", days: 366, first: "2026-11-22" }, within: times("08:00") },
  });
  const { last, next } = dosesAround(rare, now, tokyo, policy);
  assert.deepEqual([last?.id, next?.id], ["o1@2026-11-22/0", "o1@2027-11-23/0"]);
  const twice = orderOf(now, { timing: daily("08:00", "20:00") });
  assert.deepEqual(
    nextDoses(twice, { from: now, zone: tokyo, policy, most: 3 }).map(({ id }) => id),
    ["o1@2026-11-23/0", "o1@2026-11-23/1", "o1@2026-11-24/0"],
  );
  assert.equal(dosesAround(twice, now, tokyo, policy).last?.at, now, "one that is due now was due");
  const asNeeded = orderOf(now, {
    timing: { type: "as-needed", reason: "pain", minIntervalMin: 60, maxPerDay: 4, effectAfterMin: null },
  });
  assert.deepEqual(dosesAround(asNeeded, now, tokyo, policy), { last: null, next: null });
});
