import assert from "node:assert/strict";
import { test } from "node:test";
import { GAP } from "@sakiyomi/core";
import fc from "fast-check";
import { packBlock, unpackBlock } from "./block.ts";
import { Frames, framesOf, inOrder } from "./frames.ts";
import { ByteReader, ByteWriter, putInts, putNumbers, takeInts, takeNumbers } from "./number-stream.ts";
import { riceDecode, riceEncode } from "./rice.ts";

const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const ints = fc.oneof(
  fc.array(int32, { maxLength: 700 }),
  fc.array(fc.integer({ min: -300, max: 300 }), { maxLength: 1500 }),
  fc.array(fc.oneof(fc.constant(GAP), fc.integer({ min: -9, max: 9 })), { maxLength: 600 }),
);
const run = { numRuns: 200, seed: 20_260_406 };

test("every int32 comes back from Rice codes, gaps and extremes too", () => {
  fc.assert(
    fc.property(ints, (values) => {
      const x = Int32Array.from(values);
      assert.deepEqual(riceDecode(riceEncode(x), x.length), x);
    }),
    run,
  );
});

test("a stream of integers comes back, whichever form was the smaller", () => {
  fc.assert(
    fc.property(ints, fc.boolean(), (values, tryDeflate) => {
      const out = new ByteWriter();
      putInts(out, Int32Array.from(values), { tryDeflate });
      assert.deepEqual([...takeInts(new ByteReader(out.taken()), values.length)], values);
    }),
    run,
  );
});

test("deflate is taken only where it is smaller", () => {
  const saw = Int32Array.from({ length: 4096 }, (_, i) => ((i * 7_654_321) % 97) * 1000);
  const noise = Int32Array.from({ length: 4096 }, (_, i) => Math.round(50 * Math.sin(i * i)));
  assert.equal(putInts(new ByteWriter(), saw, { tryDeflate: true }), true);
  assert.equal(putInts(new ByteWriter(), noise, { tryDeflate: true }), false);
});

test("times come back exactly, whole or not", () => {
  const number = fc.oneof(
    fc.integer({ min: -(2 ** 51), max: 2 ** 51 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
    fc.integer({ min: 1_770_000_000_000, max: 1_770_000_100_000 }),
  );
  fc.assert(
    fc.property(fc.array(number, { maxLength: 300 }), (values) => {
      const out = new ByteWriter();
      putNumbers(out, values);
      assert.deepEqual(
        takeNumbers(new ByteReader(out.taken()), values.length),
        values.map((x) => x + 0),
      );
    }),
    run,
  );
});

const frame = fc.record({
  at: fc.oneof(
    fc.integer({ min: 0, max: 1e6 }),
    fc.integer({ min: 0, max: 1e6 }).map((x) => x / 7),
  ),
  receivedAt: fc.integer({ min: 0, max: 2 ** 45 }),
  sequence: fc.nat(2 ** 31),
  arrival: fc.nat(2 ** 40),
  index: fc.nat(5000),
  quality: fc.nat(3),
  samples: fc.array(int32, { maxLength: 30 }),
});

test("a block gives back its frames, and sorts them by time", () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 40 }), (all) => {
      const frames = framesOf(
        all.map(({ samples, ...head }) => [{ ...head, n: samples.length }, Int32Array.from(samples)] as const),
      );
      assert.deepEqual([...unpackBlock(packBlock(frames, { tryDeflate: false }).body)], [...frames]);
      const sorted = [...inOrder(frames)].map(([{ at }]) => at);
      assert.deepEqual(
        sorted,
        [...sorted].sort((a, b) => a - b),
      );
    }),
    run,
  );
});

test("regular frames cost next to nothing beside their samples", () => {
  const frames = new Frames();
  for (let i = 0; i < 100; i++) {
    const head = {
      at: 1e12 + i * 100,
      receivedAt: 1e12 + i * 100 + 40,
      sequence: i,
      arrival: 9000 + i,
      index: 3,
      quality: 0,
      n: 25,
    };
    frames.add(head, new Int32Array(25).fill(7));
  }
  assert.ok(packBlock(frames, { tryDeflate: false }).body.length < 64);
});

test("a torn block is refused, not guessed", () => {
  const { body } = packBlock(framesOf([]), { tryDeflate: false });
  assert.throws(() => unpackBlock(body.subarray(0, body.length - 1)));
  assert.throws(() => unpackBlock(Uint8Array.of(250)), /form 250/);
});
