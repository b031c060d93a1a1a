import { z } from "zod";
import { damaged, type Folder, readJson } from "../access.ts";
import type { Feature } from "../episode.ts";

/** Columns that every set has beside its features. */
export const RESERVED = ["timestamp", "frame_index", "episode_index", "index", "task_index"] as const;

export const PATHS = {
  info: "meta/info.json",
  stats: "meta/stats.json",
  tasks: "meta/tasks.parquet",
  episodes: "meta/episodes/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
  data: "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
} as const;

const featureShape = z.looseObject({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  names: z.unknown().optional(),
  info: z.record(z.string(), z.unknown()).nullish(),
});

const infoShape = z.looseObject({
  codebase_version: z.string(),
  fps: z.number().positive(),
  features: z.record(z.string(), featureShape),
  total_episodes: z.number().int().nonnegative().default(0),
  total_frames: z.number().int().nonnegative().default(0),
  data_path: z.string().default(PATHS.data),
  video_path: z.string().nullish(),
});

export type Info = z.infer<typeof infoShape>;
export type StoredFeature = z.infer<typeof featureShape>;

/** @throws {LearnFault} "data" where it is no set of version 3. */
export async function readInfo(folder: Folder): Promise<Info> {
  const file = `${folder.name}/${PATHS.info}`;
  const parsed = infoShape.safeParse(await readJson(folder, PATHS.info));
  if (!parsed.success) return damaged(file, `${z.prettifyError(parsed.error).replace(/\s+/g, " ")}.`);
  const { codebase_version: version } = parsed.data;
  if (/^v?3\./.test(version)) return parsed.data;
  return damaged(
    file,
    `is of LeRobot's format ${version}; this reads version 3.`,
    "Convert it: python -m lerobot.scripts.convert_dataset_v21_to_v30 --repo-id=NAME.",
  );
}

/** "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet" with its numbers in place. */
export const filled = (template: string, values: Readonly<Record<string, number | string>>): string =>
  template.replace(/\{(\w+)(?::0(\d+)d)?\}/g, (_, key: string, width?: string) =>
    String(values[key] ?? 0).padStart(Number(width ?? 0), "0"),
  );

/** A feature of the set that a model can be fed with, and how it is stored. */
export interface StoredColumn {
  readonly feature: Feature;
  readonly as: "number" | "list" | "image" | "video";
}

const NUMBERS = /^(float(16|32|64)|u?int(8|16|32|64)|bool)$/;

/** Null where it is no number and no image: words, depth maps. */
export function columnOf(name: string, stored: StoredFeature): StoredColumn | null {
  if (stored.dtype === "image" || stored.dtype === "video") {
    const shape = imageShape(stored);
    const isDepth = stored.info?.is_depth_map === true || stored.info?.["video.is_depth_map"] === true;
    return isDepth || !shape ? null : { feature: { name, shape, kind: "image" }, as: stored.dtype };
  }
  if (!NUMBERS.test(stored.dtype)) return null;
  const { unit } = stored.info ?? {};
  const names = flatNames(stored.names);
  const feature: Feature = {
    name,
    shape: stored.shape,
    kind: "quantity",
    ...(names && { names }),
    ...(typeof unit === "string" && { unit }),
  };
  return { feature, as: stored.shape.length === 1 && stored.shape[0] === 1 ? "number" : "list" };
}

/** LeRobot stores [height, width, channels]; some robots write [channels, height, width]. The names tell them apart. */
function imageShape({ shape, names }: StoredFeature): readonly number[] | null {
  const [a = 0, b = 0, c = 0] = shape;
  if (shape.length !== 3) return null;
  const first = Array.isArray(names) ? String(names[0]) : "";
  const isChannelsFirst = /^channel/.test(first) || (first === "" && a <= 3 && c > 3);
  return isChannelsFirst ? [a, b, c] : [c, a, b];
}

/** ["a", "b"], or {"motors": ["a", "b"]} as the first robots wrote. */
function flatNames(names: unknown): readonly string[] | null {
  const inner = names !== null && typeof names === "object" && !Array.isArray(names) ? Object.values(names)[0] : names;
  return Array.isArray(inner) && inner.every((name) => typeof name === "string") ? inner : null;
}
