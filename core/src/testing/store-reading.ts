import assert from "node:assert/strict";
import { GAP, type Signal } from "../1-signal/index.ts";
import type { Promises } from "./behaves-like-store.ts";
import { ann, band, ben, ecg, heart, nurse, patch, samplesByNumber, signal, T0 } from "./store-signals.ts";

const picture: Signal = signal("camera-image", T0, {
  encoding: "image/png",
  width: 2,
  height: 1,
  bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255, 10]),
});

/** Latest, range, extents; every class of kinds. */
export const readingPromises: Promises = {
  "range holds both ends and nothing beyond them": async (store) => {
    await store.append([0, 1, 2, 3, 4].map((i) => heart(T0 + i * 1000, 60 + i)));
    const found = await store.range({ subject: ann, kind: "heart-rate", from: T0 + 1000, to: T0 + 3000 });
    assert.deepEqual(
      found.map(({ value }) => value),
      [61, 62, 63],
    );
    assert.deepEqual(await store.range({ subject: ann, kind: "heart-rate", from: T0 + 4001, to: T0 + 9000 }), []);
    assert.deepEqual(await store.range({ subject: ann, kind: "spo2", from: T0, to: T0 + 9000 }), []);
    assert.deepEqual(await store.range({ subject: ben, kind: "heart-rate", from: T0, to: T0 + 9000 }), []);
  },
  "range gives back every field": async (store) => {
    const one = heart(T0, 70, {
      sequence: 4_000_000_123,
      quality: "questionable",
      source: nurse,
      receivedAt: T0 + 81_234,
    });
    await store.append([one]);
    assert.deepEqual(await store.range({ subject: ann, kind: "heart-rate", from: T0, to: T0 }), [one]);
  },
  "a limit keeps the newest, oldest first": async (store) => {
    await store.append([4, 0, 3, 1, 2].map((i) => heart(T0 + i * 1000, 60 + i)));
    const found = await store.range({ subject: ann, kind: "heart-rate", from: T0, to: T0 + 9000, limit: 2 });
    assert.deepEqual(
      found.map(({ value }) => value),
      [63, 64],
    );
  },
  "a waveform that touches the range comes whole": async (store) => {
    await store.append([ecg(0, 250)]);
    const found = await store.range({ subject: ann, kind: "ecg", from: T0 + 500, to: T0 + 600 });
    assert.equal(samplesByNumber(found).size, 250);
    assert.equal((await store.range({ subject: ann, kind: "ecg", from: T0 + 996, to: T0 + 2000 })).length, 1);
    assert.equal((await store.range({ subject: ann, kind: "ecg", from: T0 + 997, to: T0 + 2000 })).length, 0);
  },
  "a waveform keeps rate, scale, offset, gaps and the whole range of a sample": async (store) => {
    const samples = Int32Array.from([GAP, 0x7fff_ffff, -0x7fff_ffff, 0, -1, GAP, GAP, 1]);
    const one = signal("ecg", T0, { rate: 360, scale: 0.005, offset: 1.25, samples });
    await store.append([one]);
    const found: readonly Signal[] = await store.range({ subject: ann, kind: "ecg", from: T0, to: T0 });
    assert.deepEqual(found, [one]);
  },
  "a waveform whose scale changes is not mixed up": async (store) => {
    const block = (at: number, scale: number): Signal =>
      signal("ppg", at, { rate: 100, scale, offset: 0, samples: Int32Array.from([1, 2, 3]) });
    await store.append([block(T0, 0.1), block(T0 + 30, 0.2), block(T0 + 60, 0.1)]);
    const found = await store.range({ subject: ann, kind: "ppg", from: T0, to: T0 + 999 });
    assert.deepEqual(
      found.map(({ at, value }) => [at - T0, value.scale]),
      [
        [0, 0.1],
        [30, 0.2],
        [60, 0.1],
      ],
    );
  },
  "states, events and pictures come back as they were said": async (store) => {
    const said: Signal[] = [
      signal("consciousness", T0, "confused", { source: nurse }),
      signal("note", T0 + 1000, { text: "少し眠そう。조금 졸려 보임 🛌" }, { source: nurse }),
      signal("void", T0 + 2000, { volumeMl: 240, how: "toilet", leaked: false }, { source: nurse }),
    ];
    await store.append([picture, ...said]);
    for (const one of [picture, ...said]) {
      const found: readonly Signal[] = await store.range({ subject: ann, kind: one.kind, from: T0, to: T0 + 9000 });
      assert.deepEqual(found, [one]);
    }
  },
  "latest is the newest of each kind and source by its own time, not by its arrival": async (store) => {
    await store.append([heart(T0 + 5000, 75), heart(T0 + 6000, 90, { source: band }), signal("spo2", T0, 97)]);
    await store.append([heart(T0 + 1000, 71), heart(T0, 50, { subject: ben })]);
    const found = await store.latest(ann);
    const rows = found.map(({ kind, source, value }) => `${kind} ${source} ${value}`).sort();
    assert.deepEqual(rows, [`heart-rate ${band} 90`, `heart-rate ${patch} 75`, `spo2 ${patch} 97`]);
    assert.deepEqual(
      (await store.latest(ann, ["spo2"])).map(({ value }) => value),
      [97],
    );
    assert.deepEqual(await store.latest(ann, []), []);
  },
  "latest steps back when the newest is struck out": async (store) => {
    await store.append([heart(T0, 70), heart(T0 + 1000, 71), ecg(0, 25), ecg(25, 25, { sequence: 1 })]);
    await store.append([heart(T0 + 1000, 71, { quality: "entered-in-error" })]);
    await store.append([ecg(25, 25, { sequence: 1, quality: "entered-in-error" })]);
    const [rate] = await store.latest(ann, ["heart-rate"]);
    assert.equal(rate?.value, 70);
    const [wave] = await store.latest(ann, ["ecg"]);
    assert.equal(wave?.at, T0);
  },
  "extents tell what is there, without what was struck out": async (store) => {
    await store.append([heart(T0, 70), heart(T0 + 1000, 71), heart(T0 + 2000, 72), heart(T0, 1, { subject: ben })]);
    await store.append([heart(T0 + 2000, 72, { quality: "entered-in-error" }), ecg(0, 50)]);
    const rows = [...(await store.extents(ann))].sort((a, b) => a.kind.localeCompare(b.kind));
    assert.deepEqual(rows, [
      { kind: "ecg", source: patch, first: T0, last: T0 + 196, samples: 50 },
      { kind: "heart-rate", source: patch, first: T0, last: T0 + 1000, samples: 2 },
    ]);
  },
};
