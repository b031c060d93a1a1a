import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Fault, type Instant, type SubjectId } from "@sakiyomi/core";
import { described, emptyFolder, type Manifest, type ManifestFile, readManifest } from "./backup.ts";
import { readText, syncPath } from "./durable-file.ts";
import { addErasures, type Erasures } from "./records/erasures.ts";
import { signalsDirOf, stateDirFor } from "./records/place.ts";
import { RecordsFile } from "./records/records-file.ts";
import { type Report, verifyJournal } from "./records/verify.ts";
import { openSignalStore } from "./signals/index.ts";

export interface Restore {
  readonly from: string;
  /** Empty, or not there yet. */
  readonly dir: string;
  /** Left out: `$XDG_STATE_HOME/sakiyomi/<database id>`. What it knows of erasures is applied to what is restored. */
  readonly stateDir?: string;
  readonly now: Instant;
  /** Erases people's signals in a folder of signals; called with those who were erased since the backup. */
  readonly forgetSignals?: (signalsDir: string, subjects: readonly SubjectId[]) => Promise<void>;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly stateDir: string;
  /** How many people who were still in the backup were erased again. */
  readonly erasedAgain: number;
  readonly journal: Report;
}

/**
 * Brings a backup back: all of it, checked against its hashes, or nothing. It is made ready beside its place and put there
 * by one rename. The journal tells the restore; entries younger than the backup are gone, and it says how many there were.
 * Throws STORE_BACKUP, STORE_NOT_EMPTY, STORE_VERSION.
 */
export async function restore({ from, dir, stateDir, now, forgetSignals = forgetIn }: Restore): Promise<Restored> {
  const manifest = await readManifest(from);
  await emptyFolder(dir);
  for (const file of manifest.files) await checkSize(from, file);
  const place = resolve(dir);
  const beside = await mkdtemp(join(dirname(place), `.${basename(place)}-restoring-`));
  const state = stateDir ?? stateDirFor(manifest.database);
  try {
    for (const file of manifest.files) await copied(from, beside, file);
    const erasedAgain = await made({ dir: beside, stateDir: state, manifest, now, forgetSignals });
    const journal = verifyJournal({ dir: beside, stateDir: state });
    await rmdir(place);
    await rename(beside, place);
    syncPath(dirname(place));
    return { manifest, stateDir: state, erasedAgain, journal };
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

/** A cut file is found before anything is copied. */
async function checkSize(from: string, { path, bytes }: ManifestFile): Promise<void> {
  const found = await stat(join(from, path)).catch(() => null);
  if (found?.size !== bytes)
    throw new Fault("STORE_BACKUP", `${path} has ${found?.size ?? "no"} bytes instead of ${bytes}.`);
}

/** The hash is taken of the copy: an error on the way is found too. */
async function copied(from: string, to: string, { path, sha256 }: ManifestFile): Promise<void> {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(join(from, path), target);
  if ((await described(to, path)).sha256 !== sha256)
    throw new Fault("STORE_BACKUP", `${path} is not what was backed up.`);
  syncPath(target);
}

interface Making {
  readonly dir: string;
  readonly stateDir: string;
  readonly manifest: Manifest;
  readonly now: Instant;
  readonly forgetSignals: NonNullable<Restore["forgetSignals"]>;
}

async function made({ dir, stateDir, manifest, now, forgetSignals }: Making): Promise<number> {
  const file = new RecordsFile(dir, stateDir);
  try {
    const known = readText(join(dir, "erasures.json"));
    if (known !== null) addErasures(stateDir, (JSON.parse(known) as Erasures).aliases);
    file.noteRestored({ backupAt: manifest.at, n: manifest.journal.n, anchored: file.anchoredN() }, now);
    const people = file.toErase();
    const subjects = people.map(({ id }) => id as SubjectId);
    if (subjects.length > 0) await forgetSignals(signalsDirOf(dir), subjects);
    file.eraseAgain(now);
    return people.length;
  } finally {
    file.close();
  }
}

async function forgetIn(signalsDir: string, subjects: readonly SubjectId[]): Promise<void> {
  if (!existsSync(signalsDir)) return;
  const signals = await openSignalStore({ dir: signalsDir });
  try {
    for (const subject of subjects) await signals.forget({ subject });
  } finally {
    await signals.close();
  }
}
