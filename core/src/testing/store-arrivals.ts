import assert from "node:assert/strict";
import { MINUTE, type Signal } from "../1-signal/index.ts";
import type { Arrival, Store } from "../2-store/index.ts";
import type { Promises } from "./behaves-like-store.ts";
import { ann, ben, ecg, heart, signal, T0 } from "./store-signals.ts";

async function arrivalsOf(store: Store, after: number, until?: number): Promise<Arrival[]> {
  const all: Arrival[] = [];
  for await (const arrival of store.arrivals(after, until)) all.push(arrival);
  return all;
}

const batches: readonly (readonly Signal[])[] = [
  [heart(T0 + 5000, 75, { receivedAt: T0 + 5000 }), ecg(0, 25, { sequence: 1, receivedAt: T0 + 5000 })],
  [heart(T0, 70, { receivedAt: T0 + 5100 })],
  [
    ecg(50, 25, { sequence: 3, receivedAt: T0 + 5200 }),
    signal("note", T0, { text: "熱い" }, { receivedAt: T0 + 5200 }),
    ecg(25, 25, { sequence: 2, receivedAt: T0 + 5200 }),
  ],
  [
    heart(T0, 70, { quality: "entered-in-error", receivedAt: T0 + 5300 }),
    ecg(50, 25, { sequence: 3, quality: "entered-in-error", receivedAt: T0 + 5300 }),
  ],
  [heart(T0 + MINUTE, 76, { subject: ben, receivedAt: T0 + 5400 })],
];

async function filled(store: Store): Promise<Store> {
  for (const batch of batches) await store.append(batch);
  return store;
}

/** A replay sees what was known then: order of arrival, whole frames, strike-outs included. */
export const arrivalPromises: Promises = {
  "arrivals come as they were appended, in order, strike-outs included": async (store) => {
    const found = await arrivalsOf(await filled(store), 0);
    assert.deepEqual(
      found.map(({ arrival }) => arrival),
      [1, 2, 3, 4, 5],
    );
    assert.deepEqual(
      found.map(({ signals }) => signals),
      batches,
    );
    assert.deepEqual(
      found.map(({ receivedAt }) => receivedAt - T0),
      [5000, 5100, 5200, 5300, 5400],
    );
  },
  "arrivals go on after any number, and stop at an instant": async (store) => {
    await filled(store);
    assert.equal(await store.lastArrival(), 5);
    for (let after = 0; after <= 5; after++)
      assert.deepEqual(
        (await arrivalsOf(store, after)).map(({ arrival }) => arrival),
        [1, 2, 3, 4, 5].slice(after),
      );
    const some = await arrivalsOf(store, 1, T0 + 5200);
    assert.deepEqual(
      some.map(({ arrival }) => arrival),
      [2, 3],
    );
  },
  "a repeat is no arrival, and what was new in its batch is": async (store) => {
    await store.append([heart(T0, 70)]);
    await store.append([heart(T0, 70)]);
    await store.append([heart(T0, 70), heart(T0 + 1000, 71)]);
    const found = await arrivalsOf(store, 0);
    assert.deepEqual(
      found.map(({ arrival, signals }) => [arrival, signals.map(({ value }) => value)]),
      [
        [1, [70]],
        [2, [71]],
      ],
    );
  },
  "thousands of arrivals come back, each once and in order": async (store) => {
    const batch = (i: number): Signal[] => [
      ecg(i * 25, 25, { sequence: i, receivedAt: T0 + i * 100 }),
      ecg(i * 25, 25, { sequence: i, receivedAt: T0 + i * 100, subject: ben }),
      ...(i % 10 === 0 ? [heart(T0 + i * 100, 60 + (i % 50), { receivedAt: T0 + i * 100 })] : []),
    ];
    const all = Array.from({ length: 3000 }, (_, i) => batch(i));
    await Promise.all(all.map((signals) => store.append(signals)));
    const found = await arrivalsOf(store, 1000);
    assert.equal(found.length, 2000);
    assert.deepEqual(
      found.map(({ signals }) => signals),
      all.slice(1000),
    );
    assert.deepEqual(await store.extents(ann), await store.extents(ann));
  },
};
