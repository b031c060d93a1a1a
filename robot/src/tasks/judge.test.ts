import assert from "node:assert/strict";
import { test } from "node:test";
import type { Vector3 } from "../contract/features.ts";
import type { Contact, Pose } from "../contract/robot.ts";
import { turnAbout, unturned } from "../kinematics/index.ts";
import { judgeTask, openJudge } from "./judge.ts";
import type { Criterion, Judgement, TaskFrame } from "./task.ts";

const period = 0.01;

const at = (place: Vector3, turn = unturned): Pose => ({ at: place, turn });

/** Frames of so many seconds, each as `given` says. */
const frames = (
  seconds: number,
  given: (time: number) => Readonly<Record<string, Pose>>,
  contacts: (time: number) => readonly Contact[] = () => [],
): readonly TaskFrame[] =>
  Array.from({ length: Math.round(seconds / period) + 1 }, (_, i) => ({
    at: 10 + i * period,
    poses: new Map(Object.entries(given(i * period))),
    contacts: contacts(i * period),
    interventions: 0,
  }));

const judged = (criterion: Criterion, ...rest: Parameters<typeof frames>): Judgement =>
  judgeTask({ success: [criterion] }, frames(...rest));

test("a thing is near when it has been near for long enough without a break, and the time is that of the end", () => {
  const near: Criterion = { is: "near", body: "cup", to: "goal", within: 0.05, for: 1 };
  const goal = at([0, 0, 0]);
  const come = (time: number) => ({ goal, cup: at([time < 2 ? 1 : 0.04, 0, 0]) });
  const done = judged(near, 4, come);
  assert.equal(done.isDone, true);
  assert.ok(Math.abs((done.measures.time ?? 0) - 3) < 1e-6);
  const flickers = (time: number) => ({ goal, cup: at([Math.floor(time / 0.5) % 2 === 0 ? 0 : 1, 0, 0]) });
  assert.equal(judged(near, 6, flickers).isDone, false);
  assert.equal(judged(near, 4, () => ({ goal })).isDone, false);
});

test("points in the frames of turned bodies are compared where they are in the world", () => {
  const criterion: Criterion = {
    is: "near",
    body: "hand",
    at: [0.1, 0, 0],
    to: "goal",
    toAt: [0, 0, 0.2],
    within: 0.01,
  };
  const hand = at([0, -0.1, 0.2], turnAbout([0, 0, 1], Math.PI / 2));
  assert.equal(judged(criterion, 0.1, () => ({ hand, goal: at([0, 0, 0]) })).isDone, true);
  assert.equal(judged(criterion, 0.1, () => ({ hand: at([0, -0.1, 0.2]), goal: at([0, 0, 0]) })).isDone, false);
});

test("heights do not count where only the level does, and being away is not being near", () => {
  const level: Criterion = { is: "near", body: "a", to: "b", within: 0.01, isLevel: true };
  const poses = { a: at([0, 0, 3]), b: at([0, 0, 0]) };
  assert.equal(judged(level, 0.1, () => poses).isDone, true);
  assert.equal(judged({ ...level, isLevel: false }, 0.1, () => poses).isDone, false);
  assert.equal(judged({ is: "away", body: "a", from: "b", by: 2 }, 0.1, () => poses).isDone, true);
  assert.equal(judged({ is: "away", body: "a", from: "b", by: 4 }, 0.1, () => poses).isDone, false);
});

test("a cup that leans more than it may is not upright, whichever way it is turned about itself", () => {
  const upright: Criterion = { is: "upright", body: "cup", axis: [0, 0, 1], within: 0.2 };
  assert.equal(judged(upright, 0.1, () => ({ cup: at([0, 0, 0], turnAbout([0, 0, 1], 2)) })).isDone, true);
  assert.equal(judged(upright, 0.1, () => ({ cup: at([0, 0, 0], turnAbout([1, 0, 0], 0.19)) })).isDone, true);
  assert.equal(judged(upright, 0.1, () => ({ cup: at([0, 0, 0], turnAbout([1, 0, 0], 0.21)) })).isDone, false);
});

test("a door is open by what it has turned since the beginning, and progress says how far", () => {
  const open: Criterion = { is: "turned", body: "door", by: 1 };
  const door = (time: number) => ({ door: at([0, 0, 0], turnAbout([0, 0, -1], 0.5 + 0.2 * time)) });
  const half = judged(open, 2.5, door);
  assert.equal(half.isDone, false);
  assert.ok(Math.abs((half.progress[0] ?? 0) - 0.5) < 1e-6);
  assert.equal(judged(open, 5.1, door).isDone, true);
});

test("drops count that are inside the walls and between the heights of a cup that may be turned", () => {
  const inside: Criterion = {
    is: "inside",
    bodies: ["d/1", "d/2", "d/3", "d/4"],
    vessel: "cup",
    radius: 0.03,
    height: [0, 0.1],
    share: 0.75,
  };
  const cup = at([1, 0, 0], turnAbout([1, 0, 0], Math.PI / 2));
  const three = { cup, "d/1": at([1, -0.05, 0]), "d/2": at([1, -0.02, 0.02]), "d/3": at([1.02, -0.09, 0]) };
  assert.equal(judged(inside, 0.1, () => ({ ...three, "d/4": at([1, 0.05, 0]) })).isDone, true);
  const two = judged(inside, 0.1, () => ({ ...three, "d/3": at([1.04, -0.09, 0]), "d/4": at([1, 0.05, 0]) }));
  assert.equal(two.isDone, false);
  assert.ok(Math.abs((two.progress[0] ?? 0) - 2 / 3) < 1e-9);
});

