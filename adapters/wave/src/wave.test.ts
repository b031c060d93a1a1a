import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 as crc32OfZlib } from "node:zlib";
import { GAP, type Instant, type SourceId, type SubjectId } from "@sakiyomi/core";
import fc from "fast-check";
import { crc32, decodeWaves, encodeWaves, GAP_16, type WaveFrame, waveBlockOf, waveFrameOf } from "./index.ts";

const ecg: WaveFrame = {
  subject: "person:ann",
  source: "device:ecg-7",
  kind: "ecg",
  unit: "mV",
  at: Date.UTC(2026, 0, 31, 0, 30),
  sequence: 41,
  rate: 250,
  scale: 0.005,
  offset: 0,
  samples: Int16Array.of(0, 1, -1, GAP_16, 32767),
};

const decoded = (bytes: Uint8Array): readonly WaveFrame[] => {
  const read = decodeWaves(bytes);
  assert.ok(read.ok, read.ok ? "" : `${read.refusal.field}: ${read.refusal.found}`);
  return read.value;
};
const refusal = (bytes: Uint8Array) => {
  const read = decodeWaves(bytes);
  assert.ok(!read.ok, "a damaged message was accepted");
  assert.equal(read.refusal.code, "WAVE_FORM");
  return read.refusal;
};
/** The same message with a field changed and an honest checksum. */
function forged(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  change(view);
  view.setUint32(copy.length - 4, crc32(copy, 0, copy.length - 4), true);
  return copy;
}

