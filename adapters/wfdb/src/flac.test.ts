import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readFrame, readStreamInfo } from "./flac.ts";
import { crc8, crc16 } from "./flac-bits.ts";

/** Writes bits as FLAC has them: the most significant first. */
class BitWriter {
  readonly bits: number[] = [];

  put(value: number, count: number): this {
    const unsigned = BigInt.asUintN(count, BigInt(value));
    for (let i = count - 1; i >= 0; i--) this.bits.push(Number((unsigned >> BigInt(i)) & 1n));
    return this;
  }
  unary(zeros: number): this {
    for (let i = 0; i < zeros; i++) this.bits.push(0);
    return this.put(1, 1);
  }
  get bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.bits.length / 8));
    for (const [i, bit] of this.bits.entries()) bytes[i >> 3] = (bytes[i >> 3] as number) | (bit << (7 - (i & 7)));
    return bytes;
  }
}

const info = { channels: 2, depth: 16, samples: 0, firstFrame: 0 };

/** A frame of blocks of so many samples (up to 256) with the subframes that are written into it. */
function frameOf(count: number, assignment: number, write: (bits: BitWriter) => void): Uint8Array {
  const header = new BitWriter()
    .put(0x3ffe, 14)
    .put(0, 2)
    .put(6, 4)
    .put(0, 4)
    .put(assignment, 4)
    .put(4, 3)
    .put(0, 1)
    .put(0, 8)
    .put(count - 1, 8).bytes;
  const bits = new BitWriter();
  for (const byte of [...header, crc8(header)]) bits.put(byte, 8);
  write(bits);
  const content = bits.bytes;
  return Uint8Array.of(...content, crc16(content) >> 8, crc16(content) & 0xff);
}

const verbatim = (bits: BitWriter, samples: readonly number[], depth: number) => {
  bits.put(0, 1).put(1, 6).put(0, 1);
  for (const sample of samples) bits.put(sample, depth);
};
const rice = (bits: BitWriter, residuals: readonly number[], parameter: number) => {
  for (const residual of residuals) {
    const folded = residual >= 0 ? residual * 2 : -residual * 2 - 1;
    bits.unary(folded >> parameter).put(folded & ((1 << parameter) - 1), parameter);
  }
};
const channelsOf = (bytes: Uint8Array) => readFrame(bytes, info).channels.map((channel) => Array.from(channel));

const sample = fc.integer({ min: -32768, max: 32767 });
const pairs = fc.array(fc.tuple(sample, sample), { minLength: 1, maxLength: 40 });
const stereo: readonly [
  name: string,
  assignment: number,
  depths: readonly [number, number],
  of: (l: number, r: number) => [number, number],
][] = [
  ["left and side", 8, [16, 17], (l, r) => [l, l - r]],
  ["side and right", 9, [17, 16], (l, r) => [l - r, r]],
  ["middle and side", 10, [16, 17], (l, r) => [(l + r) >> 1, l - r]],
];
for (const [name, assignment, depths, of] of stereo)
  test(`two channels as ${name} come back as they were`, () =>
    fc.assert(
      fc.property(pairs, (given) => {
        const coded = given.map(([l, r]) => of(l, r));
        const bytes = frameOf(given.length, assignment, (bits) => {
          for (const channel of [0, 1] as const)
            verbatim(
              bits,
              coded.map((pair) => pair[channel]),
              depths[channel],
            );
        });
        assert.deepEqual(channelsOf(bytes), [given.map(([l]) => l), given.map(([, r]) => r)]);
      }),
      { seed: assignment },
    ));

test("a constant, and samples whose lowest bits are never used", () => {
  const bytes = frameOf(5, 1, (bits) => {
    bits.put(0, 1).put(0, 6).put(0, 1).put(-7, 16);
    bits.put(0, 1).put(1, 6).put(1, 1).unary(2);
    for (const value of [1, -1, 2, -2, 0]) bits.put(value, 13);
  });
  assert.deepEqual(channelsOf(bytes), [
    [-7, -7, -7, -7, -7],
    [8, -8, 16, -16, 0],
  ]);
});

test("fixed predictors of every order are undone", () => {
  const wanted = [3, -4, 10, 25, -31, 7, 8, 100];
  for (let order = 0; order <= 4; order++) {
    let residuals = [...wanted];
    for (let k = 0; k < order; k++)
      residuals = residuals.map((value, i) => (i <= k ? value : value - (residuals[i - 1] as number)));
    const differences = wanted.map((_, i) => (i < order ? 0 : (residuals[i] as number)));
    const bytes = frameOf(wanted.length, 1, (bits) => {
      for (let channel = 0; channel < 2; channel++) {
        bits
          .put(0, 1)
          .put(8 + order, 6)
          .put(0, 1);
        for (const value of wanted.slice(0, order)) bits.put(value, 16);
        bits.put(0, 2).put(0, 4).put(3, 4);
        rice(bits, differences.slice(order), 3);
      }
    });
    assert.deepEqual(channelsOf(bytes), [wanted, wanted], `order ${order}`);
  }
});

test("a linear predictor is undone, with a shift, in partitions, one of them without Rice", () => {
  const wanted = [100, 120, 90, -50, -2000, 30_000, -30_000, 1];
  const [coefficients, shift] = [[5, -3], 1];
  const residuals = wanted.map((value, i) => {
    if (i < 2) return 0;
    const sum =
      (coefficients[0] as number) * (wanted[i - 1] as number) + (coefficients[1] as number) * (wanted[i - 2] as number);
    return value - (sum >> shift);
  });
  const bytes = frameOf(8, 1, (bits) => {
    for (let channel = 0; channel < 2; channel++) {
      bits
        .put(0, 1)
        .put(32 + 1, 6)
        .put(0, 1)
        .put(100, 16)
        .put(120, 16);
      bits.put(4 - 1, 4).put(shift, 5);
      for (const coefficient of coefficients) bits.put(coefficient, 4);
      bits.put(1, 2).put(1, 4);
      bits.put(9, 5);
      rice(bits, residuals.slice(2, 4), 9);
      bits.put(31, 5).put(20, 5);
      for (const residual of residuals.slice(4)) bits.put(residual, 20);
    }
  });
  assert.deepEqual(channelsOf(bytes), [wanted, wanted]);
});

test("a changed bit anywhere in a frame is found", () => {
  const bytes = frameOf(4, 1, (bits) => {
    verbatim(bits, [1, 2, 3, 4], 16);
    verbatim(bits, [5, 6, 7, 8], 16);
  });
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (0x80 >> (bit & 7));
    assert.throws(() => readFrame(flipped, info), `bit ${bit}`);
  }
});

test("whatever bytes come, reading them ends", () => {
  const whole = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(whole, (bytes) => {
      assert.throws(() => readFrame(bytes, info));
      assert.throws(() => readStreamInfo(bytes));
    }),
    { seed: 3, numRuns: 500 },
  );
});
