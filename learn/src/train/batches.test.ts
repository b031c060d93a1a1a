import assert from "node:assert/strict";
import { test } from "node:test";
import type { EpisodeSource } from "../episodes/episode.ts";
import { seenAndNext } from "../model/seen.ts";
import { floats, type Tensor } from "../tensor.ts";
import { reaching } from "../toys/reaching.ts";
import { batchesOf } from "./batches.ts";
import { cached } from "./cached.ts";
import { resized } from "./resized.ts";
import { signalsOf, unscaled } from "./scaling.ts";

const model = { inputs: (size: { time: number; batch: number }) => seenAndNext({ joints: [8] }, size) };
const seer = {
  inputs: (size: { time: number; batch: number }) => seenAndNext({ image: [3, 16, 16], joints: [8] }, size),
};

const toy = () => reaching({ episodes: 5, frames: 12, shorter: 5, image: 16, seed: 3 });
const joints = async (source: EpisodeSource, training = [0, 1, 2]) =>
  signalsOf(source, { of: { joints: ["observation.state"] }, training });
const both = async (source: EpisodeSource) =>
  signalsOf(source, { of: { image: ["observation.image"], joints: ["observation.state"] }, training: [0, 1, 2] });

test("a row holds its frames in time, the next ones as targets, its last as padding, and its mask", async () => {
  const source = toy();
  const signals = await joints(source);
  const batches = batchesOf({ model, source, episodes: [0, 1, 2], signals, batch: 2 });
  const { batch, steps } = await batches.at(0);
  const stepsOf = (episode: number) => (source.episodes[episode]?.length ?? 0) - 1;
  const { time } = batches.size;
  assert.equal(time, Math.max(stepsOf(0), stepsOf(1), stepsOf(2)));
  assert.equal(steps, stepsOf(0) + stepsOf(1));
  for (const row of [0, 1]) {
    const recorded = (await source.read(row, 0, stepsOf(row) + 1)).columns["observation.state"]?.data;
    const back = (name: string, t: number) => {
      const scaled = ((batch[name] as Tensor).data as Float32Array).slice((t * 2 + row) * 8, (t * 2 + row + 1) * 8);
      return unscaled(scaled, signals.joints?.scaling ?? { factor: [], offset: [] });
    };
    for (let t = 0; t < time; t += 1) {
      const real = Math.min(t, stepsOf(row) - 1);
      near(back("joints", t), recorded?.slice(real * 8, real * 8 + 8));
      near(back("joints.next", t), recorded?.slice((real + 1) * 8, (real + 1) * 8 + 8));
      assert.equal(batch.mask?.data[t * 2 + row], Number(t < stepsOf(row)));
    }
  }
});

const near = (actual: Float32Array, expected: Float32Array | Uint8Array = new Float32Array()) => {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries()) assert.ok(Math.abs(value - (expected[i] ?? Number.NaN)) < 1e-5);
};

test("the last batch of a pass is filled up with rows that the mask leaves out", async () => {
  const source = toy();
  const batches = batchesOf({ model, source, episodes: [0, 1, 2], signals: await joints(source), batch: 2 });
  const { batch, windows } = await batches.at(1);
  assert.equal(batches.count, 2);
  assert.equal(windows.length, 1);
  for (let t = 0; t < batches.size.time; t += 1) assert.equal(batch.mask?.data[t * 2 + 1], 0);
});

test("each pass sees every sequence once, in an order that only seed and pass decide", async () => {
  const source = toy();
  const signals = await joints(source);
  const order = async (seed: number, pass: number) => {
    const batches = batchesOf({ model, source, episodes: [0, 1, 2, 3, 4], signals, batch: 2, seed });
    const fed = [0, 1, 2].map((step) => batches.at(pass * 3 + step));
    return (await Promise.all(fed)).flatMap(({ windows }) => windows.map(({ episode }) => episode));
  };
  assert.deepEqual((await order(7, 0)).toSorted(), [0, 1, 2, 3, 4]);
  assert.deepEqual(await order(7, 4), await order(7, 4));
  const orders = await Promise.all([0, 1, 2, 3].map((pass) => order(7, pass)));
  assert.ok(new Set(orders.map(String)).size > 1, "passes differ");
});

test("windows cover every step once when they do not overlap, and share one graph", async () => {
  const source = toy();
  const batches = batchesOf({
    model,
    source,
    episodes: [0, 1],
    signals: await joints(source),
    batch: 2,
    windows: { length: 4 },
  });
  let steps = 0;
  for (let i = 0; i < batches.count; i += 1) steps += (await batches.at(i)).steps;
  assert.equal(batches.size.time, 4);
  assert.equal(steps, (source.episodes[0]?.length ?? 0) + (source.episodes[1]?.length ?? 0) - 2);
});

