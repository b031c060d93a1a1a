import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot, homePosition } from "../body/index.ts";
import type { RobotFeatures } from "../contract/features.ts";
import type { Command, HandTarget, Quaternion } from "../contract/robot.ts";
import { posesOf } from "../kinematics/forward.ts";
import { ballsOf, outsideBy, selfDistance, type Workspace } from "../kinematics/kinematics.ts";
import { chance, hostileInputs, hostileTick, levers } from "../testing/hostile-steps.ts";
import { seenAt, twoArms } from "../testing/two-arms.ts";
import {
  type Guarded,
  type GuardInputs,
  type GuardSettings,
  type GuardState,
  guardDefaults,
  guardStart,
  guardStep,
  guardStepWithout,
} from "./guard.ts";
import { type Mitigation, nothingOff, type Off } from "./mitigations.ts";
import { type Room, roomFor } from "./separation.ts";

/** One step, and what was before it. */
interface Seen {
  readonly settings: GuardSettings;
  readonly before: GuardState;
  readonly inputs: GuardInputs;
  readonly guarded: Guarded;
  readonly command: Command;
  readonly dt: number;
  readonly room: Room;
}

const tiny = 1e-9;
const isHeld = (state: GuardState): boolean => state.stiffness > 0 && state.hands.length === 0;

/** Every number is one, fits the robot, and is over soon. */
const isWhole = ({ settings, command, inputs: { now } }: Seen): void => {
  const { position, torque, base, stiffness, hands = [] } = command;
  for (const vector of [position, torque])
    assert.equal(vector?.length ?? position.length, settings.features.joints.length);
  const all = [
    ...position,
    ...(torque ?? []),
    ...Object.values(base ?? {}),
    stiffness ?? 1,
    command.at,
    command.expires,
  ];
  assert.ok(
    [
      ...all,
      ...hands.flatMap(({ at, turn, push, ...rest }) => [...at, ...turn, ...(push ?? []), ...Object.values(rest)]),
    ].every(Number.isFinite),
  );
  assert.ok(command.at === now && command.expires - now <= settings.watchdog + tiny);
  assert.ok((stiffness ?? 1) >= 0 && (stiffness ?? 1) <= 1);
};

/** Range, speed, acceleration and torque of every joint. */
const jointsKeepTheirLimits = ({ settings, before, guarded, command, dt }: Seen): void => {
  for (const [i, { name, lowest, highest, speed, acceleration, torque }] of settings.features.joints.entries()) {
    const at = command.position[i] as number;
    assert.ok(at >= lowest && at <= highest, `${name} at ${at}`);
    assert.ok(Math.abs(command.torque?.[i] ?? 0) <= torque);
    if (!isHeld(before) || command.stiffness === 0) continue;
    const way = Math.abs(at - (before.sent.position[i] as number));
    assert.ok(way <= speed * dt + tiny, `${name} moved ${way} in ${dt}`);
    const change = Math.abs((guarded.state.sent.velocity[i] as number) - (before.sent.velocity[i] as number));
    assert.ok(change <= acceleration * dt + tiny, `${name} changed its speed by ${change} in ${dt}`);
  }
};

const bodyKeepsItsDistance = ({ settings, before, command, guarded }: Seen): void => {
  if (command.stiffness === 0 || !isHeld(before) || !isHeld(guarded.state)) return;
  const balls = ballsOf(settings.features, command.position);
  const start = ballsOf(settings.features, before.sent.position);
  // Whoever was pushed against itself, or out of the box, while its arms gave way may come back.
  const wasApart = selfDistance(settings.features, start) > 0;
  if (wasApart) assert.ok(selfDistance(settings.features, balls) > 0, "parts touch each other");
  if (settings.workspace && outsideBy(settings.workspace, start) <= 0.01)
    assert.ok(outsideBy(settings.workspace, balls) <= 0.01, "a part is out of the box");
};

const partSpeed = ({ settings, before, guarded, dt }: Seen): number => {
  const { base, sent } = guarded.state;
  const from = ballsOf(settings.features, before.sent.position);
  const to = ballsOf(settings.features, sent.position);
  let most = 0;
  for (let i = 0; i < 3 * from.count; i += 3) {
    const [x, y, z] = [0, 1, 2].map((k) => ((to.at[i + k] as number) - (from.at[i + k] as number)) / dt) as [
      number,
      number,
      number,
    ];
    const carried = [
      base.forward - base.turn * (from.at[i + 1] as number),
      base.sideways + base.turn * (from.at[i] as number),
    ] as const;
    most = Math.max(most, Math.hypot(x + carried[0], y + carried[1], z));
  }
  return most;
};

