import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { readText, replaceFile } from "../durable-file.ts";

/** The id of the database in a data folder, made where there is none: it names the state folder before anything is opened. */
export function databaseIdOf(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, "database-id");
  const known = readText(path)?.trim();
  if (known !== undefined && /^[0-9a-f-]{36}$/.test(known)) return known;
  const id = randomUUID();
  replaceFile(path, `${id}\n`, 0o644);
  return id;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `$XDG_STATE_HOME/sakiyomi/<database id>` (XDG Base Directory Specification 0.8): outside the data folder, on the same machine. */
export function stateDirFor(database: string, env: Environment = process.env): string {
  // The specification: a path that is not absolute is to be ignored.
  const wanted = env.XDG_STATE_HOME;
  const home = wanted !== undefined && isAbsolute(wanted) ? wanted : join(homedir(), ".local", "state");
  return join(home, "sakiyomi", database);
}

export const stateDirOf = (dir: string, env: Environment = process.env): string => stateDirFor(databaseIdOf(dir), env);

/** Where the signals lie in a data folder. */
export const signalsDirOf = (dir: string): string => join(dir, "signals");
