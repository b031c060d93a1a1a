import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LearnFault } from "../fault.ts";
import { encodeContainer, readContainer } from "./container.ts";

const content = {
  description: { kind: "toy", text: "ü" },
  parts: { one: Uint8Array.of(1, 2, 3), empty: new Uint8Array(), "a name.bin": new Uint8Array(100).fill(7) },
};
const bytes = encodeContainer(content);
const savedFault = (words: RegExp) => (error: unknown) =>
  error instanceof LearnFault && error.code === "saved" && words.test(error.message);
const changed = (at: number, value: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
};

test("parts come back byte for byte, at multiples of 64, and equal content gives equal bytes", () => {
  const read = readContainer(bytes);
  assert.deepEqual(read, content);
  for (const part of Object.values(read.parts)) assert.equal((part.byteOffset - bytes.byteOffset) % 64, 0);
  assert.deepEqual(encodeContainer(content), bytes);
});

test("each kind of wrong file is refused with its own reason", () => {
  assert.throws(() => readContainer(new Uint8Array()), savedFault(/does not begin/));
  assert.throws(() => readContainer(new TextEncoder().encode("PK an archive")), savedFault(/does not begin/));
  assert.throws(() => readContainer(bytes.subarray(0, 20)), savedFault(/cut short after 20 bytes/));
  assert.throws(() => readContainer(bytes.subarray(0, 90)), savedFault(/header ends at byte \d+, the file at 90/));
  assert.throws(() => readContainer(bytes.subarray(0, bytes.length - 1)), savedFault(/should have \d+ bytes and has/));
  assert.throws(() => readContainer(Uint8Array.from([...bytes, 0])), savedFault(/should have \d+ bytes and has/));
  assert.throws(() => readContainer(changed(8, 2)), savedFault(/layout 2, written by a newer version.*Update/));
  assert.throws(() => readContainer(changed(60, 0)), savedFault(/header does not match/));
  assert.throws(() => readContainer(changed(bytes.length - 1, 0)), savedFault(/"a name.bin" does not match/));
  const asText = Uint8Array.from([...bytes].filter((byte) => byte !== 0x0d));
  assert.throws(() => readContainer(asText), savedFault(/does not begin/), "line ends were changed on the way");
});

test("no flipped byte of the file goes unnoticed, but in the padding, and no cut does", () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(bytes.length - 1), (at, by, cut) => {
      const flipped = changed(at, (bytes[at] ?? 0) ^ by);
      try {
        assert.deepEqual(readContainer(flipped), content);
        assert.equal(bytes[at], 0, "only padding may differ");
      } catch (error) {
        assert.ok(savedFault(/./)(error), String(error));
      }
      assert.throws(() => readContainer(flipped.subarray(0, cut)), savedFault(/./));
    }),
    { seed: 6, numRuns: 1000 },
  );
});
