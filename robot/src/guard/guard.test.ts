import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../contract/robot.ts";
import { seenAt, twoArms } from "../testing/two-arms.ts";
import { type Guarded, type GuardInputs, type GuardState, guardDefaults, guardStart, guardStep } from "./guard.ts";

const settings = { ...guardDefaults, features: twoArms };
const period = settings.period;
const home = Float64Array.of(0.3, 0.3, -0.3, -0.3);

const told = (at: number, position: ArrayLike<number>, more: Partial<Command> = {}): Command => ({
  at,
  expires: at + 0.05,
  position: Float64Array.from(position),
  ...more,
});

const inputs = (now: number, more: Partial<GuardInputs> = {}): GuardInputs => ({
  now,
  command: null,
  observation: seenAt(now, home),
  stops: [],
  release: null,
  task: null,
  ...more,
});

const begun = (): GuardState => guardStart(settings, seenAt(0, home), 0);

/** Runs `steps` steps from rest, each with what `given` says. */
const run = (
  steps: number,
  given: (now: number, state: GuardState, step: number) => Partial<GuardInputs>,
): readonly Guarded[] => {
  let state = begun();
  return Array.from({ length: steps }, (_, i) => {
    const now = (i + 1) * period;
    const guarded = guardStep(
      settings,
      state,
      inputs(now, { observation: seenAt(now, state.sent.position), ...given(now, state, i) }),
    );
    state = guarded.state;
    return guarded;
  });
};

const last = (all: readonly Guarded[]): Guarded => all.at(-1) as Guarded;
const positionOf = ({ command }: Guarded): readonly number[] => [...(command?.position ?? [])];

test("a command within every limit is reached, and no limit bites at the end", () => {
  const goal = [0.5, 0.1, -0.5, 0.1];
  const all = run(200, (now) => ({ command: told(now, goal) }));
  for (const [i, at] of positionOf(last(all)).entries()) assert.ok(Math.abs(at - (goal[i] as number)) < 1e-6);
  assert.deepEqual([...last(all).limits], []);
});

test("a jump becomes a motion within speed and acceleration, and says so", () => {
  const all = run(20, (now) => ({ command: told(now, [1.9, 0.3, -0.3, -0.3]) }));
  assert.ok(all[0]?.limits.has("acceleration") && all[0].limits.has("speed"));
  const first = (positionOf(all[0] as Guarded)[0] as number) - 0.3;
  assert.ok(first > 0 && first <= 6 * period * period);
});

test("a command without news brakes within the watchdog, and the last one expires no later", () => {
  const all = run(60, (now, _, i) => (i < 30 ? { command: told(now, [1.9, 0.3, -0.3, -0.3]) } : {}));
  const silent = all.slice(30);
  assert.ok(silent.findIndex(({ limits }) => limits.has("watchdog")) * period <= 0.1);
  assert.equal(
    last(all).state.sent.velocity.every((speed) => speed === 0),
    true,
  );
  for (const { command, state } of all) assert.ok(command && command.expires - state.at <= 0.1 + 1e-9);
});

test("what is older than two periods, from the future, out of order, or not a number is not sent", () => {
  const cases: readonly (readonly [Command, string])[] = [
    [told(0.001, home), "stale"],
    [told(9, home), "clock"],
    [told(0.5, [Number.NaN, 0, 0, 0]), "not-a-number"],
    [told(0.5, home, { base: { forward: Number.POSITIVE_INFINITY, sideways: 0, turn: 0 } }), "not-a-number"],
    [told(0.5, [0, 0]), "shape"],
  ];
  for (const [command, limit] of cases) {
    const { limits, command: sent } = guardStep(
      settings,
      begun(),
      inputs(0.5, { command, observation: seenAt(0.5, home) }),
    );
    assert.ok(limits.has(limit as never), limit);
    assert.deepEqual([...(sent?.position ?? [])], [...home]);
  }
  const after = guardStep(settings, begun(), inputs(0.5, { command: told(0.5, home), observation: seenAt(0.5, home) }));
  const late = guardStep(
    settings,
    after.state,
    inputs(0.505, { command: told(0.495, [1, 1, 1, 1]), observation: seenAt(0.505, home) }),
  );
  assert.ok(late.limits.has("out-of-order"));
});

test("a clock that stands or goes back sends nothing", () => {
  const { state } = guardStep(settings, begun(), inputs(0.5, { command: told(0.5, home) }));
  for (const now of [0.5, 0.4, Number.NaN])
    assert.equal(guardStep(settings, state, inputs(now, { command: told(now, home) })).command, null);
});

