import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeWholeFile } from "../saved/file.ts";
import { floats } from "../tensor.ts";
import { curvePicture } from "./curve-picture.ts";
import type { CurvePoint, RunState } from "./fit.ts";
import { createRunFolder, openRunFolder } from "./run-folder.ts";

const point = (step: number, loss: number, test: number | null = loss * 2): CurvePoint => ({
  step,
  epoch: step / 2,
  rate: 0.001,
  train: { loss, parts: { image: loss, joints: loss / 2 } },
  test: test === null ? null : { loss: test, parts: { image: test, joints: test / 2 } },
  gradientNorm: 1,
  seconds: step,
});

const state: RunState = {
  learner: {
    step: 4,
    parameters: { "a.weight": floats(Float32Array.of(1, 2)) },
    moments: { first: floats(Float32Array.of(3, 4)) },
    noise: [1, 2, 3, 4],
  },
  best: { step: 2, loss: 0.1 },
  sinceBest: 1,
  sums: [{ name: "loss", sum: 0.1 + 0.2, weight: 3 }],
  seconds: 1.5,
};

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-run-"));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

test("a run folder gives back the state to the bit, and leaves no half file", () =>
  inFolder(async (dir) => {
    const folder = await createRunFolder(dir, "a run");
    await folder.write("resolved", "{}");
    await folder.keeper.keep("last", state);
    await folder.keeper.point(point(2, 0.1));
    await folder.close();
    assert.deepEqual(await (await openRunFolder(dir)).state("last"), state);
    assert.deepEqual((await readdir(dir)).toSorted(), [
      "curve.jsonl",
      "curve.svg",
      "last.safetensors",
      "resolved.json",
    ]);
    await assert.rejects((await openRunFolder(dir)).state("best"), /best\.safetensors is not there/);
  }));

test("a second run is refused in the folder of a first, and a folder without a run is told", () =>
  inFolder(async (dir) => {
    await assert.rejects(openRunFolder(dir), /holds no run/);
    await (await createRunFolder(dir, "")).write("resolved", "{}");
    await assert.rejects(createRunFolder(dir, ""), /holds a run already.*Resume it/);
    const file = join(dir, "resolved.json");
    await assert.rejects(
      createRunFolder(file, ""),
      /resolved\.json: a file of this name is there\. Choose another name/,
    );
    await assert.rejects(writeWholeFile(join(dir, "gone", "a"), new Uint8Array(1)), /its folder is not there\. Make/);
  }));

test("a curve that a crash cut in a line, and beyond its checkpoint, goes on from the checkpoint", () =>
  inFolder(async (dir) => {
    const folder = await createRunFolder(dir, "");
    await folder.write("resolved", "{}");
    for (const step of [2, 4, 6]) await folder.keeper.point(point(step, 1 / step));
    const path = join(dir, "curve.jsonl");
    await writeFile(path, `${await readFile(path, "utf8")}{"step":8,"epo`);
    const again = await openRunFolder(dir);
    assert.deepEqual(
      again.points().map(({ step }) => step),
      [2, 4, 6],
    );
    await again.keeper.point(point(6, 0.5));
    await again.keeper.point(point(8, 0.4));
    const lines = (await readFile(path, "utf8")).trim().split("\n");
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      [point(2, 1 / 2), point(4, 1 / 4), point(6, 0.5), point(8, 0.4)],
    );
  }));

test("the curve's picture has a line for training, test and each part, in a frame, and names them", () => {
  const svg = curvePicture([point(2, 1), point(4, 0.1), point(6, 0.01)], "A <run> & more");
  assert.equal(svg.match(/<polyline/g)?.length, 4);
  for (const name of ["training", "test", "test: image", "test: joints", "A &lt;run&gt; &amp; more"])
    assert.ok(svg.includes(`>${name}<`), name);
  const places = [...svg.matchAll(/points="([^"]+)"/g)].flatMap(([, list = ""]) => list.split(" "));
  assert.equal(places.length, 12);
  for (const place of places) {
    const [x = Number.NaN, y = Number.NaN] = place.split(",").map(Number);
    assert.ok(x >= 0 && x <= 720 && y >= 0 && y <= 400, place);
  }
  assert.match(svg, /prefers-color-scheme: dark/);
});
