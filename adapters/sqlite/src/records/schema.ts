import { DatabaseSync } from "node:sqlite";
import { Fault, type Resource } from "@sakiyomi/core";
import { ownFile } from "../durable-file.ts";
import { coded } from "../faults.ts";
import { factsOf } from "./facts.ts";

/** Marks a file as ours (pragma application_id): "SKYM" in ASCII. */
const APPLICATION = 0x53_4b_59_4d;

/**
 * Each step lifts a database by one version; a step that was released is never changed.
 * `version` holds every version of every record, `current` points at the newest. `entry` is the journal's chain: what is
 * personal in it is sealed with the person's key. What can be deleted (records) is kept readable, so that it can be
 * searched, and is deleted with the person; what has to stay (the chain) is unreadable without the key.
 */
const steps: readonly ((db: DatabaseSync) => void)[] = [
  (db) => {
    db.exec(`
      create table meta (name text primary key, value text not null) without rowid;
      create table version (row integer primary key, type text not null, id text not null, version integer not null,
        at integer not null, author text not null, subject text, deleted integer not null, body text not null) strict;
      create unique index version_key on version (type, id, version);
      create index version_subject on version (subject) where subject is not null;
      create table current (type text not null, id text not null, row integer not null, primary key (type, id)) without rowid;
      create table checkpoint (skill text not null, subject text not null, version text not null, arrival integer not null,
        at integer not null, state text not null, primary key (skill, subject)) without rowid;
      create table entry (n integer primary key, at integer not null, type text not null, actor text not null, subject text,
        prev blob not null, digest blob not null, hash blob not null, content blob) strict;
      create index entry_subject on entry (subject, n) where subject is not null;
      create index entry_type on entry (type, n);`);
  },
  // Search by field: the short fields of current records, so that open alerts are found without reading the closed ones.
  (db) => {
    db.exec(`create table fact (type text not null, field text not null, value text not null, id text not null,
      primary key (type, field, value, id)) without rowid;`);
    const add = db.prepare("insert into fact values (?, ?, ?, ?)");
    const rows = db.prepare("select body from current join version using (row) where deleted = 0").all();
    for (const { body } of rows) {
      const resource = JSON.parse(String(body)) as Resource;
      for (const [field, value] of factsOf(resource)) add.run(resource.resourceType, field, value, resource.id);
    }
  },
];

export const SCHEMA_VERSION = steps.length;

/** Opens, and where needed makes or lifts, a `records.db`. */
export const openRecordsFile = (path: string): DatabaseSync => openFile(path, steps);

/** The people's keys, in a file of their own: 256 random bits each, and the pseudonym that stands in the chain. */
const keySteps: typeof steps = [
  (db) => db.exec("create table person (alias text primary key, id text not null unique, key blob not null) strict"),
];
export const openKeysFile = (path: string): DatabaseSync => openFile(path, keySteps);

function openFile(path: string, wanted: typeof steps): DatabaseSync {
  return coded(path, () => {
    ownFile(path);
    const db = new DatabaseSync(path, { timeout: 5000 });
    try {
      prepareFile(db, path, wanted);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function prepareFile(db: DatabaseSync, path: string, wanted: typeof steps): void {
  const version = checkedVersion(db, path, wanted.length);
  // FULL: a commit that was answered survives a power cut. secure_delete: what was deleted is overwritten in the file.
  db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = on");
  if (version === wanted.length) return;
  db.exec("begin immediate");
  try {
    for (const step of wanted.slice(version)) step(db);
    db.exec(`pragma application_id = ${APPLICATION}; pragma user_version = ${wanted.length}; commit`);
  } catch (error) {
    db.exec("rollback");
    throw error;
  }
}

function checkedVersion(db: DatabaseSync, path: string, known: number): number {
  const version = numberOf(db, "pragma user_version");
  const application = numberOf(db, "pragma application_id");
  const tables = numberOf(db, "select count(*) from sqlite_schema");
  if (tables > 0 && application !== APPLICATION)
    throw new Fault("STORE_CORRUPT", `${path} is not a database of Sakiyomi.`);
  if (version > known) throw new Fault("STORE_VERSION", `${path} has version ${version}, this program knows ${known}.`);
  return version;
}

function numberOf(db: DatabaseSync, sql: string): number {
  const [value] = Object.values(db.prepare(sql).get() ?? {});
  return Number(value);
}

/** For verification and backup beside a running server: changes nothing. */
export function openReadOnly(path: string, known = SCHEMA_VERSION): DatabaseSync {
  return coded(path, () => {
    const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    try {
      checkedVersion(db, path, known);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}
