import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LearnFault } from "../fault.ts";
import { buildModel, exp, Graph, linear, mul, type Value } from "../graph/index.ts";
import type { Model } from "../model/model.ts";
import { initialParameters } from "../model/parameters.ts";
import { lstmModel } from "../models/lstm.ts";
import { sarnn } from "../models/sarnn.ts";
import { encodeModel } from "../onnx/encode.ts";
import { readOnnx } from "../onnx/read.ts";
import { nodeBackend } from "../runtime/node.ts";
import { webBackend } from "../runtime/web.ts";
import { floats, sizeOf } from "../tensor.ts";
import type { Signals } from "../train/scaling.ts";
import { type Container, encodeContainer, readContainer } from "./container.ts";
import type { ModelCard } from "./description.ts";
import { withWeights } from "./graphs.ts";
import { openModel } from "./predictor.ts";
import { encodeSavedModel, readSavedModel } from "./saved-model.ts";

const runtimes = [nodeBackend({ threads: 1 }), webBackend({ threads: 1 })];
after(async () => {
  for (const runtime of runtimes) await runtime.close();
});

const card: ModelCard = {
  data: { hash: "0".repeat(64), name: "toy" },
  seed: 7,
  metric: { name: "loss", value: 0.01, on: "test" },
  steps: 200,
  version: "0.1.0",
  curve: [
    { step: 0, loss: 1 },
    { step: 200, loss: 0.01, test: 0.02 },
  ],
};
const model = sarnn({ height: 12, width: 10, joints: 2, points: 2, hidden: 4, temperature: 0.1 });
const parameters = initialParameters(model, 1);
const feature = (name: string, shape: readonly number[], kind: "image" | "quantity") => ({ name, shape, kind });
const signals: Signals = {
  image: {
    features: [feature("observation.image", [3, 12, 10], "image")],
    scaling: { factor: [1 / 255], offset: [0] },
  },
  joints: {
    features: [{ ...feature("observation.state", [2], "quantity"), names: ["shoulder", "elbow"], unit: "rad" }],
    scaling: { factor: [0.5, 0.25], offset: [0.5, 0.1] },
  },
};
const bytes = encodeSavedModel({ model, parameters, card, signals, rate: 10 });
const fault = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof LearnFault && error.code === code && words.test(error.message);

const pick = ({ parts }: Container, name: string) => ({ [name]: parts[name] ?? new Uint8Array() });
const image = (step: number): Float32Array =>
  Float32Array.from({ length: 360 }, (_, i) => 127 + 120 * Math.sin(i * 0.37 + step));
const seen = (step: number) => ({ image: image(step), joints: [0.3 * step, -0.2] });
const near = (a: ArrayLike<number>, b: ArrayLike<number>, within: number): void => {
  assert.equal(a.length, b.length);
  for (let i = 0; i < a.length; i++)
    assert.ok(Math.abs((a[i] ?? 0) - (b[i] ?? 0)) <= within, `${i}: ${a[i]} is not ${b[i]}`);
};

test("a saved model says what it is, and holds every weight once", () => {
  const saved = readSavedModel(bytes);
  assert.deepEqual(saved.weights, parameters);
  assert.deepEqual(saved.description.settings, JSON.parse(JSON.stringify(model.settings)));
  assert.deepEqual(saved.description.card, card);
  assert.deepEqual(saved.description.inputs[1], {
    name: "joints",
    shape: [2],
    onnx: "joints",
    from: "signal",
    features: ["observation.state"],
    kind: "quantity",
    names: ["shoulder", "elbow"],
    units: ["rad", "rad"],
    scaling: { factor: [0.5, 0.25], offset: [0.5, 0.1] },
  });
  const joints = saved.description.outputs.find(({ name }) => name === "joints");
  assert.deepEqual(joints?.units, ["rad", "rad"], "a prediction of joints is in the joints' unit");
  const inStep = saved.step.graph.initializers.reduce((total, { shape }) => total + sizeOf(shape), 0);
  assert.ok(inStep < 1000, `${inStep} numbers lie in the graph`);
});

test("equal parts give equal bytes; a model without scales or with a broken weight is told", () => {
  assert.deepEqual(encodeSavedModel({ model, parameters, card, signals, rate: 10 }), bytes);
  const bias = parameters["rec.bias_hh"];
  assert.ok(bias);
  const broken = {
    ...parameters,
    "rec.bias_hh": floats(
      bias.data.map((_, i) => (i === 3 ? Number.NaN : 0)),
      bias.shape,
    ),
  };
  assert.throws(
    () => encodeSavedModel({ model, parameters: broken, card }),
    fault("weights", /"rec.bias_hh" holds NaN/),
  );
  const { "rec.bias_hh": _, ...missing } = parameters;
  assert.throws(
    () => encodeSavedModel({ model, parameters: missing, card }),
    fault("weights", /"rec.bias_hh" is missing/),
  );
  const wrong = { ...signals, joints: { ...signals.joints, scaling: { factor: [1, 2, 3], offset: [0, 0, 0] } } };
  assert.throws(
    () => encodeSavedModel({ model, parameters, card, signals: wrong as Signals }),
    fault("saved", /scaling of "joints"/),
  );
});

