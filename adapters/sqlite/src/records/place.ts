import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { readText, replaceFile } from "../durable-file.ts";

/** The id of the database in a data folder, made where there is none: it names the state folder before anything is opened. */
export function databaseIdOf(dir: string): string {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "database-id");
  const known = readText(path)?.trim();
  if (known !== undefined && /^[0-9a-f-]{36}$/.test(known)) return known;
  const id = randomUUID();
  replaceFile(path, `${id}\n`, 0o644);
  return id;
}

/** `$XDG_STATE_HOME/sakiyomi/<database id>` (XDG Base Directory Specification 0.8): outside the data folder, on the same machine. */
export function stateDirOf(dir: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  // The specification: a path that is not absolute is to be ignored.
  const home = env.XDG_STATE_HOME?.startsWith("/") ? env.XDG_STATE_HOME : join(homedir(), ".local", "state");
  return join(home, "sakiyomi", databaseIdOf(dir));
}
