import type { EpisodeSource, Feature } from "../episodes/episode.ts";
import { type FullStatistics, statistics } from "../episodes/statistics.ts";
import { LearnFault } from "../fault.ts";
import { sizeOf } from "../tensor.ts";

/** Linear: `scaled = value · factor + offset`. One number an element of a quantity, one for a whole image. */
export interface Scaling {
  readonly factor: readonly number[];
  readonly offset: readonly number[];
}

/** What a model calls "joints" is one feature of the episodes, or several beside each other. */
export interface Signal {
  readonly features: readonly Feature[];
  readonly scaling: Scaling;
}
/** By the model's own names of its observations. */
export type Signals = Readonly<Record<string, Signal>>;

export interface SignalsOptions {
  /** Which features each observation of the model is made of: { joints: ["observation.state"] }. */
  readonly of: Readonly<Record<string, readonly string[]>>;
  /** Their bounds alone are counted; the test's are not looked at. */
  readonly training: readonly number[];
  /** Where least and greatest value come to lie; [0, 1] unless given. */
  readonly range?: readonly [number, number];
}

/**
 * Finds the features and how they are scaled: images from 0..255, quantities from their bounds in the training episodes.
 * @throws {LearnFault} "signal" for a name that the episodes do not have.
 */
export async function signalsOf(source: EpisodeSource, options: SignalsOptions): Promise<Signals> {
  const wanted = Object.entries(options.of).map(
    ([name, of]) => [name, of.map((one) => featureOf(source, one))] as const,
  );
  const needsBounds = wanted.some(([, features]) => features.some(({ kind }) => kind === "quantity"));
  const known = needsBounds ? await statistics(quantitiesOf(source), { episodes: options.training }) : {};
  return Object.fromEntries(
    wanted.map(([name, features]) => [
      name,
      { features, scaling: scalingOf(features, known, options.range ?? [0, 1]) },
    ]),
  );
}

function featureOf(source: EpisodeSource, name: string): Feature {
  const feature = source.features.find((one) => one.name === name);
  if (feature) return feature;
  const there = source.features.map((one) => one.name).join(", ");
  throw new LearnFault("signal", `The episodes have no "${name}".`, `They have ${there}.`);
}

/** Pictures are not decoded where bounds of numbers are asked for. */
const quantitiesOf = (source: EpisodeSource): EpisodeSource => ({
  ...source,
  features: source.features.filter(({ kind }) => kind === "quantity"),
  read: (episode, start, end) => source.read(episode, start, end),
});

function scalingOf(
  features: readonly Feature[],
  known: Readonly<Record<string, FullStatistics>>,
  [low, high]: readonly [number, number],
): Scaling {
  if (features[0]?.kind === "image") return { factor: [(high - low) / 255], offset: [low] };
  const bounds = features.flatMap(({ name, shape }) =>
    Array.from({ length: sizeOf(shape) }, (_, e) => boundsOf(name, e, known[name])),
  );
  // An element that never changed keeps its unit, so that it can be scaled back.
  const factor = bounds.map(({ min, max }) => (max > min ? (high - low) / (max - min) : 1));
  return { factor, offset: bounds.map(({ min }, e) => low - min * (factor[e] as number)) };
}

function boundsOf(name: string, element: number, known: FullStatistics | undefined) {
  const [min, max] = [known?.min[element] ?? Number.NaN, known?.max[element] ?? Number.NaN];
  if (Number.isFinite(min) && Number.isFinite(max)) return { min, max };
  throw new LearnFault("data", `"${name}" was never measured in element ${element}.`, "Leave it out of the signals.");
}

/** Back to the unit of the episodes; `values` are whole frames. */
export function unscaled(values: Float32Array, { factor, offset }: Scaling): Float32Array {
  const size = factor.length;
  return values.map((value, i) => (value - (offset[i % size] as number)) / (factor[i % size] as number));
}
