import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "@sakiyomi/core";
import { faultFrom, sqliteResult } from "../faults.ts";

/** The steps from an empty file to the newest form: step `i` leads from version `i` to `i + 1`. Old rows never change. */
export type Upgrades = readonly ((db: DatabaseSync) => void)[];

export interface Opening {
  readonly path: string;
  readonly readOnly?: boolean;
  readonly upgrades: Upgrades;
}

/** Opens a database in write-ahead mode; what is acknowledged is on disk. Brings an older one up to date. */
export function openDatabase({ path, readOnly = false, upgrades }: Opening): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly, timeout: 5000 });
  try {
    if (!readOnly) {
      db.exec("pragma journal_mode = wal; pragma synchronous = full;");
      upgrade(db, path, upgrades);
    } else if (versionOf(db) > upgrades.length) throw tooNew(path);
    return db;
  } catch (error) {
    db.close();
    throw faultOf(error, path);
  }
}

function upgrade(db: DatabaseSync, path: string, upgrades: Upgrades): void {
  const version = versionOf(db);
  if (version > upgrades.length) throw tooNew(path);
  if (version === upgrades.length) return;
  inTransaction(db, () => {
    for (const step of upgrades.slice(version)) step(db);
    db.exec(`pragma user_version = ${upgrades.length}`);
  });
}

const versionOf = (db: DatabaseSync): number => Number(db.prepare("pragma user_version").get()?.user_version ?? 0);

const tooNew = (path: string) => new Fault("STORE_VERSION", `${path} was written by a newer program.`);

export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec("begin immediate");
  try {
    const done = work();
    db.exec("commit");
    return done;
  } catch (error) {
    if (db.isTransaction) db.exec("rollback");
    throw faultOf(error, db.location() ?? "");
  }
}

const IO_ERROR = 10;

/** What SQLite said, as one of our codes. What it does not know stays as it was: a defect, to be seen whole. */
export const faultOf = (error: unknown, path: string): unknown =>
  sqliteResult(error) === IO_ERROR && isFull(path)
    ? new Fault("STORE_FULL", `${path} cannot grow.`, { cause: error })
    : faultFrom(error, path);

/** A full disk shows as a failed write or a shared-memory file that cannot grow. */
function isFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize < 1 << 20;
}
