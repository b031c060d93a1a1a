import assert from "node:assert/strict";
import { HOUR } from "../1-signal/index.ts";
import type { Store } from "../2-store/index.ts";
import type { Promises } from "./behaves-like-store.ts";
import { ann, band, ben, ecg, heart, nurse, patch, samplesByNumber, signal, T0 } from "./store-signals.ts";

const heartsOf = async (store: Store, subject = ann) =>
  (await store.range({ subject, kind: "heart-rate", from: T0 - HOUR, to: T0 + 100 * HOUR })).map(({ value }) => value);

const receivedOf = async (store: Store) => {
  const subjects: string[] = [];
  for await (const { signals } of store.arrivals(0)) subjects.push(...signals.map(({ subject }) => subject));
  return subjects;
};

/** Retention, erasure, and the swap that was noticed late. */
export const forgettingPromises: Promises = {
  "a person who is erased is nowhere any more, and nobody else is touched": async (store) => {
    await store.append([
      heart(T0, 70),
      ecg(0, 100),
      signal("note", T0, { text: "秘密" }),
      heart(T0, 60, { subject: ben }),
    ]);
    await store.append([heart(T0 + 1000, 71), heart(T0 + 1000, 61, { subject: ben })]);
    assert.equal(await store.forget({ subject: ann }), 103);
    assert.deepEqual(await store.latest(ann), []);
    assert.deepEqual(await store.extents(ann), []);
    assert.deepEqual(await heartsOf(store), []);
    assert.deepEqual(await heartsOf(store, ben), [60, 61]);
    assert.deepEqual(await receivedOf(store), [ben, ben]);
    assert.equal(await store.forget({ subject: ann }), 0);
  },
  "numbers of arrivals are not used again after everything was forgotten": async (store) => {
    await store.append([heart(T0, 70)]);
    await store.append([heart(T0 + 1000, 71)]);
    await store.forget({ subject: ann });
    assert.equal(await store.lastArrival(), 2);
    assert.equal((await store.append([heart(T0 + 2000, 72)])).arrival, 3);
  },
  "retention removes what ended before, of the kinds named": async (store) => {
    const hours = [0, 1, 2, 3, 900, 901];
    await store.append(hours.flatMap((h) => [heart(T0 + h * HOUR, 60), signal("spo2", T0 + h * HOUR, 97)]));
    await store.append([ecg(0, 250)]);
    assert.equal(await store.forget({ before: T0 + 2 * HOUR, kinds: ["heart-rate"] }), 2);
    assert.equal(await store.forget({ before: T0 + 500 }), 1);
    assert.equal(await store.forget({ before: T0 + 899 * HOUR }), 250 + 2 + 3);
    const rows = (await store.extents(ann)).map(
      ({ kind, samples, first }) => `${kind} ${samples} ${(first - T0) / HOUR}`,
    );
    assert.deepEqual(rows.sort(), ["heart-rate 2 900", "spo2 2 900"]);
    assert.deepEqual(
      (await store.latest(ann)).map(({ at }) => at),
      [T0 + 901 * HOUR, T0 + 901 * HOUR],
    );
  },
  "a swap noticed late moves what the device said in that time, and nothing else": async (store) => {
    const seconds = [0, 1, 2, 3, 4];
    await store.append(seconds.map((s) => heart(T0 + s * 1000, 70 + s)));
    await store.append(seconds.map((s) => ecg(s * 250, 250, { sequence: s })));
    await store.append([heart(T0 + 2000, 99, { source: band }), signal("call", T0 + 2500, {}, { source: patch })]);
    assert.equal(await store.reassign(patch, T0 + 1000, T0 + 3000, ann, ben), 2 + 500 + 1);
    assert.deepEqual(await heartsOf(store), [70, 99, 73, 74]);
    assert.deepEqual(await heartsOf(store, ben), [71, 72]);
    const wave = async (subject: typeof ann) =>
      samplesByNumber(await store.range({ subject, kind: "ecg", from: T0, to: T0 + HOUR }));
    assert.deepEqual(
      [...(await wave(ben)).keys()],
      [...Array(500).keys()].map((i) => i + 250),
    );
    assert.equal((await wave(ann)).size, 750);
    assert.equal((await store.latest(ben, ["call"])).length, 1);
    assert.deepEqual(
      (await store.extents(ben)).map(({ samples }) => samples).sort((a, b) => a - b),
      [1, 2, 500],
    );
  },
  "a strike-out moves with its sample": async (store) => {
    await store.append([heart(T0, 70, { source: nurse }), heart(T0 + 1000, 71, { source: nurse })]);
    await store.append([heart(T0, 70, { source: nurse, quality: "entered-in-error" })]);
    await store.reassign(nurse, T0, T0 + HOUR, ann, ben);
    assert.deepEqual(await heartsOf(store, ben), [71]);
    assert.equal((await store.append([heart(T0, 70, { source: nurse, subject: ben })])).repeated, 1);
  },
};
