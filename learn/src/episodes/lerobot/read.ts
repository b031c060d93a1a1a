import { refuse } from "../../fault.ts";
import { floats, sizeOf, type Tensor } from "../../tensor.ts";
import { damaged, episodeAt, type Folder, readWhole } from "../access.ts";
import type { EpisodeInfo, EpisodeSource, Feature, Frames } from "../episode.ts";
import { decodePicture, planesInto } from "../image.ts";
import { hashFiles } from "../sha256.ts";
import type { VideoDecoder } from "../video.ts";
import { readEpisodeRows, type StoredEpisode } from "./episodes.ts";
import { columnOf, filled, type Info, RESERVED, readInfo, type StoredColumn } from "./info.ts";
import { openParquet, type ParquetFile, type Row } from "./parquet.ts";
import { readStats } from "./stats.ts";

export interface LeRobotOptions {
  /** Decodes the set's videos; without one, reading a video feature is refused with a remedy. */
  readonly video?: VideoDecoder;
  /** Leaves video features out, and says so in the notes. */
  readonly withoutVideo?: boolean;
}

interface Opened {
  readonly folder: Folder;
  readonly info: Info;
  readonly columns: readonly StoredColumn[];
  readonly stored: readonly StoredEpisode[];
  readonly video?: VideoDecoder;
  /** The data file that was read last stays open: episodes are mostly read in order. */
  last: { readonly path: string; readonly file: ParquetFile } | null;
}

/**
 * A LeRobotDataset of version 3 (huggingface/lerobot, src/lerobot/datasets). Images in the Parquet files are decoded
 * here; videos by the decoder that is given.
 * @throws {LearnFault} "data" with file and place.
 */
export async function openLeRobot(folder: Folder, options: LeRobotOptions = {}): Promise<EpisodeSource> {
  const info = await readInfo(folder);
  const files = await folder.list();
  const { columns, notes } = columnsOf(info, options.withoutVideo === true);
  const stored = await readEpisodeRows(folder, files, info);
  const set: Opened = { folder, info, columns, stored, ...(options.video && { video: options.video }), last: null };
  const statistics = files.includes("meta/stats.json") ? await readStats(folder, columns) : null;
  return {
    features: columns.map(({ feature }) => feature),
    rate: info.fps,
    episodes: stored.map(
      ({ length, task }, index): EpisodeInfo => ({ index, length, ...(task !== undefined && { task }) }),
    ),
    ...(statistics && { stored: statistics }),
    notes,
    hash: () =>
      hashFiles(
        folder,
        files.filter((path) => /^(meta|data|videos|images)\//.test(path)),
      ),
    read: (episode, start, end) => readFrames(set, episode, start, end),
    close: async () => {
      await set.last?.file.close();
      set.last = null;
    },
  };
}

function columnsOf(info: Info, withoutVideo: boolean): { columns: readonly StoredColumn[]; notes: readonly string[] } {
  const columns: StoredColumn[] = [];
  const notes: string[] = [];
  for (const [name, stored] of Object.entries(info.features)) {
    if ((RESERVED as readonly string[]).includes(name)) continue;
    const column = columnOf(name, stored);
    if (!column) notes.push(`${name} is left out: it holds ${stored.dtype}, shape [${stored.shape}].`);
    else if (column.as === "video" && withoutVideo) notes.push(`${name} is left out: it is a video.`);
    else columns.push(column);
  }
  return { columns, notes };
}

async function readFrames(set: Opened, episode: number, start: number, end: number): Promise<Frames> {
  const stored = episodeAt(set.folder.name, set.stored, ({ length }) => length, [episode, start, end]);
  const rows = await readRows(set, stored, start, end);
  const columns: Record<string, Tensor<"float32"> | Tensor<"uint8">> = {};
  for (const column of set.columns)
    columns[column.feature.name] =
      column.as === "video"
        ? await readVideo(set, stored, column.feature, start, end)
        : await columnFrom(set, column, rows, episode, start);
  return { start, at: Float64Array.from(rows, (row) => Number(row.timestamp)), columns };
}

async function readRows(set: Opened, stored: StoredEpisode, start: number, end: number): Promise<readonly Row[]> {
  const path = filled(set.info.data_path, { chunk_index: stored.chunk, file_index: stored.file });
  const file = await dataFile(set, path);
  const wanted = set.columns.filter(({ as }) => as !== "video").map(({ feature }) => feature.name);
  const name = `${set.folder.name}/${path}`;
  for (const column of [...wanted, "timestamp", "index"])
    if (!file.columns.includes(column)) return damaged(name, `has no column ${column}, which meta/info.json promises.`);
  const first = stored.from - stored.fileFrom;
  if (first + end > file.rows)
    return damaged(name, `has ${file.rows} rows; episode ${stored.index} ends at ${first + stored.length}.`);
  const rows = await file.read([...wanted, "timestamp", "index"], first + start, first + end);
  const at = Number(rows[0]?.index ?? stored.from + start);
  if (at !== stored.from + start)
    return damaged(name, `row ${first + start} has index ${at}; meta/episodes says ${stored.from + start}.`);
  return rows;
}

async function dataFile(set: Opened, path: string): Promise<ParquetFile> {
  if (set.last?.path === path) return set.last.file;
  await set.last?.file.close();
  set.last = null;
  const file = await openParquet(await set.folder.open(path));
  set.last = { path, file };
  return file;
}

async function columnFrom(set: Opened, column: StoredColumn, rows: readonly Row[], episode: number, start: number) {
  const { feature } = column;
  const size = sizeOf(feature.shape);
  const shape = [rows.length, ...feature.shape];
  const place = (i: number) => `${set.folder.name}: episode ${episode}, frame ${start + i}, ${feature.name}`;
  if (column.as === "image") {
    const data = new Uint8Array(rows.length * size);
    for (const [i, row] of rows.entries())
      await pictureInto(set.folder, feature, row[feature.name], data, i * size, place(i));
    return { type: "uint8", shape, data } as const;
  }
  const data = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) {
    const written = numbersInto(row[feature.name], data, i * size);
    if (written !== size) damaged(place(i), `has ${written} numbers instead of ${size}.`);
  }
  return floats(data, shape);
}

