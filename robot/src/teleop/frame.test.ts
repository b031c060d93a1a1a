import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFrame, decodePicture, encodeFrame, encodePicture, type Frame, inMillimetres } from "./index.ts";

const frame: Frame = {
  at: 12.345678901,
  observed: Float32Array.of(0.5, -1, 2),
  commanded: Float32Array.of(0.25, -1, 2),
  predicted: null,
  torque: Float32Array.of(1, 2, 3),
  base: Float32Array.of(1, 2, 0.5),
  wrists: Float32Array.from({ length: 12 }, (_, i) => i),
  poses: Float32Array.from({ length: 14 }, (_, i) => i / 2),
  contacts: [
    { at: [1, 2, 3], force: [0, 0, -4], share: 0.25, region: 3 },
    { at: [0, 0, 1], force: [0, 0, 9], share: null, region: null },
  ],
};

test("a frame comes out as it went in, with and without its optional parts", () => {
  assert.deepEqual(decodeFrame(encodeFrame(frame)), frame);
  const bare = { ...frame, commanded: null, predicted: frame.observed, wrists: null, contacts: [] };
  assert.deepEqual(decodeFrame(encodeFrame(bare)), bare);
});

test("a frame that is cut off, too long or something else is no frame, and throws nothing", () => {
  const whole = encodeFrame(frame);
  for (let length = 0; length < whole.length; length += 1) assert.equal(decodeFrame(whole.slice(0, length)), null);
  assert.equal(decodeFrame(Uint8Array.of(...whole, 0, 0, 0, 0)), null);
  assert.equal(decodeFrame(Uint8Array.of(9, ...whole.slice(1))), null);
});

test("a picture of colours and one of distances come out as they went in; a torn one does not", () => {
  const colours = { at: 1.5, camera: 2, width: 2, height: 1, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  assert.deepEqual(decodePicture(encodePicture(colours)), colours);
  const depth = { ...colours, pixels: inMillimetres([0.5, Number.POSITIVE_INFINITY]) };
  assert.deepEqual([...depth.pixels], [500, 0]);
  assert.deepEqual(decodePicture(encodePicture(depth)), depth);
  assert.equal(decodePicture(encodePicture(colours).slice(0, -1)), null);
});
