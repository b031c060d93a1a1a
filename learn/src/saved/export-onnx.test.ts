import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { need } from "../../../tools/debian.ts";
import { LearnFault } from "../fault.ts";
import type { Model } from "../model/model.ts";
import { initialParameters } from "../model/parameters.ts";
import { modelKinds } from "../models/kinds.ts";
import { sarnn } from "../models/sarnn.ts";
import { readOnnx } from "../onnx/read.ts";
import { webBackend } from "../runtime/web.ts";
import { floats, type Tensor, zerosOf } from "../tensor.ts";
import type { Signals } from "../train/scaling.ts";
import type { ModelCard } from "./description.ts";
import { exportOnnx } from "./export-onnx.ts";
import { openModel } from "./predictor.ts";
import { encodeSavedModel, readSavedModel } from "./saved-model.ts";

const web = webBackend({ threads: 1 });
after(() => web.close());

const card: ModelCard = {
  title: "a toy",
  data: { hash: "0".repeat(64) },
  seed: 1,
  metric: { name: "loss", value: 0.5, on: "test" },
  steps: 1,
  version: "0.1.0",
};
const joints = { name: "observation.state", shape: [2], kind: "quantity" as const, names: ["a", "b"], unit: "rad" };
const picture = { name: "observation.image", shape: [3, 10, 9], kind: "image" as const };
const signals: Signals = {
  image: { features: [picture], scaling: { factor: [1 / 255], offset: [0] } },
  joints: { features: [joints], scaling: { factor: [0.5, 0.25], offset: [0.5, 0.1] } },
};
const savedOf = (model: Model, given: Signals = {}) =>
  readSavedModel(encodeSavedModel({ model, parameters: initialParameters(model, 3), card, signals: given }));
const attentive = savedOf(sarnn({ height: 10, width: 9, joints: 2, points: 2, hidden: 4, temperature: 0.1 }), signals);
const seen = {
  image: Float32Array.from({ length: 270 }, (_, i) => 127 + 120 * Math.sin(i)),
  joints: Float32Array.of(0.3, -0.4),
};

test("the exported step says by itself what its values are", () => {
  const { graph, opsets, metadata } = readOnnx(exportOnnx(attentive));
  assert.deepEqual(opsets, { "": 17 });
  const told = Object.fromEntries([...graph.inputs, ...graph.outputs].map(({ name, doc }) => [name, doc]));
  assert.deepEqual(told, {
    image: "image; image, channels first, 0..255",
    joints: "joints; a rad, b rad",
    state_hidden: "state hidden; zeros at the first step, then next_hidden",
    state_cell: "state cell; zeros at the first step, then next_cell",
    output_joints: "joints; a rad, b rad",
    output_image: "image; image, channels first, 0..255",
    output_points: "points",
    output_points_next: "points_next",
    next_hidden: "state hidden after the step; feed it as state_hidden",
    next_cell: "state cell after the step; feed it as state_cell",
  });
  assert.deepEqual(JSON.parse(metadata?.carry ?? ""), { next_hidden: "state_hidden", next_cell: "state_cell" });
  assert.equal(JSON.parse(metadata?.card ?? "").seed, 1);
});

test("run by onnxruntime-web with its state by hand, it predicts what the opened model predicts", async () => {
  const predictor = await openModel(attentive, web);
  const plain = await web.load(exportOnnx(attentive));
  let state: Record<string, Tensor> = { state_hidden: zerosOf([1, 4]), state_cell: zerosOf([1, 4]) };
  for (let step = 0; step < 3; step++) {
    const expected = await predictor.step(seen);
    const found = await plain.run({ ...state, image: floats(seen.image, [3, 10, 9]), joints: floats(seen.joints) });
    for (const name of ["joints", "image", "points"])
      for (const [i, value] of (expected[name]?.data ?? []).entries())
        assert.ok(Math.abs(Number(found[`output_${name}`]?.data[i]) - value) < 2e-4 * (name === "image" ? 255 : 1));
    state = { state_hidden: found.next_hidden as Tensor, state_cell: found.next_cell as Tensor };
  }
  await plain.close();
  await predictor.close();
});

test("in the model's own scale it has no scaling in it", () => {
  const names = ({ graph }: ReturnType<typeof readOnnx>) => graph.nodes.map(({ name }) => name);
  const [physical, plain] = [readOnnx(exportOnnx(attentive)), readOnnx(exportOnnx(attentive, { units: "scaled" }))];
  assert.equal(names(physical).length, names(plain).length + 8, "two nodes for each of two inputs and two outputs");
  assert.match(plain.graph.inputs.find(({ name }) => name === "joints")?.doc ?? "", /scaled as value \* factor/);
});

test("a step with operators that only some runtimes have is not taken out", () => {
  const [first] = attentive.step.graph.nodes;
  assert.ok(first);
  const nodes = [{ ...first, op: "FusedMatMul", domain: "com.microsoft" }, ...attentive.step.graph.nodes.slice(1)];
  const odd = { ...attentive, step: { ...attentive.step, graph: { ...attentive.step.graph, nodes } } };
  assert.throws(
    () => exportOnnx(odd),
    (error) => error instanceof LearnFault && /FusedMatMul/.test(error.message),
  );
});

test("onnx's own checker and its inference of shapes accept every exported model", async (t) => {
  const why = need("python3-onnx");
  if (why !== null) return t.skip(why);
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-onnx-"));
  const shapes = { image: [3, 32, 32], joints: [2], values: [3], features: [4], sentence: [3, 6] };
  const models = modelKinds.map(({ create, inferred }) => create(inferred(shapes)));
  const saved = Object.fromEntries(models.map((model) => [model.kind, savedOf(model)]));
  try {
    const paths = Object.entries({ ...saved, scaled: attentive }).map(([name, one]) => {
      const path = join(folder, `${name}.onnx`);
      writeFileSync(path, exportOnnx(one));
      return path;
    });
    const script = [
      "import onnx, sys",
      "for path in sys.argv[1:]:",
      "    model = onnx.load(path)",
      "    onnx.checker.check_model(model, full_check=True)",
      "    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)",
      "    print(model.opset_import[0].version, len(model.graph.node) > 3, sorted({node.domain for node in model.graph.node}))",
    ].join("\n");
    const { stdout, stderr } = spawnSync("/usr/bin/python3", ["-c", script, ...paths], { encoding: "utf8" });
    assert.equal(stderr, "");
    assert.deepEqual(
      stdout.trim().split("\n"),
      paths.map(() => "17 True ['']"),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
