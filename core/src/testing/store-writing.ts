import assert from "node:assert/strict";
import { MINUTE, type Signal } from "../1-signal/index.ts";
import type { Store } from "../2-store/index.ts";
import type { Promises } from "./behaves-like-store.ts";
import { ann, band, ecg, heart, nurse, patch, samplesByNumber, signal, T0 } from "./store-signals.ts";

const DAY_END = T0 + 24 * 60 * MINUTE;
const heartsOf = async (store: Store) =>
  (await store.range({ subject: ann, kind: "heart-rate", from: T0 - MINUTE, to: DAY_END })).map(({ value }) => value);
const ecgOf = async (store: Store) => store.range({ subject: ann, kind: "ecg", from: T0 - MINUTE, to: DAY_END });

/** Repeats, lateness, strike-outs, sizes. */
export const writingPromises: Promises = {
  "an empty batch changes nothing": async (store) => {
    assert.deepEqual(await store.append([]), { stored: 0, repeated: 0, repeats: [], arrival: 0 });
    assert.equal(await store.lastArrival(), 0);
  },
  "a sample said twice counts once, in the same batch and in a later one": async (store) => {
    const first = await store.append([heart(T0, 70), heart(T0, 70), heart(T0 + 1000, 71)]);
    assert.deepEqual(first, { stored: 2, repeated: 1, repeats: [1], arrival: 1 });
    const again = await store.append([heart(T0 + 1000, 71), heart(T0, 70)]);
    assert.deepEqual(again, { stored: 0, repeated: 2, repeats: [0, 1], arrival: 0 });
    const more = await store.append([heart(T0, 70), heart(T0 + 2000, 72)]);
    assert.deepEqual(more, { stored: 1, repeated: 1, repeats: [0], arrival: 2 });
    assert.deepEqual(await heartsOf(store), [70, 71, 72]);
  },
  "a repeat with another value does not change what was said first": async (store) => {
    await store.append([heart(T0, 70)]);
    assert.equal((await store.append([heart(T0, 99)])).stored, 0);
    assert.deepEqual(await heartsOf(store), [70]);
  },
  "two readings of one instant are told apart by their sequence": async (store) => {
    const both = [heart(T0, 70, { sequence: 2 }), heart(T0, 71, { sequence: 1 })];
    assert.equal((await store.append(both)).stored, 2);
    assert.equal((await store.append(both)).repeated, 2);
    assert.deepEqual(await heartsOf(store), [71, 70]);
  },
  "late and disordered samples find their place": async (store) => {
    await store.append([heart(T0 + 9000, 79), heart(T0 + 3000, 73)]);
    await store.append([heart(T0 + 6000, 76)]);
    await store.append([heart(T0, 70)]);
    assert.deepEqual(await heartsOf(store), [70, 73, 76, 79]);
  },
  "late and repeated frames of a waveform leave every sample exactly once": async (store) => {
    const frames = Array.from({ length: 40 }, (_, i) => ecg(i * 25, 25, { sequence: i }));
    const late = frames.filter((_, i) => i % 7 === 3);
    await store.append(frames.filter((_, i) => i % 7 !== 3));
    assert.deepEqual(await store.append(late), { stored: late.length * 25, repeated: 0, repeats: [], arrival: 2 });
    assert.equal((await store.append(frames)).repeated, 1000);
    assert.deepEqual(samplesByNumber(await ecgOf(store)), samplesByNumber(frames));
  },
  "a frame sent again under another count is still the same": async (store) => {
    await store.append([ecg(0, 25, { sequence: 1 })]);
    assert.equal((await store.append([ecg(0, 25, { sequence: 2 })])).repeated, 25);
  },
  "a strike-out takes the sample of the same identity away, whatever its value": async (store) => {
    await store.append([heart(T0, 70), heart(T0 + 1000, 171), heart(T0 + 1000, 71, { sequence: 1 })]);
    const strike = heart(T0 + 1000, 171, { quality: "entered-in-error", receivedAt: T0 + MINUTE });
    assert.equal((await store.append([strike])).stored, 1);
    assert.equal((await store.append([strike])).repeated, 1);
    assert.equal((await store.append([heart(T0 + 1000, 171)])).stored, 0);
    assert.deepEqual(await heartsOf(store), [70, 71]);
  },
  "a strike-out that overtakes its sample still takes it away": async (store) => {
    await store.append([heart(T0, 70, { quality: "entered-in-error" })]);
    assert.equal((await store.append([heart(T0, 70)])).stored, 1);
    assert.deepEqual(await heartsOf(store), []);
    assert.deepEqual(await store.latest(ann), []);
  },
  "a strike-out takes one frame out of a waveform and leaves its neighbours": async (store) => {
    const frames = Array.from({ length: 20 }, (_, i) => ecg(i * 25, 25, { sequence: i }));
    await store.append(frames);
    await store.append([ecg(125, 25, { sequence: 5, quality: "entered-in-error" })]);
    assert.deepEqual(samplesByNumber(await ecgOf(store)), samplesByNumber(frames.filter((_, i) => i !== 5)));
  },
  "sources are kept apart": async (store) => {
    await store.append([heart(T0, 70), heart(T0, 88, { source: band }), heart(T0, 75, { source: nurse })]);
    const ofBand = await store.range({ subject: ann, kind: "heart-rate", from: T0, to: T0, source: band });
    assert.deepEqual(
      ofBand.map(({ source, value }) => [source, value]),
      [[band, 88]],
    );
    assert.equal((await heartsOf(store)).length, 3);
  },
  "values are rounded to the resolution of their kind, without decimal noise": async (store) => {
    await store.append([heart(T0, 70.04), heart(T0 + 1000, 70.3), signal("body-temperature", T0, 37.219999)]);
    assert.deepEqual(await heartsOf(store), [70, 70.3]);
    const [temperature] = await store.range({ subject: ann, kind: "body-temperature", from: T0, to: T0 });
    assert.equal(temperature?.value, 37.22);
  },
  "a huge batch is one batch": async (store) => {
    const many = Array.from({ length: 20_000 }, (_, i) => heart(T0 + i * 1000, 60 + (i % 40)));
    const wave: Signal = ecg(0, 300_000);
    assert.equal((await store.append([...many, wave])).stored, 320_000);
    assert.equal(await store.lastArrival(), 1);
    assert.equal((await heartsOf(store)).length, 20_000);
    assert.deepEqual(samplesByNumber(await ecgOf(store)), samplesByNumber([wave]));
    const [extent] = (await store.extents(ann)).filter(({ kind }) => kind === "ecg");
    assert.deepEqual(extent, { kind: "ecg", source: patch, first: T0, last: T0 + 299_999 * 4, samples: 300_000 });
  },
  "batches appended at the same time are numbered in the order of the calls": async (store) => {
    const calls = Array.from({ length: 50 }, (_, i) => store.append([heart(T0 + i * 1000, 60 + i)]));
    const numbers = (await Promise.all(calls)).map(({ arrival }) => arrival);
    assert.deepEqual(
      numbers,
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
  },
};
