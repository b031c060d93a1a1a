import assert from "node:assert/strict";
import { GAP, HOUR, type Kind, type Signal, type ValueOf } from "../1-signal/index.ts";
import type { Bucket, Store, SummaryQuery } from "../2-store/index.ts";
import type { Promises } from "./behaves-like-store.ts";
import { ann, band, ecg, heart, signal, T0 } from "./store-signals.ts";

type Point = readonly [at: number, value: number];

const hearts = (signals: readonly Signal[]): Point[] => signals.map(({ at, value }) => [at, value as number]);
const waves = (signals: readonly Signal[]): Point[] =>
  signals.flatMap((one) => {
    const { samples, rate, scale, offset } = one.value as ValueOf<"ecg">;
    return [...samples]
      .map((sample, i): Point => [one.at + (i * 1000) / rate, sample === GAP ? Number.NaN : sample * scale + offset])
      .filter(([, value]) => !Number.isNaN(value));
  });

/** Bucket by bucket, in the plainest way there is. */
function naive(points: readonly Point[], { from, to, buckets }: Omit<SummaryQuery, "subject" | "kind">): Bucket[] {
  const width = (to - from) / buckets;
  return Array.from({ length: buckets }, (_, i) => {
    const begin = from + i * width;
    const values = points.filter(([at]) => Math.floor((at - from) / width) === i).map(([, value]) => value);
    const n = values.length;
    if (n === 0) return { from: begin, n, min: Number.NaN, mean: Number.NaN, max: Number.NaN };
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    return { from: begin, n, min: Math.min(...values), mean, max: Math.max(...values) };
  });
}

async function agrees(
  store: Store,
  kind: Kind,
  points: readonly Point[],
  span: Omit<SummaryQuery, "subject" | "kind">,
) {
  const found = await store.summary({ subject: ann, kind: kind as SummaryQuery["kind"], ...span });
  const rounded = (buckets: readonly Bucket[]) =>
    buckets.map(({ from, n, ...rest }) => [
      Math.round(from * 1000),
      n,
      ...[rest.min, rest.mean, rest.max].map((x) => x.toFixed(6)),
    ]);
  assert.deepEqual(rounded(found), rounded(naive(points, span)));
}

/** A plot drawn from the summary shows what is there, and nothing where nothing was measured. */
export const summaryPromises: Promises = {
  "a summary of nothing is empty buckets": async (store) => {
    await agrees(store, "heart-rate", [], { from: T0, to: T0 + HOUR, buckets: 7 });
  },
  "a summary of quantities is what the plain computation says, with holes": async (store) => {
    const there = Array.from({ length: 5000 }, (_, i) => heart(T0 + i * 1000, 60 + ((i * 37) % 90))).filter(
      (_, i) => i % 1300 < 900,
    );
    const second = Array.from({ length: 100 }, (_, i) => heart(T0 + i * 7000 + 3, 40, { source: band }));
    await store.append([...there, ...second]);
    const points = hearts([...there, ...second]);
    await agrees(store, "heart-rate", points, { from: T0, to: T0 + 5_000_000, buckets: 50 });
    await agrees(store, "heart-rate", points, { from: T0 - HOUR, to: T0 + 2 * HOUR, buckets: 333 });
    await agrees(store, "heart-rate", points, { from: T0 + 500, to: T0 + 4_321_987, buckets: 1000 });
    await agrees(store, "heart-rate", points, { from: T0, to: T0 + 4_999_000, buckets: 1 });
  },
  "a summary of a waveform leaves out gaps and what was struck out": async (store) => {
    const frames = Array.from({ length: 80 }, (_, i) => ecg(i * 125, 125, { sequence: i }));
    await store.append(frames.filter((_, i) => i % 9 !== 4));
    await store.append(frames.filter((_, i) => i % 9 === 4));
    await store.append([ecg(3 * 125, 125, { sequence: 3, quality: "entered-in-error" })]);
    const points = waves(frames.filter((_, i) => i !== 3));
    await agrees(store, "ecg", points, { from: T0, to: T0 + 40_000, buckets: 40 });
    await agrees(store, "ecg", points, { from: T0 + 1234, to: T0 + 33_333, buckets: 617 });
    await agrees(store, "ecg", points, { from: T0 - 10_000, to: T0 + 90_000, buckets: 3 });
  },
  "a summary turns a negative scale the right way round": async (store) => {
    const samples = Int32Array.from({ length: 100 }, (_, i) => i);
    const one = signal("ppg", T0, { rate: 100, scale: -2, offset: 5, samples });
    await store.append([one]);
    await agrees(store, "ppg", waves([one]), { from: T0, to: T0 + 1000, buckets: 1 });
    await agrees(store, "ppg", waves([one]), { from: T0, to: T0 + 1000, buckets: 9 });
  },
};
