import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOf, frameReader } from "./frames.ts";

test("frames come out whole however they were cut on their way", () => {
  const bytes = Buffer.concat([frameOf([1, 2.5]), frameOf([Number.NaN]), frameOf([-0, 7, 8])]);
  for (let size = 1; size <= bytes.length; size++) {
    const read = frameReader(1000);
    const frames: Float64Array[] = [];
    for (let at = 0; at < bytes.length; at += size) frames.push(...read(bytes.subarray(at, at + size)));
    assert.deepEqual(
      frames.map((frame) => [...frame]),
      [[1, 2.5], [Number.NaN], [-0, 7, 8]],
    );
  }
});

test("a length that is 0, odd or too large is refused before anything is kept for it", () => {
  for (const length of [0, 7, 2 ** 31]) {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(length);
    assert.throws(() => frameReader(1000)(head), { code: "frame" });
  }
});
