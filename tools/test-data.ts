import { existsSync } from "node:fs";
import { join } from "node:path";

/** The folder of a set of real data, or null where this machine has none: then a test is skipped, visibly. */
export function dataFolder(set: string): string | null {
  const root = process.env.SAKIYOMI_DATA ?? join(import.meta.dirname, "..", "..", "shared", "data");
  const folder = join(root, set);
  return existsSync(folder) ? folder : null;
}
