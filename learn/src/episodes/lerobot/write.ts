import type { DecodedArray } from "hyparquet";
import type { ColumnSource } from "hyparquet-writer";
import { refuse } from "../../fault.ts";
import { sizeOf } from "../../tensor.ts";
import type { EpisodeSource, Feature, Frames } from "../episode.ts";
import { encodePngPicture, pictureOf } from "../image.ts";
import { pieces } from "../pieces.ts";
import { type Target, writeWhole, writing } from "../target.ts";
import { filled, PATHS } from "./info.ts";
import {
  dataSchema,
  huggingface,
  infoFeatures,
  integer,
  isScalar,
  ownColumns,
  refuseForeign,
  table,
  tasksIndex,
  text,
  texts,
} from "./schema.ts";
import { aggregated, countedSummary, folded, type Summary, storedSummary, summaryColumns, summing } from "./summary.ts";
import { openTable, type TableWriter } from "./table.ts";

export interface LeRobotWriteOptions {
  readonly robot?: string;
  /** Only these, numbered anew in this order. */
  readonly episodes?: readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
  /** A new data file begins before this is passed. LeRobot's default. */
  readonly fileMegabytes?: number;
}

export interface Written {
  readonly episodes: number;
  readonly frames: number;
  readonly files: number;
  /** Frames without a measurement, by feature: written as NaN, images as black. */
  readonly missing: Readonly<Record<string, number>>;
}

const CHUNK_FILES = 1000;
const FILE_MEGABYTES = 100;
const BYTES_PER_MEGABYTE = 1024 ** 2;

interface EpisodeRow {
  readonly index: number;
  readonly length: number;
  readonly task: string;
  readonly place: Place;
  readonly from: number;
  readonly summaries: Readonly<Record<string, Summary>>;
}

interface Place {
  readonly chunk_index: number;
  readonly file_index: number;
}

const numbering: readonly Feature[] = Object.keys(ownColumns).map((name) => ({ name, shape: [1], kind: "quantity" }));

/**
 * Writes any source as a LeRobotDataset of version 3: images as PNG in the Parquet, statistics per episode, tasks. It
 * appears whole or not at all. Memory holds one piece of an episode and the statistics of the episodes.
 */
export const writeLeRobot = (
  source: EpisodeSource,
  target: Target,
  options: LeRobotWriteOptions = {},
): Promise<Written> =>
  writing(target, async () => {
    refuseForeign(source.features);
    const chosen = options.episodes ?? source.episodes.map(({ index }) => index);
    if (chosen.length === 0) return refuse("data", "There is no episode to write.", "Record one first.");
    const tasks = [...new Set(chosen.map((index) => source.episodes[index]?.task ?? ""))];
    const { rows, missing } = await writeData(source, target, chosen, tasks, options);
    await writeEpisodes(target, source.features, rows);
    await writeTasks(target, tasks);
    await writeWhole(target, PATHS.stats, json(setStatistics(source.features, rows)));
    const frames = rows.reduce((n, { length }) => n + length, 0);
    await writeWhole(target, PATHS.info, json(infoOf(source, rows.length, frames, tasks.length, options)));
    const files = new Set(rows.map(({ place }) => JSON.stringify(place))).size;
    return { episodes: rows.length, frames, files, missing };
  });

const json = (value: unknown): string => `${JSON.stringify(value, null, 4)}\n`;

async function writeData(
  source: EpisodeSource,
  target: Target,
  chosen: readonly number[],
  tasks: readonly string[],
  options: LeRobotWriteOptions,
) {
  const limit = (options.fileMegabytes ?? FILE_MEGABYTES) * BYTES_PER_MEGABYTE;
  const rows: EpisodeRow[] = [];
  const missing: Record<string, number> = {};
  const open = (file: Place) =>
    openTable(target, filled(PATHS.data, { ...file }), dataSchema(source.features), [huggingface(source.features)]);
  let place: Place = { chunk_index: 0, file_index: 0 };
  let data = await open(place);
  let [from, fileFrom] = [0, 0];
  for (const [index, episode] of chosen.entries()) {
    const { length = 0, task = "" } = source.episodes[episode] ?? {};
    const bytesPerFrame = from > fileFrom ? data.size() / (from - fileFrom) : 0;
    if (from > fileFrom && data.size() + bytesPerFrame * length >= limit) {
      await data.finish();
      place = following(place);
      data = await open(place);
      fileFrom = from;
    }
    const summaries = await writeEpisode(source, episode, data, { index, from, task: tasks.indexOf(task), missing });
    rows.push({ index, length, task, place, from, summaries });
    from += length;
    options.onProgress?.(index + 1, chosen.length);
  }
  await data.finish();
  return { rows, missing };
}

const following = ({ chunk_index, file_index }: Place): Place =>
  file_index === CHUNK_FILES - 1
    ? { chunk_index: chunk_index + 1, file_index: 0 }
    : { chunk_index, file_index: file_index + 1 };

interface EpisodeNumbers {
  readonly index: number;
  readonly from: number;
  readonly task: number;
  readonly missing: Record<string, number>;
}

async function writeEpisode(
  source: EpisodeSource,
  episode: number,
  data: TableWriter,
  numbers: EpisodeNumbers,
): Promise<Readonly<Record<string, Summary>>> {
  const length = source.episodes[episode]?.length ?? 0;
  const sums = summing(source.features, length);
  const at: number[] = [];
  for await (const frames of pieces(source, episode)) {
    sums.add(frames);
    for (const time of frames.at) at.push(time);
    for (const [name, gone] of Object.entries(frames.missing ?? {}))
      numbers.missing[name] = (numbers.missing[name] ?? 0) + gone.length;
    await data.add(columnsOf(source.features, frames, numbers));
  }
  const steps = Array.from({ length }, (_, i) => i);
  const own = [
    at,
    steps,
    steps.map(() => numbers.index),
    steps.map((i) => numbers.from + i),
    steps.map(() => numbers.task),
  ];
  const counted = numbering.map(({ name }, i) => [name, countedSummary(own[i] ?? [])] as const);
  return { ...sums.result(), ...Object.fromEntries(counted) };
}