test("graphs beside the step lie in the file with the same weights, and run", async () => {
  const backend = runtimes[0];
  assert.ok(backend);
  const weight = parameters["decoder_joint.0.weight"];
  assert.ok(weight);
  const graph = new Graph();
  const x = graph.input("x", [1, 4]);
  const doubled = mul(linear(x, graph.constant(weight.data, weight.shape, "float32")), 2);
  const file = encodeSavedModel({ model, parameters, card, graphs: { doubled: buildModel(graph, { y: doubled }) } });
  assert.ok(file.length - encodeSavedModel({ model, parameters, card }).length < 1000, "the weights are there once");
  const saved = readSavedModel(file);
  const stored = saved.graphs.doubled;
  assert.ok(stored);
  assert.deepEqual(stored.graph.inputs.map(({ name }) => name).sort(), ["decoder_joint.0.weight", "x"]);
  const session = await backend.load(encodeModel(withWeights(stored, saved.weights)));
  const { y } = await session.run({ x: floats(Float32Array.of(1, 0, 0, 0), [1, 4]) });
  near(y?.data as Float32Array, [2 * (weight.data[0] ?? 0), 2 * (weight.data[4] ?? 0)], 1e-6);
  await session.close();
});

test("a file whose parts are whole but do not fit each other is refused", () => {
  const wider = sarnn({ ...model.settings, hidden: 5 });
  const other = encodeSavedModel({ model: wider, parameters: initialParameters(wider, 1), card });
  const [ours, theirs] = [readContainer(bytes), readContainer(other)];
  assert.ok(readOnnx(ours.parts["step.onnx"] ?? new Uint8Array()), "the step's part is an ONNX file by itself");
  const refusals: readonly (readonly [Container, string, RegExp])[] = [
    [{ ...ours, parts: theirs.parts }, "saved", /should be \[1, 4\] and is \[1, 5\]/],
    [{ ...ours, parts: { ...theirs.parts, ...pick(ours, "step.onnx") } }, "weights", /the weights have float32/],
    [{ ...ours, parts: pick(ours, "step.onnx") }, "saved", /has no "weights.safetensors"/],
    [{ ...ours, description: { kind: "sarnn" } }, "saved", /wrong at settings/],
  ];
  for (const [content, code, words] of refusals)
    assert.throws(() => readSavedModel(encodeContainer(content)), fault(code, words));
});

test("steps are in the units of the episodes, the same on every backend, and the state stays in the runtime", async () => {
  const saved = readSavedModel(bytes);
  const told: (readonly number[])[] = [];
  for (const backend of runtimes) {
    const predictor = await openModel(saved, backend);
    const first = await predictor.step(seen(0));
    assert.deepEqual(first.image?.shape, [3, 12, 10]);
    const second = await predictor.step(seen(1));
    assert.equal(predictor.steps, 2);
    await predictor.reset();
    const again = await predictor.step(seen(0));
    assert.deepEqual(again.joints, first.joints, "after a reset the first step is the first step");
    const without = await predictor.step(seen(0));
    assert.notDeepEqual(without.joints, first.joints, "the state is handed on");
    told.push([...(first.joints?.data ?? []), ...(second.joints?.data ?? []), ...(second.points_next?.data ?? [])]);
    await predictor.close();
  }
  near(told[1] as number[], told[0] as number[], 1e-4);
});

test("scales are applied to what goes in and taken back from what comes out", async () => {
  const backend = runtimes[0];
  assert.ok(backend);
  const [physical, plain] = [readSavedModel(bytes), readSavedModel(encodeSavedModel({ model, parameters, card }))];
  const [one, other] = [await openModel(physical, backend), await openModel(plain, backend)];
  const a = await one.step({ image: image(2), joints: [0.4, -0.8] });
  const b = await other.step({ image: image(2).map((value) => value / 255), joints: [0.7, -0.1] });
  near(a.joints?.data ?? [], [((b.joints?.data[0] ?? 0) - 0.5) / 0.5, ((b.joints?.data[1] ?? 0) - 0.1) / 0.25], 1e-5);
  near(
    a.image?.data ?? [],
    (b.image?.data ?? new Float32Array()).map((value) => value * 255),
    1e-2,
  );
  near(a.points?.data ?? [], b.points?.data ?? [], 1e-6);
  await one.close();
  await other.close();
});

