import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "@sakiyomi/core";

/**
 * One process at a time. The lock is the operating system's, through SQLite: it goes with the process, so that a crash
 * leaves nothing behind that somebody would have to clear.
 */
export function lock(dir: string): () => void {
  const db = new DatabaseSync(join(dir, "signals.lock"), { timeout: 0 });
  try {
    db.exec("begin exclusive");
  } catch (error) {
    db.close();
    throw new Fault("STORE_LOCKED", `${dir} is in use.`, { cause: error });
  }
  return () => db.close();
}
