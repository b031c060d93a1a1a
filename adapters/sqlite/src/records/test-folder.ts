// For the tests of this folder: a data folder and a state folder that are gone afterwards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SubjectId } from "@sakiyomi/core";
import { openRecords, type SqliteRecords } from "./open.ts";
import { RecordsFile } from "./records-file.ts";

export const ann = "person:ann" as SubjectId;
export const ben = "person:ben" as SubjectId;
export const by = "staff:tanaka";
export const at = 1_700_000_000_000;

export interface TestFolder {
  readonly root: string;
  readonly dir: string;
  readonly stateDir: string;
}

export async function inFolder(work: (folder: TestFolder) => Promise<void> | void): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "sakiyomi-records-"));
  try {
    await work({ root, dir: join(root, "data"), stateDir: join(root, "state") });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export async function withRecords<T>(folder: TestFolder, work: (records: SqliteRecords) => Promise<T>): Promise<T> {
  const records = await openRecords({ ...folder, clock: () => at });
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

/** The same files without the thread, for tests that need only what is in them. */
export function withFile<T>({ dir, stateDir }: TestFolder, work: (file: RecordsFile) => T): T {
  const file = new RecordsFile(dir, stateDir);
  try {
    file.settle(at);
    return work(file);
  } finally {
    file.close();
  }
}

export const notes = (count: number, subject: SubjectId = ann) =>
  Array.from({ length: count }, (_, index) => ({
    at: at + index,
    type: "note",
    actor: by,
    subject,
    content: `note ${index + 1}`,
  }));

/** As somebody would who has the file and SQLite. */
export function editFile(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

/** Which files below the folder hold these bytes. */
export const filesHolding = (dir: string, word: string): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(word))
    .map(({ name }) => name);
