import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot, homePosition } from "../body/index.ts";
import type { Command, HandTarget, Observation } from "../contract/robot.ts";
import { posesOf } from "../kinematics/forward.ts";
import { seenAt } from "../testing/two-arms.ts";
import { type Guarded, type GuardInputs, type GuardState, guardDefaults, guardStart, guardStep } from "./guard.ts";

const settings = { ...guardDefaults, features: careRobot };
const { period } = settings;
const home = homePosition();
const tool = careRobot.links.findIndex(({ name }) => name === "left_hand/palm");
const palm = posesOf(careRobot, home)[tool] ?? assert.fail("no palm");

const hand = (more: Partial<HandTarget> = {}): HandTarget => ({
  link: tool,
  ...palm,
  stiffness: 400,
  turning: 20,
  force: 20,
  ...more,
});
const told = (now: number, hands: readonly HandTarget[]): Command => ({
  at: now,
  expires: now + 0.05,
  position: home,
  hands,
});

/** Steps with the same hands asked for each time, from rest at home; `observed` says what is seen. */
const steps = (
  count: number,
  hands: readonly HandTarget[],
  observed: (now: number) => Observation = (now) => seenAt(now, home),
  more: Partial<GuardInputs> = {},
): readonly Guarded[] => {
  let state: GuardState = guardStart(settings, seenAt(0, home), 0);
  return Array.from({ length: count }, (_, i) => {
    const now = (i + 1) * period;
    const inputs = { now, command: told(now, hands), observation: observed(now), stops: [], release: null, task: null };
    const guarded = guardStep(settings, state, { ...inputs, ...more });
    state = guarded.state;
    return guarded;
  });
};
const handOf = (guarded: Guarded | undefined): HandTarget =>
  guarded?.command?.hands?.[0] ?? assert.fail("no hand sent");
const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - (b[i] ?? 0)));

test("a hand's target within every limit is sent as it is", () => {
  const [first] = steps(1, [hand({ push: [0, 0, -5] })]);
  const { turn, ...rest } = handOf(first);
  const { turn: wanted, ...asked } = hand({ push: [0, 0, -5] });
  assert.deepEqual(rest, asked);
  assert.ok(apart(turn, wanted) < 1e-12);
  assert.deepEqual([...(first?.limits ?? [])], []);
});

test("a target that is no number, no rotation, no tool, or told twice is not sent", () => {
  const cases: readonly (readonly [readonly HandTarget[], string])[] = [
    [[hand({ at: [Number.NaN, 0, 0] })], "not-a-number"],
    [[hand({ turn: [2, 0, 0, 0] })], "not-a-number"],
    [[hand({ turn: [0, 0, 0, 0] })], "not-a-number"],
    [[hand({ force: -1 })], "not-a-number"],
    [[hand({ push: [0, 0, Number.POSITIVE_INFINITY] })], "not-a-number"],
    [[hand({ link: 0 })], "shape"],
    [[hand({ link: Number.NaN })], "shape"],
    [[hand({ at: [0, 0] as never })], "shape"],
    [[hand(), hand()], "shape"],
  ];
  for (const [hands, limit] of cases) {
    const [guarded] = steps(1, hands);
    assert.ok(guarded?.limits.has(limit as never), limit);
    assert.equal(guarded?.command?.hands, undefined);
  }
});

test("a target far away is approached no faster than a tool may move, and never far ahead of the hand", () => {
  const all = steps(60, [hand({ at: [palm.at[0] + 1, palm.at[1], palm.at[2]] })]);
  let before = palm.at;
  for (const guarded of all) {
    const { at } = handOf(guarded);
    assert.ok(apart(at, before) <= settings.toolSpeed * period + 1e-9);
    assert.ok(apart(at, palm.at) <= settings.hands.reach + 1e-9);
    before = at;
  }
  assert.ok(all.at(0)?.limits.has("hand-speed") && all.at(-1)?.limits.has("hand-reach"));
});

test("near a person a hand is slower, weaker and softer; with a task it is as weak as the task says", () => {
  const near = (now: number): Observation => seenAt(now, home, { nearestPerson: { at: now, distance: 0.2 } });
  const wanted = [hand({ at: [palm.at[0] + 1, palm.at[1], palm.at[2]], force: 100, stiffness: 5000 })];
  const [first, second] = steps(2, wanted, near).map(handOf);
  assert.ok(apart(second?.at ?? [], first?.at ?? []) <= 0.09 * period);
  assert.ok((first?.force ?? 99) < 16 && first?.stiffness === settings.hands.stiffnessNear);
  const task = { title: "wipe", limits: { forearm: 10 } };
  assert.equal(handOf(steps(1, wanted, near, { task })[0]).force, 4);
  assert.equal(handOf(steps(1, wanted)[0]).force, settings.hands.force);
});

test("pushing counts as pulling does", () => {
  const { push, force } = handOf(steps(1, [hand({ force: 10, push: [0, 30, -40] })])[0]);
  assert.equal(force, 10);
  assert.ok(apart(push ?? [], [0, 6, -8]) < 1e-9);
});

test("a hand that is turned away is not turned back harder than its wrist bears", () => {
  const turn = [Math.SQRT1_2, 0, 0, Math.SQRT1_2] as const;
  for (const guarded of steps(80, [hand({ turn, turning: 100 })])) {
    const { turn: sent, turning } = handOf(guarded);
    const angle = 2 * Math.acos(Math.min(1, Math.abs(sent.reduce((sum, x, i) => sum + x * (palm.turn[i] ?? 0), 0))));
    assert.ok(turning * angle <= 30 * settings.hands.torqueShare);
  }
});

test("when the springs are let go the arm stays where it is, instead of snapping to where its joints were told to be", () => {
  const elsewhere = home.map((q) => q + 0.2);
  const seen = (now: number): Observation => seenAt(now, elsewhere);
  const { state } = steps(5, [hand()], seen).at(-1) ?? assert.fail();
  const next = guardStep(settings, state, {
    now: 6 * period,
    command: null,
    observation: seenAt(6 * period, elsewhere),
    stops: ["key"],
    release: null,
    task: null,
  });
  const range = careRobot.joints;
  for (const [i, at] of (next.command?.position ?? assert.fail()).entries()) {
    const { lowest = 0, highest = 0 } = range[i] ?? {};
    assert.equal(at, Math.min(Math.max(elsewhere[i] ?? 0, lowest), highest));
  }
  assert.equal(next.command?.hands, undefined);
});

test("a joint that runs away is held: no spring and no torque drives it on", () => {
  const fast = (now: number): Observation => {
    const seen = seenAt(now, home);
    return { ...seen, joints: { ...seen.joints, velocity: seen.joints.velocity.with(8, 50) } };
  };
  const [guarded] = steps(1, [hand()], fast);
  assert.equal(guarded?.command?.hands, undefined);
  assert.ok(guarded?.limits.has("speed"));
});