function columnsOf(
  features: readonly Feature[],
  frames: Frames,
  { index, from, task }: EpisodeNumbers,
): readonly ColumnSource[] {
  const count = frames.at.length;
  const same = (value: number) => new BigInt64Array(count).fill(BigInt(value));
  const counting = (first: number) => BigInt64Array.from({ length: count }, (_, i) => BigInt(first + i));
  return [
    ...features.map((feature) => columnOf(feature, frames, count)),
    { name: "timestamp", data: Float32Array.from(frames.at) },
    { name: "frame_index", data: counting(frames.start) },
    { name: "episode_index", data: same(index) },
    { name: "index", data: counting(from + frames.start) },
    { name: "task_index", data: same(task) },
  ];
}

function columnOf(feature: Feature, { columns, start }: Frames, count: number): ColumnSource {
  const { name, kind, shape } = feature;
  const column = columns[name] ?? refuse("data", `The source gave no ${name}.`, "Its list of features promises it.");
  const size = sizeOf(shape);
  if (isScalar(feature)) return { name, data: column.data as Float32Array };
  const each = <T>(of: (values: Float32Array | Uint8Array, frame: number) => T): DecodedArray =>
    Array.from({ length: count }, (_, i) => of(column.data.subarray(i * size, (i + 1) * size), start + i));
  if (kind === "quantity") return { name, data: each((values) => folded(Array.from(values), shape)) };
  const png = (planes: Uint8Array | Float32Array, frame: number) => ({
    bytes: encodePngPicture(pictureOf(planes as Uint8Array, shape)),
    path: `frame-${String(frame).padStart(6, "0")}.png`,
  });
  return { name, data: each(png), encoding: "PLAIN", codec: "UNCOMPRESSED", statistics: false };
}

async function writeEpisodes(target: Target, features: readonly Feature[], rows: readonly EpisodeRow[]): Promise<void> {
  const all = [...features, ...numbering];
  const numbers = {
    episode_index: (row) => row.index,
    length: (row) => row.length,
    "data/chunk_index": (row) => row.place.chunk_index,
    "data/file_index": (row) => row.place.file_index,
    dataset_from_index: (row) => row.from,
    dataset_to_index: (row) => row.from + row.length,
    "meta/episodes/chunk_index": () => 0,
    "meta/episodes/file_index": () => 0,
  } as const satisfies Readonly<Record<string, (row: EpisodeRow) => number>>;
  const statistics = summaryColumns(all);
  const schema = table([
    ...Object.keys(numbers).map(integer),
    texts("tasks"),
    ...statistics.map(([, elements]) => elements),
  ]);
  const stored = rows.map(({ summaries }) => flattened(all, summaries));
  const path = filled(PATHS.episodes, { chunk_index: 0, file_index: 0 });
  const episodes = await openTable(target, path, schema);
  await episodes.add([
    ...Object.entries(numbers).map(([name, of]) => ({
      name,
      data: BigInt64Array.from(rows, (row) => BigInt(of(row))),
    })),
    { name: "tasks", data: rows.map(({ task }) => [task]) },
    ...statistics.map(([name]) => ({ name, data: stored.map((row) => integers(name, row[name])) })),
  ]);
  await episodes.finish();
}

/** Counts are 64-bit integers in LeRobot's tables. */
const integers = (name: string, value: unknown): unknown =>
  name.endsWith("/count") && Array.isArray(value) ? value.map((count) => BigInt(Number(count))) : value;

const flattened = (
  features: readonly Feature[],
  summaries: Readonly<Record<string, Summary>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    features.flatMap((feature) => {
      const summary = summaries[feature.name];
      const numbers = summary ? Object.entries(storedSummary(feature, summary)) : [];
      return numbers.map(([key, value]) => [`stats/${feature.name}/${key}`, value] as const);
    }),
  );

async function writeTasks(target: Target, tasks: readonly string[]): Promise<void> {
  const file = await openTable(target, PATHS.tasks, table([integer("task_index"), text("task")]), [tasksIndex()]);
  await file.add([
    { name: "task_index", data: BigInt64Array.from(tasks, (_, i) => BigInt(i)) },
    { name: "task", data: [...tasks] },
  ]);
  await file.finish();
}

const setStatistics = (features: readonly Feature[], rows: readonly EpisodeRow[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...features, ...numbering].map((feature) => {
      const summaries = rows.flatMap(({ summaries }) => summaries[feature.name] ?? []);
      const whole = aggregated(summaries);
      if (![...whole.min, ...whole.max].every(Number.isFinite))
        return refuse(
          "data",
          `${feature.name} has an element that no frame measured.`,
          "Leave the feature out, or record it.",
        );
      return [feature.name, storedSummary(feature, whole)];
    }),
  );

const infoOf = (
  source: EpisodeSource,
  episodes: number,
  frames: number,
  tasks: number,
  options: LeRobotWriteOptions,
): unknown => ({
  codebase_version: "v3.0",
  fps: source.rate,
  features: infoFeatures(source.features),
  total_episodes: episodes,
  total_frames: frames,
  total_tasks: tasks,
  chunks_size: CHUNK_FILES,
  data_files_size_in_mb: options.fileMegabytes ?? FILE_MEGABYTES,
  video_files_size_in_mb: 200,
  data_path: PATHS.data,
  video_path: null,
  robot_type: options.robot ?? null,
  splits: { train: `0:${episodes}` },
});
