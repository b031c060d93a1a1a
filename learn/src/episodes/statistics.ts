import { sizeOf } from "../tensor.ts";
import type { ElementStatistics, EpisodeSource, Feature, Frames } from "./episode.ts";
import { pieces } from "./pieces.ts";

/** Of one feature, over every frame that was measured. Images: one value a channel, in 0..255. */
export interface FullStatistics extends ElementStatistics {
  readonly mean: Float64Array;
  /** Of the population (divided by n), as LeRobot and numpy count. */
  readonly std: Float64Array;
  readonly count: number;
}

/** A running count. NaN is not counted; a feature that was never measured has NaN everywhere. */
export interface Counting {
  add(values: Float32Array | Uint8Array, frames: number): void;
  result(): FullStatistics;
}

export interface StatisticsOptions {
  /** Episodes to count; all of them without it. Count the training episodes alone, or the test has been seen. */
  readonly episodes?: readonly number[];
}

/** Least, greatest, mean and deviation of every element of every feature, in one pass over the source. */
export async function statistics(
  source: EpisodeSource,
  { episodes }: StatisticsOptions = {},
): Promise<Readonly<Record<string, FullStatistics>>> {
  const counting = new Map(source.features.map((feature) => [feature.name, counted(feature)]));
  for (const episode of episodes ?? source.episodes.keys())
    for await (const frames of pieces(source, episode)) addFrames(counting, frames);
  return Object.fromEntries([...counting].map(([name, count]) => [name, count.result()]));
}

/** Frames in which an image was not measured are left out. */
export function addFrames(counting: ReadonlyMap<string, Counting>, { columns, missing, start }: Frames): void {
  for (const [name, count] of counting) {
    const column = columns[name];
    if (!column) continue;
    const gone = new Set(column.type === "uint8" ? missing?.[name]?.map((frame) => frame - start) : []);
    if (gone.size === 0) count.add(column.data, column.shape[0] ?? 0);
    else addAllBut(gone, column, count);
  }
}

function addAllBut(gone: ReadonlySet<number>, { shape, data }: Frames["columns"][string], count: Counting): void {
  const size = sizeOf(shape.slice(1));
  for (let i = 0; i < (shape[0] ?? 0); i++) if (!gone.has(i)) count.add(data.subarray(i * size, (i + 1) * size), 1);
}

export function counted({ shape, kind }: Feature): Counting {
  return kind === "image"
    ? countedImage(shape[0] ?? 1, (shape[1] ?? 1) * (shape[2] ?? 1))
    : countedQuantity(sizeOf(shape));
}

/** Welford's update, an element at a time: stable where the mean is large beside the deviation. */
function countedQuantity(size: number): Counting {
  const [n, mean, squares] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const [min, max] = [new Float64Array(size).fill(Infinity), new Float64Array(size).fill(-Infinity)];
  let count = 0;
  const addOne = (value: number, e: number) => {
    if (Number.isNaN(value)) return;
    const times = (n[e] as number) + 1;
    const delta = value - (mean[e] as number);
    n[e] = times;
    mean[e] = (mean[e] as number) + delta / times;
    squares[e] = (squares[e] as number) + delta * (value - (mean[e] as number));
    min[e] = Math.min(min[e] as number, value);
    max[e] = Math.max(max[e] as number, value);
  };
  return {
    add: (values, frames) => {
      count += frames;
      for (let i = 0; i < values.length; i++) addOne(values[i] as number, i % size);
    },
    result: () => summed(count, n, mean, squares, min, max),
  };
}

/** Bytes are few: their histogram is exact and quick. */
function countedImage(channels: number, plane: number): Counting {
  const histograms = Array.from({ length: channels }, () => new Float64Array(256));
  let count = 0;
  return {
    add: (values, frames) => {
      count += frames;
      for (let at = 0, c = 0; at < values.length; at += plane, c = (c + 1) % channels) {
        const histogram = histograms[c] as Float64Array;
        for (let i = at; i < at + plane; i++)
          histogram[values[i] as number] = (histogram[values[i] as number] as number) + 1;
      }
    },
    result: () => {
      const each = histograms.map(momentsOf);
      const column = (of: (m: Moments) => number) => Float64Array.from(each, of);
      const [n, mean, squares] = [column((m) => m.n), column((m) => m.mean), column((m) => m.squares)];
      return summed(
        count,
        n,
        mean,
        squares,
        column((m) => m.min),
        column((m) => m.max),
      );
    },
  };
}

interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared distances from the mean. */
  readonly squares: number;
  readonly min: number;
  readonly max: number;
}

function momentsOf(histogram: Float64Array): Moments {
  let [n, sum, squares] = [0, 0, 0];
  let [min, max] = [Infinity, -Infinity];
  histogram.forEach((times, value) => {
    if (times === 0) return;
    n += times;
    sum += times * value;
    min = Math.min(min, value);
    max = value;
  });
  const mean = sum / n;
  histogram.forEach((times, value) => {
    squares += times * (value - mean) ** 2;
  });
  return { n, mean, squares, min, max };
}

function summed(
  count: number,
  n: Float64Array,
  mean: Float64Array,
  squares: Float64Array,
  min: Float64Array,
  max: Float64Array,
): FullStatistics {
  const known = (values: Float64Array) => values.map((value, e) => (n[e] ? value : Number.NaN));
  return {
    min: known(min),
    max: known(max),
    mean: known(mean),
    std: squares.map((sum, e) => (n[e] ? Math.sqrt(sum / (n[e] as number)) : Number.NaN)),
    count,
  };
}
