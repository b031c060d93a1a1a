import assert from "node:assert/strict";
import { test } from "node:test";
import { GAP, HOUR, type Instant, MINUTE, SECOND, type Signal, type SourceId } from "@sakiyomi/core";
import { chanceOf } from "./sim.ts";
import { BEGIN, fallOf, lieDown, waistOf, walk } from "./sim-day.ts";
import { fall } from "./skill.ts";
import {
  classes,
  type Day,
  fallen,
  firstOf,
  keys,
  last,
  live,
  made,
  person,
  said,
  sampleOf,
  stands,
  why,
  withSamples,
} from "./testing.ts";

test("until somebody has walked a posture is unknown, and it says how to know; falls are watched", () => {
  const turns = live(waistOf([{ ...stands, seconds: 20 }, ...fallOf("backwards", chanceOf(1))], 3));
  assert.equal(why(turns[10]?.step.predictions.posture), "up-unknown");
  assert.deepEqual(classes(turns[10]?.step.predictions.fall), { "no-fall": 1 });
  assert.ok(Number.isFinite(firstOf(turns, "fall")));
});

test("no sensor, a silent one, a missing axis, one value for ever and no gravity are unknown, each said", () => {
  const waist = waistOf([walk(20), { ...stands, seconds: 60 }], 3);
  const state = (change: Day["change"], seconds = 60) => last(live(waist, { seconds, ...(change ? { change } : {}) }));
  assert.equal(why(state(() => []).predictions.fall), "never");
  assert.equal(why(state((signal, at) => (at < 30 ? [signal] : [])).predictions.fall), "silent");
  const missing = state((signal, at) => (at > 20 && signal.kind === "acceleration-z" ? [] : [signal]));
  assert.equal(why(missing.predictions.fall), "axis-missing");
  assert.equal(said(missing, "check-sensor"), "check-axis-missing");
  const flat = (signal: Signal, at: number) => [at < 20 ? signal : withSamples(signal, () => 577)];
  assert.equal(why(state(flat).predictions.fall), "flat");
  const noGravity = (signal: Signal) => [withSamples(signal, (i) => (i % 3) * 4)];
  assert.equal(why(state(noGravity).predictions.posture), "not-gravity");
});

test("a sensor on the table is not worn after an hour, and does not end the call for a fall", () => {
  const waist = waistOf([walk(20), ...fallOf("forwards", chanceOf(4), 10)], 7);
  const table = (second: number) =>
    waist.blocks(25, 26).map((signal, axis) => ({
      ...withSamples(signal, (i) => [0, 0, 1000][axis] ?? 0 + ((i * 7) % 5)),
      at: BEGIN + second * SECOND,
      receivedAt: BEGIN + (second + 1) * SECOND,
    })) as readonly Signal[];
  const noisy = (second: number) =>
    table(second).map((one) => withSamples(one, (i) => sampleOf(one, i) + ((i * 7 + second) % 5)));
  const chosen = fall.settings.parse({});
  let step = last(live(waist));
  for (let second = waist.seconds; second < waist.seconds + 3700; second += 10) {
    const signals = Array.from({ length: 10 }, (_, i) => noisy(second + i)).flat();
    step = fall.step(
      JSON.parse(JSON.stringify(step.state)),
      { signals, settings: chosen, person },
      BEGIN + (second + 10) * SECOND,
    );
  }
  assert.equal(why(step.predictions.posture), "off");
  assert.ok(keys(step).includes("fall") && keys(step).includes("check-sensor"));
});

test("holes in an axis are bridged where they are short; a fall right after a long one is seen", () => {
  const holed = (signal: Signal, at: number) =>
    signal.kind === "acceleration-y" && (at === 12 || at === 20)
      ? [withSamples(signal, (i) => (i > 20 && i < 24 ? GAP : sampleOf(signal, i)))]
      : [signal];
  assert.ok(firstOf(live(waistOf(fallen(), 7), { change: holed }), "fall") <= 25);
  const silent = (signal: Signal, at: number) => (at >= 8 && at < 16 ? [] : [signal]);
  assert.ok(firstOf(live(waistOf(fallen(), 7), { change: silent }), "fall") <= 25);
});

test("axes in messages of their own, late, twice, or under a name an axis are one sensor", () => {
  const waist = waistOf(fallen(), 7);
  const usual = last(live(waist)).predictions;
  const twice = last(live(waist, { change: (signal) => [signal, signal] }));
  assert.deepEqual(twice.predictions, usual);
  const named = (signal: Signal) => [{ ...signal, source: `device:${signal.kind}` as SourceId } as Signal];
  assert.deepEqual(last(live(waist, { change: named })).predictions, usual);
  const late: Signal[] = [];
  const delayed = (signal: Signal): readonly Signal[] => {
    if (signal.kind !== "acceleration-y") return [signal];
    late.push(signal);
    return late.length > 1 ? [late[late.length - 2] as Signal] : [];
  };
  assert.ok(firstOf(live(waist, { change: delayed }), "fall") <= 26);
});

test("a second sensor is not mixed in, and takes over when the first falls silent", () => {
  const waist = waistOf(fallen(), 7);
  const other = (signal: Signal): Signal =>
    ({ ...withSamples(signal, () => 300), source: "device:chest-9" as SourceId }) as Signal;
  assert.deepEqual(
    last(live(waist, { change: (one) => [one, other(one)] })).predictions,
    last(live(waist)).predictions,
  );
  const turned = (one: Signal, at: number) => (at < 5 ? [other(one)] : at < 11 ? [] : [one]);
  assert.ok(firstOf(live(waist, { change: turned }), "fall") <= 25);
});

