import {
  type Backend,
  batchesOf,
  createLearner,
  type EpisodeSource,
  encodeModel,
  episodesOf,
  type Feature,
  fit,
  prae,
  praeDefaults,
  type Signals,
  schedule,
  signalsOf,
  type Tensor,
  translationGraph,
  unscaled,
} from "@sakiyomi/learn";
import { FEATURES, JOINTS, SYMBOLS, type Told, WORDS } from "./language-motion-data.ts";
import type { Translated } from "./language-motion-floors.ts";

const settings = { joints: JOINTS, features: FEATURES, words: WORDS, symbols: SYMBOLS, ...praeDefaults };

/** What one model says, with how sure it is of each word: [5, 9]. */
export interface Voice extends Translated {
  readonly probabilities: Float32Array;
}

export interface Training {
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
}

const features: readonly Feature[] = [
  { name: "joints", shape: [JOINTS], kind: "quantity" },
  { name: "features", shape: [FEATURES], kind: "quantity" },
  { name: "sentence", shape: [WORDS, SYMBOLS], kind: "quantity" },
];

/** The sentence stands one-hot in every frame. */
const sourceOf = (all: readonly Told[]): EpisodeSource =>
  episodesOf({
    features,
    rate: 10,
    episodes: all.map(({ joints, features, length, sentence }) => {
      const hot = Float32Array.from({ length: WORDS * SYMBOLS }, (_, i) =>
        sentence[Math.floor(i / SYMBOLS)] === i % SYMBOLS ? 1 : 0,
      );
      const repeated = Float32Array.from({ length: length * hot.length }, (_, i) => hot[i % hot.length] ?? 0);
      return { columns: { joints, features, sentence: repeated } };
    }),
  });

/** Joints and image features to [−1, 1] by the training episodes; words as they are. */
async function signalsFor(source: EpisodeSource, training: readonly number[]): Promise<Signals> {
  const of = { joints: ["joints"], features: ["features"] };
  const words = features.filter(({ name }) => name === "sentence");
  const size = WORDS * SYMBOLS;
  return {
    ...(await signalsOf(source, { of, training, range: [-1, 1] })),
    sentence: {
      features: words,
      scaling: { factor: Array<number>(size).fill(1), offset: Array<number>(size).fill(0) },
    },
  };
}

/** One paired autoencoder, trained on `train`; what it makes of each of `test`, in both directions. */
export async function translatedBy(
  backend: Backend,
  train: readonly Told[],
  test: readonly Told[],
  { epochs, batch, rate }: Training,
  seed: number,
): Promise<readonly Voice[]> {
  const source = sourceOf([...train, ...test]);
  const training = [...train.keys()];
  const signals = await signalsFor(source, training);
  const model = prae(settings);
  const time = Math.max(...[...train, ...test].map(({ length }) => length));
  const batches = batchesOf({ model, source, episodes: training, signals, batch, time, seed });
  const optimizer = { kind: "adam", clipNorm: 1 } as const;
  const learner = await createLearner({ model, backend, size: batches.size, optimizer, seed });
  try {
    const steps = epochs * batches.count;
    await fit({ learner, train: batches, steps, rate: schedule(rate, { kind: "cosine", steps }), every: steps });
    const episodes = test.map((_, i) => train.length + i);
    const asked = batchesOf({ model, source, episodes, signals, batch: test.length, time });
    const graph = translationGraph(settings, await learner.parameters(), asked.size, backend.kernels);
    const session = await backend.load(encodeModel(graph));
    const { batch: fed } = await asked.at(0);
    const { words, made } = await session.run(fed);
    await session.close();
    const joints = unscaled(dataOf(made), signals.joints?.scaling ?? { factor: [1], offset: [0] });
    return test.map((one, i) => {
      const probabilities = columnOf(dataOf(words), SYMBOLS, test.length, i, WORDS);
      return {
        probabilities,
        sentence: saidOf(probabilities),
        joints: columnOf(joints, JOINTS, test.length, i, one.length),
      };
    });
  } finally {
    await learner.close();
  }
}

const dataOf = (tensor: Tensor | undefined): Float32Array => (tensor?.data ?? new Float32Array()) as Float32Array;

/** The most probable word at each place, of [words, symbols]. */
const saidOf = (probabilities: Float32Array): readonly number[] =>
  Array.from({ length: WORDS }, (_, word) => {
    const row = probabilities.subarray(word * SYMBOLS, (word + 1) * SYMBOLS);
    return row.indexOf(Math.max(...row));
  });

/** One episode of [time, batch, size], its first `length` steps. */
const columnOf = (all: Float32Array, size: number, batch: number, at: number, length: number): Float32Array =>
  Float32Array.from(
    { length: length * size },
    (_, i) => all[(Math.floor(i / size) * batch + at) * size + (i % size)] ?? 0,
  );

/** Several models agree: the word that they find most probable together, and the median of each joint at each time. */
export const voted = (each: readonly Voice[]): Translated => ({
  sentence: saidOf(
    (each[0]?.probabilities ?? new Float32Array()).map((_, i) =>
      each.reduce((sum, { probabilities }) => sum + (probabilities[i] ?? 0), 0),
    ),
  ),
  joints: (each[0]?.joints ?? new Float32Array()).map((_, i) => medianOf(each.map(({ joints }) => joints[i] ?? 0))),
});

function medianOf(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return (low + high) / 2;
}
