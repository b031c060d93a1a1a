import assert from "node:assert/strict";
import { test } from "node:test";
import type { LearnFault } from "../fault.ts";
import { add, mul, sub } from "../graph/elementwise.ts";
import { linear } from "../graph/matmul.ts";
import { mean } from "../graph/reduce.ts";
import { reshape } from "../graph/shape.ts";
import { frameWeights, weightedError } from "../model/masked.ts";
import type { Model } from "../model/model.ts";
import { named } from "../model/named.ts";
import { seenAndNext } from "../model/seen.ts";
import { lstmModel } from "../models/lstm.ts";
import { sarnn } from "../models/sarnn.ts";
import { nodeBackend } from "../runtime/node.ts";
import { reaching } from "../toys/reaching.ts";
import { type BatchesOptions, batchesOf, timeOf } from "./batches.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import { type CurvePoint, type FitOptions, fit, type RunKeeper, type RunState } from "./fit.ts";
import { signalsOf } from "./scaling.ts";
import { schedule } from "./schedules.ts";
import { createLearner } from "./step.ts";

const backend = nodeBackend({ threads: 1 });
const source = reaching({ episodes: 8, frames: 14, shorter: 5, image: 16, seed: 5 });
const train = [0, 1, 2, 3, 4];
const test_ = [5, 6, 7];

/** A memory of a run, as bytes: what is kept has to stand in a file. */
function memory() {
  const points: CurvePoint[] = [];
  const kept = new Map<string, Uint8Array>();
  const keeper: RunKeeper = {
    point: async (point) => void points.push(point),
    keep: async (which, state) => void kept.set(which, encodeCheckpoint(state)),
  };
  const state = (which: string): RunState => decodeCheckpoint(kept.get(which) ?? new Uint8Array());
  return { keeper, points, state, kept };
}

interface Given extends Partial<FitOptions> {
  readonly model: Model;
  readonly of: Readonly<Record<string, readonly string[]>>;
  readonly more?: Partial<BatchesOptions>;
  readonly rateOf?: number;
}

async function run({ model, of, more, rateOf = 0.01, ...options }: Given) {
  const signals = await signalsOf(source, { of, training: train });
  const time = timeOf({ model, source, episodes: [...train, ...test_] });
  const common = { model, source, signals, batch: 2, time };
  const batches = batchesOf({ ...common, episodes: train, seed: 9, ...more });
  const learner = await createLearner({ model, backend, size: batches.size, optimizer: { kind: "adam" }, seed: 9 });
  try {
    return await fit({
      learner,
      train: batches,
      test: batchesOf({ ...common, episodes: test_ }),
      steps: 20,
      rate: schedule(rateOf, { kind: "cosine", steps: 20 }),
      now: () => 0,
      ...options,
    });
  } finally {
    await learner.close();
  }
}

const joints = { values: ["observation.state"] };
const lstm = () => lstmModel({ values: 8, hidden: 12 }) as Model;

/** Sees its input through noise that the learner draws, so that a run has every kind of chance in it. */
const noisy: Model = {
  kind: "noisy",
  settings: {},
  parameters: [
    { name: "weight", shape: [8, 8], initial: { kind: "normal", deviation: 0.1 } },
    { name: "bias", shape: [8], initial: { kind: "zeros" } },
  ],
  inputs: (size) => ({
    ...seenAndNext({ joints: [8] }, size),
    blur: { from: "noise", shape: [size.time, size.batch, 8] },
    share: { from: "setting", shape: [], value: 1 },
  }),
  loss: (p, x, { time, batch }) => {
    const seen = add(named(x, "joints"), mul(named(x, "blur"), 0.05));
    const predicted = linear(reshape(seen, [time * batch, 8]), named(p, "weight"), named(p, "bias"));
    const target = reshape(named(x, "joints.next"), [time * batch, 8]);
    const error = weightedError(predicted, target, frameWeights(named(x, "mask")));
    const bias = mean(sub(named(p, "bias"), 0));
    return { total: add(error, mul(mul(bias, bias), named(x, "share"))), parts: { error } };
  },
  observation: { joints: [8] },
  state: {},
  step: (p, { joints: seen }) => ({
    outputs: { joints: linear(seen as never, named(p, "weight"), named(p, "bias")) },
    state: {},
  }),
};

test("10 steps, a checkpoint in a file and 10 more give the numbers of 20 unbroken ones, to the bit", async () => {
  const given: Given = {
    model: noisy,
    of: { joints: ["observation.state"] },
    more: { augmentation: { noise: 0.05 } },
    settings: { share: schedule(1, { kind: "s-curve", steps: 15 }) },
    every: 4,
  };
  const whole = memory();
  await run({ ...given, keeper: whole.keeper });
  const first = memory();
  const stop = new AbortController();
  // Between two points: the mean of the losses since the last one has to go on as well.
  const stopped = await run({
    ...given,
    keeper: first.keeper,
    signal: stop.signal,
    onStep: ({ step }) => void (step === 10 && stop.abort()),
  });
  assert.equal(stopped.why, "stopped");
  const second = memory();
  await run({ ...given, keeper: second.keeper, from: first.state("last") });
  assert.deepEqual([...first.points, ...second.points], whole.points);
  assert.equal(whole.points.length, 5);
  assert.deepEqual(second.kept.get("last"), whole.kept.get("last"));
  const numbers = new Set(whole.points.map(({ train }) => train.loss));
  assert.equal(numbers.size, 5, "it moves");
});

