import assert from "node:assert/strict";
import { test } from "node:test";
import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Observation, Sample } from "../contract/robot.ts";
import { twoArms } from "../testing/two-arms.ts";
import type { HealthInputs } from "./check.ts";
import { type Finding, type Health, healthStart, healthStep, watches } from "./health.ts";
import { selfCheck } from "./self-check.ts";
import { healthDefaults } from "./settings.ts";

const features: RobotFeatures = {
  ...twoArms,
  sensors: [
    { name: "left_wrist/force", shape: [6], unit: "N", rate: 100 },
    { name: "head/left/image", shape: [4, 4, 3], unit: "1", rate: 30 },
    { name: "motor/temperature", shape: [4], unit: "Cel", rate: 1 },
  ],
};
const period = healthDefaults.period;

/** How one turn differs from that of a robot that is well. */
interface Turn {
  readonly position?: Float64Array;
  readonly velocity?: Float64Array;
  readonly torque?: Float64Array;
  readonly sent?: Float64Array | null;
  readonly age?: number;
  readonly late?: number;
  readonly samples?: Readonly<Record<string, Sample | undefined>>;
  readonly release?: string;
  readonly contacts?: Observation["contacts"];
  readonly base?: Observation["base"];
}

const wrist = (now: number, ...data: readonly number[]): Record<string, Sample> => ({
  "left_wrist/force": { at: now, data: Float32Array.from({ length: 6 }, (_, i) => data[i] ?? 0) },
});
const picture = (now: number, value: number): Record<string, Sample> => ({
  "head/left/image": { at: now, data: new Uint8Array(48).fill(value) },
});
const heat = (now: number, ...data: readonly number[]): Record<string, Sample> => ({
  "motor/temperature": { at: now, data: Float32Array.from({ length: 4 }, (_, i) => data[i] ?? 30) },
});

/** A picture that flickers a little, as every camera's does. */
const well = (now: number, i: number): Record<string, Sample> => ({
  ...wrist(now, 0, 0, 10),
  ...picture(now, 100 + (i % 7)),
  ...heat(now),
});

const inputsOf = (turn: Turn, now: number, i: number): HealthInputs => {
  const position = turn.position ?? Float64Array.of(0.3, 0.3, -0.3, -0.3);
  const samples = Object.fromEntries(
    Object.entries({ ...well(now, i), ...turn.samples }).flatMap(([name, sample]) => (sample ? [[name, sample]] : [])),
  );
  const sent = turn.sent === undefined ? position : turn.sent;
  const command: Command | null = sent && { at: now, expires: now + 0.1, position: sent };
  return {
    now,
    observation: {
      joints: {
        at: now - (turn.age ?? 0),
        position,
        velocity: turn.velocity ?? new Float64Array(4),
        torque: turn.torque ?? new Float64Array(4),
      },
      base: turn.base ?? null,
      contacts: turn.contacts ?? [],
      nearestPerson: null,
      samples,
    },
    sent: command,
    late: turn.late ?? 0,
    release: turn.release === undefined ? null : { person: turn.release },
  };
};

/** Plays turns of 10 ms; what each of them found. */
const play = (seconds: number, turn: (now: number, i: number) => Turn): readonly Health[] => {
  let state = healthStart(features);
  return Array.from({ length: Math.round(seconds / period) }, (_, i) => {
    const now = (i + 1) * period;
    const health = healthStep(features, healthDefaults, state, inputsOf(turn(now, i), now, i));
    state = health.state;
    return health;
  });
};

const found = (all: readonly Health[]): readonly Finding[] => all.flatMap(({ findings }) => findings);
const idsOf = (all: readonly Health[]): ReadonlySet<string> => new Set(found(all).map(({ check }) => check));

const moving = (now: number): Float64Array => Float64Array.of(0.3 + 0.5 * Math.sin(now), 0.3, -0.3, -0.3);
const home = Float64Array.of(0.3, 0.3, -0.3, -0.3);

/** For every check a robot that is unwell in just that way, and for how long. */
const unwell: Readonly<Record<string, readonly [seconds: number, turn: (now: number, i: number) => Turn]>> = {
  "encoder-broken": [0.2, () => ({ position: Float64Array.of(Number.NaN, 0.3, -0.3, -0.3) })],
  "encoder-jump": [0.2, (now) => ({ position: Float64Array.of(now < 0.1 ? 0.3 : 0.5, 0.3, -0.3, -0.3) })],
  "encoder-stuck": [1, (now) => ({ position: home, sent: moving(now), velocity: new Float64Array(4) })],
  "joint-disagrees": [1, () => ({ position: home, sent: Float64Array.of(0.7, 0.3, -0.3, -0.3) })],
  "base-disagrees": [1, (now) => ({ base: { at: now, x: 0, y: 0, yaw: 0, forward: 0.4, sideways: 0, turn: 0 } })],
  "motor-warm": [2, (now) => ({ samples: heat(now, 30, 62) })],
  "motor-hot": [2, (now) => ({ samples: heat(now, 30, 72) })],
  "motor-too-hot": [2, (now) => ({ samples: heat(now, 30, 81) })],
  "thermometer-broken": [2, (now) => ({ samples: heat(now, Number.NaN) })],
  "camera-absent": [3, () => ({ samples: { "head/left/image": undefined } })],
  "camera-old": [2, (now, i) => ({ samples: picture(Math.min(now, 0.5), 100 + (Math.min(i, 50) % 7)) })],
  "camera-frozen": [2, (now) => ({ position: moving(now), samples: picture(now, 100) })],
  "camera-black": [3, (now) => ({ samples: picture(now, 0) })],
  "force-broken": [0.3, (now) => ({ samples: wrist(now, Number.NaN) })],
  "force-absent": [3, () => ({ samples: { "left_wrist/force": undefined } })],
  "force-old": [1, (now) => ({ samples: wrist(Math.min(now, 0.2), 0, 0, 10) })],
  "force-saturated": [0.3, (now) => ({ samples: wrist(now, 0, 0, 300) })],
  "force-offset": [2, (now) => ({ samples: wrist(now, 0, 0, 55) })],
  "force-drift": [4, (now) => ({ samples: wrist(now, 0, 0, 10 + 5 * now) })],
  "line-old": [0.5, () => ({ age: 0.08 })],
  "line-loss": [3, (_, i) => ({ age: i % 10 === 0 ? 0.03 : 0 })],
  "line-heavy-loss": [2, (_, i) => ({ age: i % 2 === 0 ? 0.03 : 0 })],
  "loop-late": [2, (_, i) => ({ late: i % 5 === 0 ? 0.03 : 0 })],
};

