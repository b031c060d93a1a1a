import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { backup as copyDatabase, DatabaseSync } from "node:sqlite";
import { Fault } from "@sakiyomi/core";
import { headFile } from "./head.ts";
import { periodFile } from "./period-schema.ts";

/**
 * Copies the files of a running store, the head first: what moves into a block meanwhile is then in both copies, and
 * opening the copy leaves it out once. Each file appears under its name only when it is whole.
 */
export async function backup(dir: string, to: string, periods: readonly string[]): Promise<void> {
  if (existsSync(join(to, headFile))) throw new Fault("STORE_NOT_EMPTY", `${to} holds a backup already.`);
  mkdirSync(to, { recursive: true });
  for (const file of [headFile, ...periods.map(periodFile)]) {
    const partial = join(to, `${file}.partial`);
    rmSync(partial, { force: true });
    const db = new DatabaseSync(join(dir, file), { readOnly: true });
    try {
      // Steps of this many pages: the event loop turns in between.
      await copyDatabase(db, partial, { rate: 500 });
    } finally {
      db.close();
    }
    renameSync(partial, join(to, file));
  }
}