test("a wrong observation is refused by name and place, and nothing has happened", async () => {
  const backend = runtimes[0];
  assert.ok(backend);
  const predictor = await openModel(readSavedModel(bytes), backend);
  const before = await predictor.snapshot();
  const refusals: readonly (readonly [object, RegExp])[] = [
    [{ image: image(0) }, /no "joints".*Give 2 numbers/],
    [{ ...seen(0), joint: [0] }, /"joint" is nothing that this model observes.*image \[3, 12, 10\], joints \[2\]/],
    [{ ...seen(0), joints: [1, 2, 3] }, /"joints" has 3 numbers, not 2/],
    [{ ...seen(0), joints: [1, Number.NaN] }, /"joints" is NaN at 1 \(elbow\)/],
    [{ ...seen(0), image: floats(image(0), [12, 10, 3]) }, /"image" is \[12, 10, 3\], not \[3, 12, 10\]/],
  ];
  for (const [observation, words] of refusals)
    await assert.rejects(predictor.step(observation as never), fault("observation", words));
  assert.deepEqual(await predictor.snapshot(), before);
  await predictor.close();
  await assert.rejects(predictor.step(seen(0)), fault("closed", /closed/));
  await predictor.close();
});

test("a snapshot that is restored, here or in another runtime, goes on to the same numbers", async () => {
  const saved = readSavedModel(bytes);
  const [first, second] = await Promise.all(
    runtimes.map((backend) => openModel(saved, backend, { trust: { joints: 0.8 } })),
  );
  assert.ok(first && second);
  await Promise.all([0, 1, 2].map((step) => first.step(seen(step))));
  const snapshot = await first.snapshot();
  const next = await first.step(seen(3));
  await first.step(seen(9));
  await first.restore(snapshot);
  assert.equal(first.steps, 3);
  assert.deepEqual((await first.step(seen(3))).joints, next.joints);
  await second.restore(structuredClone(snapshot));
  near((await second.step(seen(3))).joints?.data ?? [], next.joints?.data ?? [], 1e-4);
  await first.close();
  await second.close();
});

test("with trust the model sees its own prediction, and with none it dreams on alone", async () => {
  const backend = runtimes[0];
  assert.ok(backend);
  const saved = readSavedModel(bytes);
  const half = await openModel(saved, backend, { trust: { joints: 0.5 } });
  const plain = await openModel(saved, backend);
  const first = await half.step(seen(0));
  await plain.step(seen(0));
  const mixed = Array.from(first.joints?.data ?? [], (own, i) => 0.5 * own + 0.5 * (seen(1).joints[i] ?? 0));
  near(
    (await half.step(seen(1))).joints?.data ?? [],
    (await plain.step({ ...seen(1), joints: mixed })).joints?.data ?? [],
    1e-5,
  );
  const dreaming = await openModel(saved, backend, { trust: { joints: 0, image: 0 } });
  await assert.rejects(dreaming.step({}), fault("observation", /no "image"/));
  await dreaming.step(seen(0));
  assert.ok((await dreaming.step({})).joints);
  await assert.rejects(openModel(saved, backend, { trust: { joint: 0.5 } }), fault("observation", /"joint" is 0.5/));
  for (const one of [half, plain, dreaming]) await one.close();
});

test("numbers that stop being finite are told with the step, and a reset mends it", async () => {
  const backend = runtimes[0];
  assert.ok(backend);
  const base = lstmModel({ values: 3, hidden: 4 });
  const steep: Model = {
    ...base,
    step: (_, { values }, state) => ({ outputs: { power: exp(values as Value) }, state }),
  };
  const saved = readSavedModel(encodeSavedModel({ model: steep, parameters: initialParameters(base, 1), card }));
  const predictor = await openModel(saved, backend);
  await predictor.step({ values: [0, 0, 0] });
  await assert.rejects(predictor.step({ values: [0, 1000, 0] }), fault("nan", /"power" is not finite at step 1/));
  await assert.rejects(predictor.step({ values: [0, 0, 0] }), fault("nan", /Reset it/));
  await predictor.reset();
  assert.deepEqual((await predictor.step({ values: [0, 0, 0] })).power?.data, Float32Array.of(1, 1, 1));
  await predictor.close();
});

test("noise that nobody gives is drawn from the seed, and a restored model draws the same again", async () => {
  const backend = runtimes[0];
  assert.ok(backend);
  const base = lstmModel({ values: 3, hidden: 4 });
  const noisy: Model = {
    ...base,
    observation: { noise: [3] },
    step: (p, { noise }, state) => base.step(p, { values: noise as never }, state),
  };
  const saved = readSavedModel(encodeSavedModel({ model: noisy, parameters: initialParameters(base, 1), card }));
  const run = async (seed: number) => {
    const predictor = await openModel(saved, backend, { seed });
    const first = await predictor.step({});
    const snapshot = await predictor.snapshot();
    const second = await predictor.step({});
    await predictor.restore(snapshot);
    assert.deepEqual(await predictor.step({}), second);
    assert.notDeepEqual(second, first);
    await predictor.close();
    return first;
  };
  assert.deepEqual(await run(1), await run(1));
  assert.notDeepEqual(await run(1), await run(2));
});
