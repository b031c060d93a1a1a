import { refuse } from "../fault.ts";
import { floats, sizeOf, type Tensor } from "../tensor.ts";
import { episodeAt } from "./access.ts";
import type { EpisodeInfo, EpisodeSource, Feature, Frames } from "./episode.ts";
import { sha256 } from "./sha256.ts";

/** An episode that is at hand whole: recorded in a browser tab, made by a toy, or in a test. */
export interface HeldEpisode {
  /** Each feature's frames, one after the other. */
  readonly columns: Readonly<Record<string, Float32Array | Uint8Array>>;
  /** Seconds since its begin, of each frame; at the set's rate without it. */
  readonly at?: readonly number[];
  readonly task?: string;
}

export interface HeldEpisodes {
  readonly features: readonly Feature[];
  readonly rate: number;
  readonly episodes: readonly HeldEpisode[];
}

/** Episodes in memory as a source. @throws {LearnFault} "data" where a column does not fit its feature. */
export function episodesOf({ features, rate, episodes }: HeldEpisodes): EpisodeSource {
  const lengths = episodes.map((episode, index) => lengthOf(features, episode, index));
  return {
    features,
    rate,
    episodes: episodes.map(
      ({ task }, index): EpisodeInfo => ({ index, length: lengths[index] ?? 0, ...(task !== undefined && { task }) }),
    ),
    hash: async () => {
      const hash = sha256();
      hash.update(
        new TextEncoder().encode(JSON.stringify({ features, rate, tasks: episodes.map(({ task }) => task), lengths })),
      );
      for (const { columns } of episodes)
        for (const { name } of features) {
          const { buffer, byteOffset, byteLength } = columns[name] as Uint8Array;
          hash.update(new Uint8Array(buffer, byteOffset, byteLength));
        }
      return hash.digest();
    },
    read: async (index, start, end) => {
      const episode = episodeAt("memory", episodes, () => lengths[index] ?? 0, [index, start, end]);
      return framesOf(features, episode, start, end, rate);
    },
    close: async () => {},
  };
}

function lengthOf(features: readonly Feature[], { columns, at }: HeldEpisode, index: number): number {
  const lengths = features.map(({ name, shape }) => (columns[name]?.length ?? Number.NaN) / sizeOf(shape));
  const length = lengths[0] ?? 0;
  if (!Number.isInteger(length) || lengths.some((other) => other !== length) || (at && at.length !== length))
    return refuse(
      "data",
      `Episode ${index}: its columns hold ${lengths} frames${at ? `, its times ${at.length}` : ""}.`,
      "Give each the same.",
    );
  return length;
}

function framesOf(
  features: readonly Feature[],
  { columns, at }: HeldEpisode,
  start: number,
  end: number,
  rate: number,
): Frames {
  const cut: Record<string, Tensor<"float32"> | Tensor<"uint8">> = {};
  for (const { name, shape } of features) {
    const size = sizeOf(shape);
    const data = (columns[name] as Float32Array | Uint8Array).slice(start * size, end * size);
    const whole = [end - start, ...shape];
    cut[name] = data instanceof Float32Array ? floats(data, whole) : { type: "uint8", shape: whole, data };
  }
  const times = Float64Array.from({ length: end - start }, (_, i) => at?.[start + i] ?? (start + i) / rate);
  return { start, at: times, columns: cut };
}