/** Slow enough for how near people are, or braking as hard as it may. */
const isSlowEnough = (seen: Seen): void => {
  const { settings, before, guarded, command, dt, room } = seen;
  if (command.stiffness === 0 || !isHeld(before)) return;
  if (partSpeed(seen) <= room.tool + 1e-6) return;
  for (const [i, { name, acceleration }] of settings.features.joints.entries()) {
    const [was, is] = [Math.abs(before.sent.velocity[i] as number), Math.abs(guarded.state.sent.velocity[i] as number)];
    assert.ok(is <= Math.max(0, was - acceleration * dt * 0.999) + 1e-6, `${name} goes on at ${is} after ${was}`);
  }
};

const lengthOf = ({ forward, sideways }: GuardState["base"]): number => Math.hypot(forward, sideways);

const baseKeepsItsLimits = ({ settings, before, guarded, command, dt, room }: Seen): void => {
  const base = settings.features.base;
  if (!base || command.stiffness === 0) return;
  const [was, is] = [before.base, guarded.state.base];
  const change = Math.hypot(is.forward - was.forward, is.sideways - was.sideways);
  assert.ok(change <= base.acceleration * dt + tiny && Math.abs(is.turn - was.turn) <= base.acceleration * dt + tiny);
  assert.ok(lengthOf(is) <= Math.max(room.base, lengthOf(was) - base.acceleration * dt * 0.999) + 1e-6);
  assert.ok(Math.abs(is.turn) <= base.turn + tiny);
};

const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - (b[i] ?? 0)));
const angle = (a: Quaternion, b: Quaternion): number =>
  2 * Math.acos(Math.min(1, Math.abs(a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0))));

const handKeepsItsLimits = (seen: Seen, hand: HandTarget): void => {
  const { settings, before, inputs, dt, room } = seen;
  const { features, hands: most } = settings;
  assert.ok(features.links[hand.link]?.isTool);
  assert.ok(Math.abs(Math.hypot(...hand.turn) - 1) < 1e-6);
  const { position } = inputs.observation.joints;
  const measured = posesOf(features, position)[hand.link] ?? assert.fail();
  const off = apart(hand.at, measured.at);
  assert.ok(off <= most.reach + tiny && angle(hand.turn, measured.turn) <= most.turnReach + 1e-5);
  assert.ok(hand.force <= room.force + tiny && hand.stiffness <= (room.isNear ? most.stiffnessNear : most.stiffness));
  assert.ok(Math.hypot(...(hand.push ?? [0])) <= hand.force + tiny);
  const from = before.hands.find(({ link }) => link === hand.link)?.at ?? measured.at;
  assert.ok(apart(hand.at, from) <= room.tool * dt + tiny || off >= most.reach - tiny, "the target runs ahead");
  const moment = hand.turning * angle(hand.turn, measured.turn);
  for (const [i, lever] of levers(features, position, hand.link).entries()) {
    const { name, torque } = features.joints[i] ?? assert.fail();
    if (lever > 0)
      assert.ok(lever * hand.force + moment <= torque + 0.1, `${name} bears ${lever * hand.force + moment}`);
  }
};

const checks = [isWhole, jointsKeepTheirLimits, bodyKeepsItsDistance, isSlowEnough, baseKeepsItsLimits];

const checkAll = (seen: Seen): void => {
  for (const check of checks) check(seen);
  for (const hand of seen.command.hands ?? []) handKeepsItsLimits(seen, hand);
};

interface Tally {
  sent: number;
  readonly limits: Set<string>;
}

