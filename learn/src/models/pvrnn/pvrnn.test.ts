import assert from "node:assert/strict";
import { after, test } from "node:test";
import { initialParameters } from "../../model/parameters.ts";
import { nodeBackend } from "../../runtime/node.ts";
import { floats, type Shape, sizeOf, type Tensor } from "../../tensor.ts";
import { agentDimensions, agentSequences } from "../../toys/agent.ts";
import { createLearner } from "../../train/step.ts";
import { pvrnn } from "./pvrnn.ts";
import type { PvrnnSettings } from "./settings.ts";

const backend = nodeBackend({ threads: 1 });
after(() => backend.close());

const waves = (shape: Shape, of: (i: number) => number): Tensor<"float32"> =>
  floats(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => of(i)),
    shape,
  );
const everySequence = (count: number): Tensor => ({
  type: "int64",
  shape: [count],
  data: BigInt64Array.from({ length: count }, (_, i) => BigInt(i)),
});

const small: PvrnnSettings = {
  observation: "joints",
  dimensions: 2,
  layers: [
    { units: 4, latent: 2, tau: 2, metaPrior: 0.02 },
    { units: 3, latent: 1, tau: 5, metaPrior: 0.05 },
  ],
  firstMetaPrior: 0.3,
  code: { kind: "softmax", units: 3, low: -0.1, high: 1.1, spread: 0.05 },
  sequences: 2,
  steps: 4,
};

/** PyTorch 1.13.1 in float64, a loop over the steps: sum, norm and Σ (i + 1) gᵢ of each gradient, noise 0. */
const golden = {
  loss: 1.1338553277252816,
  gradients: {
    "layers.0.recurrent.weight": [1.779214167e-3, 5.234201684e-2, 2.463237467e-1],
    "layers.0.latent.weight": [-6.878480077e-3, 1.398855202e-2, -5.96300966e-2],
    "layers.0.above.weight": [1.191428504e-4, 3.140781983e-2, -2.712610936e-1],
    "layers.0.bias": [8.904323533e-3, 2.005118247e-1, -4.116008986e-1],
    "layers.0.prior_mean.weight": [-1.390986998e-3, 5.092418582e-3, -3.375238468e-3],
    "layers.0.prior_mean.bias": [3.842001571e-3, 8.161968533e-3, 3.207031035e-4],
    "layers.0.prior_deviation.weight": [1.212595078e-2, 2.29491786e-2, 5.541170192e-2],
    "layers.0.prior_deviation.bias": [-5.854580463e-2, 5.566716069e-2, -6.150305419e-2],
    "layers.1.recurrent.weight": [2.965147306e-3, 1.80516902e-3, 1.757834937e-2],
    "layers.1.latent.weight": [-8.383349444e-5, 4.321802754e-4, 4.379660988e-4],
    "layers.1.bias": [3.104360793e-2, 2.506680721e-2, 8.029447026e-2],
    "layers.1.prior_mean.weight": [8.318538992e-3, 6.354753784e-3, 1.248978426e-2],
    "layers.1.prior_mean.bias": [4.70224526e-2, 4.70224526e-2, 4.70224526e-2],
    "layers.1.prior_deviation.weight": [-2.792717627e-2, 2.128421419e-2, -4.117617923e-2],
    "layers.1.prior_deviation.bias": [-1.328544322e-1, 1.328544322e-1, -1.328544322e-1],
    "output.weight": [-1.301042607e-17, 1.55113579e-1, -1.660343392e-1],
    "output.bias": [-2.775557562e-17, 3.44780949e-1, 1.292394675e-2],
    "posterior.mean": [-4.723479906e-2, 8.139486583e-2, -9.359414941e-1],
    "posterior.deviation": [2.301795495e-1, 1.531345336e-1, 1.222974553],
  },
} as const;

/** KL of N(0, e⁻²) from N(0, 1), a unit. */
const firstComplexity = 1 + Math.exp(-2) / 2 - 0.5;