test("another seed gives another curve", async () => {
  const [a, b] = [memory(), memory()];
  const given = { model: lstm(), of: joints, steps: 6 };
  await run({ ...given, keeper: a.keeper });
  await run({ ...given, keeper: b.keeper, more: { seed: 10 } });
  assert.notDeepEqual(a.points, b.points);
});

test("the loss of a padded sequence is that of the sequence alone", async () => {
  const model = lstm();
  const signals = await signalsOf(source, { of: joints, training: train });
  const lossAt = async (time: number | undefined) => {
    const batches = batchesOf({
      model,
      source,
      signals,
      episodes: [1],
      batch: 1,
      ...(time === undefined ? {} : { time }),
    });
    const learner = await createLearner({ model, backend, size: batches.size, optimizer: { kind: "adam" }, seed: 1 });
    const { loss } = await learner.evaluate((await batches.at(0)).batch);
    await learner.close();
    return loss;
  };
  const [alone, padded] = [await lossAt(undefined), await lossAt(40)];
  assert.ok(Math.abs(alone - padded) < 1e-7 * Math.max(1, alone), `${alone} and ${padded}`);
});

test("it stops early after points without a better one, and the best one is kept", async () => {
  const kept = memory();
  // A rate of zero learns nothing: the first point stays the best.
  const { why } = await run({
    model: lstm(),
    of: joints,
    rateOf: 0,
    keeper: kept.keeper,
    every: 2,
    patience: 3,
    steps: 100,
  });
  assert.equal(why, "patience");
  assert.deepEqual(
    kept.points.map(({ step }) => step),
    [2, 4, 6, 8],
  );
  assert.deepEqual(kept.state("best").best, { step: 2, loss: kept.points[0]?.test?.loss });
});

test("a rate far too high ends with the step, the layer, the rate as the likely cause, and the last good checkpoint", async () => {
  const kept = memory();
  const model = { ...noisy, parameters: noisy.parameters.map((one) => ({ ...one })) };
  const failing = run({
    model,
    of: { joints: ["observation.state"] },
    rate: { words: "", at: (step) => (step < 6 ? 0.01 : 1e12 ** (step - 5)) },
    keeper: kept.keeper,
    every: 3,
    steps: 100,
  });
  await assert.rejects(failing, (fault: LearnFault) => {
    assert.equal(fault.code, "diverged");
    assert.match(
      fault.message,
      /^Step \d+ \(pass \d+\): .*"(weight|bias)".*rate 1e\+\d+ is too high.*The checkpoint of step \d+ is kept/,
    );
    return true;
  });
  const good = kept.state("last").learner;
  assert.equal(good.step % 3, 0);
  for (const { data } of Object.values(good.parameters)) assert.ok(data.every(Number.isFinite));
});

test("an input that is not scaled is named", async () => {
  const signals = await signalsOf(source, { of: { joints: ["observation.state"] }, training: train });
  const scaling = { factor: Array<number>(8).fill(1e25), offset: Array<number>(8).fill(0) };
  const wild = { joints: { ...signals.joints, features: signals.joints?.features ?? [], scaling } };
  await assert.rejects(
    run({ model: noisy, of: { joints: ["observation.state"] }, more: { signals: wild } }),
    /the input "joints[^"]*" reaches .*not scaled/,
  );
});

test("a damaged checkpoint is refused with its name", () => {
  const sample: RunState = {
    learner: { step: 1, parameters: {}, moments: {}, noise: [1, 2, 3, 4] },
    best: null,
    sinceBest: 0,
    sums: [],
    seconds: 0,
  };
  const file = encodeCheckpoint(sample);
  assert.deepEqual(decodeCheckpoint(file), sample);
  assert.throws(() => decodeCheckpoint(file.subarray(0, 20), "last.safetensors"), /last\.safetensors cannot be read/);
  assert.throws(() => decodeCheckpoint(new Uint8Array(64).fill(7), "x"), /x cannot be read: safetensors/);
});

test("200 steps of a small SARNN learn, and end at the same loss on every run", async () => {
  const model = sarnn({ height: 16, width: 16, joints: 8, points: 3, hidden: 16 }) as Model;
  const of = { image: ["observation.image"], joints: ["observation.state"] };
  const given: Given = { model, of, steps: 200, every: 50, more: { augmentation: { noise: 0.02 } } };
  const [a, b] = [memory(), memory()];
  await run({ ...given, rate: schedule(0.003), keeper: a.keeper });
  await run({ ...given, rate: schedule(0.003), keeper: b.keeper });
  assert.deepEqual(a.points, b.points);
  const [first, last] = [a.points[0]?.test?.loss ?? 0, a.points.at(-1)?.test?.loss ?? 1];
  assert.ok(last < first / 2, `${first} → ${last}`);
});