/** Plays hostile steps one after another; what is sent has to be within every limit each time. */
const play = (
  settings: GuardSettings,
  from: Float64Array,
  seed: number,
  steps: number,
  tally: Tally,
  off: Off,
): void => {
  const random = chance(seed);
  let state = guardStart(settings, seenAt(0, from), 0);
  let now = 0;
  for (let i = 0; i < steps; i += 1) {
    now = Math.max(0, now + hostileTick(random, settings.period));
    const inputs = hostileInputs(random, settings.features, state, now);
    const guarded = guardStepWithout(off, settings, state, inputs);
    for (const limit of guarded.limits) tally.limits.add(limit);
    if (guarded.command) {
      tally.sent += 1;
      const rules = { ...settings, off: nothingOff };
      const slow = inputs.slow === undefined ? 1 : inputs.slow >= 0 ? Math.min(1, inputs.slow) : 0;
      const room = roomFor(rules, inputs.observation, now, inputs.task, slow);
      const dt = Math.min(settings.period, now - state.at);
      checkAll({ settings, before: state, inputs, guarded, command: guarded.command, dt, room });
    }
    state = guarded.state;
  }
};

const holds = (
  features: RobotFeatures,
  from: Float64Array,
  workspace: Workspace | null,
  runs: number,
  steps: number,
  off: Off = nothingOff,
): Tally => {
  const tally: Tally = { sent: 0, limits: new Set() };
  const settings = { ...guardDefaults, features, workspace };
  for (let seed = 1; seed <= runs; seed += 1) play(settings, from, seed, steps, tally, off);
  return tally;
};

test("over 100,000 hostile commands nothing beyond a limit is sent", () => {
  const { sent, limits } = holds(twoArms, Float64Array.of(0.3, 0.3, -0.3, -0.3), null, 375, 400);
  assert.ok(sent > 100_000, `${sent} commands were sent`);
  for (const limit of [
    "clock",
    "not-a-number",
    "shape",
    "stale",
    "out-of-order",
    "hand-force",
    "tool-speed",
    "contact",
  ])
    assert.ok(limits.has(limit), `${limit} never bit`);
});

test("nor does anything beyond a limit reach the care robot", () => {
  const box: Workspace = { lowest: [-1.2, -1.3, -0.2], highest: [1.2, 1.3, 2.2] };
  const { sent, limits } = holds(careRobot, homePosition(), box, 25, 400);
  assert.ok(sent > 4000);
  for (const limit of ["hand-reach", "base-speed", "tool-speed"]) assert.ok(limits.has(limit), `${limit} never bit`);
});

test("the care robot's arms never touch anything of it on the way to anywhere, not only where they come to rest", () => {
  const settings = { ...guardDefaults, features: careRobot };
  const random = chance(7);
  let state = guardStart(settings, seenAt(0, homePosition()), 0);
  let [bites, least] = [0, Number.POSITIVE_INFINITY];
  for (let step = 1; step <= 4000; step += 1) {
    const now = step * settings.period;
    const goal = chance(Math.floor(step / 100));
    const position = Float64Array.from(careRobot.joints, ({ lowest, highest }) => lowest + goal() * (highest - lowest));
    // Turned round in full motion at times: what brakes is not where it wanted to be.
    const command = { at: now, expires: now + 0.05, position: random() < 0.05 ? homePosition() : position };
    const observation = seenAt(now, state.sent.position);
    const guarded = guardStep(settings, state, { now, command, observation, stops: [], release: null, task: null });
    if (guarded.limits.has("self-collision")) bites += 1;
    state = guarded.state;
    least = Math.min(least, selfDistance(careRobot, ballsOf(careRobot, state.sent.position)));
  }
  assert.ok(bites > 100, `it bit ${bites} times`);
  assert.ok(least > 0, `parts came ${least} m near`);
});

test("with any one of its limits switched off something beyond it is sent, and this test notices", () => {
  const limits: readonly Mitigation[] = [
    "acceleration-limit",
    "base-limit",
    "expiry",
    "finite-numbers",
    "hand-limits",
    "position-limit",
    "self-distance",
    "separation",
    "shape-check",
    "speed-limit",
    "torque-limit",
    "workspace",
  ];
  const box: Workspace = { lowest: [-0.75, -0.8, -0.2], highest: [0.75, 0.8, 0.2] };
  const unnoticed = limits.filter((limit) => {
    try {
      holds(twoArms, Float64Array.of(0.3, 0.3, -0.3, -0.3), box, 40, 400, new Set([limit]));
      return true;
    } catch (error) {
      assert.ok(error instanceof assert.AssertionError, String(error));
      return false;
    }
  });
  assert.deepEqual(unnoticed, []);
});
