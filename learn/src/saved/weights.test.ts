import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { need } from "../../../tools/debian.ts";
import { LearnFault } from "../fault.ts";
import { floats } from "../tensor.ts";
import { readWeights } from "./weights.ts";

const script = [
  "import numpy as np, sys",
  "a = np.arange(24).reshape(2, 3, 4)",
  "arrays = {'rec.weight': a.astype('<f4'), 'double': a / 2, 'one': np.array(3.5), 'flag': np.array([True, False])}",
  "np.savez(sys.argv[1] + '/plain.npz', **arrays)",
  "np.savez_compressed(sys.argv[1] + '/packed.npz', **arrays)",
].join("\n");

test("archives of NumPy itself are read, plain and packed; damaged ones are refused", async (t) => {
  const why = need("python3-numpy");
  if (why !== null) return t.skip(why);
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-npz-"));
  try {
    assert.equal(spawnSync("/usr/bin/python3", ["-c", script, folder], { encoding: "utf8" }).stderr, "");
    const counted = Float32Array.from({ length: 24 }, (_, i) => i);
    for (const file of ["plain.npz", "packed.npz"]) {
      const bytes = new Uint8Array(readFileSync(join(folder, file)));
      assert.deepEqual(await readWeights(bytes), {
        "rec.weight": floats(counted, [2, 3, 4]),
        double: floats(
          counted.map((value) => value / 2),
          [2, 3, 4],
        ),
        one: floats(Float32Array.of(3.5), []),
        flag: floats(Float32Array.of(1, 0)),
      });
      for (const at of [100, 130]) {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ 255;
        await assert.rejects(readWeights(damaged), LearnFault, `${file}: byte ${at}`);
      }
      await assert.rejects(readWeights(bytes.subarray(0, bytes.length - 30)), LearnFault);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("bytes that are neither are refused, whatever they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.uint8Array({ maxLength: 120 }), async (isArchive, rest) => {
      const bytes = isArchive ? Uint8Array.from([0x50, 0x4b, ...rest]) : rest;
      await assert.rejects(readWeights(bytes), LearnFault);
    }),
    { seed: 8, numRuns: 400 },
  );
});
