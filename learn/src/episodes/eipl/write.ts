import { refuse } from "../../fault.ts";
import { sizeOf } from "../../tensor.ts";
import type { EpisodeSource, Feature, Frames } from "../episode.ts";
import { pictureOf } from "../image.ts";
import { npyHeader } from "../npy.ts";
import { pieces } from "../pieces.ts";
import type { Split } from "../split.ts";
import { statistics } from "../statistics.ts";
import { type ByteSink, type Target, writeWhole, writing } from "../target.ts";

export interface EiplWriteOptions {
  /** Writes train/ and test/, as EIPL's trainers read them; without it, one set at the root. */
  readonly split?: Split | null;
  readonly onProgress?: (done: number, total: number) => void;
}

const fileNames: Readonly<Record<string, string>> = {
  "observation.image": "images",
  "observation.state": "joints",
  action: "actions",
};

/** "observation.images.top" has no name of EIPL's: it keeps its own. */
export const eiplName = (feature: string): string => fileNames[feature] ?? feature;

/**
 * EIPL's arrays: [N, T, …], each episode padded with its last frame to the longest, `lengths` [N] beside them, and
 * `joint_bounds` [2, J] of the training episodes.
 */
export const writeEipl = (source: EpisodeSource, target: Target, options: EiplWriteOptions = {}): Promise<void> =>
  writing(target, async () => {
    const all = source.episodes.map(({ index }) => index);
    if (all.length === 0) return refuse("data", "There is no episode to write.", "Record one first.");
    const { split } = options;
    const parts = split
      ? ([
          ["train/", split.train],
          ["test/", split.test],
        ] as const)
      : ([["", all]] as const);
    const time = Math.max(...source.episodes.map(({ length }) => length));
    let done = 0;
    for (const [prefix, episodes] of parts) {
      await writePart(source, target, prefix, episodes, time, () =>
        options.onProgress?.(++done, all.length * source.features.length),
      );
    }
    await writeBounds(source, target, split?.train ?? all);
  });

async function writePart(
  source: EpisodeSource,
  target: Target,
  prefix: string,
  episodes: readonly number[],
  time: number,
  onEpisode: () => void,
): Promise<void> {
  for (const feature of source.features) {
    const sink = await target.create(`${prefix}${eiplName(feature.name)}.npy`);
    await sink.write(
      npyHeader(feature.kind === "image" ? "u1" : "f4", [episodes.length, time, ...storedShape(feature)]),
    );
    for (const episode of episodes) {
      await writeColumn(source, episode, feature, time, sink);
      onEpisode();
    }
    await sink.close();
  }
  const lengths = BigInt64Array.from(episodes, (episode) => BigInt(source.episodes[episode]?.length ?? 0));
  const sink = await target.create(`${prefix}lengths.npy`);
  await sink.write(npyHeader("i8", [episodes.length]));
  await sink.write(new Uint8Array(lengths.buffer));
  await sink.close();
}

const storedShape = ({ kind, shape }: Feature): readonly number[] => {
  const [channels = 1, height = 0, width = 0] = shape;
  return kind === "image" ? [height, width, channels] : [sizeOf(shape)];
};

async function writeColumn(
  source: EpisodeSource,
  episode: number,
  feature: Feature,
  time: number,
  sink: ByteSink,
): Promise<void> {
  let last: Uint8Array | null = null;
  let written = 0;
  for await (const frames of pieces(source, episode)) {
    const bytes = storedBytes(frames, feature);
    await sink.write(bytes);
    written += frames.at.length;
    last = bytes.slice(bytes.length - bytes.length / frames.at.length);
  }
  for (; last && written < time; written++) await sink.write(last);
}

function storedBytes({ columns, at }: Frames, { name, kind, shape }: Feature): Uint8Array {
  const { data } = columns[name] ?? refuse("data", `The source gave no ${name}.`, "Its list of features promises it.");
  if (kind === "quantity") return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const size = sizeOf(shape);
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < at.length; i++)
    bytes.set(pictureOf((data as Uint8Array).subarray(i * size, (i + 1) * size), shape).pixels, i * size);
  return bytes;
}

async function writeBounds(source: EpisodeSource, target: Target, episodes: readonly number[]): Promise<void> {
  if (!source.features.some(({ name }) => name === "observation.state")) return;
  const { "observation.state": state } = await statistics(source, { episodes });
  const bounds = Float32Array.from([...(state?.min ?? []), ...(state?.max ?? [])]);
  const header = npyHeader("f4", [2, bounds.length / 2]);
  const bytes = new Uint8Array(header.length + bounds.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(bounds.buffer), header.length);
  await writeWhole(target, "joint_bounds.npy", bytes);
}
