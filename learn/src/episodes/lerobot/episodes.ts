import { damaged, type Folder } from "../access.ts";
import type { Info } from "./info.ts";
import { openParquet, type Row } from "./parquet.ts";

export interface VideoPlace {
  readonly chunk: number;
  readonly file: number;
  /** Seconds into the file. */
  readonly from: number;
}

/** A row of meta/episodes. */
export interface StoredEpisode {
  readonly index: number;
  readonly length: number;
  readonly task?: string;
  readonly chunk: number;
  readonly file: number;
  /** Of its first frame, counted over the whole set. */
  readonly from: number;
  /** Of the first frame in its data file. */
  readonly fileFrom: number;
  readonly videos: Readonly<Record<string, VideoPlace>>;
}

const PLAIN = ["episode_index", "tasks", "length", "data/chunk_index", "data/file_index", "dataset_from_index"];

/** @throws {LearnFault} "data" where episodes are missing, or their number is not what meta/info.json says. */
export async function readEpisodeRows(
  folder: Folder,
  files: readonly string[],
  info: Info,
): Promise<readonly StoredEpisode[]> {
  const rows: Row[] = [];
  for (const path of files.filter((path) => /^meta\/episodes\/.*\.parquet$/.test(path))) {
    const file = await openParquet(await folder.open(path));
    try {
      const missing = PLAIN.find((column) => column !== "tasks" && !file.columns.includes(column));
      if (missing !== undefined) return damaged(`${folder.name}/${path}`, `has no column ${missing}.`);
      const wanted = file.columns.filter((column) => PLAIN.includes(column) || column.startsWith("videos/"));
      rows.push(...(await file.read(wanted, 0, file.rows)));
    } finally {
      await file.close();
    }
  }
  rows.sort((a, b) => Number(a.episode_index) - Number(b.episode_index));
  const where = `${folder.name}/meta/episodes`;
  if (rows.length !== info.total_episodes)
    return damaged(where, `describes ${rows.length} episodes; meta/info.json says ${info.total_episodes}.`);
  return rows.map((row, i) => episodeOf(row, i, firstOfFile(rows), where));
}

const fileOf = (row: Row): string => `${row["data/chunk_index"]}/${row["data/file_index"]}`;

function firstOfFile(rows: readonly Row[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const row of rows) {
    const from = Number(row.dataset_from_index);
    first.set(fileOf(row), Math.min(first.get(fileOf(row)) ?? from, from));
  }
  return first;
}

function episodeOf(row: Row, at: number, first: ReadonlyMap<string, number>, where: string): StoredEpisode {
  const index = Number(row.episode_index);
  if (index !== at) return damaged(where, `has no episode ${at}, but one ${index}.`);
  const tasks = Array.isArray(row.tasks) ? row.tasks.filter((task) => typeof task === "string" && task !== "") : [];
  return {
    index,
    length: Number(row.length),
    ...(tasks.length > 0 && { task: tasks.join("; ") }),
    chunk: Number(row["data/chunk_index"]),
    file: Number(row["data/file_index"]),
    from: Number(row.dataset_from_index),
    fileFrom: first.get(fileOf(row)) ?? 0,
    videos: videosOf(row),
  };
}

function videosOf(row: Row): Readonly<Record<string, VideoPlace>> {
  const keys = Object.keys(row).flatMap((column) => /^videos\/(.+)\/from_timestamp$/.exec(column)?.[1] ?? []);
  return Object.fromEntries(
    keys.map((key) => [
      key,
      {
        chunk: Number(row[`videos/${key}/chunk_index`]),
        file: Number(row[`videos/${key}/file_index`]),
        from: Number(row[`videos/${key}/from_timestamp`]),
      },
    ]),
  );
}
