import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { need } from "../../../tools/debian.ts";
import { LearnFault } from "../fault.ts";
import { encodeNpy, half, npyFloats, readNpy } from "./npy.ts";
import { readNpz } from "./npz.ts";
import { crc32, zipEntries } from "./zip.ts";

const npy = (header: string, body: Uint8Array): Uint8Array => {
  const text = `${header}\n`;
  return Uint8Array.from([0x93, ...Buffer.from("NUMPY"), 1, 0, text.length, 0, ...Buffer.from(text), ...body]);
};
const dataFault = (words: RegExp) => (error: unknown) =>
  error instanceof LearnFault && error.code === "data" && words.test(error.message);

test("what encodeNpy writes, readNpy reads", () => {
  for (const data of [
    Float32Array.of(1.5, -2, 0, 4, 5, 6),
    Float64Array.of(Math.PI, 2, 3, 4, 5, 6),
    BigInt64Array.of(1n, -2n, 3n, 4n, 5n, 2n ** 60n),
    Uint8Array.of(0, 1, 2, 3, 4, 255),
  ])
    for (const shape of [[6], [2, 3], [1, 6, 1]])
      assert.deepEqual({ ...readNpy(encodeNpy(data, shape)), kind: "" }, { kind: "", shape, data });
  assert.deepEqual(readNpy(encodeNpy(Float32Array.of(7), [])).shape, []);
});

test("column-major and big-endian arrays come out row-major with the same numbers", () => {
  const fortran = npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", Uint8Array.of(1, 4, 2, 5, 3, 6));
  assert.deepEqual([...readNpy(fortran).data], [1, 2, 3, 4, 5, 6]);
  const big = npy("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", Uint8Array.of(1, 0, 0xff, 0xfe));
  assert.deepEqual([...readNpy(big).data], [256, -2]);
});

test("half floats are read by the standard's table", () => {
  const cases: readonly (readonly [number, number])[] = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0x8000, -0],
  ];
  for (const [bits, value] of cases) assert.ok(Object.is(half(bits), value), `${bits}`);
  assert.ok(Number.isNaN(half(0x7e00)));
});

test("a file that is cut short, foreign or holds objects is refused with the reason", () => {
  const whole = encodeNpy(Float32Array.of(1, 2, 3), [3]);
  assert.throws(() => readNpy(whole.subarray(0, whole.length - 1)), dataFault(/should have 140 bytes and has 139/));
  assert.throws(() => readNpy(whole.subarray(0, 40)), dataFault(/header ends at byte 128/));
  assert.throws(() => readNpy(Buffer.from("PK\u0003\u0004 something else")), dataFault(/first bytes/));
  const objects = npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", Uint8Array.of(1));
  assert.throws(() => readNpy(objects), dataFault(/no plain element type/));
  const text = npy("{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(20));
  assert.throws(() => readNpy(text), dataFault(/"U5" are not read/));
  const huge = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", new Uint8Array(8));
  assert.throws(() => readNpy(huge), dataFault(/too large/));
});

test("whatever bytes come, npy and npz are read or refused, never anything else", async () => {
  const seedFile = encodeNpy(Float32Array.of(1, 2, 3), [3]);
  const damage = fc.record({ cut: fc.nat(200), flips: fc.array(fc.tuple(fc.nat(139), fc.nat(255)), { maxLength: 6 }) });
  const broken = ({ cut, flips }: { cut: number; flips: [number, number][] }): Uint8Array => {
    const bytes = seedFile.slice(0, cut);
    for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
    return bytes;
  };
  const only = (error: unknown): void => assert.ok(error instanceof LearnFault, String(error));
  fc.assert(
    fc.property(damage, (how) => {
      try {
        readNpy(broken(how));
      } catch (error) {
        only(error);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await readNpz(bytes).catch(only);
    }),
    { seed: 2, numRuns: 300 },
  );
});

test("crc32 of the check string is that of the standard", () => {
  assert.equal(crc32(Buffer.from("123456789")), 0xcbf43926);
});

test("archives and arrays of NumPy itself are read: plain, packed, column-major, half, scalar", async (t) => {
  const why = need("python3-numpy");
  if (why !== null) return t.skip(why);
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-npz-"));
  try {
    const script = [
      "import numpy as np, sys",
      "a = np.arange(24).reshape(2, 3, 4)",
      "arrays = {'f.weight': a.astype('<f4'), 'fortran': np.asfortranarray(a.astype('<i8')), 'half': a.astype('f2'), 'one': np.array(3.5), 'big': a.astype('>f8'), 'flag': np.array([True, False])}",
      "np.savez(sys.argv[1] + '/plain.npz', **arrays)",
      "np.savez_compressed(sys.argv[1] + '/packed.npz', **arrays)",
    ].join("\n");
    assert.equal(spawnSync("/usr/bin/python3", ["-c", script, folder], { encoding: "utf8" }).stderr, "");
    for (const file of ["plain.npz", "packed.npz"]) {
      const bytes = readFileSync(join(folder, file));
      const arrays = await readNpz(bytes);
      assert.deepEqual(Object.keys(arrays), ["f.weight", "fortran", "half", "one", "big", "flag"]);
      const counted = Float32Array.from({ length: 24 }, (_, i) => i);
      for (const name of ["f.weight", "fortran", "half", "big"]) {
        const array = arrays[name];
        assert.ok(array);
        assert.deepEqual(array.shape, [2, 3, 4]);
        assert.deepEqual(npyFloats(array), counted, name);
      }
      assert.deepEqual(arrays.one, { kind: "f8", shape: [], data: Float64Array.of(3.5) });
      assert.deepEqual(arrays.flag?.data, Uint8Array.of(1, 0));
      assert.equal(zipEntries(bytes)[0]?.method, file === "plain.npz" ? "stored" : "deflated");
      const damaged = Uint8Array.from(bytes);
      damaged[100] = (damaged[100] ?? 0) ^ 255;
      await assert.rejects(readNpz(damaged), LearnFault);
      await assert.rejects(readNpz(bytes.subarray(0, bytes.length - 30)), LearnFault);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