const name = fc.string({ unit: "grapheme", maxLength: 20 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const frame: fc.Arbitrary<WaveFrame> = fc
  .record({
    subject: fc.option(name, { nil: undefined }),
    source: fc.option(name, { nil: undefined }),
    kind: fc.string({ minLength: 1, maxLength: 20 }),
    unit: name,
    at: finite,
    sequence: fc.maxSafeNat(),
    rate: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    scale: finite,
    offset: finite,
    samples: fc.oneof(fc.int16Array({ maxLength: 40 }), fc.int32Array({ maxLength: 40 })),
  })
  .map(({ subject, source, ...rest }) => ({ ...(subject && { subject }), ...(source && { source }), ...rest }));

test("what was put into a message comes out of it", () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 12 }), (frames) => {
      assert.deepEqual(decoded(encodeWaves(frames)), frames);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("frames of one channel share its names", () => {
  const one = encodeWaves([ecg]).length;
  const two = encodeWaves([ecg, { ...ecg, at: ecg.at + 20, sequence: 42 }]).length;
  assert.equal(two - one, 28 + 12);
});

test("a message at an odd place in a buffer is read too, and one at a multiple of 4 without a copy", () => {
  const bytes = encodeWaves([ecg]);
  const pool = new Uint8Array(bytes.length + 16);
  pool.set(bytes, 4);
  const there = decoded(pool.subarray(4, 4 + bytes.length));
  assert.equal(there[0]?.samples.buffer, pool.buffer);
  pool.set(bytes, 3);
  assert.deepEqual(decoded(pool.subarray(3, 3 + bytes.length)), [ecg]);
});

test("a block of core goes through a message and keeps its gaps", () => {
  const samples = Int32Array.of(5, GAP, -7);
  const wide = Int32Array.of(5, GAP, 100_000);
  for (const [given, width] of [
    [samples, 2],
    [wide, 4],
  ] as const) {
    const signal = {
      subject: "person:ann" as SubjectId,
      source: "device:ecg-7" as SourceId,
      kind: "ecg" as const,
      at: ecg.at as Instant,
      receivedAt: ecg.at,
      sequence: 0,
      quality: "good" as const,
      value: { rate: 250, scale: 0.005, offset: 0, samples: given },
    };
    const sent = waveFrameOf(signal);
    assert.equal(sent.samples.BYTES_PER_ELEMENT, width);
    assert.deepEqual(decoded(encodeWaves([sent])).map(waveBlockOf), [signal.value]);
  }
});

test("no message with one, two or three flipped bits is accepted", () => {
  const bytes = encodeWaves([ecg, { ...ecg, kind: "ppg", unit: "1", samples: Int32Array.of(1, 2, 3) }]);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    refusal(flipped);
  }
  const bits = fc.uniqueArray(fc.nat(bytes.length * 8 - 1), { minLength: 2, maxLength: 3 });
  const flip = (chosen: readonly number[]) => {
    const flipped = bytes.slice();
    for (const bit of chosen) flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    refusal(flipped);
  };
  fc.assert(fc.property(bits, flip), { seed: 2, numRuns: 2000 });
});

test("a message cut off anywhere, or with more behind it, is refused", () => {
  const bytes = encodeWaves([ecg]);
  for (let length = 0; length < bytes.length; length++) refusal(bytes.subarray(0, length));
  refusal(Uint8Array.of(...bytes, 0));
  assert.equal(refusal(new Uint8Array(0)).field, "byte 0 (end)");
});

test("whatever bytes come, reading them never throws", () => {
  const anything = fc.uint8Array({ maxLength: 400 });
  fc.assert(
    fc.property(anything, (bytes) => void refusal(bytes)),
    { seed: 3, numRuns: 500 },
  );
  const bytes = encodeWaves([ecg]);
  const honest = fc.tuple(fc.nat(bytes.length - 5), fc.uint8Array({ minLength: 1, maxLength: 8 }));
  const change = ([at, with_]: [number, Uint8Array]) => {
    const read = decodeWaves(
      forged(bytes, (view) =>
        with_.forEach((byte, i) => void (at + i < bytes.length - 4 && view.setUint8(at + i, byte))),
      ),
    );
    if (read.ok) assert.ok(read.value.length <= 1);
  };
  fc.assert(fc.property(honest, change), { seed: 4, numRuns: 3000 });
});

test("the refusal names the byte and what stood there", () => {
  const bytes = encodeWaves([ecg]);
  const text = 20 + 4;
  const form = bytes.length - 4 - 12 - 28 - 28;
  const frame = bytes.length - 4 - 12 - 28;
  const rows: readonly [change: (view: DataView) => void, field: string][] = [
    [(view) => view.setUint8(0, 0x50), "byte 0 (magic)"],
    [(view) => view.setUint8(4, 2), "byte 4 (version)"],
    [(view) => view.setUint8(5, 1), "byte 5 (flags)"],
    [(view) => view.setUint16(6, 0xffff, true), "byte 6 (strings)"],
    [(view) => view.setUint16(8, 0xffff, true), "byte 8 (forms)"],
    [(view) => view.setUint32(16, 7, true), "byte 16 (size)"],
    [(view) => view.setUint8(20, 0xff), "byte 20 (strings)"],
    [(view) => view.setUint8(text, 0xff), `byte ${text} (string)`],
    [(view) => view.setUint16(form, 0, true), `byte ${form} (kind)`],
    [(view) => view.setUint16(form + 2, 9, true), `byte ${form + 2} (unit)`],
    [(view) => view.setFloat64(form + 4, 0, true), `byte ${form + 4} (rate)`],
    [(view) => view.setFloat64(form + 12, Number.NaN, true), `byte ${form + 12} (scale)`],
    [(view) => view.setFloat64(form + 20, Number.POSITIVE_INFINITY, true), `byte ${form + 20} (offset)`],
    [(view) => view.setUint16(frame, 5, true), `byte ${frame} (subject)`],
    [(view) => view.setUint16(frame + 2, 5, true), `byte ${frame + 2} (source)`],
    [(view) => view.setUint16(frame + 4, 1, true), `byte ${frame + 4} (form)`],
    [(view) => view.setUint16(frame + 6, 3, true), `byte ${frame + 6} (width)`],
    [(view) => view.setUint32(frame + 8, 0xffffffff, true), `byte ${frame + 8} (count)`],
    [(view) => view.setFloat64(frame + 12, Number.NaN, true), `byte ${frame + 12} (at)`],
    [(view) => view.setFloat64(frame + 20, 0.5, true), `byte ${frame + 20} (sequence)`],
    [(view) => view.setUint32(12, 2, true), `byte ${bytes.length - 4} (frame)`],
    [(view) => view.setUint32(12, 0, true), `byte ${frame} (end)`],
  ];
  for (const [change, field] of rows) assert.equal(refusal(forged(bytes, change)).field, field);
  const flipped = bytes.slice();
  flipped[24] = 1;
  assert.equal(refusal(flipped).field, `byte ${bytes.length - 4} (checksum)`);
});

test("what no message can hold is thrown at the sender", () => {
  const wrong: readonly Partial<WaveFrame>[] = [
    { kind: "" },
    { rate: 0 },
    { rate: Number.NaN },
    { scale: Number.POSITIVE_INFINITY },
    { at: Number.NaN },
    { sequence: -1 },
    { sequence: 0.5 },
    { subject: "x".repeat(256) },
  ];
  for (const part of wrong) assert.throws(() => encodeWaves([{ ...ecg, ...part }]), { code: "WAVE_FORM" });
});

test("the checksum is the CRC-32 of zlib", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  const bytes = fc.uint8Array({ maxLength: 100 });
  fc.assert(
    fc.property(bytes, (some) => assert.equal(crc32(some), crc32OfZlib(some))),
    { seed: 5 },
  );
});

test("a message of version 1 stays readable: the bytes of the guide", () => {
  const bytes = encodeWaves([
    {
      kind: "ecg",
      unit: "mV",
      at: 1000,
      sequence: 1,
      rate: 250,
      scale: 0.005,
      offset: 0,
      samples: Int16Array.of(1, -2),
    },
  ]);
  assert.equal(Buffer.from(bytes).toString("hex"), exampleOfTheGuide);
});
const exampleOfTheGuide =
  "534b59570100020001000000010000005c00000003026563676d5600010002000000000000406f407b14ae47e17a743f0000000000000000" +
  "0000000000000200020000000000000000408f40000000000000f03f0100feff480e4f78";