const circled: Criterion = {
  is: "circled",
  body: "tip",
  around: "pan",
  ring: [0.02, 0.1],
  height: [0, 0.05],
  turns: 2,
};

/** A tip that has gone round a pan so many times, at a radius and a height over it. */
const round =
  (turns: (time: number) => number, radius: number, height = 0.02) =>
  (time: number) => {
    const angle = 2 * Math.PI * turns(time);
    return { pan: at([1, 1, 1]), tip: at([1 + radius * Math.cos(angle), 1 + radius * Math.sin(angle), 1 + height]) };
  };

test("turns are counted inside the ring only, both ways round alike, and going back undoes them", () => {
  const cases: readonly (readonly [boolean, number, ReturnType<typeof round>])[] = [
    [true, 4.1, round((t) => t / 2, 0.05)],
    [true, 4.1, round((t) => -t / 2, 0.05)],
    [false, 3.5, round((t) => t / 2, 0.05)],
    [false, 9, round((t) => t / 2, 0.01)],
    [false, 9, round((t) => t / 2, 0.05, 0.1)],
    [false, 9, round((t) => Math.sin(t), 0.05)],
  ];
  for (const [isDone, seconds, given] of cases) assert.equal(judged(circled, seconds, given).isDone, isDone);
});

test("pieces have travelled by the way they went, not by how far they came", () => {
  const travelled: Criterion = { is: "travelled", bodies: ["p/1", "p/2"], way: 0.1, share: 0.5 };
  const swing = (time: number) => ({ "p/1": at([0.02 * Math.sin(time * 6), 0, 0]), "p/2": at([0, 0, 0]) });
  assert.equal(judged(travelled, 2, swing).isDone, true);
  assert.equal(judged({ ...travelled, share: 1 }, 2, swing).isDone, false);
  assert.equal(judged(travelled, 0.5, swing).isDone, false);
});

const strip = [0, 0.1, 0.2, 0.3].map((x) => ({ body: "leg", at: [x, 0, 0] as const }));
const wipe: Criterion = {
  is: "wiped",
  strip,
  tool: "hand",
  toolAt: [0, 0, -0.1],
  within: 0.02,
  regions: ["thigh"],
  force: [2, 10],
  share: 0.75,
};

/** Along the strip in 3 s, on a leg that lies somewhere in the room. */
const along = (time: number) => ({ leg: at([1, 0, 0]), hand: at([1 + time / 10, 0, 0.1]) });
const press = (force: number, region = "thigh") => [{ at: 0, region, force }];

test("a strip is wiped where the tool passed with a force between the bounds, on the region that was meant", () => {
  assert.equal(judged(wipe, 3, along, () => press(5)).isDone, true);
  assert.equal(judged(wipe, 3, along, () => press(1)).isDone, false);
  assert.equal(judged(wipe, 3, along, () => press(11)).isDone, false);
  assert.equal(judged(wipe, 3, along, () => press(5, "chest")).isDone, false);
  // Two touches of one region are borne together.
  assert.equal(judged(wipe, 3, along, () => [...press(3), ...press(3)]).isDone, true);
  const half = judged(wipe, 3, along, (time) => press(time < 1.5 ? 5 : 0));
  assert.ok(Math.abs((half.progress[0] ?? 0) - 2 / 3) < 1e-9);
});

test("all criteria have to hold together, and what is done stays done", () => {
  const success: readonly Criterion[] = [
    { is: "near", body: "a", to: "b", within: 0.1 },
    { is: "away", body: "c", from: "b", by: 1 },
  ];
  const first = { a: at([0, 0, 0]), b: at([0, 0, 0]), c: at([0.5, 0, 0]) };
  const second = { ...first, a: at([1, 0, 0]), c: at([2, 0, 0]) };
  assert.equal(
    judgeTask(
      { success },
      frames(2, (time) => (time < 1 ? first : second)),
    ).isDone,
    false,
  );
  const both = { ...first, c: at([2, 0, 0]) };
  const judge = openJudge({ success });
  const all = frames(1, (time) => (time < 0.5 ? both : first)).map((frame) => judge.see(frame));
  assert.ok(all.every(({ isDone }) => isDone));
  assert.equal(all.at(-1)?.measures.time, 0);
});

test("the largest force on each region is measured, of all touches there together", () => {
  const { measures } = judged(
    wipe,
    1,
    () => ({}),
    (time) => (time > 0.5 && time < 0.55 ? [...press(7), ...press(2), ...press(3, "hand")] : press(1)),
  );
  assert.deepEqual(measures.peakForce, { thigh: 9, hand: 3 });
});

test("the jerk of x = t³ is 6 m/s³ all the time: 36 m²/s⁵ a second; an even motion has none", () => {
  const never: Criterion = { is: "away", body: "a", from: "a", by: 1 };
  const cubic = judged(never, 2, (t) => ({ a: at([0, 0, 0]), "left_hand/palm": at([t ** 3, 0, 0]) })).measures.jerk;
  assert.ok(Math.abs(cubic - 36 * 1.9) < 2, `${cubic}`);
  const even = judged(never, 2, (t) => ({ a: at([0, 0, 0]), "left_hand/palm": at([t, 2 * t, t * t]) })).measures.jerk;
  assert.ok(even < 1e-6);
});

test("nothing seen is nothing done", () => {
  const { isDone, measures } = judgeTask({ success: [wipe] }, []);
  assert.equal(isDone, false);
  assert.equal(measures.time, null);
});
