import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/** The file has the old text or the new one, whatever happens; once this returns, the new one, also after a power cut. */
export function replaceFile(path: string, text: string, mode = 0o600): void {
  const next = `${path}.next`;
  const file = openSync(next, "w", mode);
  try {
    writeSync(file, text);
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
  syncPath(dirname(path));
}

/** A name that was made or renamed in a folder is durable only once the folder is. */
export function syncPath(path: string): void {
  // Windows cannot open a folder; there the rename itself is written through.
  if (process.platform === "win32") return;
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** null where there is no such file. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Makes an empty file that only its owner may read, where there is none; SQLite gives its log the same permissions. */
export function ownFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
}