test("a robot that is well has no findings, at rest and moving", () => {
  assert.deepEqual(found(play(3, () => ({}))), []);
  assert.deepEqual(found(play(3, (now) => ({ position: moving(now), sent: moving(now + 0.02) }))), []);
});

test("every check finds a robot that is unwell in its way, does what its row says, and says what to do", () => {
  const checks = watches.flatMap(({ checks: all }) => all);
  assert.deepEqual(checks.map(({ id }) => id).sort(), Object.keys(unwell).sort());
  for (const { id, does, remedy } of checks) {
    const [seconds, turn] = unwell[id] ?? assert.fail(id);
    const all = play(seconds, turn);
    const mine = found(all).filter(({ check }) => check === id);
    assert.ok(mine.length > 0, `${id} was not found, but ${[...idsOf(all)]}`);
    const last = all.at(-1) ?? assert.fail();
    assert.equal(mine[0]?.does, does);
    assert.ok(remedy.endsWith("."));
    if (does === "stop")
      assert.ok(
        last.stops.some((why) => why.startsWith("the self-check: ")),
        id,
      );
    if (does === "slow") assert.equal(last.slow, healthDefaults.slowTo, id);
    if (does === "tell") assert.ok(last.slow === 1 && last.stops.length === 0, `${id}: ${[...idsOf(all)]}`);
  }
});

test("a trouble of a moment is not believed", () => {
  assert.deepEqual(found(play(1, (now, i) => ({ samples: i === 20 ? wrist(now, Number.NaN) : well(now, i) }))), []);
});

test("what resumes by itself does so after its time, not before", () => {
  const all = play(4, (_, i) => ({ age: i > 10 && i < 30 ? 0.08 : 0 }));
  const last = all.findLastIndex(({ findings }) => findings.some(({ check }) => check === "line-old"));
  assert.ok(last * period > 1.25 && last * period < 1.35, `${last}`);
});

test("what needs a person stays until somebody, by name, has looked and it is gone", () => {
  const broken = (now: number): boolean => now < 0.5;
  const turn = (release: (now: number) => string | undefined) => (now: number) => {
    const by = release(now);
    return {
      ...(broken(now) ? { samples: wrist(now, Number.NaN) } : {}),
      ...(by === undefined ? {} : { release: by }),
    };
  };
  const stopped = (all: readonly Health[]): boolean => (all.at(-1)?.stops.length ?? 0) > 0;
  assert.ok(
    stopped(
      play(
        2,
        turn(() => undefined),
      ),
    ),
  );
  assert.ok(
    stopped(
      play(
        2,
        turn(() => " "),
      ),
    ),
  );
  assert.ok(
    stopped(
      play(
        2,
        turn((now) => (now < 0.4 ? "nurse Sato" : undefined)),
      ),
    ),
  );
  assert.ok(
    !stopped(
      play(
        2,
        turn((now) => (now > 1 ? "nurse Sato" : undefined)),
      ),
    ),
  );
});

test("fingers that hold something, and an arm that somebody holds, are no broken encoders", () => {
  const push = (now: number): Turn => ({ position: home, sent: moving(now), torque: new Float64Array(4).fill(30) });
  assert.ok(!idsOf(play(1, push)).has("encoder-stuck"));
  const held = () => ({
    sent: Float64Array.of(0.9, 0.3, -0.3, -0.3),
    contacts: [{ at: 0, region: "hand", force: 3 }],
  });
  assert.ok(!idsOf(play(1, held)).has("joint-disagrees"));
});

test("a report has a row for each check: good, in trouble, absent, or not to be seen at rest", () => {
  const report = selfCheck(features);
  for (const health of play(2, (now) => ({ samples: heat(now, 90) }))) report.add(health, false);
  const results = new Map(report.rows().map(({ check, result }) => [check, result]));
  assert.equal(results.get("motor-too-hot"), "trouble");
  assert.equal(results.get("encoder-stuck"), "unseen");
  assert.equal(results.get("encoder-broken"), "good");
  assert.equal(
    selfCheck(twoArms)
      .rows()
      .find(({ check }) => check === "camera-old")?.result,
    "absent",
  );
});

test("a robot stands until it has been watched for a moment: what is broken shows before it moves", () => {
  const all = play(1, (now) => ({ samples: wrist(now, Number.NaN) }));
  const first = all.findIndex(({ slow }) => slow > 0);
  assert.ok(Math.abs(first * period - healthDefaults.before) < 1.5 * period);
  assert.ok(all.slice(0, first).some(({ stops }) => stops.length > 0));
});