/** Lists of lists, flattened; null is NaN. Answers how many there were. */
function numbersInto(value: unknown, into: Float32Array, at: number): number {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    let written = 0;
    for (const part of value as readonly unknown[]) written += numbersInto(part, into, at + written);
    return written;
  }
  into[at] = value === null || value === undefined ? Number.NaN : Number(value);
  return 1;
}

async function pictureInto(
  folder: Folder,
  feature: Feature,
  value: unknown,
  into: Uint8Array,
  at: number,
  place: string,
): Promise<void> {
  const { bytes, path } = (value ?? {}) as { bytes?: Uint8Array | null; path?: Uint8Array | string | null };
  const name = typeof path === "string" ? path : path ? new TextDecoder().decode(path) : null;
  const stored = bytes ?? (name === null ? null : await readWhole(folder, name));
  if (!stored) return damaged(place, "holds no image.");
  const picture = decodePicture(stored, place);
  const [channels, height, width] = feature.shape;
  if (picture.width !== width || picture.height !== height || picture.channels !== channels)
    return damaged(
      place,
      `is ${picture.channels}×${picture.height}×${picture.width}; meta/info.json says ${feature.shape.join("×")}.`,
    );
  planesInto(picture, into, at);
}

async function readVideo(set: Opened, stored: StoredEpisode, feature: Feature, start: number, end: number) {
  const place = stored.videos[feature.name];
  if (!place || !set.info.video_path)
    return damaged(`${set.folder.name}: episode ${stored.index}`, `says nothing of the video ${feature.name}.`);
  const path = filled(set.info.video_path, {
    video_key: feature.name,
    chunk_index: place.chunk,
    file_index: place.file,
  });
  if (!set.video)
    return refuse(
      "video",
      `${set.folder.name}/${path} is a video, and nothing here decodes video.`,
      "Read it in Node with ffmpeg installed, or leave video out (withoutVideo).",
    );
  const [channels = 3, height = 0, width = 0] = feature.shape;
  const count = end - start;
  const pixels = await set.video({
    folder: set.folder.name,
    path,
    from: place.from + start / set.info.fps,
    rate: set.info.fps,
    count,
    width,
    height,
  });
  const data = new Uint8Array(count * channels * height * width);
  const size = width * height * 3;
  for (let i = 0; i < count; i++)
    planesInto({ width, height, channels: 3, pixels: pixels.subarray(i * size, (i + 1) * size) }, data, i * size);
  return { type: "uint8", shape: [count, ...feature.shape], data } as const;
}
