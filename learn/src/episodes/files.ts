import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { LearnFault, refuse } from "../fault.ts";
import { damaged, type Folder, type RandomAccess } from "./access.ts";
import type { ByteSink, Target } from "./target.ts";

/** Files that are open at once: a set of thousands of files is read with no more. */
const MOST_OPEN = 64;

interface Pooled {
  readonly path: string;
  handle: Promise<FileHandle> | null;
  reading: number;
}

/** Those with a handle, the one that was read last at the end. */
const pool = new Set<Pooled>();

/** A file on disk; its handle is let go while others are read. @throws {LearnFault} "data" where it cannot be opened. */
export async function openFile(path: string, name = path): Promise<RandomAccess> {
  const pooled: Pooled = { path, handle: null, reading: 0 };
  const { size } = await withHandle(pooled, (handle) => handle.stat()).catch((error: unknown) => noFile(name, error));
  return {
    name,
    size,
    read: (start, end) =>
      end <= size ? withHandle(pooled, (handle) => readFully(handle, start, end, name)) : beyond(name, size, end),
    close: () => letGo(pooled),
  };
}

async function withHandle<T>(pooled: Pooled, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  pooled.reading++;
  pool.delete(pooled);
  pool.add(pooled);
  try {
    pooled.handle ??= open(pooled.path);
    return await work(await pooled.handle);
  } catch (error) {
    await letGo(pooled);
    throw error;
  } finally {
    pooled.reading--;
    for (const other of pool) if (pool.size > MOST_OPEN && other.reading === 0) await letGo(other);
  }
}

async function letGo(pooled: Pooled): Promise<void> {
  const { handle } = pooled;
  pooled.handle = null;
  pool.delete(pooled);
  // One that never opened has told so where it was read.
  await handle?.then((open) => open.close()).catch(() => {});
}

const beyond = async (name: string, size: number, end: number): Promise<Uint8Array> =>
  damaged(name, `ends at byte ${size}, before ${end}.`);

async function readFully(handle: FileHandle, start: number, end: number, name: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) return damaged(name, `was cut at byte ${start + filled} while it was read.`);
    filled += bytesRead;
  }
  return bytes;
}

function noFile(name: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  const what = code === "ENOENT" ? "is not there." : `cannot be opened (${code}).`;
  throw new LearnFault("data", `${name}: ${what}`, "Check the path and who may read it.", { cause: error });
}

/** A folder on disk. Files of a writer that still works in it (".writing-…") are not listed. */
export const openFolder = (dir: string): Folder => ({
  name: dir,
  list: async () => {
    const found = await readdir(dir, { recursive: true, withFileTypes: true }).catch((e: unknown) => noFile(dir, e));
    const root = resolve(dir);
    return found
      .filter((entry) => entry.isFile())
      .map((entry) => relativePath(root, join(entry.parentPath, entry.name)))
      .sort();
  },
  open: (path) => openFile(join(dir, path)),
});

const relativePath = (root: string, path: string): string =>
  resolve(path)
    .slice(root.length + 1)
    .split(sep)
    .join("/");

/** So that a rename or a new file survives a power cut. */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir).catch(() => null);
  // Windows opens no folders; there the rename itself is durable.
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/**
 * A folder that appears whole or not at all: written beside, synced, renamed.
 * @throws {LearnFault} "exists" where something lies at `dir` already.
 */
export async function folderTarget(dir: string): Promise<Target> {
  if (await stat(dir).catch(() => null))
    return refuse("exists", `${dir} is there already.`, "Choose another folder, or move this one away.");
  const beside = `${resolve(dir)}.writing-${randomBytes(4).toString("hex")}`;
  await mkdir(beside, { recursive: true });
  const folders = new Set<string>([beside]);
  const handles = new Set<FileHandle>();
  return {
    name: dir,
    create: (path) => createIn(beside, path, folders, handles),
    commit: async () => {
      for (const folder of folders) await syncFolder(folder);
      await rename(beside, dir);
      await syncFolder(dirname(resolve(dir)));
    },
    abandon: async () => {
      for (const handle of handles) await handle.close();
      await rm(beside, { recursive: true, force: true });
    },
  };
}

async function createIn(root: string, path: string, folders: Set<string>, handles: Set<FileHandle>): Promise<ByteSink> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  for (let at = dirname(file); at.length > root.length; at = dirname(at)) folders.add(at);
  const handle = await open(file, "wx").catch((error: unknown) => diskFault(file, error));
  handles.add(handle);
  return {
    write: (bytes) => writeFully(handle, bytes, file),
    close: async () => {
      await handle.sync();
      handles.delete(handle);
      await handle.close();
    },
  };
}

/** @throws {LearnFault} "disk" where the disk takes no more. */
export async function writeFully(handle: FileHandle, bytes: Uint8Array, name: string): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const rest = bytes.length - written;
    const { bytesWritten } = await handle.write(bytes, written, rest, null).catch((e: unknown) => diskFault(name, e));
    written += bytesWritten;
  }
}

const FREE = "Free some space and go on: what was written is whole.";
const OTHER = "Choose another place, or ask who owns it.";
const troubles: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ["the disk is full", FREE],
  ENOENT: ["its folder is not there", "Make the folder, or choose another place."],
  ENOTDIR: ["what should be its folder is a file", "Choose another place."],
  EISDIR: ["it is a folder", "Choose another name."],
  EEXIST: ["a file of this name is there", "Choose another name."],
  EACCES: ["it may not be written", OTHER],
  EPERM: ["it may not be written", OTHER],
  EROFS: ["the disk takes no changes", OTHER],
};

export function diskFault(name: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  const [what, remedy] = troubles[code ?? ""] ?? [`the disk refused (${code})`, FREE];
  throw new LearnFault("disk", `${name}: ${what}.`, remedy, { cause: error });
}