test("augmentation changes what is seen, never what is to be predicted, and one look holds for a whole sequence", async () => {
  const source = reaching({ episodes: 2, frames: 6, image: 16, seed: 3 });
  const signals = await both(source);
  const options = { model: seer, source, episodes: [0, 1], signals, batch: 2, seed: 1 };
  const plain = (await batchesOf(options).at(0)).batch;
  const changed = (await batchesOf({ ...options, augmentation: { brightness: 0.3, noise: 0.02 } }).at(0)).batch;
  assert.deepEqual(changed["image.next"], plain["image.next"]);
  assert.deepEqual(changed["joints.next"], plain["joints.next"]);
  assert.notDeepEqual(changed.joints, plain.joints);
  const ratio = (t: number, row: number) => {
    const at = (t * 2 + row) * 3 * 256;
    return (changed.image?.data[at] as number) / (plain.image?.data[at] as number);
  };
  for (const t of [1, 2, 3, 4]) assert.ok(Math.abs(ratio(t, 0) - ratio(0, 0)) < 1e-5);
  assert.ok(Math.abs(ratio(0, 0) - 1) > 0.01);
  assert.notEqual(ratio(0, 1).toFixed(4), ratio(0, 0).toFixed(4), "rows differ");
});

test("bounds come from the training episodes alone", async () => {
  const source = toy();
  const [few, all] = [await joints(source, [0]), await joints(source, [0, 1, 2, 3, 4])];
  assert.notDeepEqual(few.joints?.scaling, all.joints?.scaling);
  const { batch } = await batchesOf({ model, source, episodes: [0], signals: few, batch: 1 }).at(0);
  const values = batch.joints?.data as Float32Array;
  assert.ok(Math.min(...values) >= -1e-6 && Math.max(...values) <= 1 + 1e-6);
});

test("a value that was not measured is refused with episode, frame and name", async () => {
  const source = toy();
  const holed: EpisodeSource = {
    ...source,
    read: async (episode, start, end) => {
      const frames = await source.read(episode, start, end);
      const data = Float32Array.from(frames.columns["observation.state"]?.data ?? []);
      if (start <= 2 && end > 2) data[(2 - start) * 8] = Number.NaN;
      return { ...frames, columns: { ...frames.columns, "observation.state": floats(data, [end - start, 8]) } };
    },
  };
  const batches = batchesOf({ model, source: holed, episodes: [1], signals: await joints(source), batch: 1 });
  await assert.rejects(batches.at(0), /Episode 1, frame 2: "observation.state" was not measured/);
  const dark: EpisodeSource = {
    ...source,
    read: async (...wanted) => ({ ...(await source.read(...wanted)), missing: { "observation.image": [3] } }),
  };
  const seeing = (from: EpisodeSource, start: number) =>
    both(source).then((signals) =>
      batchesOf({ model: seer, source: from, episodes: [1], signals, batch: 1, windows: { length: 2, stride: 2 } }).at(
        start,
      ),
    );
  await seeing(dark, 2);
  for (const from of [dark, cached(resized(dark, 16, 16))])
    await assert.rejects(seeing(from, 1), /Episode 1, frame 3: "observation.image" was not measured/);
});

test("inputs that do not fit the episodes are refused with both shapes", async () => {
  const source = toy();
  const wrong = { inputs: (size: { time: number; batch: number }) => seenAndNext({ joints: [7] }, size) };
  const signals = await joints(source);
  assert.throws(
    () => batchesOf({ model: wrong, source, episodes: [0], signals, batch: 1 }),
    /\[7\] in the model and \[8\]/,
  );
  await assert.rejects(
    signalsOf(source, { of: { joints: ["observation.stat"] }, training: [0] }),
    /no "observation.stat".*observation.state/,
  );
});

test("a model with parameters of each sequence is told which window each row is, whatever the order", async () => {
  const source = toy();
  const inputs = (size: { time: number; batch: number }) => ({
    ...seenAndNext({ joints: [8] }, size),
    sequence: { from: "data", of: "sequence", ahead: 0, isClean: true, shape: [size.batch], type: "int64" } as const,
  });
  const signals = await joints(source);
  const batches = batchesOf({ model: { inputs }, source, episodes: [2, 3, 4], signals, batch: 2, seed: 1 });
  for (const step of [0, 1, 2, 3]) {
    const { batch, windows } = await batches.at(step);
    const told = Array.from(batch.sequence?.data as BigInt64Array, Number).slice(0, windows.length);
    assert.deepEqual(
      told.map((row) => row + 2),
      windows.map(({ episode }) => episode),
    );
  }
});
