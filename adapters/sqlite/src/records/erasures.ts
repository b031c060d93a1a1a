import { join } from "node:path";
import { readText, replaceFile } from "../durable-file.ts";

/**
 * The aliases of those who were erased. Kept outside the data folder, so that a backup from before the erasure, once
 * restored, is purged again. An alias is random: the list names nobody.
 */
export interface Erasures {
  readonly aliases: readonly string[];
}

const pathIn = (stateDir: string): string => join(stateDir, "erasures.json");

export function readErasures(stateDir: string): readonly string[] {
  const text = readText(pathIn(stateDir));
  return text === null ? [] : (JSON.parse(text) as Erasures).aliases;
}

/** Durable when it returns. */
export function addErasures(stateDir: string, aliases: readonly string[]): void {
  const known = readErasures(stateDir);
  const all = [...new Set([...known, ...aliases])];
  if (all.length > known.length) replaceFile(pathIn(stateDir), `${JSON.stringify({ aliases: all }, null, 1)}\n`);
}
