import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Command, Observation } from "../contract/robot.ts";
import { ballsOf, selfDistance } from "../kinematics/kinematics.ts";
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
  step(0.91, { release: { person: "" } });
  assert.ok(state.latch);
  step(0.92, { release: { person: "nurse Sato" } });
  assert.equal(state.latch, null);
});

test("touching somebody above the limit of the region gives way instead of holding on, and never by surprise afterwards", () => {
  const pushed = Float64Array.of(0.2, 0.3, -0.3, -0.3);
  const touch = (region: string, force: number): Guarded => {
    const observation = seenAt(0.5, pushed, { contacts: [{ at: 0.5, region, force }] });
    return guardStep(settings, begun(), inputs(0.5, { command: told(0.5, home), observation }));
  };
  // 140 N for a healthy adult's hand, half of it for the frail, and half of that to act in time.
  assert.equal(touch("hand", 34).state.latch, null);
  const given = touch("hand", 36);
  assert.equal(given.command?.stiffness, 0);
  assert.deepEqual([...(given.command?.position ?? [])], [...pushed]);
  assert.equal(touch("tail", 17).command?.stiffness, 0);
  assert.equal(touch("face", 6).command?.stiffness, 0);
  assert.equal(touch("hand", Number.NaN).command?.stiffness, 0);
  const freed = guardStep(
    settings,
    given.state,
    inputs(0.51, { command: told(0.51, home), observation: seenAt(0.51, pushed), release: { person: "carer Lee" } }),
  );
  assert.ok(Math.abs((freed.command?.position[0] ?? 0) - 0.2) <= 6 * period * period);
});

test("a task that touches has its own, lower limit, and may touch a face only with one", () => {
  const task = { title: "oral care", limits: { face: 4 } };
  const touch = (force: number) => {
    const observation = seenAt(0.5, home, { contacts: [{ at: 0.5, region: "face", force }] });
    return guardStep(settings, begun(), inputs(0.5, { command: told(0.5, home), observation, task })).state.latch;
  };
  assert.equal(touch(1.9), null);
  assert.ok(touch(2.1));
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

const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e9, -0) },
);
const someStep = fc.record({
  elapsed: fc.constantFrom(period, period, period, 0, -period, 3 * period, period / 7),
  position: fc.option(fc.array(hostile, { minLength: 3, maxLength: 5 }), { freq: 6 }),
  velocity: fc.option(fc.array(hostile, { minLength: 4, maxLength: 4 }), { freq: 1 }),
  age: fc.constantFrom(0, 0, 0, period, 5 * period, -period * 3),
  base: fc.tuple(hostile, hostile, hostile),
  torque: fc.option(fc.array(hostile, { minLength: 4, maxLength: 4 })),
  force: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 20, 500, Number.NaN),
  isReleased: fc.boolean(),
  distance: fc.constantFrom(0.2, 5, Number.NaN),
});
type SomeStep = typeof someStep extends fc.Arbitrary<infer T> ? T : never;

/** What must hold of every command that is sent, from the one that was sent before. */
const checkSent = (before: Guarded | null, { command }: Guarded, dt: number): void => {
  if (!command) return;
  assert.ok([...command.position, ...(command.torque ?? [])].every(Number.isFinite));
  for (const [i, { lowest, highest, speed, torque }] of twoArms.joints.entries()) {
    const at = command.position[i] as number;
    assert.ok(at >= lowest && at <= highest);
    assert.ok(Math.abs(command.torque?.[i] ?? 0) <= torque);
    const from = before?.command?.position[i];
    if (from !== undefined && command.stiffness !== 0 && before?.command?.stiffness !== 0)
      assert.ok(Math.abs(at - from) <= speed * dt + 1e-12, `joint ${i} moved ${at - from} in ${dt}`);
  }
  if (command.stiffness !== 0) assert.ok(selfDistance(twoArms, ballsOf(twoArms, command.position)) > 0);
};

const checkAcceleration = (state: GuardState, { command, state: after }: Guarded, dt: number): void => {
  if (!command || command.stiffness === 0) return;
  for (const [i, speed] of after.sent.velocity.entries())
    assert.ok(
      Math.abs(speed - (state.sent.velocity[i] as number)) <= 6 * dt + 1e-9,
      `joint ${i} got faster by too much`,
    );
};

const inputsOf = (step: SomeStep, now: number, state: GuardState): GuardInputs => {
  const { position, velocity, age, torque, force, isReleased, distance } = step;
  const [forward, sideways, turn] = step.base;
  const vectors = {
    ...(torque ? { torque: Float64Array.from(torque) } : {}),
    ...(velocity ? { velocity: Float64Array.from(velocity) } : {}),
  };
  const command = position && told(now - age, position, { base: { forward, sideways, turn }, ...vectors });
  const observation: Observation = seenAt(now, state.sent.position, {
    contacts: force === 0 ? [] : [{ at: now, region: "hand", force }],
    nearestPerson: { at: now, distance },
  });
  return inputs(now, { command, observation, release: isReleased ? { person: "P" } : null });
};

const play = (steps: readonly SomeStep[]): void => {
  let [state, now]: [GuardState, number] = [begun(), 0];
  let before: Guarded | null = null;
  let lastSentAt = 0;
  for (const step of steps) {
    now += step.elapsed;
    const guarded = guardStep(settings, state, inputsOf(step, now, state));
    const dt = Math.min(period, now - lastSentAt);
    checkSent(before, guarded, dt);
    checkAcceleration(state, guarded, dt);
    if (guarded.command) [before, lastSentAt] = [guarded, now];
    state = guarded.state;
  }
};

test("over 100,000 hostile commands nothing beyond a limit is sent", () => {
  fc.assert(fc.property(fc.array(someStep, { minLength: 200, maxLength: 200 }), play), {
    numRuns: 500,
    seed: 20261122,
  });
});
