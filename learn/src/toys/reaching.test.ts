import assert from "node:assert/strict";
import { test } from "node:test";
import { reaching } from "./reaching.ts";

test("the same seed gives the same frames, whatever piece is read, and another seed others", async () => {
  const settings = { episodes: 3, frames: 12, image: 16, seed: 4 };
  const whole = await reaching(settings).read(1, 0, 12);
  const part = await reaching(settings).read(1, 5, 9);
  assert.deepEqual(part.columns["observation.state"]?.data, whole.columns["observation.state"]?.data.slice(40, 72));
  assert.deepEqual(part.columns["observation.image"]?.data, whole.columns["observation.image"]?.data.slice(3840, 6912));
  const other = await reaching({ ...settings, seed: 5 }).read(1, 0, 12);
  assert.notDeepEqual(other.columns["observation.state"]?.data, whole.columns["observation.state"]?.data);
  assert.notEqual(await reaching(settings).hash(), await reaching({ ...settings, seed: 5 }).hash());
});

test("the arm begins and ends at rest, the gripper goes from open to closed, and the object moves with the hand", async () => {
  const { columns } = await reaching({ episodes: 1, frames: 40, image: 32 }).read(0, 0, 40);
  const joints = columns["observation.state"]?.data ?? [];
  const at = (frame: number) => Array.from(joints.slice(frame * 8, frame * 8 + 8));
  assert.equal(at(0)[7], 0);
  assert.equal(at(39)[7], 1);
  at(0)
    .slice(0, 7)
    .forEach((angle, j) => {
      assert.ok(Math.abs(angle - (at(39)[j] ?? Number.NaN)) < 1e-6, `joint ${j} is back`);
    });
  assert.notDeepEqual(at(0), at(20));
  assert.ok(redness(columns["observation.image"]?.data, 0) > redness(columns["observation.image"]?.data, 39) + 3);
});

/** Mean row of the red pixels: low on the table, up in the hand. */
function redness(pixels: Float32Array | Uint8Array | undefined, frame: number): number {
  const picture = pixels?.subarray(frame * 3072, (frame + 1) * 3072) ?? [];
  let [rows, count] = [0, 0];
  for (let i = 0; i < 1024; i += 1)
    if ((picture[i] ?? 0) > 140 && (picture[i + 1024] ?? 255) < 110) {
      rows += Math.floor(i / 32);
      count += 1;
    }
  return rows / count;
}

test("episodes differ in length as far as asked", () => {
  const lengths = reaching({ episodes: 20, frames: 30, shorter: 6 }).episodes.map(({ length }) => length);
  assert.ok(Math.min(...lengths) >= 24 && Math.max(...lengths) <= 30 && new Set(lengths).size > 3);
});
