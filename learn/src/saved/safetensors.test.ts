import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LearnFault } from "../fault.ts";
import { floats, type Tensor } from "../tensor.ts";
import { encodeSafetensors, readSafetensors } from "./safetensors.ts";

const tensors: Readonly<Record<string, Tensor>> = {
  "rec.weight_ih": floats(Float32Array.of(1.5, -2, 3e-20, 4, 5, 6), [2, 3]),
  steps: { type: "int64", shape: [], data: BigInt64Array.of(2n ** 60n) },
  empty: floats(new Float32Array(), [0, 4]),
  flags: { type: "bool", shape: [3], data: Uint8Array.of(1, 0, 1) },
};
const bytes = encodeSafetensors(tensors, { format: "pt" });
const weightsFault = (words: RegExp) => (error: unknown) =>
  error instanceof LearnFault && error.code === "weights" && words.test(error.message);
const file = (header: string, body: readonly number[]): Uint8Array =>
  Uint8Array.from([header.length, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header), ...body]);

test("what is written is read, wherever it lies in memory", () => {
  assert.deepEqual(readSafetensors(bytes), { tensors, metadata: { format: "pt" } });
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual(readSafetensors(shifted.subarray(3)).tensors, tensors);
});

test("halves, brain floats and doubles become float32", () => {
  const one = (dtype: string, length: number, body: readonly number[]) =>
    readSafetensors(file(`{"x":{"dtype":"${dtype}","shape":[1],"data_offsets":[0,${length}]}}`, body)).tensors.x?.data;
  assert.deepEqual(one("F16", 2, [0x00, 0xc0]), Float32Array.of(-2));
  assert.deepEqual(one("BF16", 2, [0xc0, 0x3f]), Float32Array.of(1.5));
  assert.deepEqual(one("F64", 8, [0, 0, 0, 0, 0, 0, 0xf8, 0x3f]), Float32Array.of(1.5));
});

test("damage is refused with the reason", () => {
  assert.throws(
    () => readSafetensors(bytes.subarray(0, bytes.length - 1)),
    weightsFault(/should have 35 bytes.*has 34/),
  );
  assert.throws(() => readSafetensors(bytes.subarray(0, 60)), weightsFault(/header should have/));
  assert.throws(() => readSafetensors(new Uint8Array(3)), weightsFault(/3 bytes are too few/));
  const entry = (text: string, length = 4) => file(`{"x":${text}}`, Array<number>(length).fill(0));
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['{"dtype":"F32","shape":[2],"data_offsets":[0,4]}', /"x" \[2\] has 4 bytes/],
    ['{"dtype":"F32","shape":[1],"data_offsets":[4,8]}', /begins at byte 4.*not at 0/],
    ['{"dtype":"F8","shape":[4],"data_offsets":[0,4]}', /elements F8/],
    ['{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}', /no shape or place/],
    ["7", /no shape or place/],
  ];
  for (const [text, words] of refusals) assert.throws(() => readSafetensors(entry(text)), weightsFault(words));
  assert.throws(() => readSafetensors(file("{nonsense", [])), weightsFault(/no JSON/));
});

test("whatever is flipped or cut, it is read or refused as weights", () => {
  const damage = fc.record({
    cut: fc.nat(bytes.length),
    flips: fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(damage, ({ cut, flips }) => {
      const broken = bytes.slice(0, cut);
      for (const [at, value] of flips) if (at < cut) broken[at] = value;
      try {
        readSafetensors(broken);
      } catch (error) {
        assert.ok(weightsFault(/safetensors/)(error), String(error));
      }
    }),
    { seed: 5, numRuns: 3000 },
  );
});
