import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera, type Picture } from "./camera.ts";
import { openPhysics } from "./physics.ts";

const size = 32;
const view = 60;

/** From (0, 0, 1) along x, with z up. */
const pictureOf = async (geom: string, towards: readonly [number, number, number]): Promise<Picture> => {
  const physics = await openPhysics(
    `<mujoco><worldbody><camera name="eye" pos="0 0 1" xyaxes="0 -1 0 0 0 1" fovy="${view}"/>
     <body name="thing" pos="2 0 1">${geom}</body></worldbody></mujoco>`,
  );
  physics.sense();
  const camera = new Camera(physics, 0, size, size, { towards, ambient: 0.3, gain: 1 });
  const picture = camera.take();
  camera.close();
  physics.close();
  return picture;
};

/** Tangents of a pixel's ray, to the right and up. */
const tangents = (pixel: number): readonly [number, number] => {
  const half = Math.tan((view * Math.PI) / 360);
  const [column, row] = [pixel % size, Math.floor(pixel / size)];
  return [(((column + 0.5) / size) * 2 - 1) * half, (1 - ((row + 0.5) / size) * 2) * half];
};

test("a wall is seen everywhere at its distance along the line of sight", async () => {
  const { depth, segmentation } = await pictureOf('<geom type="box" size=".1 5 5"/>', [-1, 0, 0]);
  assert.ok(depth.every((x) => Math.abs(x - 1.9) < 1e-5));
  assert.ok(segmentation.every((body) => body === 2));
});

test("a ball is seen where a sphere's equation has it, and nothing around it", async () => {
  const radius = 0.5;
  const { depth, segmentation } = await pictureOf(`<geom type="sphere" size="${radius}"/>`, [-1, 0, 0]);
  let hits = 0;
  for (const [pixel, seen] of depth.entries()) {
    const [right, up] = tangents(pixel);
    // |t·(1, right, up) − (2, 0, 0)| = radius, the smaller t: t is the depth.
    const square = 1 + right * right + up * up;
    const inside = 4 - square * (4 - radius * radius);
    const expected = inside < 0 ? 0 : (2 - Math.sqrt(inside)) / square;
    assert.ok(Math.abs(seen - expected) < 1e-5, `pixel ${pixel}: ${seen}, not ${expected}`);
    assert.equal(segmentation[pixel], inside < 0 ? 0 : 2);
    hits += Number(inside >= 0);
  }
  assert.ok(hits > 100);
});

test("the side towards the light is brighter", async () => {
  const { image } = await pictureOf('<geom type="sphere" size=".5" rgba="0.5 0.5 0.5 1"/>', [0, 0, 1]);
  const at = (row: number): number => image[3 * (row * size + size / 2)] ?? 0;
  assert.ok(at(11) > 1.5 * at(20), `${at(11)} above, ${at(20)} below`);
});
