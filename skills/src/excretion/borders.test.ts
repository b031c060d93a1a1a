import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, type Signal, type Step } from "@sakiyomi/core";
import { diaryDay } from "./diary.ts";
import { nightAfter } from "./night.ts";
import { ann, at, everyMorning, MIDNIGHT, said, voids } from "./sim.ts";
import { excretion } from "./skill.ts";

const person = { id: ann, ageYears: 84, pregnant: null };
const settings = excretion.settings.parse({});

function last(signals: readonly Signal[], until: Instant): Step<unknown> {
  const waiting = signals.toSorted((a, b) => a.receivedAt - b.receivedAt);
  let [step, next]: [Step<unknown> | null, number] = [null, 0];
  for (let now = MIDNIGHT; now <= until; now += HOUR) {
    const from = next;
    while (next < waiting.length && (waiting[next]?.receivedAt ?? 0) <= now) next += 1;
    const state = step === null ? excretion.start(MIDNIGHT) : JSON.parse(JSON.stringify(step.state));
    step = excretion.step(state, { signals: waiting.slice(from, next), settings, person }, now);
  }
  return step ?? assert.fail();
}
const asked = (signals: readonly Signal[], until: Instant): boolean =>
  last(signals, until).wishes.some(({ key }) => key.startsWith("no-stool"));
const laxative = (day: number, hour: number, how = "oral") =>
  said("laxative", { name: "酸化マグネシウム", how }, at(day, hour));

test("who is given a laxative every day is asked after like anybody else: the house waits once, not for ever", () => {
  const daily = Array.from({ length: 30 }, (_, day) => laxative(day, 20));
  assert.ok(!asked([...everyMorning(20), ...daily], at(21, 12)));
  assert.ok(asked([...everyMorning(20), ...daily], at(23, 12)));
  assert.ok(asked([...everyMorning(20), ...daily], at(26, 12)));
});

test("after the first day's wait a suppository is still given its three hours", () => {
  const given = [...everyMorning(20), laxative(22, 9), laxative(23, 11, "suppository")];
  assert.ok(asked(given.slice(0, -1), at(23, 12)));
  assert.ok(!asked(given, at(23, 12)));
  assert.ok(asked(given, at(23, 15)));
});

test("fifteen days without a stool are not forgotten while somebody writes down voids", () => {
  const rest = voids(36);
  assert.ok(asked([...everyMorning(20), ...rest], at(35, 12)));
  assert.ok(!asked(everyMorning(20), at(35, 12)));
});

test("nocturnal polyuria is judged by the share, not by the share as it is rounded; nothing written down is nothing known to be drunk", () => {
  const clock = { zone: "Asia/Tokyo", bedH: 21, riseH: 6 };
  const nights = [nightAfter(20453, clock, []), nightAfter(20454, clock, [])] as const;
  const mL = (day: number, hour: number, ml: number) => ({ at: at(day, hour), ml, leaked: false, how: null });
  const of = (night: number, age: number) =>
    diaryDay({ voids: [mL(0, 6.5, 1), mL(0, 12, 1000 - night), mL(1, 6.5, night)], drinks: [] }, ...nights, age);
  assert.deepEqual(
    [330, 334, 340].map((night) => of(night, 80).isPolyuria),
    [false, true, true],
  );
  assert.deepEqual([of(334, 80).npi, of(204, 20).isPolyuria, of(200, 20).isPolyuria], [33, true, false]);
  assert.equal(of(334, 80).drunkMl, null);
});

test("it is made for grown people, and for whose age nobody has entered", () => {
  assert.deepEqual(
    [3, 17, 18, 90, null].map((ageYears) => excretion.suits?.({ ...person, ageYears })),
    [false, false, true, true, true],
  );
});

test("after three months of entries its state stays small and a turn far under its budget", () => {
  const turn = last([...everyMorning(90), ...voids(90)], at(89, 12));
  assert.ok(JSON.stringify(turn.state).length < 30_000, `${JSON.stringify(turn.state).length}`);
  const from = performance.now();
  for (let i = 0; i < 20; i += 1) excretion.step(turn.state, { signals: [], settings, person }, at(89, 12));
  assert.ok((performance.now() - from) / 20 < excretion.budgetMs);
});
