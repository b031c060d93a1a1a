import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, MINUTE, type Signal, type SourceId, type SubjectId, type Wish } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { type DoseEvent, type MedicationOrder, medicationPolicy } from "@sakiyomi/medication";
import { eventOf, orderOf } from "@sakiyomi/medication/testing";
import { medicationRounds } from "./skill.ts";

keepsPromises(medicationRounds);

const person = { id: "person:ann" as SubjectId, ageYears: 86, pregnant: null };
const EIGHT: Instant = Date.parse("2026-11-23T08:00:00+09:00");
const settings = medicationRounds.settings.parse({});
const base = { subject: person.id, receivedAt: 0, quality: "good", source: "staff:sato" as SourceId } as const;
const policy = medicationPolicy.parse({});

const ordered = (order: MedicationOrder): Signal => ({
  ...base,
  kind: "medication-order",
  at: order.at,
  sequence: 1,
  value: { order, zone: "Asia/Tokyo", policy },
});
const said = (event: DoseEvent): Signal => ({
  ...base,
  kind: "medication-dose",
  at: event.at,
  sequence: 2,
  value: { event },
});

const daily = (said: Partial<MedicationOrder> = {}) => orderOf(EIGHT, { from: EIGHT - 3 * HOUR, ...said });
const asNeeded = daily({
  id: "prn",
  timing: { type: "as-needed", reason: "pain", minIntervalMin: 360, maxPerDay: 3, effectAfterMin: null },
});

function wishesAt(now: Instant, orders: readonly MedicationOrder[], events: readonly DoseEvent[] = []) {
  const signals = [...orders.map(ordered), ...events.filter(({ at }) => at <= now).map(said)];
  return medicationRounds.step(medicationRounds.start(EIGHT), { signals, settings, person }, now).wishes;
}
const brief = (wishes: readonly Wish[]) =>
  wishes.map((wish) =>
    [wish.do, "text" in wish ? wish.text.key : "", "level" in wish ? wish.level : ""].join(" ").trim(),
  );

test("a dose is a task from the opening of its window, and no longer once it was handed over and taken", () => {
  assert.deepEqual(wishesAt(EIGHT - 121 * MINUTE, [daily()]), []);
  const [task] = wishesAt(EIGHT - 119 * MINUTE, [daily()]);
  assert(task?.do === "task");
  assert.deepEqual([task.due, task.role, task.text.values?.drugs], [EIGHT, "nurse", "Inventin 5 mg"]);
  const handed = eventOf({ type: "handed", id: "e1", at: EIGHT });
  const taken = eventOf({ type: "taken", id: "e2", at: EIGHT + MINUTE });
  assert.deepEqual(wishesAt(EIGHT + 2 * MINUTE, [daily()], [handed, taken]), []);
});

test("eight medicines of one hour are one task and one alert", () => {
  const many = Array.from({ length: 8 }, (_, i) => daily({ id: `o${i}` }));
  assert.deepEqual(brief(wishesAt(EIGHT, many)), ["task round"]);
  assert.deepEqual(brief(wishesAt(EIGHT + 3 * HOUR, many)), ["tell overdue low"]);
});

test("an hour that was missed is told, urgently where it cannot wait, and rises to omitted as the same matter", () => {
  const critical = daily({
    window: {
      class: "time-critical",
      earlyMin: null,
      lateMin: null,
      reason: "Parkinson's disease",
      by: "staff:dr-mori",
    },
  });
  assert.deepEqual(brief(wishesAt(EIGHT + 29 * MINUTE, [critical])), ["task round"]);
  const [overdue] = wishesAt(EIGHT + 31 * MINUTE, [critical]);
  const [omitted] = wishesAt(EIGHT + 31 * MINUTE + 4 * HOUR, [critical]);
  assert.deepEqual(brief([overdue, omitted].filter((wish) => wish !== undefined)), [
    "tell overdue medium",
    "tell omitted medium",
  ]);
  assert.equal(overdue?.key, omitted?.key);
});

