import assert from "node:assert/strict";
import { test } from "node:test";
import { readInput } from "@sakiyomi/robot";
import { Driver } from "./driver.ts";
import { gripAfter, heldOnPad, inputOf, type Motion, motionOfKey, type Pad, together } from "./hand-input.ts";
import type { RobotAsk } from "./shapes.ts";

const held = (...motions: readonly Motion[]) => new Map(motions.map((motion) => [motion, 1] as const));
const left = { choice: "left", grip: null } as const;

test("keys mean directions by their place; with Shift they turn the hand", () => {
  assert.equal(motionOfKey("KeyW", false), "forward");
  assert.equal(motionOfKey("KeyW", true), "turn-forward");
  assert.equal(motionOfKey("ArrowUp", true), "base-forward");
  assert.equal(motionOfKey("Space", false), null);
});

test("nothing held is not held; what is held goes to the chosen hand, and opposite directions cancel", () => {
  assert.equal(inputOf(new Map(), left).isHeld, false);
  assert.deepEqual(inputOf(held("forward", "up"), left), { isHeld: true, left: { move: [1, 0, 1] } });
  assert.deepEqual(inputOf(held("left", "right"), left), { isHeld: true, left: {} });
  assert.deepEqual(inputOf(held("base-left"), { ...left, choice: "right" }), {
    isHeld: true,
    right: {},
    base: { forward: 0, sideways: 0, turn: 1 },
  });
});

test("both hands move as in a mirror", () => {
  const { left: one, right: other } = inputOf(held("left", "up", "turn-left"), { choice: "both", grip: 1 });
  assert.deepEqual(
    [one?.move, other?.move],
    [
      [0, 1, 1],
      [0, -1, 1],
    ],
  );
  assert.deepEqual(
    [one?.turn, other?.turn],
    [
      [0, 0, 1],
      [-0, 0, -1],
    ],
  );
  assert.deepEqual([one?.grip, other?.grip], [1, 1]);
});

test("a dragged hand goes where it is dragged, whichever hand is chosen", () => {
  const input = inputOf(new Map(), left, { side: "right", goal: [0.4, -0.2, 1] });
  assert.deepEqual(input, { isHeld: true, left: {}, right: { goal: [0.4, -0.2, 1] } });
});

test("every input that can be made is understood by the robot's side", () => {
  const all: readonly Motion[] = ["back", "right", "down", "turn-back", "roll-left", "base-back", "head-up", "close"];
  for (const choice of ["left", "right", "both"] as const)
    for (const drag of [null, { side: "left", turn: [0.5, -1, 0] } as const]) {
      const input = inputOf(held(...all), { choice, grip: 0.5 }, drag);
      assert.deepEqual(readInput(JSON.parse(JSON.stringify(input))), JSON.parse(JSON.stringify(input)));
    }
});

const pad = (axes: readonly number[], pressed: readonly number[]): Pad => ({
  axes,
  buttons: Array.from({ length: 17 }, (_, i) => ({ pressed: pressed.includes(i), value: pressed.includes(i) ? 1 : 0 })),
});

test("a gamepad says nothing without its left bumper; a stick that lies at rest moves nothing", () => {
  assert.equal(heldOnPad(pad([0, -1, 0, 0], [])).size, 0);
  assert.deepEqual([...heldOnPad(pad([0.05, -1, 0, 0], [4]))], [["forward", 1]]);
  assert.deepEqual([...heldOnPad(pad([0, 1, 0, 0], [4, 5]))], [["turn-back", 1]]);
  const resting = inputOf(heldOnPad(pad([0, 0, 0, 0], [4])), left);
  assert.deepEqual([resting.isHeld, resting.left], [true, {}]);
});

test("the strongest of what is held counts, and a grip goes as long as it is held", () => {
  assert.equal(together(new Map([["up", 0.3]]), new Map([["up", 0.7]])).get("up"), 0.7);
  assert.equal(gripAfter(null, held("up"), 1), null);
  assert.equal(gripAfter(0.5, held("close"), 0.1), 0.66);
  assert.equal(gripAfter(0.9, held("close"), 1), 1);
});

test("what was held is let go when the window loses the keyboard", () => {
  const sent: RobotAsk[] = [];
  const time = { now: 0 };
  const driver = new Driver({ send: (ask) => sent.push(ask), now: () => time.now, pad: () => null });
  const isHeld = (): boolean => {
    time.now += 0.033;
    driver.tick();
    const last = sent.at(-1);
    return last?.do === "input" && last.input.isHeld;
  };
  assert.equal(isHeld(), false);
  driver.keyDown("KeyW", false);
  driver.press("up");
  assert.equal(isHeld(), true);
  driver.letGo();
  assert.equal(isHeld(), false);
  driver.keyDown("KeyE", false);
  isHeld();
  assert.ok((driver.state().grip ?? 0) > 0.5);
  driver.keyUp("KeyE");
  assert.equal(isHeld(), false);
});
