import { floats, type Tensor } from "../../tensor.ts";
import { type Closable, damaged, episodeAt, type Folder, openingAll } from "../access.ts";
import type { EpisodeInfo, EpisodeSource, Feature, Frames } from "../episode.ts";
import { hashFiles, sha256 } from "../sha256.ts";
import type { MappedFeature, McapMapping } from "./mapping.ts";
import { openRecordingFile, type Recording } from "./recording.ts";
import { nanoseconds, resample } from "./resample.ts";

interface McapEpisode {
  readonly recording: Recording;
  /** Of its first frame. */
  readonly from: bigint;
  readonly length: number;
}

/**
 * MCAP recordings: each file is an episode, from the moment when every topic of the mapping has spoken to the moment
 * when the first falls silent. Every feature is resampled to the mapping's rate by the method that it names; frames
 * without a measurement young enough are told in `missing`.
 * @throws {LearnFault} "data" with file, topic and path.
 */
export const openMcap = (folder: Folder, mapping: McapMapping): Promise<EpisodeSource> =>
  openingAll((opened) => openWith(folder, mapping, opened));

async function openWith(folder: Folder, mapping: McapMapping, opened: Closable[]): Promise<EpisodeSource> {
  const paths = (await folder.list()).filter((path) => path.endsWith(".mcap"));
  if (paths.length === 0) return damaged(folder.name, "holds no .mcap file.", "Choose the folder of the recordings.");
  const episodes: McapEpisode[] = [];
  for (const path of paths) {
    const file = await folder.open(path);
    opened.push(file);
    episodes.push(await episodeOf(await openRecordingFile(file, mapping), mapping));
  }
  const infoOf = ({ length }: McapEpisode, index: number): EpisodeInfo => ({
    index,
    length,
    ...(mapping.task !== undefined && { task: mapping.task }),
  });
  return {
    features: mapping.features.map(featureOf),
    rate: mapping.rate,
    episodes: episodes.map(infoOf),
    notes: mapping.features.map((feature) => noteOf(feature, mapping.rate)),
    hash: async () => {
      const hash = sha256();
      hash.update(new TextEncoder().encode(JSON.stringify(mapping) + (await hashFiles(folder, paths))));
      return hash.digest();
    },
    read: async (...wanted) =>
      readFrames(
        episodeAt(folder.name, episodes, ({ length }) => length, wanted),
        mapping,
        wanted[1],
        wanted[2],
      ),
    close: async () => {
      for (const file of opened) await file.close();
    },
  };
}

const featureOf = ({ name, shape, kind, names, unit }: MappedFeature): Feature => ({
  name,
  shape,
  kind,
  ...(names && { names }),
  ...(unit !== undefined && { unit }),
});

const noteOf = ({ name, topic, method, maxAge }: MappedFeature, rate: number): string =>
  `${name} is ${topic} resampled to ${rate} frames a second (${method}, at most ${maxAge} s away).`;

async function episodeOf(recording: Recording, { features, rate }: McapMapping): Promise<McapEpisode> {
  let [from, to] = [0n, -1n];
  for (const { topic } of features) {
    const [first, last] =
      (await recording.span(topic)) ??
      damaged(recording.name, `has no message of ${topic}.`, "Leave it out of the mapping, or record it.");
    if (first > from) from = first;
    if (to < 0n || last < to) to = last;
  }
  if (to < from)
    return damaged(recording.name, "has no moment at which all topics of the mapping speak.", "Record them together.");
  return { recording, from, length: Math.floor((Number(to - from) / 1e9) * rate + 1e-6) + 1 };
}

async function readFrames(
  { recording, from }: McapEpisode,
  { features, rate }: McapMapping,
  start: number,
  end: number,
): Promise<Frames> {
  const at = Float64Array.from({ length: end - start }, (_, i) => (start + i) / rate);
  const times = Array.from(at, (seconds) => from + nanoseconds(seconds));
  const columns: Record<string, Tensor<"float32"> | Tensor<"uint8">> = {};
  const missing: Record<string, readonly number[]> = {};
  for (const feature of features) {
    const found = await resample(recording, feature, times);
    const shape = [end - start, ...feature.shape];
    columns[feature.name] =
      found.data instanceof Uint8Array ? { type: "uint8", shape, data: found.data } : floats(found.data, shape);
    if (found.missing.length > 0) missing[feature.name] = found.missing.map((frame) => start + frame);
  }
  return { start, at, columns, missing };
}
