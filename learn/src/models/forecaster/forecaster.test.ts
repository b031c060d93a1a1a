import assert from "node:assert/strict";
import { test } from "node:test";
import { LearnFault } from "../../fault.ts";
import { initialParameters } from "../../model/parameters.ts";
import { stateInput, stepGraph } from "../../model/step-graph.ts";
import { encodeModel } from "../../onnx/encode.ts";
import { nodeBackend } from "../../runtime/node.ts";
import { floats, type Tensor, zerosOf } from "../../tensor.ts";
import { wandering } from "../../toys/wandering.ts";
import { batchesOf } from "../../train/batches.ts";
import { signalsOf } from "../../train/scaling.ts";
import { type Batch, createLearner } from "../../train/step.ts";
import { forecaster } from "./forecaster.ts";
import { type ForecasterSettings, forecasterDefaults } from "./settings.ts";

const settings: ForecasterSettings = { ...forecasterDefaults, horizons: [1, 4], hidden: 8, spans: [2, 10] };
const backend = nodeBackend({ threads: 1 });
const model = forecaster(settings);

const batchesFrom = async (options: {
  gaps?: number;
  batch?: number;
  time?: number;
  episodes?: number;
  frames?: number;
}) => {
  const { gaps = 0.1, batch = 4, time, episodes = 4, frames = 40 } = options;
  const source = wandering({ episodes, frames, gaps });
  const all = [...source.episodes.keys()];
  const { value, present } = await signalsOf(source, { of: { value: ["value"], present: ["present"] }, training: all });
  const asItIs = { factor: [1], offset: [0] };
  return batchesOf({
    model,
    source,
    episodes: all,
    signals: {
      value: { features: value?.features ?? [], scaling: asItIs },
      present: { features: present?.features ?? [], scaling: asItIs },
    },
    batch,
    seed: 1,
    ...(time === undefined ? {} : { time }),
  });
};

const learnerFor = (size: { readonly time: number; readonly batch: number }) =>
  createLearner({ model, backend, size, optimizer: { kind: "adam", clipNorm: 1 }, seed: 1 });

const lossOf = async (batch: Batch, size: { readonly time: number; readonly batch: number }): Promise<number> => {
  const learner = await learnerFor(size);
  const { loss } = await learner.evaluate(batch);
  await learner.close();
  return loss;
};

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-5 * Math.abs(a);

test("padding and empty rows change nothing", async () => {
  const [plain, longer, wider] = await Promise.all(
    [{}, { time: 50 }, { batch: 6 }].map(async (options) => {
      const batches = await batchesFrom(options);
      return lossOf((await batches.at(0)).batch, batches.size);
    }),
  );
  assert.ok(near(plain as number, longer as number), `${plain}, ${longer}`);
  assert.ok(near(plain as number, wider as number), `${plain}, ${wider}`);
});

test("where nothing is present the value is not looked at, neither as past nor as future", async () => {
  const batches = await batchesFrom({ gaps: 0.4 });
  const { batch } = await batches.at(0);
  const spoilt = Object.fromEntries(
    Object.entries(batch).map(([name, tensor]) => {
      const present = batch[name.replace("value", "present")]?.data as Float32Array | undefined;
      if (!name.startsWith("value") || !present) return [name, tensor];
      const data = (tensor.data as Float32Array).map((x, i) => (present[i] === 0 ? 1000 : x));
      return [name, floats(data, tensor.shape)];
    }),
  );
  assert.notDeepEqual(spoilt.value, batch.value);
  assert.ok(near(await lossOf(batch, batches.size), await lossOf(spoilt, batches.size)));
});

/** The run-time step over one series. */
const forecasts = async (parameters: Readonly<Record<string, Tensor>>, values: readonly number[]) => {
  const { model: graph, carry } = stepGraph(model, parameters);
  const initial = Object.fromEntries(
    Object.entries(model.state).map(([name, shape]) => [stateInput(name), zerosOf(shape)]),
  );
  const session = await backend.load(encodeModel(graph), { carry, initial });
  const all: Float32Array[] = [];
  for (const value of values) {
    const isThere = Number.isFinite(value);
    const fed = {
      value: floats(Float32Array.of(isThere ? value : 0)),
      present: floats(Float32Array.of(isThere ? 1 : 0)),
    };
    all.push((await session.run(fed)).output_quantiles?.data as Float32Array);
  }
  await session.close();
  return all;
};

test("quantiles never cross, whatever the weights", async () => {
  const values = Array.from({ length: 30 }, (_, i) => (i % 7 === 0 ? Number.NaN : Math.sin(i) * 10));
  for (const seed of [1, 2, 3]) {
    const drawn = initialParameters(model, seed);
    const wild = Object.fromEntries(
      Object.entries(drawn).map(([name, { data, shape }]) => [
        name,
        floats(
          data.map((x) => x * 20),
          shape,
        ),
      ]),
    );
    for (const quantiles of await forecasts(wild, values))
      for (const [i, x] of quantiles.entries()) if (i % 5 > 0) assert.ok(x >= (quantiles[i - 1] as number));
  }
});

test("a signal that is as much higher, or as much wider, is forecast as much higher, or wider", async () => {
  const values = Array.from({ length: 60 }, (_, i) => Math.sin(i / 2) + (i % 5) / 5);
  const parameters = initialParameters(model, 5);
  const last = async (change: (x: number) => number) =>
    (await forecasts(parameters, values.map(change))).at(-1) as Float32Array;
  const plain = await last((x) => x);
  const higher = await last((x) => x + 50);
  assert.ok(higher.every((x, i) => Math.abs(x - 50 - (plain[i] as number)) < 1e-3));
});

test("trained, it forecasts what returns to its level better than the last value does, with intervals that hold", async () => {
  const batches = await batchesFrom({ episodes: 16, frames: 120, batch: 16 });
  const learner = await learnerFor(batches.size);
  const first = await learner.evaluate((await batches.at(0)).batch);
  const seen: number[] = [];
  for (let step = 0; step < 150; step += 1) seen.push((await learner.step((await batches.at(step)).batch, 0.01)).loss);
  const parameters = await learner.parameters();
  await learner.close();
  assert.ok((seen.at(-1) as number) < 0.9 * first.loss, `${first.loss} to ${seen.at(-1)}`);
  const source = wandering({ episodes: 4, frames: 200, gaps: 0, seed: 99 });
  let [own, persistent, held, count] = [0, 0, 0, 0];
  for (const { index } of source.episodes) {
    const { columns } = await source.read(index, 0, 200);
    const values = Array.from(columns.value?.data ?? [], Number);
    const all = await forecasts(parameters, values);
    for (let t = 20; t + 4 < values.length; t += 1) {
      const future = values[t + 4] as number;
      const [low, , median, , high] = (all[t] as Float32Array).slice(5) as unknown as number[];
      own += Math.abs(future - (median as number));
      persistent += Math.abs(future - (values[t] as number));
      held += future >= (low as number) && future <= (high as number) ? 1 : 0;
      count += 1;
    }
  }
  // The best there is comes to 0.84 of it.
  assert.ok(own < 0.96 * persistent, `${own / count}, ${persistent / count}`);
  assert.ok(held / count > 0.7 && held / count < 0.9, `${held / count}`);
});

test("horizons out of order, or no median, are refused", () => {
  const refused = (odd: Partial<ForecasterSettings>) =>
    assert.throws(
      () => forecaster({ ...settings, ...odd }),
      (error) => error instanceof LearnFault && error.code === "settings",
    );
  refused({ horizons: [4, 1] });
  refused({ quantiles: [0.1, 0.9] });
  refused({ spans: [] });
});
