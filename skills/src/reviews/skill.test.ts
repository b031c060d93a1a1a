import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, type Instant, MINUTE, type Signal, type SourceId, type SubjectId, type Wish } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { inQueue, type Priority, raised, requestId, targetOf } from "./rules.ts";
import { usualTargets } from "./settings.ts";
import { reviews } from "./skill.ts";

keepsPromises(reviews);

const subject = "person:ann" as SubjectId;
const person = { id: subject, ageYears: 80, pregnant: null };
const settings = reviews.settings.parse({});
/** A Monday. */
const NINE: Instant = Date.parse("2026-11-23T09:00:00+09:00");
const base = { subject, receivedAt: 0, quality: "good", source: "staff:sato" as SourceId } as const;
const asked = (priority: Priority, at = NINE): Extract<Signal, { kind: "review-request" }> => ({
  ...base,
  ...{ kind: "review-request", at, sequence: 7 },
  value: { kind: "ecg", from: at - 30_000, until: at, reason: "palpitations", priority },
});
const answer = (about: string, at: Instant): Signal => ({
  ...base,
  ...{ kind: "advice", at, sequence: 1 },
  value: { about, words: "All is well.", urgency: "none", by: "Dr Mori" },
});
const after = (signals: readonly Signal[], now: Instant, state: unknown = reviews.start(NINE)) =>
  reviews.step(state, { signals, settings, person }, now);
const brief = (wishes: readonly Wish[]) =>
  wishes.map((wish) => `${wish.do} ${"text" in wish ? wish.text.key : ""} ${"level" in wish ? wish.level : ""}`.trim());

test("what is wanted now is told at once, and rises when nobody has answered in time", () => {
  const first = after([asked("now")], NINE);
  assert.deepEqual(brief(first.wishes), ["task answer", "tell asked-now medium"]);
  assert.deepEqual(brief(after([], NINE + 10 * MINUTE - 1, first.state).wishes)[1], "tell asked-now medium");
  const late = after([], NINE + 10 * MINUTE, first.state);
  assert.deepEqual(brief(late.wishes), ["task answer", "tell overdue high"]);
  assert.equal(late.wishes[1]?.key, first.wishes[1]?.key, "one matter that rises");
});

test("the rest is a task until it is owed, and an alert from then on", () => {
  for (const [priority, level] of [
    ["today", "medium"],
    ["routine", "low"],
  ] as const) {
    const due = targetOf(priority, NINE, usualTargets);
    const first = after([asked(priority)], NINE);
    assert.deepEqual(brief(first.wishes), ["task answer"]);
    assert.deepEqual(brief(after([], due, first.state).wishes), ["task answer", `tell overdue ${level}`]);
  }
});

test("an answer ends it, a struck-out answer opens it again, a struck-out request ends it", () => {
  const request = asked("today");
  const reply = answer(requestId(request), NINE + HOUR);
  const first = after([request, reply], NINE + HOUR);
  assert.deepEqual([first.wishes, first.sleeps], [[], true]);
  const again = after([{ ...reply, quality: "entered-in-error" }], NINE + 2 * HOUR, first.state);
  assert.deepEqual(brief(again.wishes), ["task answer"]);
  assert.deepEqual(after([{ ...request, quality: "entered-in-error" }], NINE + 3 * HOUR, again.state).wishes, []);
  const other = after([request, answer("r-other", NINE)], NINE + HOUR);
  assert.equal(other.wishes.length, 1, "an answer to something else answers nothing here");
});

test("an answer is owed in minutes, by the end of the day, or by the end of the third working day", () => {
  const of = (priority: Priority, at: string) =>
    new Date(targetOf(priority, Date.parse(at), usualTargets) + 540 * MINUTE).toISOString().slice(0, 16);
  assert.equal(of("now", "2026-11-23T09:00:00+09:00"), "2026-11-23T09:10");
  assert.equal(of("today", "2026-11-23T09:00:00+09:00"), "2026-11-24T00:00");
  assert.equal(of("today", "2026-11-23T23:30:00+09:00"), "2026-11-24T01:30");
  assert.equal(of("routine", "2026-11-23T09:00:00+09:00"), "2026-11-27T00:00", "Monday: Thursday's end");
  assert.equal(of("routine", "2026-11-26T09:00:00+09:00"), "2026-12-02T00:00", "Thursday: Tuesday's end");
  assert.equal(of("routine", "2026-11-28T09:00:00+09:00"), "2026-12-03T00:00", "Saturday: Wednesday's end");
});

test("a finding of the heart raises a request and lowers none", () => {
  assert.equal(raised("routine", ["disorder"]), "today");
  assert.equal(raised("today", ["disorder"]), "today");
  assert.equal(raised("now", ["disorder"]), "now");
  assert.equal(raised("routine", ["disorder", "asystole"]), "now");
  assert.equal(raised("routine", []), "routine");
});

test("the queue is ordered by priority, then by when an answer is owed, then by who asked first", () => {
  const row = (priority: Priority, targetAt: number, at: number) => ({ priority, targetAt, at });
  const sorted = [
    row("routine", 1, 1),
    row("now", 9, 9),
    row("today", 5, 2),
    row("today", 5, 1),
    row("now", 8, 9),
  ].sort(inQueue);
  assert.deepEqual(
    sorted.map(({ priority, targetAt, at }) => [priority, targetAt, at]),
    [
      ["now", 8, 9],
      ["now", 9, 9],
      ["today", 5, 1],
      ["today", 5, 2],
      ["routine", 1, 1],
    ],
  );
});

test("two people who ask in one instant have two requests", () => {
  const other = { ...asked("now"), source: "staff:ito" as SourceId };
  assert.notEqual(requestId(asked("now")), requestId(other));
  assert.equal(after([asked("now"), other], NINE).wishes.length, 4);
});

test("of many answered ones none comes back, and one that waits among them is not forgotten", () => {
  const request = (n: number) => ({ ...asked("routine", NINE + n * MINUTE), sequence: n });
  const waiting = request(0);
  const others = Array.from({ length: 130 }, (_, i) => request(i + 1));
  const replies = others.map((one, i) => ({ ...answer(requestId(one), NINE + (i + 2) * MINUTE), sequence: i + 500 }));
  const trace = Array.from({ length: 130 }, (_, i) => ({ ...answer(`ctg-${i}`, NINE + 5 * HOUR), sequence: i + 900 }));
  const { wishes, state } = after([waiting, ...others, ...replies, ...trace], NINE + 6 * HOUR);
  assert.deepEqual(
    wishes.map(({ key }) => key),
    [`answer-${requestId(waiting)}`],
  );
  assert.ok(JSON.stringify(state).length < 80_000, String(JSON.stringify(state).length));
  const struck = after([{ ...(replies.at(-1) as Signal), quality: "entered-in-error" }], NINE + 7 * HOUR, state);
  assert.equal(struck.wishes.length, 2, "and who is struck out lately is asked again");
});
