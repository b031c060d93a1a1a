import { floats, sizeOf, type Tensor } from "../../tensor.ts";
import { type Closable, damaged, episodeAt, type Folder, openingAll, type RandomAccess, readJson } from "../access.ts";
import type { EpisodeInfo, EpisodeSource, Feature, Frames } from "../episode.ts";
import { hashFiles } from "../sha256.ts";
import { frameSize, LATE } from "./log.ts";
import { type Scanned, scanLog } from "./scan.ts";

export const DESCRIPTION = "recording.json";
export const VERSION = 1;

/** Written first, before any frame. */
export interface Description {
  readonly format: "sakiyomi recording";
  readonly version: number;
  readonly rate: number;
  readonly features: readonly Feature[];
}

export const logName = (index: number, state: "open" | "done" | "discarded"): string =>
  `episode-${String(index).padStart(6, "0")}.${state}`;

/** Column that says which frames came late, where any did. The name follows LeRobot's `complementary_info`. */
export const LATE_FEATURE: Feature = { name: "complementary_info.late", shape: [1], kind: "quantity" };

/** @throws {LearnFault} "data" where the folder is no recording, or one of a later version. */
export async function readDescription(folder: Folder): Promise<Description> {
  const file = `${folder.name}/${DESCRIPTION}`;
  const read = (await readJson(folder, DESCRIPTION)) as Partial<Description> | null;
  if (read?.format !== "sakiyomi recording" || !Array.isArray(read.features))
    return damaged(file, "describes no recording.");
  if (read.version !== VERSION) return damaged(file, `is of version ${read.version}.`, "Update Sakiyomi.");
  return read as Description;
}

interface Log {
  readonly file: RandomAccess;
  readonly scanned: Scanned;
}

/**
 * A recording as the crash-safe writer keeps it, before or without its conversion: finished episodes, and what is
 * whole of one that was cut.
 */
export const openRecording = (folder: Folder): Promise<EpisodeSource> =>
  openingAll((opened) => openWith(folder, opened));

async function openWith(folder: Folder, opened: Closable[]): Promise<EpisodeSource> {
  const { features, rate } = await readDescription(folder);
  const files = await folder.list();
  const paths = files.filter((path) => /^episode-\d+\.(open|done)$/.test(path));
  const logs: Log[] = [];
  for (const path of paths) {
    const file = await folder.open(path);
    opened.push(file);
    const scanned = await scanLog(file, features);
    if (scanned.frames.length > 0) logs.push({ file, scanned });
  }
  const isLateKept = logs.some(({ scanned }) => scanned.late.length > 0);
  const infoOf = ({ scanned: { frames, task } }: Log, index: number): EpisodeInfo => ({
    index,
    length: frames.length,
    ...(task !== undefined && { task }),
  });
  return {
    features: isLateKept ? [...features, LATE_FEATURE] : features,
    rate,
    episodes: logs.map(infoOf),
    hash: () => hashFiles(folder, [DESCRIPTION, ...paths]),
    read: async (...wanted) => {
      const log = episodeAt(folder.name, logs, ({ scanned }) => scanned.frames.length, wanted);
      return readFrames(log, features, wanted[1], wanted[2], isLateKept);
    },
    close: async () => {
      for (const file of opened) await file.close();
    },
  };
}

async function readFrames(
  { file, scanned }: Log,
  features: readonly Feature[],
  start: number,
  end: number,
  isLateKept: boolean,
): Promise<Frames> {
  const count = end - start;
  const at = new Float64Array(count);
  const late = new Float32Array(count);
  const columns: Record<string, Tensor<"float32"> | Tensor<"uint8">> = {};
  for (const { name, shape, kind } of features) {
    const size = count * sizeOf(shape);
    const whole = [count, ...shape];
    columns[name] =
      kind === "image"
        ? { type: "uint8", shape: whole, data: new Uint8Array(size) }
        : floats(new Float32Array(size), whole);
  }
  for (let i = 0; i < count; i++) {
    const from = scanned.frames[start + i] as number;
    const payload = await file.read(from, from + frameSize(features));
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    at[i] = view.getFloat64(0, true);
    late[i] = view.getUint8(8) & LATE;
    let next = 9;
    for (const { name, shape } of features) next += take(view, next, columns[name], i, sizeOf(shape));
  }
  if (isLateKept) columns[LATE_FEATURE.name] = floats(late, [count, 1]);
  return { start, at, columns };
}

/** Answers how many bytes were taken. */
function take(
  view: DataView,
  from: number,
  column: Tensor<"float32"> | Tensor<"uint8"> | undefined,
  frame: number,
  size: number,
): number {
  if (column?.type === "uint8") {
    column.data.set(new Uint8Array(view.buffer, view.byteOffset + from, size), frame * size);
    return size;
  }
  if (column) for (let i = 0; i < size; i++) column.data[frame * size + i] = view.getFloat32(from + i * 4, true);
  return size * 4;
}
