import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, MINUTE, type Signal, type SubjectId, type Wish } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { EIGHT, said, simulateDay } from "./sim.ts";
import { checkup } from "./skill.ts";

keepsPromises(checkup);

const person = { id: "person:ann" as SubjectId, ageYears: 86, pregnant: null };
const settings = checkup.settings.parse({});
const wishesAt = (now: Instant, ...signals: readonly Signal[]): readonly Wish[] =>
  checkup.step(checkup.start(EIGHT), { signals, settings, person }, now).wishes;
const brief = (wishes: readonly Wish[]) =>
  wishes.map((wish) =>
    [wish.do, "text" in wish ? wish.text.key : "", "level" in wish ? wish.level : ""].join(" ").trim(),
  );

const begun = said("begun", EIGHT, "c1", 1);
const measured = said("measured", EIGHT + 40 * MINUTE, "c1", 2);
const due = EIGHT + 40 * MINUTE + 2 * HOUR;

test("the report is a task from the last measurement on, a call half an hour before, and a broken promise after two hours", () => {
  const [task] = wishesAt(EIGHT + 41 * MINUTE, begun, measured);
  assert(task?.do === "task");
  assert.deepEqual([task.due, task.role], [due, "nurse"]);
  assert.deepEqual(brief(wishesAt(due - 31 * MINUTE, begun, measured)), ["task report"]);
  const soon = wishesAt(due - 30 * MINUTE, begun, measured);
  const broken = wishesAt(due, begun, measured);
  assert.deepEqual(brief(soon), ["task report", "tell soon low"]);
  assert.deepEqual(brief(broken), ["task report", "tell broken medium"]);
  assert.deepEqual(new Set([...soon, ...broken].map(({ key }) => key)).size, 2, "one matter that rises");
});

test("a report that was given, or a check-up that was cancelled, asks for nothing, in whatever order the words arrive", () => {
  const reported = said("reported", due - MINUTE, "c1", 3);
  assert.deepEqual(wishesAt(due + HOUR, begun, measured, reported), []);
  assert.deepEqual(wishesAt(due + HOUR, reported, measured, begun), []);
  assert.deepEqual(wishesAt(due + HOUR, begun, said("cancelled", EIGHT + HOUR, "c1", 4)), []);
});

test("saying again that it is measured does not stop the clock; striking the word out does", () => {
  const again = said("measured", EIGHT + 90 * MINUTE, "c1", 5);
  assert.deepEqual(brief(wishesAt(due, begun, measured, again)), ["task report", "tell broken medium"]);
  const struck: Signal = { ...measured, quality: "entered-in-error" };
  const [task] = wishesAt(due, begun, measured, again, struck);
  assert.equal(task?.do === "task" && task.due, EIGHT + 90 * MINUTE + 2 * HOUR);
});

test("a check-up that was begun and never finished is asked for, and two at once are two matters", () => {
  assert.deepEqual(wishesAt(EIGHT + 89 * MINUTE, begun), []);
  assert.deepEqual(brief(wishesAt(EIGHT + 90 * MINUTE, begun)), ["task finish"]);
  const other = said("measured", EIGHT, "c2", 6);
  assert.deepEqual(brief(wishesAt(EIGHT + HOUR, measured, other)), ["task report", "task report"]);
});

test("it sleeps while there is no check-up", () => {
  const step = (signals: readonly Signal[]) => checkup.step(checkup.start(EIGHT), { signals, settings, person }, EIGHT);
  assert.equal(step([]).sleeps, true);
  assert.equal(step([begun]).sleeps, false);
});

test("on simulated days nobody is late without having been warned half an hour before, and told at the minute", () => {
  for (let seed = 1; seed <= 20; seed += 1)
    for (const { measuredAt, reportedAt, warnedAt, toldBrokenAt } of simulateDay({ seed, checkups: 6, isTold: true })) {
      const end = measuredAt + 2 * HOUR;
      assert.equal(warnedAt, reportedAt >= end - 30 * MINUTE ? end - 30 * MINUTE : null);
      assert.equal(toldBrokenAt, reportedAt >= end ? end : null);
    }
});
