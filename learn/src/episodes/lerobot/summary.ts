import type { SchemaElement } from "hyparquet";
import { sizeOf } from "../../tensor.ts";
import type { Feature, Frames } from "../episode.ts";
import { type Counting, counted, type FullStatistics } from "../statistics.ts";
import { nested } from "./schema.ts";

/** As LeRobot's compute_stats.DEFAULT_QUANTILES. */
const QUANTILES = { q01: 0.01, q10: 0.1, q50: 0.5, q90: 0.9, q99: 0.99 } as const;
type Quantile = keyof typeof QUANTILES;
const quantileNames = Object.keys(QUANTILES) as readonly Quantile[];
const WHITE = 255;
/** Values of one element from which an episode's quantiles are taken; frames between them are passed over. */
const MOST_SAMPLES = 4096;

/** Numbers of one feature in one episode, in LeRobot's scale (images 0..1) and LeRobot's names. */
export type Summary = Readonly<Record<"min" | "max" | "mean" | "std" | Quantile, readonly number[]>> & {
  readonly count: number;
};

/** Gathers what meta/episodes and meta/stats.json say of one episode. */
export interface Summing {
  add(frames: Frames): void;
  result(): Readonly<Record<string, Summary>>;
}

export function summing(features: readonly Feature[], length: number): Summing {
  const each = features.map((feature) => ({ feature, counting: counted(feature), samples: sampling(feature, length) }));
  return {
    add: ({ columns, start }) => {
      for (const { feature, counting, samples } of each) {
        const column = columns[feature.name];
        if (!column) continue;
        counting.add(column.data, column.shape[0] ?? 0);
        samples.add(column.data, start);
      }
    },
    result: () =>
      Object.fromEntries(
        each.map(({ feature, counting, samples }) => [feature.name, summaryOf(feature, counting, samples.sorted())]),
      ),
  };
}

function summaryOf({ kind }: Feature, counting: Counting, sorted: readonly Float64Array[]): Summary {
  const { min, max, mean, std, count } = counting.result();
  const scale = kind === "image" ? 1 / WHITE : 1;
  const list = (values: Float64Array) => Array.from(values, (x) => x * scale);
  const at = (q: Quantile) => sorted.map((values) => scale * quantile(values, QUANTILES[q]));
  const quantiles = Object.fromEntries(quantileNames.map((q) => [q, at(q)])) as unknown as Record<
    Quantile,
    readonly number[]
  >;
  return { min: list(min), max: list(max), mean: list(mean), std: list(std), ...quantiles, count };
}

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/** Every n-th frame; of an image, 64 pixels of it. */
function sampling({ kind, shape }: Feature, length: number) {
  const size = sizeOf(shape);
  const elements = kind === "image" ? (shape[0] ?? 1) : size;
  const plane = size / elements;
  const pixelStep = Math.max(1, Math.floor(plane / 64));
  const frameStep = Math.max(1, Math.ceil((length * Math.ceil(plane / pixelStep)) / MOST_SAMPLES));
  const taken = Array.from({ length: elements }, (): number[] => []);
  return {
    add: (values: Float32Array | Uint8Array, start: number) => {
      const first = (frameStep - (start % frameStep)) % frameStep;
      for (let at = first * size; at < values.length; at += frameStep * size)
        for (let i = 0; i < size; i += pixelStep) taken[Math.floor(i / plane)]?.push(values[at + i] as number);
    },
    sorted: () => taken.map((values) => Float64Array.from(values.filter((x) => !Number.isNaN(x))).sort()),
  };
}

/** Over episodes, as LeRobot's aggregate_stats: weighted moments, and the envelope of the quantiles. */
export function aggregated(summaries: readonly Summary[]): Summary {
  const elements = summaries[0]?.min.length ?? 0;
  const each = Array.from({ length: elements }, (_, e) => acrossEpisodes(summaries, e));
  const numbers = (["min", "max", "mean", "std", ...quantileNames] as const).map((key) => [
    key,
    each.map((one) => one[key]),
  ]);
  return {
    ...(Object.fromEntries(numbers) as Omit<Summary, "count">),
    count: summaries.reduce((n, one) => n + one.count, 0),
  };
}

type Numbers = Readonly<Record<"min" | "max" | "mean" | "std" | Quantile, number>>;

/** Of one element; episodes in which it was never measured do not count. */
function acrossEpisodes(summaries: readonly Summary[], e: number): Numbers {
  const known = summaries.filter(({ mean }) => !Number.isNaN(mean[e]));
  const of = (key: keyof Numbers) => known.map((one) => one[key][e] as number);
  const weights = known.map(({ count }) => count);
  const total = weights.reduce((a, b) => a + b, 0);
  const weighted = (values: readonly number[]) =>
    values.reduce((sum, x, i) => sum + x * (weights[i] as number), 0) / total;
  const means = of("mean");
  const mean = weighted(means);
  const std = Math.sqrt(weighted(of("std").map((x, i) => x ** 2 + ((means[i] as number) - mean) ** 2)));
  const least = (key: keyof Numbers) => Math.min(...of(key));
  const most = (key: keyof Numbers) => Math.max(...of(key));
  const quantiles = { q01: least("q01"), q10: least("q10"), q50: least("q50"), q90: most("q90"), q99: most("q99") };
  return { min: least("min"), max: most("max"), mean, std, ...quantiles };
}

/** The numbers of a summary as LeRobot stores them: a list, of an image [channels][1][1], of an array its shape. */
export function storedSummary({ kind, shape }: Feature, summary: Summary): Readonly<Record<string, unknown>> {
  const { count, ...numbers } = summary;
  const shaped = (values: readonly number[]) => (kind === "image" ? values.map((x) => [[x]]) : folded(values, shape));
  return {
    ...Object.fromEntries(Object.entries(numbers).map(([key, values]) => [key, shaped(values)])),
    count: [count],
  };
}

/** Flat numbers as lists in lists of `shape`. */
export function folded(values: readonly number[], shape: readonly number[]): readonly unknown[] {
  const [, ...inner] = shape;
  if (inner.length === 0) return values;
  const size = sizeOf(inner);
  return Array.from({ length: values.length / size }, (_, i) => folded(values.slice(i * size, (i + 1) * size), inner));
}

/** Columns "stats/<feature>/<number>" of meta/episodes. */
export const summaryColumns = (
  features: readonly Feature[],
): readonly (readonly [string, readonly SchemaElement[]])[] =>
  features.flatMap(({ name, kind, shape }) => [
    ...["min", "max", "mean", "std", ...quantileNames].map((key) => {
      const column = `stats/${name}/${key}`;
      return [column, nested(column, kind === "image" ? 3 : shape.length, "DOUBLE")] as const;
    }),
    [`stats/${name}/count`, nested(`stats/${name}/count`, 1, "INT64")] as const,
  ]);

/** Of the frames' own numbering: what LeRobot also counts for timestamp, frame_index, … */
export function countedSummary(values: readonly number[]): Summary {
  const counting = counted({ name: "", shape: [1], kind: "quantity" });
  const sorted = Float64Array.from(values).sort();
  const { min, max, mean, std, count }: FullStatistics = addAll(counting, values);
  const quantiles = Object.fromEntries(
    quantileNames.map((q) => [q, [quantile(sorted, QUANTILES[q])]]),
  ) as unknown as Record<Quantile, readonly number[]>;
  return { min: [...min], max: [...max], mean: [...mean], std: [...std], ...quantiles, count };
}

function addAll(counting: Counting, values: readonly number[]): FullStatistics {
  counting.add(Float64Array.from(values) as unknown as Float32Array, values.length);
  return counting.result();
}