test("nobody is reminded of a dose on hold, nor of an order that was stopped or not yet confirmed", () => {
  const hold = { from: EIGHT - HOUR, until: null, reason: "nil by mouth", by: "staff:dr-mori" };
  assert.deepEqual(wishesAt(EIGHT, [daily({ holds: [hold] })]), []);
  assert.deepEqual(wishesAt(EIGHT, [daily({ status: "stopped", until: EIGHT - HOUR })]), []);
  assert.deepEqual(wishesAt(EIGHT, [daily({ status: "draft" })]), []);
});

test("what was handed over and not seen to be taken is asked for", () => {
  const handed = eventOf({ type: "handed", id: "e1", at: EIGHT });
  assert.deepEqual(wishesAt(EIGHT + 14 * MINUTE, [daily()], [handed]), []);
  assert.deepEqual(brief(wishesAt(EIGHT + 15 * MINUTE, [daily()], [handed])), ["task confirm"]);
});

test("after a medicine as needed the effect is asked for until somebody has said it", () => {
  const given = { order: "prn", dose: "prn@prn/e1" };
  const events = [
    eventOf({ type: "handed", id: "e1", at: EIGHT, ...given }),
    eventOf({ type: "taken", id: "e2", at: EIGHT + MINUTE, ...given }),
  ];
  assert.deepEqual(wishesAt(EIGHT + 60 * MINUTE, [asNeeded], events), []);
  assert.deepEqual(brief(wishesAt(EIGHT + 61 * MINUTE, [asNeeded], events)), ["task effect"]);
  const effect = eventOf({ type: "effect", id: "e3", at: EIGHT + 62 * MINUTE, effect: "some", ...given });
  assert.deepEqual(wishesAt(EIGHT + 63 * MINUTE, [asNeeded], [...events, effect]), []);
});

test("a refused dose waits for a nurse; one that came up again is told", () => {
  const at = EIGHT + MINUTE;
  const handed = eventOf({ type: "handed", id: "e1", at: EIGHT });
  const refused = eventOf({ type: "not-taken", id: "e2", at, outcome: "refused" });
  const vomited = eventOf({ type: "not-taken", id: "e2", at, outcome: "vomited" });
  assert.deepEqual(brief(wishesAt(at, [daily()], [handed, refused])), ["task decide"]);
  assert.deepEqual(brief(wishesAt(at, [daily()], [handed, vomited])), ["tell decide medium"]);
  assert.deepEqual(wishesAt(at + 4 * HOUR, [daily()], [handed, refused]), []);
});

test("one dose given twice calls at once, until one of the two is struck out", () => {
  const first = eventOf({ type: "handed", id: "e1", at: EIGHT, device: "phone-1", check: "c1" });
  const second = eventOf({
    type: "handed",
    id: "e2",
    at: EIGHT + MINUTE,
    device: "phone-2",
    by: "staff:ito",
    check: "c2",
  });
  const now = EIGHT + 2 * MINUTE;
  assert.deepEqual(brief(wishesAt(now, [daily()], [first, second])), ["tell conflict.given-twice high"]);
  const struck = eventOf({ type: "struck-out", id: "e3", at: now, event: "e2", reason: "scanned again by mistake" });
  assert.deepEqual(wishesAt(now, [daily()], [first, second, struck]), []);
});

test("a weekly medicine that is given again after three days calls at once", () => {
  const weekly = daily({
    timing: {
      type: "clock",
      days: { type: "weekdays", weekdays: ["mon"] },
      within: { type: "times", times: ["08:00"] },
    },
  });
  const monday = [
    eventOf({ type: "handed", id: "e1", at: EIGHT }),
    eventOf({ type: "taken", id: "e2", at: EIGHT + MINUTE }),
  ];
  const thursday = EIGHT + 72 * HOUR;
  const again = eventOf({ type: "handed", id: "e3", at: thursday, device: "phone-2", offline: true });
  const first = medicationRounds.step(
    medicationRounds.start(EIGHT),
    { signals: [ordered(weekly), ...monday.map(said)], settings, person },
    thursday - MINUTE,
  );
  const { wishes } = medicationRounds.step(first.state, { signals: [said(again)], settings, person }, thursday);
  assert.ok(brief(wishes).includes("tell conflict.given-twice high"), brief(wishes).join(", "));
});

