import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hexOf } from "@sakiyomi/core";
import { ownFile, replaceFile, syncPath } from "../durable-file.ts";
import { coded } from "../faults.ts";
import { headOf } from "./entries.ts";
import { readErasures } from "./erasures.ts";
import { databaseIdOf } from "./place.ts";
import { openReadOnly } from "./schema.ts";
import type { BackedUp } from "./side-worker.ts";
import { Sql } from "./sql.ts";

interface Copying {
  readonly dir: string;
  readonly stateDir: string;
  readonly to: string;
}

/** Copies the files while they are written to. The records first: the keys of all that is in them are then there. */
export function copyRecords({ dir, stateDir, to }: Copying): BackedUp {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of ["records.db", "keys.db"]) copyFile(join(dir, name), join(to, name));
  replaceFile(join(to, "erasures.json"), `${JSON.stringify({ aliases: readErasures(stateDir) })}\n`);
  replaceFile(join(to, "database-id"), `${databaseIdOf(dir)}\n`);
  return headIn(join(to, "records.db"));
}

function copyFile(from: string, to: string): void {
  const db = openReadOnly(from);
  try {
    ownFile(to);
    coded(to, () => db.prepare("vacuum into ?").run(to));
  } finally {
    db.close();
  }
  syncPath(to);
}

function headIn(path: string): BackedUp {
  const db = openReadOnly(path);
  try {
    const sql = new Sql(db);
    const { n, hash } = headOf(sql);
    return { database: String(sql.one("select value from meta where name = 'id'")?.value), n, hash: hexOf(hash) };
  } finally {
    db.close();
  }
}
