import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gradients } from "../graph/gradients.ts";
import { buildModel, Graph } from "../graph/index.ts";
import type { BatchSize, InputSpec, Model } from "../model/model.ts";
import { encodeModel } from "../onnx/encode.ts";
import { nodeBackend } from "../runtime/node.ts";
import { floats, type Shape, sizeOf, type Tensor } from "../tensor.ts";
import { cae } from "./cae.ts";
import { cnnRnn } from "./cnnrnn.ts";
import { goldens } from "./goldens.ts";
import { lstmModel } from "./lstm.ts";
import { mtrnn } from "./mtrnn.ts";
import { pvrnn } from "./pvrnn/pvrnn.ts";
import { sarnn } from "./sarnn.ts";

// The same formulas as in learn/dev/golden.py, which printed the goldens with PyTorch in float64.

/** Park and Miller's minimal standard generator as numbers from -1 to 1: whole numbers, so the same in every language. */
const drawn = (seed: number, count: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (state * 16807) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
};

const seedOf = (name: string): number =>
  [...name].reduce((seed, letter) => (seed * 31 + (letter.codePointAt(0) ?? 0)) % 2147483647, 1) || 1;

const parameterOf = (name: string, shape: Shape): Float32Array => {
  const numbers = drawn(seedOf(name), sizeOf(shape));
  if (name.endsWith("norm.weight")) return Float32Array.from(numbers, (x) => 1 + 0.2 * x);
  const fan = shape.length > 1 ? sizeOf(shape.slice(1)) : 16;
  return Float32Array.from(numbers, (x) => x * (3 / fan) ** 0.5);
};

const inputOf = (name: string, spec: InputSpec, sequences: number): Tensor => {
  if (spec.from === "setting") return floats(Float32Array.of(spec.value), []);
  if (spec.from === "mask") return floats(new Float32Array(sizeOf(spec.shape)).fill(1), spec.shape);
  if (name === "sequence")
    return { type: "int64", shape: spec.shape, data: BigInt64Array.from({ length: sequences }, (_, i) => BigInt(i)) };
  const numbers = drawn(seedOf(name), sizeOf(spec.shape));
  return floats(
    Float32Array.from(numbers, (x) => (spec.from === "noise" ? x : (x + 1) / 2)),
    spec.shape,
  );
};

/** Loss and gradients of a model with drawn weights on a drawn batch. */
const computed = async (model: Model, size: BatchSize) => {
  const backend = nodeBackend({ threads: 1 });
  const graph = new Graph({ kernels: backend.kernels });
  const specs = model.inputs(size);
  const x = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, graph.input(name, spec.shape, type(spec))]),
  );
  const p = Object.fromEntries(
    model.parameters.map(({ name, shape }) => [name, graph.input(`p.${name}`, shape, "float32", true)]),
  );
  const { total } = model.loss(p, x, size);
  const names = model.parameters.map(({ name }) => name);
  const all = gradients(graph, total, Object.values(p));
  const outputs = { loss: total, ...Object.fromEntries(all.map((gradient, i) => [`d.${names[i]}`, gradient])) };
  const session = await backend.load(encodeModel(buildModel(graph, outputs)));
  const fed = {
    ...Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, inputOf(name, spec, size.batch)])),
    ...Object.fromEntries(
      model.parameters.map(({ name, shape }) => [`p.${name}`, floats(parameterOf(name, shape), shape)]),
    ),
  };
  const results = await session.run(fed);
  await session.close();
  return {
    loss: Number(results.loss?.data[0]),
    gradient: (name: string) => results[`d.${name}`]?.data as Float32Array,
  };
};

const type = (spec: InputSpec) => (spec.from === "data" ? (spec.type ?? "float32") : "float32");

const normOf = (values: Float32Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
const alongOf = (name: string, values: Float32Array): number => {
  const along = drawn(seedOf(`along ${name}`), values.length);
  return values.reduce((sum, x, i) => sum + x * (along[i] as number), 0);
};

interface Row {
  readonly model: Model;
  /** Relative: of the loss, and of each gradient's norm (or a thousandth of the whole gradient's, if that is more). */
  readonly tolerance: number;
}

/** Four chunks: values and gradients come from recomputed frames. */
const size = { time: 4, batch: 2, chunk: 2 };
const small = { height: 16, width: 16, points: 3, joints: 4, hidden: 7 };
const picture = { height: 32, width: 32, joints: 4, hidden: 7, features: 3 };
const layers = [
  { units: 7, latent: 3, tau: 2, metaPrior: 0.01 },
  { units: 5, latent: 2, tau: 4, metaPrior: 0.02 },
];
const code = { kind: "softmax", units: 10, low: -0.1, high: 1.1, spread: 0.05 } as const;
const network = { observation: "joints", dimensions: 2, layers, firstMetaPrior: 1, code, sequences: 2, steps: 4 };

const rows: Readonly<Record<keyof typeof goldens, Row>> = {
  // The bias before a spatial softmax nearly cancels out: its gradient is a small difference.
  sarnn: { model: sarnn({ ...small, temperature: 0.1 }), tolerance: 1e-5 },
  // The reference's temperature multiplies the rounding of float32 by 10,000, where the softmax is not one spike yet.
  "sarnn, sharp": { model: sarnn({ ...small, temperature: 1e-4 }), tolerance: 1e-4 },
  cae: { model: cae({ height: 32, width: 32, features: 4 }), tolerance: 2e-6 },
  lstm: { model: lstmModel({ values: 5, hidden: 7 }), tolerance: 2e-6 },
  mtrnn: { model: mtrnn({ values: 5, fast: 9, slow: 3, fastTau: 2, slowTau: 12 }), tolerance: 2e-6 },
  cnnrnn: { model: cnnRnn(picture), tolerance: 2e-6 },
  "cnnrnn, layer norm": { model: cnnRnn({ ...picture, hasLayerNorm: true }), tolerance: 5e-6 },
  pvrnn: { model: pvrnn(network), tolerance: 2e-6 },
};

describe("the models against PyTorch from the same weights", () => {
  for (const [title, { model, tolerance }] of Object.entries(rows))
    it(`${title}: loss and every gradient within ${tolerance}`, async () => {
      const golden = goldens[title as keyof typeof goldens];
      const { loss, gradient } = await computed(model, size);
      assert.ok(Math.abs(loss / golden.loss - 1) <= tolerance, `loss ${loss}, golden ${golden.loss}`);
      assert.deepEqual(model.parameters.map(({ name }) => name).sort(), Object.keys(golden.gradients).sort());
      const whole = Math.hypot(...Object.values(golden.gradients).map(([norm]) => norm));
      for (const [name, [norm, along]] of Object.entries(golden.gradients)) {
        const values = gradient(name);
        const apart = Math.max(Math.abs(normOf(values) - norm), Math.abs(alongOf(name, values) - along));
        const share = apart / Math.max(norm, whole / 1000);
        assert.ok(share <= tolerance, `${name}: ${share} apart`);
      }
    });

  for (const [title, model, count] of [
    ["SARNN", sarnn(), 34_515],
    ["LSTM", lstmModel({ values: 18, hidden: 50 }), 14_918],
    ["MTRNN", mtrnn({ values: 18, fast: 60, slow: 5, fastTau: 2, slowTau: 12 }), 6403],
    ["CNNRNN", cnnRnn(), 82_875],
    ["CNNRNN with layer norm", cnnRnn({ hasLayerNorm: true }), 1_282_611],
  ] as const)
    it(`${title} of the reference setting has ${count} parameters`, () => {
      assert.equal(
        model.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0),
        count,
      );
    });
});
