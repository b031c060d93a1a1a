import { LearnFault, refuse } from "../fault.ts";

/** A file that is read piece by piece: on disk, a Blob, or bytes in memory. */
export interface RandomAccess {
  /** As a person would name it: it stands in every fault. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes from `start` (inclusive) to `end` (exclusive). @throws {LearnFault} "data" beyond the end of the file. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface Closable {
  close(): Promise<void>;
}

/** Files under one root. Paths are relative, with "/" between their parts. */
export interface Folder {
  readonly name: string;
  /** Every file below, sorted. */
  list(): Promise<readonly string[]>;
  /** @throws {LearnFault} "data" where there is none. */
  open(path: string): Promise<RandomAccess>;
}

/** @throws {LearnFault} "data", with the file's name in front. */
export const damaged = (file: string, what: string, remedy = "Fetch or record the file again."): never =>
  refuse("data", `${file}: ${what}`, remedy);

/** Faults of foreign readers get the file's name; ours pass as they are. */
export const asDamaged = (file: string, error: unknown, remedy = "Fetch or record the file again."): LearnFault =>
  error instanceof LearnFault
    ? error
    : new LearnFault("data", `${file}: ${error instanceof Error ? error.message : String(error)}.`, remedy, {
        cause: error,
      });

export const bytesFile = (name: string, bytes: Uint8Array): RandomAccess => ({
  name,
  size: bytes.length,
  read: async (start, end) =>
    end <= bytes.length ? bytes.subarray(start, end) : damaged(name, `ends at byte ${bytes.length}, before ${end}.`),
  close: async () => {},
});

/** Opens several files: where one of them is refused, those that were opened are closed again. */
export async function openingAll<T>(work: (opened: Closable[]) => Promise<T>): Promise<T> {
  const opened: Closable[] = [];
  try {
    return await work(opened);
  } catch (error) {
    for (const file of opened) await file.close();
    throw error;
  }
}

/** The episode at `index`, where it has the frames. @throws {LearnFault} "data" where there is none. */
export function episodeAt<T>(
  set: string,
  episodes: readonly T[],
  lengthOf: (episode: T) => number,
  [index, start, end]: readonly [index: number, start: number, end: number],
): T {
  const episode = episodes[index];
  const isThere = episode !== undefined && start >= 0 && start <= end && end <= lengthOf(episode);
  return isThere
    ? episode
    : refuse(
        "data",
        `${set}: episode ${index} has no frames ${start} to ${end}.`,
        `It has ${episodes.length} episodes.`,
      );
}

/** What a person picked in a browser, or what was fetched. */
export const blobFile = (name: string, blob: Blob): RandomAccess => ({
  name,
  size: blob.size,
  read: async (start, end) =>
    end <= blob.size
      ? new Uint8Array(await blob.slice(start, end).arrayBuffer())
      : damaged(name, `ends at byte ${blob.size}, before ${end}.`),
  close: async () => {},
});

/** A folder of files that are at hand: bytes, or Blobs of a directory picker. */
export const folderOf = (name: string, files: Readonly<Record<string, Uint8Array | Blob>>): Folder => ({
  name,
  list: async () => Object.keys(files).sort(),
  open: async (path) => {
    const file = files[path];
    if (file === undefined) return damaged(`${name}/${path}`, "is not there.", "Choose the folder that holds it.");
    const full = `${name}/${path}`;
    return file instanceof Uint8Array ? bytesFile(full, file) : blobFile(full, file);
  },
});

/** For small files only: descriptions, tasks. */
export async function readWhole(folder: Folder, path: string): Promise<Uint8Array> {
  const file = await folder.open(path);
  try {
    return await file.read(0, file.size);
  } finally {
    await file.close();
  }
}

export const readText = async (folder: Folder, path: string): Promise<string> =>
  new TextDecoder().decode(await readWhole(folder, path));

/** @throws {LearnFault} "data" where the text is no JSON. */
export async function readJson(folder: Folder, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readText(folder, path));
  } catch (error) {
    throw asDamaged(`${folder.name}/${path}`, error);
  }
}
