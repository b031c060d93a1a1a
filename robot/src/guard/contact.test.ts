import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command, Contact, Observation } from "../contract/robot.ts";
import { seenAt, twoArms } from "../testing/two-arms.ts";
import { type Guarded, type GuardInputs, type GuardState, guardDefaults, guardStart, guardStep } from "./guard.ts";

const settings = { ...guardDefaults, features: twoArms };
const { period } = settings;
const home = Float64Array.of(0.3, 0.3, -0.3, -0.3);
const pushed = Float64Array.of(0.2, 0.3, -0.3, -0.3);

const told = (at: number): Command => ({ at, expires: at + 0.05, position: home });
const touching = (now: number, region: string, force: number, position = pushed): Observation =>
  seenAt(now, position, { contacts: force === 0 ? [] : [{ at: now, region, force } satisfies Contact] });
const inputs = (now: number, observation: Observation, more: Partial<GuardInputs> = {}): GuardInputs => ({
  now,
  command: told(now),
  observation,
  stops: [],
  release: null,
  task: null,
  ...more,
});
const begun = (): GuardState => guardStart(settings, seenAt(0, home), 0);

/** Touches for `lasts` seconds; what the guard does at the end of it. */
const touched = (region: string, force: number, lasts = 0, more: Partial<GuardInputs> = {}): Guarded => {
  let guarded = guardStep(settings, begun(), inputs(period, touching(period, region, force), more));
  for (let i = 2; i <= 1 + Math.round(lasts / period); i += 1)
    guarded = guardStep(settings, guarded.state, inputs(i * period, touching(i * period, region, force), more));
  return guarded;
};

test("touching somebody above the limit of the region gives way instead of holding on", () => {
  // 140 N for a healthy adult's hand, twice of it at first, half of it for the frail, and half of that to act in time.
  assert.equal(touched("hand", 69).state.latch, null);
  const given = touched("hand", 71);
  assert.equal(given.command?.stiffness, 0);
  assert.deepEqual([...(given.command?.position ?? [])], [...pushed]);
  assert.equal(touched("hand", Number.NaN).command?.stiffness, 0);
  assert.equal(touched("constructor", 17).command?.stiffness, 0);
});

test("a touch that lasts half a second has the lower limit, and bouncing does not make it new", () => {
  assert.equal(touched("hand", 36, 0.49).state.latch, null);
  assert.ok(touched("hand", 36, 0.5).state.latch);
  let state = begun();
  for (let i = 1; i <= 60; i += 1)
    state = guardStep(settings, state, inputs(i * period, touching(i * period, "hand", i % 2 === 0 ? 0 : 36))).state;
  assert.ok(state.latch);
});

test("head, neck and what nobody knows have no higher limit at first", () => {
  assert.equal(touched("tail", 16).state.latch, null);
  assert.ok(touched("tail", 17).state.latch);
  assert.equal(touched("face", 4.9).state.latch, null);
  for (const region of ["face", "skull", "neck"]) assert.ok(touched(region, 5.1).state.latch);
});

test("contacts of one region add up", () => {
  const contacts = [1, 2, 3].map(() => ({ at: period, region: "hand", force: 30 }));
  assert.ok(guardStep(settings, begun(), inputs(period, seenAt(period, home, { contacts }))).state.latch);
});

test("after giving way an arm goes on from where it is, softly at first", () => {
  let { state } = touched("hand", 90);
  const freed = guardStep(settings, state, inputs(0.5, seenAt(0.5, pushed), { release: { person: "carer Lee" } }));
  assert.ok(Math.abs((freed.command?.position[0] ?? 0) - 0.2) <= 6 * period * period);
  assert.ok((freed.command?.stiffness ?? 1) <= settings.stiffening * period + 1e-12);
  assert.ok(freed.limits.has("stiffness"));
  state = freed.state;
  for (let i = 51; i < 120; i += 1)
    state = guardStep(settings, state, inputs(i * period, seenAt(i * period, state.sent.position))).state;
  assert.equal(state.stiffness, 1);
});

test("a task that touches has its own, lower limit, and may touch a face only with one", () => {
  const task = { title: "oral care", limits: { face: 4 } };
  assert.equal(touched("face", 1.9, 0, { task }).state.latch, null);
  assert.ok(touched("face", 2.1, 0, { task }).state.latch);
  // Wanted touch is no accident: its limit is not doubled in the first moments.
  assert.ok(touched("forearm", 5.1, 0, { task: { title: "wipe", limits: { forearm: 10 } } }).state.latch);
});

test("a stop while somebody is touched gives way, and goes on doing so when the touch is over", () => {
  const stopped = touched("forearm", 10, 0, { stops: ["page"] });
  assert.equal(stopped.state.latch?.limit, "stop-requested");
  assert.equal(stopped.command?.stiffness, 0);
  const apart = guardStep(settings, stopped.state, inputs(0.5, seenAt(0.5, pushed)));
  assert.equal(apart.command?.stiffness, 0);
});

test("without a fresh command an arm that touches somebody gives way instead of pressing on", () => {
  const { command, limits } = guardStep(settings, begun(), inputs(0.5, touching(0.5, "forearm", 8), { command: null }));
  assert.ok(limits.has("watchdog"));
  assert.equal(command?.stiffness, 0);
});

test("a stop is let go only when its reason is gone", () => {
  const { state } = touched("hand", 90);
  const still = guardStep(settings, state, inputs(0.5, touching(0.5, "hand", 90), { release: { person: "P" } }));
  assert.ok(still.state.latch);
  assert.equal(still.released, undefined);
});

test("a wrist that presses on a table too long, or far too hard, gives way", () => {
  const features = { ...twoArms, sensors: [{ name: "left_wrist/force", shape: [6], unit: "N", rate: 100 }] };
  const pressed = (force: number, steps: number): GuardState => {
    let state = begun();
    for (let i = 1; i <= steps; i += 1) {
      const data = Float32Array.of(0, 0, force, 0, 0, 0);
      const observation = seenAt(i * period, home, { samples: { "left_wrist/force": { at: i * period, data } } });
      state = guardStep({ ...settings, features }, state, inputs(i * period, observation)).state;
    }
    return state;
  };
  assert.equal(pressed(119, 20).latch, null);
  assert.equal(pressed(121, 3).latch, null);
  assert.equal(pressed(121, 7).latch?.limit, "environment");
  assert.ok(pressed(121, 7).latch?.givesWay);
  assert.ok(pressed(241, 1).latch);
  assert.ok(pressed(Number.NaN, 1).latch);
});
