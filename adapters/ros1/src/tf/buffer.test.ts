import assert from "node:assert/strict";
import { test } from "node:test";
import { tfBuffer } from "./buffer.ts";
import { type FramePose, messageOf, poseOf } from "./transform.ts";

const yaw = (angle: number): FramePose["turn"] => [Math.cos(angle / 2), 0, 0, Math.sin(angle / 2)];
const pose = (parent: string, child: string, stamp: number, x: number, angle = 0): FramePose => ({
  parent,
  child,
  stamp,
  at: [x, 0, 0],
  turn: yaw(angle),
});
const near = (seen: readonly number[], wanted: readonly number[]): void => {
  assert.equal(seen.length, wanted.length);
  for (const [i, x] of wanted.entries())
    assert.ok(Math.abs((seen[i] ?? Number.NaN) - x) < 1e-12, `${seen} ≠ ${wanted}`);
};

test("tf: a chain is followed up and down, at the time asked for", () => {
  const tf = tfBuffer();
  tf.add(pose("map", "base", 1, 1, Math.PI / 2));
  tf.add(pose("map", "base", 2, 3, Math.PI / 2));
  tf.add(pose("base", "hand", 0, 0.5), true);
  tf.add(pose("map", "bed", 0, 10), true);
  near(tf.lookup("map", "hand", 1).at, [1, 0.5, 0]);
  near(tf.lookup("map", "hand", 1.5).at, [2, 0.5, 0]);
  near(tf.lookup("hand", "map", 1).at, [-0.5, 1, 0]);
  near(tf.lookup("bed", "hand", 2).at, [-7, 0.5, 0]);
  near(tf.lookup("map", "map", 5).at, [0, 0, 0]);
  assert.equal(tf.lookup("map", "hand", "latest").stamp, 2);
});

test("tf: rotations are interpolated by the shorter way, at a steady rate", () => {
  const tf = tfBuffer();
  tf.add(pose("map", "base", 0, 0, 0.2));
  const { turn } = pose("map", "base", 1, 0, 1.2);
  tf.add({ ...pose("map", "base", 1, 0), turn: turn.map((x) => -x) as unknown as FramePose["turn"] });
  near(tf.lookup("map", "base", 0.25).turn, yaw(0.45));
  near(tf.lookup("map", "base", 0.5).turn, yaw(0.7));
});

test("tf: what is not known is refused with what is, never guessed", () => {
  const tf = tfBuffer({ keeps: 5 });
  for (let t = 0; t <= 20; t += 1) tf.add(pose("map", "base", t, t));
  tf.add(pose("camera", "marker", 20, 1));
  assert.throws(() => tf.lookup("map", "base", 20.25), /0\.250 s into the future.*known from 15\.000 to 20\.000/);
  assert.throws(() => tf.lookup("map", "base", 14), { code: "extrapolation" });
  assert.throws(() => tf.lookup("map", "nothing", 20), { code: "no-frame" });
  assert.throws(() => tf.lookup("map", "marker", 20), /two trees, under camera and map/);
  assert.throws(() => tf.add(pose("map", "map", 1, 1)), { code: "bad-message" });
  tf.add(pose("base", "map", 20, 1));
  assert.throws(() => tf.lookup("map", "marker", 20), /circle/);
});

test("tf: one that comes late finds its place, and a second of the same time replaces the first", () => {
  const tf = tfBuffer();
  for (const [t, x] of [
    [1, 1],
    [3, 3],
    [2, 7],
    [2, 5],
  ] as const)
    tf.add(pose("map", "base", t, x));
  near(tf.lookup("map", "base", 2).at, [5, 0, 0]);
  near(tf.lookup("map", "base", 1.5).at, [3, 0, 0]);
  tf.clear();
  assert.deepEqual(tf.frames(), []);
});

test("tf: a message comes back as it went; one without a rotation is refused", () => {
  const told = pose("map", "base", 1.5, 2, 0.3);
  const message = messageOf(told);
  const seen = poseOf(message);
  near([...seen.at, ...seen.turn, seen.stamp], [...told.at, ...told.turn, 1.5]);
  const { transform } = message;
  const none = { ...message, transform: { ...transform, rotation: { w: 0, x: 0, y: 0, z: 0 } } };
  assert.throws(() => poseOf(none), { code: "bad-message" });
});
