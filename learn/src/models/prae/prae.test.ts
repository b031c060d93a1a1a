import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { initialParameters } from "../../model/parameters.ts";
import { stateInput, stepGraph } from "../../model/step-graph.ts";
import { encodeModel } from "../../onnx/encode.ts";
import { nodeBackend } from "../../runtime/node.ts";
import { floats, sizeOf, type Tensor, zerosOf } from "../../tensor.ts";
import { telling } from "../../toys/telling.ts";
import { batchesOf } from "../../train/batches.ts";
import { signalsOf } from "../../train/scaling.ts";
import { createLearner, type Learner } from "../../train/step.ts";
import { prae } from "./prae.ts";
import { type PraeSettings, praeDefaults } from "./settings.ts";
import { translationGraph } from "./translate.ts";

const settings: PraeSettings = {
  ...praeDefaults,
  joints: 4,
  features: 2,
  words: 3,
  symbols: 6,
  hidden: 24,
  shared: 16,
};
const backend = nodeBackend({ threads: 1 });
const source = telling({ episodes: 48, frames: 12 });
const all = [...source.episodes.keys()];

const batchesFrom = async (episodes: readonly number[], options: { time?: number; batch?: number; seed?: number }) => {
  const of = { joints: ["joints"], features: ["features"], sentence: ["sentence"] };
  const signals = await signalsOf(source, { of, training: all });
  return batchesOf({
    model: prae(settings),
    source,
    episodes,
    signals,
    batch: options.batch ?? episodes.length,
    ...options,
  });
};

const learnerFor = (size: { readonly time: number; readonly batch: number }, seed = 1): Promise<Learner> =>
  createLearner({ model: prae(settings), backend, size, optimizer: { kind: "adam", clipNorm: 1 }, seed });

test("padding a batch with steps that do not exist changes neither the loss nor the gradients", async () => {
  const told: { loss: number; gradient: Tensor<"float32"> }[] = [];
  for (const time of [12, 17]) {
    const batches = await batchesFrom([0, 8, 9], { time });
    const learner = await learnerFor(batches.size);
    const { batch } = await batches.at(0);
    const { loss } = await learner.evaluate(batch);
    const gradient = (await learner.gradients(batch))["behaviour.moved.weight"] as Tensor<"float32">;
    told.push({ loss, gradient });
    await learner.close();
  }
  const [short, long] = told as [(typeof told)[0], (typeof told)[0]];
  assert.ok(Math.abs(short.loss - long.loss) < 1e-5 * short.loss, `${short.loss} and ${long.loss}`);
  const scale = Math.max(...short.gradient.data.map(Math.abs));
  assert.ok(scale > 1e-4);
  assert.ok(short.gradient.data.every((x, i) => Math.abs(x - (long.gradient.data[i] as number)) < 1e-4 * scale));
});

test("an empty row of a batch counts for nothing", async () => {
  const losses: number[] = [];
  for (const batch of [3, 5]) {
    const batches = await batchesFrom([0, 8, 9], { time: 12, batch });
    const learner = await learnerFor(batches.size);
    losses.push((await learner.evaluate((await batches.at(0)).batch)).loss);
    await learner.close();
  }
  const [full, filled] = losses as [number, number];
  assert.ok(Math.abs(full - filled) < 1e-5 * full, `${full} and ${filled}`);
});

test("the gradient is the slope of the loss", async () => {
  const batches = await batchesFrom([0, 3, 8], { time: 12 });
  const model = prae(settings);
  const parameters = initialParameters(model, 3);
  const { batch } = await batches.at(0);
  const lossAt = async (name: string, by: number): Promise<number> => {
    const tensor = parameters[name] as Tensor<"float32">;
    const moved = floats(tensor.data.slice(), tensor.shape);
    moved.data[1] = (moved.data[1] as number) + by;
    const optimizer = { kind: "adam" } as const;
    const moving = await createLearner({
      model,
      backend,
      size: batches.size,
      optimizer,
      seed: 1,
      parameters: { ...parameters, [name]: moved },
    });
    const { loss } = await moving.evaluate(batch);
    await moving.close();
    return loss;
  };
  const learner = await createLearner({
    model,
    backend,
    size: batches.size,
    optimizer: { kind: "adam" },
    seed: 1,
    parameters,
  });
  const gradients = await learner.gradients(batch);
  await learner.close();
  for (const name of ["language.word.bias", "plan.both.bias", "behaviour.view.bias"]) {
    const step = 0.02;
    const slope = ((await lossAt(name, step)) - (await lossAt(name, -step))) / (2 * step);
    const gradient = gradients[name]?.data[1] as number;
    assert.ok(Math.abs(slope - gradient) < 0.03 * Math.abs(slope) + 1e-4, `${name}: ${slope}, ${gradient}`);
  }
});

