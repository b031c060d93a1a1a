import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";

/** Where a set of real data lies: as it was given, in $SAKIYOMI_DATA, or in ../shared/data; null where in none of them. */
export function findData(set: string, given?: string): string | null {
  if (given !== undefined) return given;
  const root = process.env.SAKIYOMI_DATA ?? join("..", "shared", "data");
  const folder = join(root, set);
  return existsSync(folder) ? folder : null;
}

/** @throws {Fault} CLI_USAGE where the set is not there. */
export function needData(set: string, given?: string): string {
  const folder = findData(set, given);
  if (folder !== null) return folder;
  throw new Fault("CLI_USAGE", `The data set ${set} is not here: give --data, or set SAKIYOMI_DATA.`);
}