test("a stop brakes, stays, and is let go only by a person and when nobody asks for it any more", () => {
  const goal = [1.9, 0.3, -0.3, -0.3];
  let state = run(30, (now) => ({ command: told(now, goal) })).at(-1)?.state as GuardState;
  const step = (now: number, more: Partial<GuardInputs>): Guarded => {
    const guarded = guardStep(
      settings,
      state,
      inputs(now, { command: told(now, goal), observation: seenAt(now, state.sent.position), ...more }),
    );
    state = guarded.state;
    return guarded;
  };
  assert.equal(step(0.31, { stops: ["page"] }).state.latch?.why, "asked for by page");
  for (let i = 32; i < 90; i += 1) step(i * period, {});
  assert.ok(state.sent.velocity.every((speed) => speed === 0));
  step(0.9, { stops: ["key"], release: { person: "nurse Sato" } });
  assert.ok(state.latch);
  step(0.91, { release: { person: "  " } });
  assert.ok(state.latch);
  const { released } = step(0.92, { release: { person: "nurse Sato" } });
  assert.equal(state.latch, null);
  assert.equal(released?.person, "nurse Sato");
  assert.match(released?.latch.why ?? "", /page|key/);
});

test("near a person, or where nobody knows, tool and base are slow", () => {
  for (const nearestPerson of [{ at: 0, distance: 0.5 }, null]) {
    const all = run(120, (now, state) => ({
      command: told(now, [1.9, 1.9, -0.3, -0.3], { base: { forward: 1, sideways: 0, turn: 0 } }),
      observation: seenAt(now, state.sent.position, { nearestPerson: nearestPerson && { ...nearestPerson, at: now } }),
    }));
    assert.ok((last(all).command?.base?.forward ?? 1) <= 0.3);
    assert.ok(all.some(({ limits }) => limits.has("tool-speed")));
  }
});

test("an observation that is old or broken brakes", () => {
  const old = guardStep(
    settings,
    begun(),
    inputs(0.5, { command: told(0.5, [1, 1, 1, 1]), observation: seenAt(0.3, home) }),
  );
  assert.ok(old.limits.has("observation-stale"));
  assert.deepEqual(positionOf(old), [...home]);
});

test("settings that protect nobody are refused", () => {
  const refused: readonly (readonly [Partial<typeof settings>, RegExp])[] = [
    [{ watchdog: 0.2 as never }, /watchdog is 0.2/],
    [{ watchdog: Number.NaN as never }, /watchdog/],
    [{ toolSpeedNear: 1 as never }, /toolSpeedNear/],
    [{ baseSpeedNear: 0.8 as never }, /baseSpeedNear/],
    [{ share: 2 as never }, /share/],
    [{ impact: { ...settings.impact, transient: 10 } as never }, /transient/],
  ];
  for (const [more, why] of refused) assert.throws(() => guardStart({ ...settings, ...more }, seenAt(0, home), 0), why);
});

test("where nobody knows where the joints are, nothing is held, and it is held from where they are once that is known", () => {
  const nowhere = Float64Array.of(Number.NaN, 0.3, -0.3, -0.3);
  const state = guardStart(settings, seenAt(0, nowhere), 0);
  const lost = guardStep(settings, state, inputs(0.01, { observation: seenAt(0.01, nowhere) }));
  assert.equal(lost.command?.stiffness, 0);
  const elsewhere = Float64Array.of(1, 0.3, -0.3, -0.3);
  const found = guardStep(settings, lost.state, inputs(0.02, { observation: seenAt(0.02, elsewhere) }));
  assert.deepEqual(positionOf(found), [...elsewhere]);
  assert.ok((found.command?.stiffness ?? 1) > 0);
});

test("a joint that bears more than it may stops the robot and gives way", () => {
  const seen = seenAt(0.01, home);
  const strained = { ...seen, joints: { ...seen.joints, torque: Float64Array.of(0, 45, 0, 0) } };
  const { command, state } = guardStep(settings, begun(), inputs(0.01, { observation: strained }));
  assert.match(state.latch?.why ?? "", /left_arm\/joint_2 bears more than 40/);
  assert.equal(command?.stiffness, 0);
});

test("a self-check that asks for less speed gets it, and one that asks for something odd gets none", () => {
  const speedAt = (slow: number): number => {
    const all = run(150, (now) => ({ command: told(now, home, { base: { forward: 1, sideways: 0, turn: 0 } }), slow }));
    assert.equal(last(all).limits.has("slowed-down"), slow !== 1);
    return last(all).command?.base?.forward ?? -1;
  };
  assert.ok(Math.abs(speedAt(1) - 1) < 1e-6);
  assert.ok(Math.abs(speedAt(0.5) - 0.5) < 1e-6);
  assert.equal(speedAt(Number.NaN), 0);
});

test("no part leaves the box that the house has set, and one that is outside may come back", () => {
  const box = { ...settings, workspace: { lowest: [-1, -1, -1], highest: [0.66, 1, 1] } as const };
  const outside = Float64Array.of(0, 0.3, -0.3, -0.3);
  let state = guardStart(box, seenAt(0, outside), 0);
  const step = (now: number, goal: ArrayLike<number>): Guarded => {
    const guarded = guardStep(
      box,
      state,
      inputs(now, { command: told(now, goal), observation: seenAt(now, state.sent.position) }),
    );
    state = guarded.state;
    return guarded;
  };
  assert.ok(step(0.01, [0, 0, -0.3, -0.3]).limits.has("workspace"));
  for (let i = 2; i < 150; i += 1) step(i * period, [0.5, 0.5, -0.3, -0.3]);
  assert.ok(Math.abs((state.sent.position[0] ?? 0) - 0.5) < 1e-3);
});
