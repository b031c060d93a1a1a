import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, MINUTE, SECOND, type Signal, type SourceId, type Step, type SubjectId } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { sensorIdentity } from "./skill.ts";

keepsPromises(sensorIdentity);

const START: Instant = Date.parse("2026-01-10T08:00:00Z");
const subject = "person:ann" as SubjectId;
const source = "device:watch-1" as SourceId;
const settings = sensorIdentity.settings.parse({});
const person = { id: subject, ageYears: 80, pregnant: null };

const beats = (from: Instant, minutes: number, rate: number): Signal[] =>
  Array.from({ length: minutes * 12 }, (_, i) => {
    const at = from + i * 5 * SECOND;
    return {
      subject,
      kind: "heart-rate",
      at,
      receivedAt: at,
      sequence: 0,
      value: rate + (i % 5),
      quality: "good",
      source,
    };
  });

function hear(signals: readonly Signal[], state: unknown = sensorIdentity.start(START)): Step<unknown> {
  return sensorIdentity.step(state, { signals, settings, person }, signals.at(-1)?.at ?? START);
}

test("a sensor that was off for minutes and then reads like somebody else is asked about", () => {
  const step = hear([...beats(START, 30, 62), ...beats(START + 35 * MINUTE, 2, 98)]);
  const [wish] = step.wishes;
  assert(wish?.do === "ask");
  assert.equal(wish.key, "whose.device:watch-1");
  assert.equal(wish.text.values?.is, 100);
});

test("the same person after a silence is not asked about", () => {
  assert.deepEqual(hear([...beats(START, 30, 62), ...beats(START + 35 * MINUTE, 5, 70)]).wishes, []);
});

test("a pulse that rises while the sensor stays on is the person's own, and no question", () => {
  const rising = Array.from({ length: 60 }, (_, min) => beats(START + min * MINUTE, 1, 62 + min)).flat();
  assert.deepEqual(hear(rising).wishes, []);
});

test("an answer ends the question, and the new value is the usual one", () => {
  const asked = hear([...beats(START, 30, 62), ...beats(START + 35 * MINUTE, 2, 98)]);
  const at = START + 40 * MINUTE;
  const value = { skill: "sensor-identity", key: "whose.device:watch-1", answer: "same-person" };
  const answer: Signal = {
    subject,
    kind: "answer",
    at,
    receivedAt: at,
    sequence: 0,
    value,
    quality: "good",
    source: "staff:kim" as SourceId,
  };
  const answered = hear([answer], asked.state);
  assert.deepEqual(answered.wishes, []);
  assert.deepEqual(hear([...beats(at, 10, 98), ...beats(at + 20 * MINUTE, 2, 98)], answered.state).wishes, []);
});

test("somebody else on the scale is asked about at once", () => {
  const weigh = (day: number, value: number): Signal => {
    const at = START + day * 24 * 60 * MINUTE;
    return {
      subject,
      kind: "body-weight",
      at,
      receivedAt: at,
      sequence: 0,
      value,
      quality: "good",
      source: "device:scale" as SourceId,
    };
  };
  assert.equal(hear([weigh(0, 52), weigh(1, 52.4), weigh(2, 71)]).wishes.length, 1);
});
