import assert from "node:assert/strict";
import { test } from "node:test";
import type { Sample, SensorFeature } from "@sakiyomi/robot";
import type { ImageMessage } from "../messages/common.ts";
import { header } from "../messages/time.ts";
import { withForm } from "./sample-message.ts";

const sensorOf = (name: string, shape: readonly number[], unit: string): SensorFeature => ({
  name,
  shape,
  unit,
  rate: 30,
});
const colour = sensorOf("head/left/image", [1, 2, 3], "1");
const depth = sensorOf("head/depth", [1, 2], "m");

/** There and back as bytes, as another node gets and gives it. */
const carried = (sensor: SensorFeature, data: Sample["data"]): { stamp: number; data: Sample["data"] } =>
  withForm(sensor, ({ type, to, from }) => from(type.read(type.frame(to(data, 2.5)).subarray(4))));
const read = (sensor: SensorFeature, message: Partial<ImageMessage>): Sample["data"] => {
  const whole = { header: header(1), height: 1, width: 2, encoding: "rgb8", is_bigendian: 0, step: 6, ...message };
  return withForm(sensor, ({ from }) => from(whole as never)).data;
};

test("samples of every shape come back as they went, with their time", () => {
  const samples: readonly (readonly [SensorFeature, Sample["data"]])[] = [
    [colour, Uint8Array.of(1, 2, 3, 4, 5, 6)],
    [depth, Float32Array.of(0.5, 1.25)],
    [sensorOf("head/segmentation", [1, 2], "1"), Uint8Array.of(7, 9)],
    [sensorOf("left_wrist/force", [6], "N"), Float32Array.of(1, 2, 3, 4, 5, 6)],
    [sensorOf("motor/temperature", [3], "Cel"), Float32Array.of(30, 31, 32)],
    [sensorOf("truth/cup", [7], "m"), Float32Array.of(1, 2, 3, 1, 0, 0, 0)],
  ];
  for (const [sensor, data] of samples) assert.deepEqual(carried(sensor, data), { stamp: 2.5, data }, sensor.name);
});

test("pictures of other cameras: blue before red is turned, millimetres become metres, no depth is no number", () => {
  assert.deepEqual(
    read(colour, { encoding: "bgr8", data: Uint8Array.of(3, 2, 1, 6, 5, 4) }),
    Uint8Array.of(1, 2, 3, 4, 5, 6),
  );
  const millimetres = { encoding: "16UC1", step: 4, data: Uint8Array.of(0xd0, 0x07, 0, 0) };
  assert.deepEqual(read(depth, millimetres), Float32Array.of(2, Number.NaN));
});

test("a sample of another shape, size or encoding is refused", () => {
  const isBad = { code: "bad-message" };
  const data = new Uint8Array(6);
  assert.throws(() => read(colour, { encoding: "yuv422", data }), isBad);
  assert.throws(() => read(colour, { width: 3, data }), isBad);
  assert.throws(() => read(colour, { step: 8, data: new Uint8Array(8) }), isBad);
  assert.throws(() => read(colour, { data: new Uint8Array(5) }), isBad);
  assert.throws(() => read(colour, { encoding: "32FC1", data }), isBad);
  assert.throws(() => read(colour, { encoding: "constructor", data }), isBad);
  const three = sensorOf("left_hand/touch", [3], "N");
  const two = { header: header(1), name: ["0", "1"], position: [1, 2], velocity: [], effort: [] };
  assert.throws(() => withForm(three, ({ from }) => from(two as never)), isBad);
});