test("a device whose clock is set back an hour is heard again within half a minute", () => {
  const waist = waistOf([walk(60), ...fallOf("left", chanceOf(4), 30)], 7);
  const back = (signal: Signal, at: number) => [at < 10 ? signal : ({ ...signal, at: signal.at - HOUR } as Signal)];
  assert.ok(Number.isFinite(firstOf(live(waist, { change: back }), "fall")));
});

for (const off of [90, -45])
  test(`a device whose clock is ${off} s off sees the same fall`, () => {
    const shifted = (signal: Signal) => [{ ...signal, at: signal.at + off * SECOND } as Signal];
    const turns = live(waistOf(fallen(), 7), { change: shifted });
    assert.ok(firstOf(turns, "fall") <= 25);
    assert.equal(said(last(turns), "fall"), "fell-sure");
    assert.equal(made(turns).filter((one) => one.kind === "fall").length, 1);
  });

test("a struck-out stretch takes its fall with it", () => {
  const waist = waistOf(fallen(), 7);
  const before = last(live(waist));
  const struck = [20, 21].flatMap((second) =>
    waist.blocks(second, second + 1).map((one) => ({ ...one, quality: "entered-in-error" }) as Signal),
  );
  const now: Instant = BEGIN + 60 * SECOND;
  const step = fall.step(before.state, { signals: struck, settings: fall.settings.parse({}), person }, now);
  assert.equal(keys(step).includes("fall"), false);
});

test("a hard blow after which the sensor is silent is asked about", () => {
  const waist = waistOf(fallen(), 7);
  const broken = (signal: Signal, at: number) => (at < 21 ? [signal] : []);
  const turns = live(waist, { change: broken, seconds: 40 });
  assert.equal(said(last(turns), "fall"), "fell-lost");
});

test("who never wore a sensor sleeps; who took it off sleeps after ten minutes, and wakes as they were", () => {
  const chosen = fall.settings.parse({});
  assert.equal(fall.step(fall.start(BEGIN), { signals: [], settings: chosen, person }, BEGIN).sleeps, true);
  const { state } = last(live(waistOf([walk(20)], 3)));
  const at = (minutes: number) => fall.step(state, { signals: [], settings: chosen, person }, BEGIN + minutes * MINUTE);
  assert.equal(at(5).sleeps, undefined);
  assert.equal(at(12).sleeps, true);
  assert.equal(JSON.stringify(at(13).predictions), JSON.stringify(at(60).predictions));
});

test("after an hour without a step somebody is asked to set how the sensor sits, and setting it ends that", () => {
  const waist = waistOf([{ ...stands, seconds: 20 }], 3);
  const quiet = (second: number) =>
    waist
      .blocks(10, 11)
      .map((one) => ({ ...one, at: BEGIN + second * SECOND, receivedAt: BEGIN + (second + 1) * SECOND }));
  let state: unknown = fall.start(BEGIN);
  const turn = (second: number, settings: unknown) =>
    fall.step(state, { signals: quiet(second) as readonly Signal[], settings, person }, BEGIN + (second + 1) * SECOND);
  const chosen = fall.settings.parse({});
  for (let second = 0; second < 3590; second += 5) ({ state } = turn(second, chosen));
  assert.deepEqual(keys(turn(3591, chosen)), []);
  for (let second = 3590; second < 3620; second += 5) ({ state } = turn(second, chosen));
  assert.equal(said(turn(3621, chosen), "check-sensor"), "check-up-unknown");
  assert.deepEqual(keys(turn(3621, fall.settings.parse({ up: "+z" }))), []);
});

test("a sensor of 2 g whose range ends in the blow sees the fall, and says that it was clipped", () => {
  const clip = (signal: Signal) => [withSamples(signal, (i) => Math.max(-2000, Math.min(2000, sampleOf(signal, i))))];
  const turns = live(waistOf(fallen("backwards"), 7, 200), { change: clip });
  assert.ok(firstOf(turns, "fall") <= 25);
  const walked = live(waistOf([walk(30)], 7, 200), {
    change: (signal, at) => [
      at === 20 ? withSamples(signal, (i) => (i > 50 && i < 60 ? 2000 : sampleOf(signal, i))) : signal,
    ],
  });
  const known = last(walked).predictions.fall;
  assert(known?.known);
  assert.ok(known.because.some(({ key }) => key === "clipped"));
});

test("the length of the blocks changes nothing of what is known in the end, and the state stays small", () => {
  const waist = waistOf([walk(21), ...lieDown(chanceOf(3)), { ...stands, seconds: 20 }], 4);
  const seconds = Math.floor(waist.seconds / 7) * 7;
  const [short, second, long] = [0.2, 1, 7].map((block) => last(live(waist, { block, seconds })));
  assert.deepEqual(classes(second?.predictions.posture), classes(short?.predictions.posture));
  assert.deepEqual(classes(long?.predictions.posture), classes(short?.predictions.posture));
  assert.ok(JSON.stringify(second?.state).length < 2500, `${JSON.stringify(second?.state).length}`);
});