test("what only the house finds with its drug list is told here, too, until a record of it is struck out", () => {
  const given = { order: "prn", dose: "prn@prn/e1" };
  const event = eventOf({ type: "handed", id: "e1", at: EIGHT, ...given });
  const taken = eventOf({ type: "taken", id: "e2", at: EIGHT, ...given });
  const flagged: Signal = { ...said(event), value: { event, flags: ["too-soon"] } } as Signal;
  const strike = eventOf({ type: "struck-out", id: "e3", at: EIGHT + MINUTE, event: "e1", ...given });
  const at = (...more: readonly DoseEvent[]) =>
    medicationRounds.step(
      medicationRounds.start(EIGHT),
      { signals: [ordered(asNeeded), flagged, ...[taken, ...more].map(said)], settings, person },
      EIGHT + 2 * MINUTE,
    ).wishes;
  assert.deepEqual(brief(at()), ["tell conflict.too-soon high"]);
  assert.ok(!brief(at(strike)).includes("tell conflict.too-soon high"));
});

test("a medicine as needed that came too soon calls at once", () => {
  const give = (id: string, at: Instant) =>
    eventOf({ type: "handed", id, at, order: "prn", dose: `prn@prn/${id}`, check: id });
  const wishes = wishesAt(EIGHT + HOUR, [asNeeded], [give("e1", EIGHT), give("e2", EIGHT + HOUR)]);
  assert.ok(brief(wishes).includes("tell conflict.too-soon high"), brief(wishes).join(", "));
});

test("what the house found wrong about a dose is told as it is, until that record is struck out", () => {
  const handed = eventOf({ type: "handed", id: "e1", at: EIGHT, offline: true });
  const flagged: Signal = { ...said(handed), value: { event: handed, flags: ["no-lease", "given-twice"] } } as Signal;
  const struck = eventOf({ type: "struck-out", id: "e2", at: EIGHT + MINUTE, event: "e1", reason: "never happened" });
  const at = (...signals: readonly Signal[]) =>
    medicationRounds.step(medicationRounds.start(EIGHT), { signals, settings, person }, EIGHT + MINUTE).wishes;
  assert.deepEqual(brief(at(ordered(daily()), flagged)), [
    "tell conflict.given-twice high",
    "tell flag.no-lease medium",
  ]);
  assert.deepEqual(brief(at(ordered(daily()), flagged, said(struck))), ["task round"]);
});

test("an order that was changed asks for its new hours only", () => {
  const old = daily({ status: "stopped", until: EIGHT - HOUR });
  const now = daily({
    id: "o2",
    from: EIGHT - HOUR,
    replaces: "o1",
    timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["14:00"] } },
  });
  assert.deepEqual(wishesAt(EIGHT, [old, now]), []);
  assert.deepEqual(brief(wishesAt(EIGHT + 6 * HOUR, [old, now])), ["task round"]);
});

test("what can matter no more is forgotten", () => {
  const events = Array.from({ length: 20 }, (_, day) =>
    eventOf({ type: "handed", id: `e${day}`, at: EIGHT - day * 24 * HOUR, dose: `o1@${day}` }),
  );
  const signals = [ordered(daily()), ordered(asNeeded), ...events.map(said)];
  const { state } = medicationRounds.step(medicationRounds.start(EIGHT), { signals, settings, person }, EIGHT);
  assert.equal((state as { events: unknown[] }).events.length, 2);
});

test("a robot with a medicine that calls is one alert an errand, however often it says so; other calls are not its matter", () => {
  const call = (at: Instant, source = "skill:bring-medicine"): Signal =>
    ({
      ...base,
      source,
      kind: "call",
      at,
      sequence: at,
      value: { detail: "the wristband could not be read" },
    }) as Signal;
  const at = (now: Instant, ...signals: readonly Signal[]) =>
    medicationRounds.step(medicationRounds.start(EIGHT), { signals, settings, person }, now).wishes;
  const one = at(EIGHT + MINUTE, call(EIGHT), call(EIGHT + MINUTE / 2), call(EIGHT, "device:bell"));
  assert.deepEqual(brief(one), ["tell robot medium"]);
  assert.equal(at(EIGHT + 20 * MINUTE, call(EIGHT), call(EIGHT + 15 * MINUTE)).length, 2);
  assert.deepEqual(at(EIGHT + 2 * HOUR, call(EIGHT)), []);
});
