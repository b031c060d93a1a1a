import assert from "node:assert/strict";
import { after, test } from "node:test";
import { buildModel } from "../../graph/build.ts";
import { Graph } from "../../graph/graph.ts";
import { bakedParameters, initialParameters } from "../../model/parameters.ts";
import { encodeModel } from "../../onnx/encode.ts";
import { nodeBackend } from "../../runtime/node.ts";
import { webBackend } from "../../runtime/web.ts";
import { floats, type Tensor, zerosOf } from "../../tensor.ts";
import { createLearner } from "../../train/step.ts";
import { freeNetwork } from "./dynamics.ts";
import { createErrorRegression, type Regressed } from "./error-regression.ts";
import { references } from "./free-energy.ts";
import { createPlanner } from "./planning.ts";
import { pvrnn } from "./pvrnn.ts";
import { latentSize, type PvrnnSettings } from "./settings.ts";

const backend = nodeBackend({ threads: 1 });
after(() => backend.close());

const settings: PvrnnSettings = {
  observation: "joints",
  dimensions: 2,
  layers: [
    { units: 8, latent: 3, tau: 2, metaPrior: 0.001 },
    { units: 5, latent: 2, tau: 4, metaPrior: 0.002 },
  ],
  firstMetaPrior: 0.01,
  code: { kind: "softmax", units: 6, low: -0.1, high: 1.1, spread: 0.05 },
  sequences: 1,
  steps: 6,
};
/** Biases too, so that the prior moves by itself. */
const parameters = Object.fromEntries(
  Object.entries(initialParameters(pvrnn(settings), 5)).map(([name, { data, shape }]) => [
    name,
    floats(
      data.map((value, i) => (name.endsWith("bias") ? 0.5 * Math.sin(i + name.length) : value * 1.5)),
      shape,
    ),
  ]),
);

/** Parameters that have learned `seen`, begun at six moments; learned once. */
const trained = (): Promise<Readonly<Record<string, Tensor>>> => {
  learning ??= train();
  return learning;
};
let learning: Promise<Readonly<Record<string, Tensor>>> | undefined;

const train = async (): Promise<Readonly<Record<string, Tensor>>> => {
  const model = pvrnn({ ...settings, sequences: 6, steps: 12 });
  const size = { time: 12, batch: 6 };
  const learner = await createLearner({ model, backend, size, optimizer: { kind: "adam", epsilon: 1e-4 }, seed: 2 });
  const steps = Array.from({ length: 12 }, (_, t) => [0, 1, 2, 3, 4, 5].flatMap((start) => [...seen(start + t)]));
  const batch = {
    observation: floats(Float32Array.from(steps.flat()), [12, 6, 2]),
    mask: floats(new Float32Array(72).fill(1), [12, 6]),
    sequence: { type: "int64", shape: [6], data: BigInt64Array.of(0n, 1n, 2n, 3n, 4n, 5n) } satisfies Tensor,
  };
  for (let i = 0; i < 400; i += 1) await learner.step(batch, 0.01);
  const learned = await learner.parameters();
  await learner.close();
  return learned;
};

const options = { settings, parameters, backend, window: 4, iterations: 8, horizon: 3, seed: 1 };
const seen = (t: number): Float32Array => Float32Array.of(0.5 + 0.3 * Math.sin(t), 0.5 + 0.3 * Math.cos(t));

/** What the network imagines from rest along the mean of its prior, in double precision. */
const imagined = (steps: number): readonly number[][] => {
  const network = freeNetwork(settings, parameters);
  const values = references(settings);
  let state = network.rest();
  return Array.from({ length: steps }, (_, t) => {
    const next = network.step(state, () => 0, t === 0);
    ({ state } = next);
    return [0, 1].map((dimension) => {
      const units = next.output.slice(dimension * values.length, (dimension + 1) * values.length);
      const shares = units.map(Math.exp);
      return (
        shares.reduce((mean, share, i) => mean + share * (values[i] as number), 0) / shares.reduce((a, b) => a + b)
      );
    });
  });
};

const isNear = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void => {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs((actual[i] as number) - value) < tolerance, `${i}: ${actual[i]} instead of ${value}`);
};

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

test("without learning, window and future are what the prior imagines, also when the window has moved on", async () => {
  const regression = await createErrorRegression({ ...options, rate: 0 });
  const expected = imagined(12);
  for (let t = 0; t < 9; t += 1) {
    const { window, reconstruction, prediction, freeEnergy } = await regression.observe(seen(t));
    assert.deepEqual(window, { from: Math.max(0, t - 3), steps: Math.min(t + 1, 4) });
    isNear(reconstruction.data, expected.slice(window.from, t + 1).flat(), 2e-5);
    isNear(prediction.data, expected.slice(t + 1, t + 4).flat(), 2e-5);
    assert.ok(sum(freeEnergy.complexity.flatMap((layer) => [...layer])) < 1e-4);
  }
  await regression.close();
});

