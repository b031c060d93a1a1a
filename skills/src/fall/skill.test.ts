import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND, type Signal, type Step } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { chanceOf, type Stretch } from "./sim.ts";
import { BEGIN, fallOf, lieDown, waistOf, walk } from "./sim-day.ts";
import { fall } from "./skill.ts";
import { fallen, firstOf, keys, last, live, made, said, stands, wish, word } from "./testing.ts";

keepsPromises(fall);

for (const kind of ["forwards", "backwards", "left", "right", "faint"] as const)
  test(`a fall ${kind} is told within five seconds, and made a signal of its moment`, () => {
    const turns = live(waistOf(fallen(kind), 7));
    const at = firstOf(turns, "fall");
    assert.ok(at > 20 && at <= 25, `${at}`);
    const ask = wish(turns.find(({ second }) => second === at)?.step as Step<unknown>, "fall");
    assert(ask.do === "ask");
    assert.deepEqual([ask.level, ask.text.key, ask.answers], ["high", "fell-sure", ["hurt", "unhurt", "no-fall"]]);
    const falls = made(turns).filter((one) => one.kind === "fall");
    assert.equal(falls.length, 1);
    assert.ok(Math.abs((falls[0]?.at ?? 0) - BEGIN - 20.5 * SECOND) < 1500);
  });

for (const rate of [50, 64, 100, 200])
  for (const block of [0.2, 1, 7])
    test(`a fall is seen at ${rate} Hz in blocks of ${block} s`, () => {
      const at = firstOf(live(waistOf(fallen(), 8, rate), { block }), "fall");
      assert.ok(at > 20 && at <= 28, `${at}`);
    });

test("any way the sensor is put on, a fall is a fall", () => {
  for (let seed = 20; seed < 26; seed++) assert.ok(firstOf(live(waistOf(fallen("left"), seed)), "fall") <= 25);
});

test("walking, sitting, bending to the floor, lying down and turning are no falls", () => {
  const chance = chanceOf(5);
  const bends: Stretch = { seconds: 4, to: { lean: -80, roll: 0, height: 0.8 }, movesFor: 1.5 };
  const turns: Stretch = { seconds: 20, to: { lean: 88, roll: 90, height: 0.55 }, movesFor: 0.8 };
  const waist = waistOf([walk(20), bends, { ...stands, movesFor: 1.5 }, walk(10), ...lieDown(chance), turns], 9);
  assert.ok(live(waist).every(({ step }) => !keys(step).includes("fall")));
});

test("a jump and a knock at the sensor are no falls: nobody lies after them", () => {
  const lands = (signal: Signal, second: number): readonly Signal[] => {
    const blow = (signal as Extract<Signal, { kind: "acceleration-x" }>).value;
    if (second === 24) for (let i = 10; i < 14; i++) blow.samples[i] = (blow.samples[i] ?? 0) + 4000;
    return [signal];
  };
  const turns = live(waistOf([walk(20), stands], 10), { change: lands });
  assert.ok(turns.every(({ step }) => !keys(step).includes("fall")));
});

test("a call for a fall stands until somebody answers, and the skill forgets it then", () => {
  const waist = waistOf([...fallen("forwards", 100)], 7);
  const words = [word("answer", 60, { skill: "fall", key: "fall", answer: "unhurt" })];
  const turns = live(waist, { words });
  assert.ok(turns.filter(({ second }) => second > 25 && second < 60).every(({ step }) => keys(step).includes("fall")));
  assert.ok(!keys(last(turns)).includes("fall"));
});

test("an answer that was struck out says nothing of a fall", () => {
  const struck = {
    ...word("answer", 60, { skill: "fall", key: "fall", answer: "no-fall" }),
    quality: "entered-in-error",
  };
  const turns = live(waistOf([...fallen("forwards", 100)], 7), { words: [struck as Signal] });
  assert.ok(keys(last(turns)).includes("fall"));
});

test("the answer to another question ends nothing", () => {
  const words = [word("answer", 30, { skill: "sensor-identity", key: "fall", answer: "unhurt" })];
  assert.ok(keys(last(live(waistOf(fallen(), 7), { words }))).includes("fall"));
});

test("who does not move, and who does not get up, is called for again", () => {
  const turns = live(waistOf(fallen("backwards", 200), 7), { settings: { motionlessS: 30, longLieMin: 2 } });
  assert.ok(
    firstOf(turns, "motionless") >= 50 && firstOf(turns, "motionless") <= 60,
    `${firstOf(turns, "motionless")}`,
  );
  assert.ok(firstOf(turns, "long-lie") >= 140 && firstOf(turns, "long-lie") <= 143);
  const call = wish(last(turns), "long-lie");
  assert(call.do === "tell" && call.level === "high");
});

test("who gets up alone is said to have, and still looked for", () => {
  const waist = waistOf([...fallen("right", 20), stands, walk(10)], 7);
  const step = last(live(waist));
  assert.equal(said(step, "fall"), "fell-got-up");
  assert.deepEqual(keys(step), ["fall"]);
});

test("a second fall beside the first is an alert of its own", () => {
  const waist = waistOf(
    [...fallen("left", 20), { ...stands, seconds: 8 }, walk(60), ...fallOf("forwards", chanceOf(2), 15)],
    7,
  );
  const step = last(live(waist));
  assert.deepEqual(keys(step), ["fall", "fall-2"]);
  assert.equal(said(step, "fall-2"), "fell-sure");
});

test("a fall that another device reports is called for, and the sensor's own word makes it one", () => {
  const device = word("fall", 21, {}, "device:camera-1");
  const alone = live(waistOf([walk(40)], 7), { words: [device] });
  assert.equal(said(last(alone), "fall"), "fell-told");
  const both = live(waistOf(fallen(), 7), { words: [device] });
  assert.deepEqual(keys(last(both)), ["fall"]);
  assert.equal(said(last(both), "fall"), "fell-sure");
  assert.deepEqual(keys(last(live(waistOf([walk(40)], 7), { words: [word("fall", 21, {})] }))), []);
});
