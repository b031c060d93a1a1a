import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot, homePosition } from "../body/index.ts";
import type { Vector3 } from "../contract/features.ts";
import type { Command } from "../contract/robot.ts";
import { poseOf } from "../kinematics/index.ts";
import { seenAt } from "../testing/two-arms.ts";
import { inputLife, readInput, teleopPolicy, toolOf } from "./index.ts";

const left = toolOf(careRobot, "left");
const right = toolOf(careRobot, "right");
const placeOf = (link: number, position: ArrayLike<number>): Vector3 => poseOf(careRobot, position, link).at;
const apart = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** A robot that is where its last command put it, told the same thing 30 times a second. */
const driven = async (message: unknown, seconds: number, told = seconds) => {
  const policy = teleopPolicy(careRobot);
  await policy.reset();
  let position: Float64Array = homePosition();
  const commands: (Command | null)[] = [];
  for (let i = 0; i * 0.01 < seconds; i += 1) {
    const now = 10 + i * 0.01;
    if (i % 3 === 0 && i * 0.01 < told) policy.tell?.(message);
    const command = await policy.step(seenAt(now, position), now);
    position = command?.position ?? position;
    commands.push(command);
  }
  return { position, commands };
};

test("a hand moves the way it is told, at its speed, and the other hand stays", async () => {
  const start = homePosition();
  const { position } = await driven({ isHeld: true, left: { move: [0, 0, 1] } }, 0.4);
  const [from, to] = [placeOf(left, start), placeOf(left, position)];
  assert.ok(Math.abs(to[2] - from[2] - 0.25 * 0.39) < 5e-3, `${to[2] - from[2]} m up`);
  assert.ok(Math.hypot(to[0] - from[0], to[1] - from[1]) < 5e-3);
  assert.ok(apart(placeOf(right, start), placeOf(right, position)) < 1e-9);
});

test("a hand that is dragged goes to its goal and stays there", async () => {
  const from = placeOf(right, homePosition());
  const goal: Vector3 = [from[0] + 0.05, from[1] - 0.03, from[2] + 0.02];
  const { position, commands } = await driven({ isHeld: true, right: { goal } }, 1.5);
  assert.ok(apart(placeOf(right, position), goal) < 2e-3, `${apart(placeOf(right, position), goal)} m away`);
  for (const [i, command] of commands.entries()) {
    const before = commands[i - 1];
    if (command && before)
      assert.ok(apart(placeOf(right, command.position), placeOf(right, before.position)) < 0.25 * 0.01 * 1.3);
  }
});

test("without the switch, or without fresh inputs, nothing is said; it begins again from where the robot is", async () => {
  const { commands: open } = await driven({ isHeld: false, left: { move: [1, 0, 0] } }, 0.2);
  assert.ok(open.every((command) => command === null));
  const { commands } = await driven({ isHeld: true, left: { move: [1, 0, 0] } }, 1, 0.3);
  const last = commands.findLastIndex((command) => command !== null);
  assert.ok(last * 0.01 < 0.3 + inputLife, `the last command came after ${last * 0.01} s`);
  assert.ok(commands.every((command) => command === null || command.expires - command.at <= 0.1));
});

test("what an arm is too short for, the torso leans for; the other hand is held where it is", async () => {
  const start = homePosition();
  const { position } = await driven({ isHeld: true, left: { goal: [0.6, 0.3, 0.72] } }, 4);
  assert.ok(apart(placeOf(left, position), [0.6, 0.3, 0.72]) < 0.02, `${placeOf(left, position)}`);
  assert.ok(apart(placeOf(right, start), placeOf(right, position)) < 0.02, `${placeOf(right, position)}`);
  const lean = careRobot.joints.findIndex(({ name }) => name === "torso/joint_2");
  assert.ok(Math.abs((position[lean] ?? 0) - (start[lean] ?? 0)) > 0.05);
});

test("a blocked hand winds up no spring: its target stays within the leash", async () => {
  const policy = teleopPolicy(careRobot, { leash: 0.06 });
  await policy.reset();
  const position = homePosition();
  let command: Command | null = null;
  for (let i = 0; i < 300; i += 1) {
    policy.tell?.({ isHeld: true, left: { move: [1, 0, 0] } });
    command = await policy.step(seenAt(i * 0.01, position), i * 0.01);
  }
  assert.ok(command && apart(placeOf(left, command.position), placeOf(left, position)) < 0.065);
});

test("a hand closes and opens in its time, and the base drives at most at its speed", async () => {
  const { position, commands } = await driven(
    { isHeld: true, left: { grip: 1 }, base: { forward: 5, sideways: 0, turn: -1 } },
    1,
  );
  const index = careRobot.joints.findIndex(({ name }) => name === "left_hand/index");
  assert.ok(Math.abs((position[index] ?? 0) - (careRobot.joints[index]?.highest ?? 0)) < 1e-9);
  assert.deepEqual(commands.at(-1)?.base, { forward: 0.3, sideways: 0, turn: -0.5 });
});

test("what is not understood, whole or in part, moves nothing", async () => {
  const wrong = [null, 7, "held", [], { isHeld: "yes" }, { isHeld: true, left: 3 }];
  const half = [
    { isHeld: true, left: { move: [0, Number.NaN, 0] } },
    { isHeld: true, left: { goal: [0, 0, 9] } },
    { isHeld: true, left: { grip: 2 } },
    { isHeld: true, base: { forward: 1 } },
    { isHeld: true, right: { move: [1, 0] } },
  ];
  for (const message of [...wrong, ...half]) {
    assert.equal(readInput(message), null, JSON.stringify(message));
    const { commands } = await driven(message, 0.1);
    assert.ok(commands.every((command) => command === null));
  }
});