test("loss and gradients are PyTorch's, of sequences of different length", async () => {
  const parameters = Object.fromEntries(
    pvrnn(small).parameters.map(({ name, shape }, k) => [name, waves(shape, (i) => 0.4 * Math.sin(1.3 * i + 0.7 * k))]),
  );
  const learner = await createLearner({
    model: pvrnn(small),
    backend,
    size: { time: 4, batch: 2 },
    optimizer: { kind: "adam" },
    seed: 1,
    parameters,
  });
  const batch = {
    observation: waves([4, 2, 2], (i) => 0.5 + 0.4 * Math.sin(0.9 * i)),
    mask: waves([4, 2], (i) => Number(i !== 7)),
    sequence: everySequence(2),
  };
  const { loss } = await learner.evaluate(batch);
  assert.ok(Math.abs(loss - golden.loss) < 1e-6, `${loss}`);
  const gradients = await learner.gradients(batch);
  assert.deepEqual(Object.keys(gradients).sort(), Object.keys(golden.gradients).sort());
  for (const [name, expected] of Object.entries(golden.gradients)) {
    const g = Array.from(gradients[name]?.data ?? []);
    const sums = [
      g.reduce((a, b) => a + b, 0),
      Math.hypot(...g),
      g.reduce((total, value, i) => total + (i + 1) * value, 0),
    ];
    for (const [i, sum] of sums.entries())
      assert.ok(Math.abs(sum - (expected[i] as number)) < 2e-6, `${name}: ${sums} instead of ${expected}`);
  }
  await learner.close();
});

test("a batch moves the posterior of its own sequences only", async () => {
  const learner = await createLearner({
    model: pvrnn(small),
    backend,
    size: { time: 3, batch: 1 },
    optimizer: { kind: "adam" },
    seed: 1,
  });
  const sequence: Tensor = { type: "int64", shape: [1], data: BigInt64Array.of(1n) };
  await learner.step({ observation: waves([3, 1, 2], () => 0.7), mask: waves([3, 1], () => 1), sequence }, 0.01);
  const mean = (await learner.parameters())["posterior.mean"]?.data ?? new Float32Array();
  const moved = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => mean.slice(row * 3, row * 3 + 3).some((value) => value !== 0));
  // Rows are sequence 0, steps 0 to 3, then sequence 1; the batch had three steps.
  assert.deepEqual(moved, [false, false, false, false, true, true, true, false]);
  await learner.close();
});

test("numbers that are not coded are learned as they are", async () => {
  const settings: PvrnnSettings = { ...small, code: { kind: "linear" }, sequences: 3, steps: 12, dimensions: 5 };
  const learner = await createLearner({
    model: pvrnn(settings),
    backend,
    size: { time: 12, batch: 3 },
    optimizer: { kind: "adam", epsilon: 1e-4 },
    seed: 3,
  });
  const observation = agentSequences({ sequences: 3, steps: 12, seed: 1 });
  assert.equal(observation.shape[2], agentDimensions);
  const batch = { observation, mask: waves([12, 3], () => 1), sequence: everySequence(3) };
  const first = await learner.step(batch, 0.01);
  let last = first;
  for (let i = 0; i < 150; i += 1) last = await learner.step(batch, 0.01);
  const [before, now] = [first.parts.reconstruction ?? 0, last.parts.reconstruction ?? Number.NaN];
  assert.ok(now < before / 20, `${before} became ${now}`);
  await learner.close();
});

test("w of a layer is an input that a schedule may move", async () => {
  const model = pvrnn(small);
  const learner = await createLearner({
    model,
    backend,
    size: { time: 4, batch: 2 },
    optimizer: { kind: "adam" },
    seed: 1,
    parameters: {
      ...initialParameters(model, 1),
      "posterior.deviation": waves([2, 4, 3], () => -1),
    },
  });
  const batch = {
    observation: waves([4, 2, 2], () => 0.5),
    mask: waves([4, 2], () => 1),
    sequence: everySequence(2),
  };
  const usual = await learner.evaluate(batch);
  const heavy = await learner.evaluate({ ...batch, "w.0": floats(Float32Array.of(1.02), []) });
  // The first of four steps has the weight w1.
  const later = (usual.parts["complexity.0"] ?? 0) * 4 - firstComplexity;
  assert.ok(Math.abs(heavy.loss - usual.loss - later) < 1e-5, `${heavy.loss - usual.loss} instead of ${later}`);
  await learner.close();
});

test("sequences that are longer than the posterior are refused with the number to set", () => {
  assert.throws(() => pvrnn(small).inputs({ time: 5, batch: 2 }), /Set steps to 5/);
});
