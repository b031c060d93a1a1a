import assert from "node:assert/strict";
import { test } from "node:test";
import { careRobot, homePosition, posesOf } from "@sakiyomi/robot";
import { Vector3 } from "three";
import { arrowLength, levelOf } from "./arrows.ts";
import { curveSpan, noCurves, torqueShares, withPoint, wristForces } from "./curves.ts";
import { colourOfDepth, rgbaOf } from "./false-colour.ts";
import { inBase } from "./hand-drags.ts";
import { limitRows } from "./limit-rows.ts";
import { bodyGeometries, linkPoses, sceneOfFeatures } from "./stage-shapes.ts";

test("links stand in the world where the base carries them, and back in the base's frame where they were", () => {
  const base = Float32Array.of(1, -2, Math.PI / 2);
  const world = linkPoses(careRobot, homePosition(), base);
  const own = posesOf(careRobot, homePosition());
  for (const [i, { at }] of own.entries()) {
    const place = new Vector3(world[7 * i], world[7 * i + 1], world[7 * i + 2]);
    const back = inBase(place, base, true);
    for (const axis of [0, 1, 2] as const) assert.ok(Math.abs(back[axis] - at[axis]) < 1e-5);
    assert.ok(Math.abs(Math.hypot(...world.slice(7 * i + 3, 7 * i + 7)) - 1) < 1e-5);
  }
});

test("a robot of whose looks nobody tells is drawn as the guard sees it, one thing a link", () => {
  const scene = sceneOfFeatures(careRobot);
  const drawn = bodyGeometries(scene, "coarse");
  assert.equal(drawn.length, new Set(scene.shapes.map(({ body }) => body)).size);
  for (const { geometry } of drawn) assert.ok(geometry.getAttribute("position").count > 0);
});

test("a plane without an end is left to the floor", () => {
  const plane = {
    body: 0,
    form: "plane",
    at: [0, 0, 0],
    turn: [1, 0, 0, 0],
    colour: [1, 1, 1, 1],
    region: null,
  } as const;
  const shapes = [{ ...plane, size: [0, 0, 1] } as const, { ...plane, size: [0.5, 0.5, 1] } as const];
  const [only, ...others] = bodyGeometries({ bodies: ["world"], shapes }, "fine");
  assert.equal(others.length, 0);
  assert.equal(only?.geometry.getAttribute("position").count, 24, "one box");
});

test("forces are coloured by how near they are to where the guard acts, and no arrow leaves the picture", () => {
  assert.deepEqual([null, 0, 0.49, 0.5, 0.99, 1, 7].map(levelOf), [
    "thing",
    "low",
    "low",
    "medium",
    "medium",
    "high",
    "high",
  ]);
  assert.ok(arrowLength(5) < arrowLength(25) && arrowLength(1e6) <= 0.5);
});

test("distances go from light to dark; where nothing was hit it is dark grey", () => {
  assert.deepEqual(colourOfDepth(100), [253, 231, 37]);
  assert.deepEqual(colourOfDepth(9000), [68, 1, 84]);
  const bright = ([r, g, b]: readonly number[]): number => 0.3 * (r ?? 0) + 0.59 * (g ?? 0) + 0.11 * (b ?? 0);
  for (let mm = 300; mm < 3000; mm += 100) assert.ok(bright(colourOfDepth(mm)) >= bright(colourOfDepth(mm + 100)));
  const picture = { at: 0, camera: 0, width: 2, height: 1, pixels: Uint16Array.of(0, 100) };
  assert.deepEqual([...rgbaOf(picture)], [24, 24, 28, 255, 253, 231, 37, 255]);
});

test("a curve keeps its last seconds, takes a moment once, and begins anew in another world", () => {
  let curves = noCurves(2);
  for (let i = 0; i < 300; i += 1) curves = withPoint(curves, i * 0.1, [i, -i]);
  assert.ok((curves.x[0] ?? 0) > 29.9 - curveSpan && curves.x.length > 10 * (curveSpan - 1));
  assert.deepEqual([curves.y[0]?.at(-1), curves.y[1]?.at(-1), curves.y[0]?.length], [299, -299, curves.x.length]);
  assert.equal(withPoint(curves, curves.x.at(-1) ?? 0, [0, 0]).x.length, curves.x.length);
  assert.deepEqual(withPoint(curves, 0.5, [1, 2]), { x: [0.5], y: [[1], [2]] });
});

test("wrists tell the size of their force, joints their share of the limit", () => {
  const frame = {
    wrists: Float32Array.of(3, 4, 0, 9, 9, 9, 0, 0, 2, 9, 9, 9),
    torque: Float32Array.of(5, -15),
  } as Parameters<typeof wristForces>[0];
  assert.deepEqual(wristForces(frame), [5, 2]);
  assert.deepEqual(wristForces({ ...frame, wrists: null }), [0, 0]);
  assert.deepEqual(torqueShares(frame, [{ index: 1, torque: 30 }]), [-50]);
});

test("a limit that came and went is one row, with how often and when last", () => {
  const bite = { limit: "speed", isOn: false, from: 0 };
  const rows = limitRows([
    { ...bite, until: 30, isOn: true },
    { ...bite, limit: "torque", until: 20 },
    { ...bite, until: 10 },
  ]);
  assert.deepEqual(rows, [
    { limit: "speed", times: 2, until: 30, isOn: true },
    { limit: "torque", times: 1, until: 20, isOn: false },
  ]);
});
