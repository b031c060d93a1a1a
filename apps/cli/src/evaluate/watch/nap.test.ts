import assert from "node:assert/strict";
import { test } from "node:test";
import { newBody, truthOf } from "./nap-body.ts";
import { chanceOf, garwood } from "./nap-chance.ts";
import { noScore, type Second, scoreChild } from "./nap-score.ts";

const second = (more: Partial<Second> = {}): Second => ({
  ...{ truth: "back", isStill: false, isApnoea: false, isHeard: true, isLooked: false, isAmiss: false, calls: [] },
  ...more,
});
const life = (seconds: number, of: (at: number) => Partial<Second>): readonly Second[] =>
  Array.from({ length: seconds }, (_, at) => second(of(at)));
const scored = (one: readonly Second[], sideIsFront = false) => {
  const score = noScore();
  scoreChild(one, 300, sideIsFront, score);
  return score;
};

test("a slot that was left out counts as called only when it was called within ten seconds", () => {
  const called = (from: number) => life(500, (at) => ({ calls: at >= from ? ["missed"] : [], isLooked: at === 450 }));
  assert.deepEqual([scored(called(305)).overrun, scored(called(305)).overrunCalled], [1, 1]);
  assert.equal(scored(called(320)).overrunCalled, 0);
  assert.equal(scored(life(500, (at) => ({ isLooked: at === 290 }))).overrun, 0);
});

test("a child on its front for more than 30 s is missed when nobody was called, and not heard of when the sensor was silent", () => {
  const prone = (more: (at: number) => Partial<Second>) =>
    scored(life(200, (at) => ({ truth: at >= 50 && at < 100 ? "front" : "back", ...more(at) })));
  assert.deepEqual([prone(() => ({})).prone, prone(() => ({})).proneCalled], [1, 0]);
  assert.equal(prone((at) => ({ calls: at >= 60 && at < 105 ? ["front"] : [] })).proneCalled, 1);
  assert.equal(prone((at) => ({ calls: at >= 90 && at < 105 ? ["front"] : [] })).proneCalled, 0);
  const blind = prone((at) => ({ isHeard: at < 55, calls: at >= 75 ? ["sensor"] : [] }));
  assert.deepEqual([blind.prone, blind.blind, blind.blindTold], [0, 1, 1]);
});

test("a call without a cause is false; a side is a cause only where it counts as the front", () => {
  const side = life(100, (at) => ({ truth: at >= 40 ? "side" : "back", calls: at >= 55 ? ["side"] : [] }));
  assert.deepEqual([scored(side).falseCalls, scored(side, true).falseCalls], [1, 0]);
  const still = (isStill: boolean) => life(100, (at) => ({ isStill, calls: at >= 55 ? ["no-movement"] : [] }));
  assert.deepEqual([scored(still(false)).falseCalls, scored(still(true)).falseCalls], [1, 0]);
});

test("the exact interval of a Poisson count is Garwood's: none is at most 3.69, ten lie within 4.80 and 18.39", () => {
  // F. Garwood, Biometrika 28:437 (1936), 95 %.
  const near = (found: readonly number[], wanted: readonly number[]) =>
    found.every((value, i) => Math.abs(value - (wanted[i] ?? 0)) < 0.01);
  assert.ok(near(garwood(0), [0, 3.69]) && near(garwood(10), [4.8, 18.39]), `${garwood(0)} ${garwood(10)}`);
});

test("the same seed makes the same body, and where it lies is told by its angles alone", () => {
  assert.deepEqual(newBody(chanceOf(3)), newBody(chanceOf(3)));
  const lies = (roll: number, pitch = 0) => truthOf({ ...newBody(chanceOf(1)), roll, pitch });
  assert.deepEqual(
    [lies(0), lies(90), lies(-90), lies(180), lies(-180), lies(0, 80)],
    ["back", "side", "side", "front", "front", "up"],
  );
});
