import {
  type EpisodeSource,
  type Feature,
  type Frames,
  resized,
  type Shape,
  type Signal,
  type Signals,
} from "@sakiyomi/learn";

/** One observation of every frame of an episode, scaled as the model wants it. */
export interface Column {
  /** Of one frame. */
  readonly shape: Shape;
  readonly kind: Feature["kind"];
  /** Frame after frame. */
  readonly data: Float32Array;
  readonly names: readonly string[];
  readonly unit: string;
  readonly signal: Signal;
}

/** An episode that is held whole, by the model's names of its observations. */
export interface Episode {
  readonly length: number;
  /** Frames a second. */
  readonly rate: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/**
 * Which feature of a set each observation of a model is made of: an image of the first image, numbers of the robot's
 * state, else of the first numbers. Null where the set has nothing of that kind.
 */
export function featuresFor(
  observation: Readonly<Record<string, Shape>>,
  features: readonly Feature[],
): Readonly<Record<string, readonly string[]>> | null {
  const found: Record<string, readonly string[]> = {};
  for (const [name, shape] of Object.entries(observation)) {
    const feature = featureFor(shape, features);
    if (!feature) return null;
    found[name] = [feature.name];
  }
  return found;
}

function featureFor(shape: Shape, features: readonly Feature[]): Feature | undefined {
  if (shape.length === 3) return features.find(({ kind }) => kind === "image");
  const numbers = features.filter((one) => one.kind === "quantity" && one.shape[0] === shape[0]);
  return numbers.find(({ name }) => name === "observation.state") ?? numbers[0];
}

/** Pixels of a side that a toy sees; larger pictures are made smaller. */
const TOY_SIDE = 32;

/** What a toy's observations would be of a set: pictures no larger than it can learn in a tab. */
export function shapesFor(
  { observations }: { readonly observations: readonly string[] },
  features: readonly Feature[],
): Readonly<Record<string, Shape>> | null {
  const image = features.find(({ kind }) => kind === "image");
  const numbers = features.filter(({ kind, shape }) => kind === "quantity" && shape.length === 1);
  const state = numbers.find(({ name }) => name === "observation.state") ?? numbers[0];
  const side = Math.min(TOY_SIDE, ...(image?.shape.slice(1) ?? []));
  const shapes = observations.map(
    (name) => [name, name === "image" ? image && [3, side, side] : state?.shape] as const,
  );
  return shapes.every(([, shape]) => shape) ? (Object.fromEntries(shapes) as Record<string, Shape>) : null;
}

/** The same set with its pictures in the size that a model sees. */
export function fitted(source: EpisodeSource, observation: Readonly<Record<string, Shape>>): EpisodeSource {
  const [, height, width] = Object.values(observation).find((shape) => shape.length === 3) ?? [];
  return height === undefined || width === undefined ? source : resized(source, height, width);
}

/** @throws {LearnFault} "data" when the episode cannot be read. */
export async function readEpisode(source: EpisodeSource, index: number, signals: Signals): Promise<Episode> {
  const length = source.episodes[index]?.length ?? 0;
  const frames = await source.read(index, 0, length);
  const columns = Object.entries(signals).map(([name, signal]) => [name, columnOf(frames, signal)]);
  return { length, rate: source.rate, columns: Object.fromEntries(columns) };
}

function columnOf(frames: Frames, signal: Signal): Column {
  const [feature] = signal.features;
  const stored = frames.columns[feature?.name ?? ""];
  if (!feature || !stored) throw new Error(`The episode has no ${feature?.name}.`);
  const { factor, offset } = signal.scaling;
  const size = factor.length;
  const data = Float32Array.from(stored.data, (value, i) => value * (factor[i % size] ?? 1) + (offset[i % size] ?? 0));
  const { shape, kind } = feature;
  const names = feature.names ?? Array.from({ length: shape[0] ?? 0 }, (_, i) => String(i + 1));
  return { shape, kind, data, names, unit: feature.unit ?? "", signal };
}

/** The numbers of one frame; a view. */
export function frameOf({ shape, data }: Pick<Column, "shape" | "data">, at: number): Float32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  return data.subarray(at * size, (at + 1) * size);
}
