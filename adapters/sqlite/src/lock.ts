import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "@sakiyomi/core";
import { faultFrom } from "./faults.ts";

export interface Lock {
  release(): void;
}

/**
 * One process, and in it one owner, holds `<name>.lock` in the folder; the next gets STORE_LOCKED. It is an exclusive
 * SQLite transaction that is never committed: the operating system ends it with the process, however that dies, so that
 * nothing stale is left to be cleared away.
 * Hazard: on POSIX a process loses its locks on a file when it closes any handle of it (https://sqlite.org/howtocorrupt.html,
 * 2.2), so that nobody may open a lock or a live database of this process with node:fs.
 */
export function lockFolder(dir: string, name: string): Lock {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${name}.lock`);
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec("begin exclusive");
  } catch (error) {
    db.close();
    const fault = faultFrom(error, path);
    throw fault instanceof Fault && fault.code === "STORE_LOCKED"
      ? new Fault("STORE_LOCKED", `${dir} is in use.`)
      : fault;
  }
  return { release: () => db.isOpen && db.close() };
}
