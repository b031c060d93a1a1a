import assert from "node:assert/strict";
import { test } from "node:test";
import type { Signal, Step } from "@sakiyomi/core";
import { chanceOf, type Stretch } from "./sim.ts";
import { fallOf, lieDown, standUp, toEdge, waistOf, walk } from "./sim-day.ts";
import { classes, type Day, exit, firstOf, keys, last, live, made, said, truthOf, word } from "./testing.ts";

test("sitting at the edge of the bed is told before standing", () => {
  const waist = waistOf(exit(8), 12);
  const turns = live(waist);
  const at = firstOf(turns, "bed-exit");
  assert.ok(at >= truthOf(waist, "sits-up") && at < truthOf(waist, "stands"), `${at} ${JSON.stringify(waist.truths)}`);
  const step = turns.find(({ second }) => second === at)?.step as Step<unknown>;
  assert.equal(said(step, "bed-exit"), "at-edge");
  assert.ok((classes(step.predictions.rise).rises ?? 0) >= 0.5);
});

test("the house says for whom, when, and from which moment on it is called", () => {
  const waist = waistOf(exit(8), 12);
  const first = (settings: Day["settings"], words: readonly Signal[] = []) =>
    firstOf(live(waist, { settings: settings ?? {}, words }), "bed-exit");
  const usual = first({});
  assert.ok(first({ callsAt: "sitting-up" }) < usual);
  assert.ok(first({ callsAt: "standing" }) > usual);
  assert.equal(first({ callsFor: "nobody" }), Number.NaN);
  const morse = (points: number) => [word("questionnaire", 2, { form: "morse", answers: { history: points } })];
  assert.equal(first({}, morse(20)), Number.NaN);
  assert.equal(first({}, morse(50)), usual);
  assert.equal(first({ callsFor: "everyone" }, morse(20)), usual);
  // 13:00 UTC is 22:00 in Tokyo and 14:00 in Berlin.
  assert.equal(first({ callsWhen: "night" }), usual);
  assert.equal(first({ callsWhen: "night", zone: "Europe/Berlin" }), Number.NaN);
});

test("the call ends when the person lies again; sitting up and lying down again is learnt", () => {
  const back: Stretch = { seconds: 30, to: { lean: 88, roll: 0, height: 0.55 }, movesFor: 3 };
  const chance = chanceOf(3);
  const waist = waistOf(
    [
      walk(20),
      ...lieDown(chance),
      { ...back, seconds: 60 },
      ...toEdge(chance),
      { ...back, seconds: 8, to: { lean: 12, roll: 0, height: 0.55 } },
      back,
    ],
    12,
  );
  const turns = live(waist);
  assert.ok(Number.isFinite(firstOf(turns, "bed-exit")));
  assert.deepEqual(keys(last(turns)), []);
});

test("the bed's motor that raises its head gets nobody up", () => {
  const raised: Stretch = { seconds: 90, to: { lean: 20, roll: 0, height: 0.55 }, movesFor: 30, isSmooth: true };
  const chance = chanceOf(3);
  const waist = waistOf(
    [walk(20), ...lieDown(chance), { seconds: 60, to: { lean: 88, roll: 0, height: 0.55 }, movesFor: 1 }, raised],
    12,
  );
  assert.ok(live(waist).every(({ step }) => !keys(step).includes("bed-exit")));
});

test("a mat at the bed calls for whoever is at risk and wears no sensor, and falls silent in time", () => {
  const nobody = waistOf([walk(1)], 1);
  const mat = (second: number, value: string) => word("bed-occupancy", second, value, "device:mat-1");
  const mats = [mat(10, "in-bed"), mat(100, "edge"), mat(120, "out")];
  const silent = { block: 5, seconds: 400, change: () => [] };
  const unassessed = live(nobody, { words: mats, ...silent });
  assert.equal(firstOf(unassessed, "bed-exit"), Number.NaN);
  const words = [word("questionnaire", 2, { form: "morse", answers: { history: 50 } }), ...mats];
  const turns = live(nobody, { words, block: 5, seconds: 400, change: () => [] });
  assert.equal(firstOf(turns, "bed-exit"), 100);
  assert.deepEqual(keys(last(turns)), []);
});

test("lying while the mat says that the bed is empty is asked about, once", () => {
  const slumped = waistOf([walk(20), ...fallOf("slump", chanceOf(1), 120)], 7);
  const mat = word("bed-occupancy", 5, "out", "device:mat-1");
  const words = [mat, word("answer", 90, { skill: "fall", key: "fall", answer: "no-fall" })];
  const turns = live(slumped, { words });
  assert.ok(firstOf(turns, "fall") > 50 && firstOf(turns, "fall") < 70, `${firstOf(turns, "fall")}`);
  assert.equal(keys(last(turns)).includes("fall"), false);
});

test("lying, and on which side, sitting, standing and walking are made where they are known", () => {
  const settings = { up: "+z", front: "+x" };
  const lies = (roll: number): Stretch => ({ seconds: 20, to: { lean: 88, roll, height: 0.55 }, movesFor: 1 });
  const chance = chanceOf(3);
  const upright = waistOf(
    [
      walk(20),
      ...lieDown(chance),
      lies(0),
      lies(-90),
      lies(90),
      lies(180),
      lies(0),
      ...toEdge(chance),
      ...standUp(chance, 6),
      walk(10),
    ],
    1,
    50,
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  );
  const postures = made(live(upright, { settings })).flatMap((one) => (one.kind === "posture" ? [one.value] : []));
  assert.deepEqual(postures.filter((one, i) => one !== postures[i - 1]).slice(0, 8), [
    "walking",
    "standing",
    "supine",
    "left",
    "right",
    "prone",
    "supine",
    "sitting",
  ]);
});
