import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { Fault, type Instant } from "@sakiyomi/core";
import { replaceFile, syncPath } from "./durable-file.ts";
import { copyRecords } from "./records/copy.ts";
import { signalsDirOf } from "./records/place.ts";
import type { BackedUp } from "./records/side-worker.ts";
import { backup as copySignals } from "./signals/backup.ts";
import { periodOfFile } from "./signals/period-schema.ts";

/** What a backup holds. Written last: a folder without it is no backup. */
export interface Manifest {
  readonly format: 1;
  readonly database: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The last entry of the journal that is in it. */
  readonly journal: { readonly n: number; readonly hash: string };
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Something that can copy itself into a folder while it is written to. */
export interface CopiesItself {
  backup(to: string): Promise<unknown>;
}

export interface Backup {
  readonly records: { backup(to: string): Promise<BackedUp> };
  readonly signals?: CopiesItself;
  /** Empty, or not there yet. */
  readonly to: string;
  readonly now: Instant;
}

const MANIFEST = "manifest.json";

/**
 * Copies a running database into a folder. The records first: a skill's state says up to which arrival it has read, and
 * so the signals may be newer than the records, never older. Throws STORE_NOT_EMPTY, STORE_FULL.
 */
export async function backupTo({ records, signals, to, now }: Backup): Promise<Manifest> {
  await emptyFolder(to);
  const { database, n, hash } = await records.backup(to);
  await signals?.backup(signalsDirOf(to));
  const files: ManifestFile[] = [];
  for (const path of await pathsBelow(to)) {
    syncPath(join(to, path));
    files.push(await described(to, path));
  }
  const manifest: Manifest = { format: 1, database, at: new Date(now).toISOString(), journal: { n, hash }, files };
  replaceFile(join(to, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

interface Beside {
  readonly dir: string;
  readonly stateDir: string;
}

/** The stores of a data folder that another process may have open: they are read, and nothing is locked or changed. */
export const storesBeside = ({ dir, stateDir }: Beside): Required<Pick<Backup, "records" | "signals">> => ({
  records: { backup: async (to) => copyRecords({ dir, stateDir, to }) },
  signals: {
    backup: async (to) => {
      const from = signalsDirOf(dir);
      if (!existsSync(from)) return;
      const names = await readdir(from);
      await copySignals(from, to, names.flatMap((name) => periodOfFile(name) ?? []).sort());
    },
  },
});

/** Makes it where it is missing; refuses one with something in it. */
export async function emptyFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) throw new Fault("STORE_NOT_EMPTY", `${dir} holds something already.`);
}

async function pathsBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

export async function described(dir: string, path: string): Promise<ManifestFile> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(join(dir, path)), hash);
  return { path, bytes: (await stat(join(dir, path))).size, sha256: hash.digest("hex") };
}

/** The manifest of a backup. Throws STORE_BACKUP where there is none that can be read: the backup was never finished. */
export async function readManifest(from: string): Promise<Manifest> {
  const text = await readFile(join(from, MANIFEST), "utf8").catch(() => null);
  if (text === null) throw new Fault("STORE_BACKUP", `${from} has no ${MANIFEST}: the backup was not finished.`);
  const manifest = parsed(text);
  if (manifest === null) throw new Fault("STORE_BACKUP", `${join(from, MANIFEST)} cannot be read.`);
  return manifest;
}

function parsed(text: string): Manifest | null {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const isOurs = manifest.format === 1 && typeof manifest.database === "string" && Array.isArray(manifest.files);
    return isOurs && manifest.files.every(({ path }) => isBelow(path)) ? manifest : null;
  } catch {
    return null;
  }
}

/** A path out of the folder in a manifest would let a crafted backup write anywhere. */
const isBelow = (path: unknown): path is string =>
  typeof path === "string" && path.split("/").every((part) => /^[\w][\w.-]*$/.test(part));
