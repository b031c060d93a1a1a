import { refuse } from "../fault.ts";
import type { Folder } from "./access.ts";
import { type CsvOptions, openCsv } from "./csv/read.ts";
import { writeCsv } from "./csv/write.ts";
import { openEipl } from "./eipl/read.ts";
import { writeEipl } from "./eipl/write.ts";
import type { EpisodeSource } from "./episode.ts";
import { type LeRobotOptions, openLeRobot } from "./lerobot/read.ts";
import { writeLeRobot } from "./lerobot/write.ts";
import type { McapMapping } from "./mcap/mapping.ts";
import { openMcap } from "./mcap/read.ts";
import type { Split } from "./split.ts";
import type { Target } from "./target.ts";
import { DESCRIPTION, openRecording } from "./writer/source.ts";

/** What the formats need to know that their files do not say. */
export interface OpenOptions extends CsvOptions, LeRobotOptions {
  /** MCAP: which topics become which features. */
  readonly mapping?: McapMapping;
}

export interface WriteOptions {
  readonly onProgress?: (done: number, total: number) => void;
  /** EIPL: train and test folders. */
  readonly split?: Split | null;
  /** LeRobot: what was recorded with. */
  readonly robot?: string;
}

interface FormatRow {
  readonly title: string;
  /** Whether a folder with these files looks like it. */
  is(files: readonly string[]): boolean;
  open(folder: Folder, options: OpenOptions): Promise<EpisodeSource>;
  /** Answers what had no place in the format, in sentences. */
  readonly write?: (source: EpisodeSource, target: Target, options: WriteOptions) => Promise<readonly string[]>;
}

const rateless = (format: string): never =>
  refuse(
    "setting",
    `${format} does not say its rate.`,
    "Give it in frames a second (--rate, or data.rate in a configuration).",
  );

/** One row a format; the first that fits a folder is taken. */
export const formats = {
  lerobot: {
    title: "LeRobotDataset v3",
    is: (files) => files.includes("meta/info.json"),
    open: openLeRobot,
    write: async (source, target, options) => {
      const { missing } = await writeLeRobot(source, target, options);
      return Object.entries(missing).map(
        ([name, count]) => `${name} was not measured in ${count} frames: they hold NaN, or black.`,
      );
    },
  },
  recording: {
    title: "a recording that is not finished",
    is: (files) => files.includes(DESCRIPTION),
    open: (folder) => openRecording(folder),
  },
  eipl: {
    title: "EIPL's arrays",
    is: (files) => files.some((path) => /(^|\/)(images|joints)\.npy$|^[^/]+\.npz$/.test(path)),
    open: (folder, { rate }) => openEipl(folder, { rate: rate ?? rateless("EIPL's folder") }),
    write: async (source, target, options) => {
      await writeEipl(source, target, options);
      const hasTasks = source.episodes.some(({ task }) => task !== undefined);
      return hasTasks ? ["EIPL's arrays have no place for tasks."] : [];
    },
  },
  mcap: {
    title: "MCAP recordings",
    is: (files) => files.some((path) => path.endsWith(".mcap")),
    open: (folder, { mapping }) =>
      openMcap(
        folder,
        mapping ??
          refuse(
            "setting",
            "MCAP does not say which topics are features.",
            "Give a mapping (--mapping FILE), as in docs/guide/datasets.md.",
          ),
      ),
  },
  csv: {
    title: "CSV",
    is: (files) => files.some((path) => /\.csv$/i.test(path)),
    open: openCsv,
    write: async (source, target, options) => {
      const { leftOut } = await writeCsv(source, target, options);
      return leftOut.map((name) => `${name} holds images, which have no place in CSV.`);
    },
  },
} as const satisfies Readonly<Record<string, FormatRow>>;

export type FormatName = keyof typeof formats;

const rows: Readonly<Record<FormatName, FormatRow>> = formats;
const names = Object.keys(formats) as readonly FormatName[];

/** The format of a folder, by its files, or null. */
export function formatOf(files: readonly string[]): FormatName | null {
  return names.find((name) => rows[name].is(files)) ?? null;
}

/** Opens a folder in whichever format it is. @throws {LearnFault} "data", or "setting" where something has to be said. */
export async function openEpisodes(folder: Folder, options: OpenOptions = {}): Promise<EpisodeSource> {
  const name = formatOf(await folder.list());
  if (!name)
    return refuse(
      "data",
      `${folder.name} holds no episodes that are known.`,
      `Known are ${names.map((one) => rows[one].title).join(", ")}.`,
    );
  return rows[name].open(folder, options);
}

/** Formats that can be written. */
export const writable: readonly FormatName[] = names.filter((name) => rows[name].write);

/** Writes any source in a format; answers what had no place there. @throws {LearnFault} "setting" where it is read only. */
export async function writeEpisodes(
  format: FormatName,
  source: EpisodeSource,
  target: Target,
  options: WriteOptions = {},
): Promise<readonly string[]> {
  const { write } = rows[format];
  if (!write)
    return refuse("setting", `${rows[format].title} cannot be written.`, `Choose one of ${writable.join(", ")}.`);
  return write(source, target, options);
}