test("its free energy is the loss of training under the same posterior", async () => {
  const regression = await createErrorRegression({ ...options, window: 6 });
  let last: Regressed | undefined;
  for (let t = 0; t < 6; t += 1) last = await regression.observe(seen(t));
  const { posterior } = regression.snapshot().window;
  const latent = latentSize(settings);
  const side = (from: number): Tensor<"float32"> =>
    floats(
      Float32Array.from({ length: 6 * latent }, (_, i) => {
        return posterior.data[Math.floor(i / latent) * 2 * latent + from + (i % latent)] as number;
      }),
      [1, 6, latent],
    );
  const learner = await createLearner({
    model: pvrnn(settings),
    backend,
    size: { time: 6, batch: 1 },
    optimizer: { kind: "adam" },
    seed: 1,
    parameters: { ...parameters, "posterior.mean": side(0), "posterior.deviation": side(latent) },
  });
  const { loss, parts } = await learner.evaluate({
    observation: floats(Float32Array.from([0, 1, 2, 3, 4, 5].flatMap((t) => [...seen(t)])), [6, 1, 2]),
    mask: floats(new Float32Array(6).fill(1), [6, 1]),
    sequence: { type: "int64", shape: [1], data: BigInt64Array.of(0n) },
  });
  assert.ok(last);
  isNear([last.freeEnergy.total], [loss], 1e-5);
  isNear([sum(last.freeEnergy.accuracy) / 6], [parts.reconstruction ?? Number.NaN], 1e-5);
  isNear([sum(last.freeEnergy.complexity[1] ?? []) / 6], [parts["complexity.1"] ?? Number.NaN], 1e-5);
  await learner.close();
  await regression.close();
});

test("explains what is seen better and better, and the more so the less it is held to the prior", async () => {
  const learned = await trained();
  const explained = async (w: number): Promise<number> => {
    const regression = await createErrorRegression({ ...options, parameters: learned, iterations: 30 });
    for (let t = 0; t < 8; t += 1) await regression.observe(seen(t), [w, w]);
    const { freeEnergy } = await regression.again([w, w]);
    await regression.close();
    return sum(freeEnergy.accuracy);
  };
  const [free, held] = [await explained(1e-4), await explained(1)];
  assert.ok(free < held / 2, `${free} with w 0, ${held} with w 1`);
});

test("a number that is missing says nothing", async () => {
  const regression = await createErrorRegression(options);
  const { freeEnergy } = await regression.observe(Float32Array.of(Number.NaN, Number.NaN));
  assert.deepEqual([...freeEnergy.accuracy], [0]);
  const half = await regression.observe(Float32Array.of(0.9, Number.NaN));
  assert.ok((half.freeEnergy.accuracy[1] ?? 0) > 0);
  await assert.rejects(regression.observe(Float32Array.of(1)), /1 numbers were observed, not 2/);
  await regression.close();
});

test("a snapshot that is restored goes on to the same numbers", async () => {
  const [one, other] = [await createErrorRegression(options), await createErrorRegression({ ...options, seed: 9 })];
  for (let t = 0; t < 6; t += 1) await one.observe(seen(t));
  other.restore(structuredClone(one.snapshot()));
  const [a, b] = [await one.observe(seen(6)), await other.observe(seen(6))];
  assert.deepEqual([...a.prediction.data], [...b.prediction.data]);
  assert.deepEqual([...a.descent], [...b.descent]);
  one.reset();
  assert.deepEqual((await one.observe(seen(0))).window, { from: 0, steps: 1 });
  await one.close();
  await other.close();
});

test("in WebAssembly it comes to the same", async () => {
  const wasm = webBackend({ device: "wasm", threads: 1 });
  const [here, there] = [
    await createErrorRegression(options),
    await createErrorRegression({ ...options, backend: wasm }),
  ];
  for (let t = 0; t < 6; t += 1) {
    const [a, b] = [await here.observe(seen(t)), await there.observe(seen(t))];
    isNear(b.prediction.data, [...a.prediction.data], 1e-4);
    isNear(b.descent, [...a.descent], 1e-4);
  }
  await here.close();
  await there.close();
  await wasm.close();
});

test("a plan passes through its start and its goal", async () => {
  const planner = await createPlanner({ ...options, parameters: await trained(), steps: 8 });
  const waypoints = [
    { at: 0, values: [0.3, 0.5] },
    { at: 7, values: [0.8, Number.NaN] },
  ];
  const { path, descent, freeEnergy } = await planner.plan(waypoints, { updates: 400, metaPrior: [1e-4, 1e-4] });
  isNear([path.data[0] ?? 0, path.data[1] ?? 0, path.data[14] ?? 0], [0.3, 0.5, 0.8], 0.05);
  assert.equal(descent.length, 400);
  assert.deepEqual([...freeEnergy.accuracy.slice(1, 7)], [0, 0, 0, 0, 0, 0]);
  await assert.rejects(planner.plan([{ at: 8, values: [0, 0] }]), /Steps are 0 to 7/);
  await planner.close();
});

test("the run-time step imagines what the double-precision network does, from N(0, 1) on", async () => {
  const model = pvrnn(settings);
  const graph = new Graph({ kernels: backend.kernels });
  const state = Object.fromEntries(
    Object.entries(model.state).map(([name, shape]) => [name, graph.input(name, shape)]),
  );
  const noise = graph.input("noise", [latentSize(settings)]);
  const step = model.step(bakedParameters(graph, parameters, model.parameters), { noise }, state);
  const next = Object.fromEntries(Object.entries(step.state).map(([name, value]) => [`next.${name}`, value]));
  const session = await backend.load(encodeModel(buildModel(graph, { ...step.outputs, ...next })), {
    carry: Object.fromEntries(Object.keys(model.state).map((name) => [`next.${name}`, name])),
    initial: Object.fromEntries(Object.entries(model.state).map(([name, shape]) => [name, zerosOf(shape)])),
  });
  for (const expected of imagined(5)) {
    const outputs = await session.run({ noise: zerosOf([latentSize(settings)]) });
    isNear((outputs.prediction?.data ?? []) as Float32Array, expected, 1e-5);
  }
  await session.close();
});
