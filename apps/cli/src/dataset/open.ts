import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { Fault } from "@sakiyomi/core";
import { type EpisodeSource, type Folder, type FormatName, formatOf, openEpisodes, readMapping } from "@sakiyomi/learn";
import { ffmpegDecoder, openFolder } from "@sakiyomi/learn/node";
import { parse } from "yaml";

export interface SourceOptions {
  readonly rate?: string;
  readonly mapping?: string;
  readonly video?: false;
}

export interface OpenedSet {
  readonly source: EpisodeSource;
  readonly format: FormatName | null;
}

/** A folder, or one file. @throws {Fault} "CLI_FILE", "CLI_USAGE"; {LearnFault} where the set cannot be read. */
export async function openSet(path: string, options: SourceOptions): Promise<OpenedSet> {
  const folder = await folderAt(path);
  const rate = options.rate === undefined ? undefined : readRate(options.rate);
  const mapping =
    options.mapping === undefined ? undefined : readMapping(await readYaml(options.mapping), options.mapping);
  const source = await openEpisodes(folder, {
    ...(rate !== undefined && { rate }),
    ...(mapping && { mapping }),
    ...(options.video === false ? { withoutVideo: true } : { video: ffmpegDecoder() }),
  });
  return { source, format: formatOf(await folder.list()) };
}

/** Opens, works and closes, whatever happens. */
export async function withSet<T>(
  path: string,
  options: SourceOptions,
  work: (set: OpenedSet) => Promise<T>,
): Promise<T> {
  const set = await openSet(path, options);
  try {
    return await work(set);
  } finally {
    await set.source.close();
  }
}

async function folderAt(path: string): Promise<Folder> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new Fault("CLI_FILE", `${path} is not there.`);
  if (found.isDirectory()) return openFolder(path);
  return { ...openFolder(dirname(path)), list: async () => [basename(path)] };
}

function readRate(text: string): number {
  const rate = Number(text);
  if (!(rate > 0)) throw new Fault("CLI_USAGE", `--rate ${text} is no rate: give frames a second, such as 10.`);
  return rate;
}

/** JSON is YAML as well. */
async function readYaml(path: string): Promise<unknown> {
  try {
    return parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Fault("CLI_FILE", `${path}: ${(error as Error).message.split("\n")[0]}.`, { cause: error });
  }
}