const dataOf = (tensor: Tensor | undefined): Float32Array => (tensor?.data ?? new Float32Array()) as Float32Array;

/** Trained once for the tests below, on the first performances of the sixteen motions; the last one of each is kept. */
const isHeld = (episode: number): boolean => episode >= 32;
let trained: Readonly<Record<string, Tensor<"float32">>>;
let losses: readonly number[];

const train = async (steps: number) => {
  const batches = await batchesFrom(
    all.filter((episode) => !isHeld(episode)),
    { time: 12, batch: 16, seed: 1 },
  );
  const learner = await learnerFor(batches.size);
  const seen: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const { loss } = await learner.step((await batches.at(step)).batch, step < 200 ? 0.01 : 0.002);
    seen.push(loss);
  }
  const parameters = await learner.parameters();
  await learner.close();
  return { parameters, losses: seen };
};

before(async () => {
  ({ parameters: trained, losses } = await train(240));
});
after(() => source.close());

test("the same seed learns the same", async () => {
  assert.deepEqual((await train(3)).losses, losses.slice(0, 3));
});

test("motions that were not learnt from are put into words and into motion", async () => {
  const held = all.filter(isHeld);
  const batches = await batchesFrom(held, { time: 12 });
  const session = await backend.load(encodeModel(translationGraph(settings, trained, batches.size, backend.kernels)));
  const { batch } = await batches.at(0);
  const { words, made } = await session.run(batch);
  await session.close();
  const sentence = batch.sentence?.data as Float32Array;
  const count = held.length;
  for (const [i] of held.entries())
    for (let word = 0; word < 3; word += 1) {
      const said = dataOf(words).slice((word * count + i) * 6, (word * count + i + 1) * 6);
      const asked = sentence.slice(i * 18 + word * 6, i * 18 + word * 6 + 6);
      assert.equal(said.indexOf(Math.max(...said)), asked.indexOf(1), `episode ${held[i]}, word ${word}`);
    }
  const joints = batch.joints?.data as Float32Array;
  const mask = batch.mask?.data as Float32Array;
  const errors = joints.map((x, i) => (mask[i >> 2] as number) * (x - (dataOf(made)[i] as number)) ** 2);
  const rmse = Math.sqrt(errors.reduce((sum, x) => sum + x, 0) / (4 * mask.reduce((sum, x) => sum + x, 0)));
  assert.ok(rmse < 0.15, `${rmse}`);
});

test("step by step the same is said and made as of the whole episode", async () => {
  const batches = await batchesFrom([8], {});
  const { batch } = await batches.at(0);
  const whole = await backend.load(encodeModel(translationGraph(settings, trained, batches.size)));
  const { words, made } = await whole.run(batch);
  await whole.close();
  const model = prae(settings);
  const { model: graph, carry } = stepGraph(model, trained);
  const initial = Object.fromEntries(
    Object.entries(model.state).map(([name, shape]) => [stateInput(name), zerosOf(shape)]),
  );
  const session = await backend.load(encodeModel(graph), { carry, initial });
  let last: Readonly<Record<string, Tensor>> = {};
  const steps: number[] = [];
  for (let t = 0; t < batches.size.time; t += 1) {
    const at = (name: string): Tensor => {
      const shape = model.observation[name] as readonly number[];
      const size = sizeOf(shape);
      return floats(dataOf(batch[name]).slice(t * size, (t + 1) * size), shape);
    };
    last = await session.run({ joints: at("joints"), features: at("features"), sentence: at("sentence") });
    steps.push(...dataOf(last.output_joints));
  }
  await session.close();
  const close = (a: ArrayLike<number>, b: Tensor | undefined) =>
    assert.ok(Array.from(a).every((x, i) => Math.abs(x - Number(b?.data[i])) < 1e-4));
  close(dataOf(last.output_sentence), words);
  close(steps, made);
});
