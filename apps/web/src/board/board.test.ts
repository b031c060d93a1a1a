import assert from "node:assert/strict";
import { test } from "node:test";
import type { AlertView, BoardPerson, DueView, Sign } from "../link/shapes.ts";
import { hoursAhead, marksOf } from "./horizon.ts";
import { dueGroups, inOrder, needsOf, standing, stateOf } from "./order.ts";
import { figure, vitalsOf } from "./vitals.ts";

const NOW = Date.parse("2026-01-31T05:00:00Z");
const MIN = 60_000;

const alert = (over: Partial<AlertView>): AlertView => ({
  id: "a",
  person: "ann",
  personName: "Ann",
  placeName: "",
  skill: "early-warning",
  key: "k",
  level: "low",
  text: { key: "t" },
  answers: [],
  raisedAt: NOW,
  by: null,
  state: "open",
  takenBy: null,
  takenAt: null,
  toldTo: [],
  nextAt: null,
  nextTo: null,
  over: false,
  ...over,
});
const sign: Sign = {
  known: true,
  kind: "pulse-rate",
  value: 70,
  unit: "/min",
  at: NOW,
  quality: "good",
  source: "device:a",
};
const person = (over: Partial<BoardPerson>): BoardPerson => ({
  id: "ann",
  name: "Ann",
  ageYears: 80,
  place: "b1",
  placeName: "Ward 1 · 2 · A",
  signs: [sign],
  predictions: [],
  alerts: [],
  consents: [],
  ...over,
});
const due = (over: Partial<DueView>): DueView => ({
  id: "d",
  person: "ann",
  personName: "Ann",
  placeName: "",
  skill: "s",
  text: { key: "t" },
  dueAt: NOW,
  role: "carer",
  type: "task",
  state: "open",
  takenBy: null,
  ...over,
});
const need = (at: number, low: number, high: number, validUntil = NOW + 60 * MIN) => ({
  skill: "toilet-timing",
  name: "need",
  at: NOW,
  prediction: {
    known: true as const,
    what: { type: "time" as const, at, interval: { low, high, p: 0.8 } },
    because: [],
    validUntil,
    model: "m",
  },
});

test("alerts stand open before taken, urgent before less urgent, oldest first; ended ones are gone", () => {
  const sorted = standing([
    alert({ id: "taken", level: "high", state: "taken" }),
    alert({ id: "young", level: "medium", raisedAt: NOW }),
    alert({ id: "old", level: "medium", raisedAt: NOW - MIN }),
    alert({ id: "high", level: "high" }),
    alert({ id: "gone", level: "high", state: "ended" }),
    alert({ id: "over", level: "high", over: true }),
  ]);
  assert.deepEqual(
    sorted.map(({ id }) => id),
    ["high", "old", "young", "over", "taken"],
  );
});

test("a person's state is the most urgent open alert, else taken, else calm; nothing known is unknown", () => {
  assert.equal(
    stateOf(person({}), [alert({ level: "medium" }), alert({ level: "high", person: "bob" })], "live"),
    "medium",
  );
  assert.equal(stateOf(person({}), [alert({ level: "high", state: "taken" })], "live"), "taken");
  assert.equal(stateOf(person({}), [], "live"), "calm");
  assert.equal(
    stateOf(person({ signs: [{ known: false, kind: "spo2", why: { key: "w" }, lastAt: null }] }), [], "live"),
    "unknown",
  );
});

test("without a word from the server, or without any continuous sign, nobody is said to be without alert", () => {
  const temperature: Sign = { ...sign, kind: "body-temperature", value: 36.5, unit: "Cel" };
  const lost: Sign = { known: false, kind: "pulse-rate", why: { key: "w" }, lastAt: NOW };
  assert.equal(stateOf(person({}), [], "silent"), "unknown");
  assert.equal(stateOf(person({ signs: [temperature, lost] }), [], "live"), "unknown");
  assert.equal(stateOf(person({ signs: [temperature] }), [], "live"), "calm");
  assert.equal(stateOf(person({}), [alert({ level: "high" })], "silent"), "high");
});

test("needs are the predicted times that have not passed and still hold, soonest first", () => {
  const predictions = [
    need(NOW + 50 * MIN, NOW + 40 * MIN, NOW + 70 * MIN),
    need(NOW + 10 * MIN, NOW, NOW + 20 * MIN),
    need(NOW - 30 * MIN, NOW - 40 * MIN, NOW - MIN),
    need(NOW + 5 * MIN, NOW, NOW + 9 * MIN, NOW - 1),
    { skill: "s", name: "n", at: NOW, prediction: { known: false as const, why: { key: "w" } } },
  ];
  assert.deepEqual(
    needsOf(person({ predictions }), NOW).map(({ at }) => at),
    [NOW + 10 * MIN, NOW + 50 * MIN],
  );
});

test("the due list falls into overdue, now, next, the next shift and later; what is done is gone", () => {
  const at = (min: number, state: DueView["state"] = "open") => due({ id: String(min), dueAt: NOW + min * MIN, state });
  const all = [at(20_000), at(200), at(-20), at(14), at(60), at(-0.5), at(1, "done")];
  const groups = dueGroups(all, NOW, NOW + 120 * MIN, NOW + 600 * MIN);
  const ids = (list: readonly DueView[]) => list.map(({ id }) => id);
  assert.deepEqual(
    [ids(groups.overdue), ids(groups.now), ids(groups.next), ids(groups.shift), ids(groups.later)],
    [["-20"], ["-0.5", "14"], ["60"], ["200"], ["20000"]],
  );
});

test("people with an alert come first, the others by bed in the order of numbers", () => {
  const people = [
    person({ id: "c", placeName: "Ward 1 · 10 · A" }),
    person({ id: "b", placeName: "Ward 1 · 9 · A" }),
    person({ id: "ann", placeName: "Z" }),
  ];
  assert.deepEqual(
    inOrder(people, [alert({})]).map(({ id }) => id),
    ["ann", "b", "c"],
  );
});

test("an expected time beyond the horizon has no mark, only the beginning of its interval", () => {
  const needs = needsOf(person({ predictions: [need(NOW + 300 * MIN, NOW + 180 * MIN, NOW + 400 * MIN)] }), NOW);
  assert.deepEqual(marksOf(needs, [], NOW), [{ key: "toilet-timing need", type: "need", from: 75, at: null, to: 100 }]);
});

test("the horizon places an interval between now and four hours ahead", () => {
  const needs = needsOf(person({ predictions: [need(NOW + 60 * MIN, NOW - MIN, NOW + 600 * MIN)] }), NOW);
  assert.deepEqual(marksOf(needs, [due({ dueAt: NOW + 120 * MIN }), due({ id: "far", dueAt: NOW + 999 * MIN })], NOW), [
    { key: "toilet-timing need", type: "need", from: 0, at: 25, to: 100 },
    { key: "d", type: "task", from: 50, at: 50, to: 50 },
  ]);
  assert.deepEqual(
    hoursAhead(NOW + 30 * MIN).map(({ place }) => place),
    [12.5, 37.5, 62.5, 87.5],
  );
});

test("the pulse stands in for the heart rate, and a missing column stays empty", () => {
  const [heart, , , pressure] = vitalsOf([{ known: false, kind: "heart-rate", why: { key: "w" }, lastAt: null }, sign]);
  assert.deepEqual([heart?.sign, pressure?.sign], [sign, null]);
});

test("a temperature always has one decimal, a pulse none", () => {
  assert.equal(figure("body-temperature", 37, "en"), "37.0");
  assert.equal(figure("heart-rate", 71.6, "en"), "72");
});
