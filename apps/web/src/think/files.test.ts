import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeBackend } from "@sakiyomi/learn/node";
import { episodesIn, isModelFile, modelIn } from "./files.ts";
import { Thinking } from "./thinking.ts";

/** A little-endian float32 array as NumPy saves it (format 1.0). */
function npy(shape: readonly number[], value: (i: number) => number): Uint8Array<ArrayBuffer> {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`.padEnd(117, " ");
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = new Uint8Array(128 + count * 4);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(`${header}\n`), 10);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i += 1) view.setFloat32(128 + i * 4, value(i), true);
  return bytes;
}

test("arrays that were picked are episodes, and a toy takes their shape", async () => {
  const joints = new File([npy([3, 20, 5], (i) => Math.sin(i / 7))], "joints.npy");
  const { source, name } = await episodesIn([joints]);
  assert.equal(name, "joints.npy");
  assert.deepEqual(
    source.episodes.map(({ length }) => length),
    [20, 20, 20],
  );
  const thinking = new Thinking(async () => nodeBackend({ threads: 1 }));
  await thinking.takeToy("lstm");
  await thinking.takeEpisodes(source, name);
  const { trouble, trace, set, episode } = thinking.scene();
  assert.equal(trouble, null);
  assert.equal(set?.name, "joints.npy");
  assert.equal(trace[3]?.predicted?.values?.length, 5);
  assert.equal(episode?.columns.values?.names.length, 5);
  // There are no pictures to look at.
  await thinking.takeToy("sarnn");
  assert.deepEqual(thinking.scene().trouble, { kind: "features", model: "sarnn" });
  await thinking.close();
});

test("what is no model and what is no episode is refused with a reason", async () => {
  await assert.rejects(modelIn(new File(["nothing"], "a.sakiyomi-model")), { name: "LearnFault" });
  await assert.rejects(episodesIn([new File(["nothing"], "a.npz")]), { name: "LearnFault" });
  assert.equal(isModelFile("run.sakiyomi-model"), true);
  assert.equal(isModelFile("joints.NPY"), false);
});
