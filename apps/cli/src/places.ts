import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** A ward of simulated people, or of real ones: two databases that never meet. */
export const modes = ["demo", "real"] as const;
export type Mode = (typeof modes)[number];

export interface Places {
  readonly mode: Mode;
  /** Holds both databases, and the certificates. */
  readonly home: string;
  /** The database. */
  readonly data: string;
}

const folders: Readonly<Record<Mode, string>> = { demo: "demo", real: "ward" };

type Env = Readonly<Record<string, string | undefined>>;

/** XDG Base Directory Specification 0.8; a path there that is not absolute is to be ignored. */
const dataHome = (env: Env): string =>
  join(
    env.XDG_DATA_HOME?.startsWith("/") ? env.XDG_DATA_HOME : join(env.HOME ?? homedir(), ".local", "share"),
    "sakiyomi",
  );

export function placesOf(env: Env, mode: Mode, given: string | undefined): Places {
  const home = resolve(given ?? dataHome(env));
  return { mode, home, data: join(home, folders[mode]) };
}

/** As asked; otherwise real where there are real people, and the demo where there is nothing yet. */
export const modeOf = (env: Env, given: string | undefined, asked: Mode | undefined): Mode =>
  asked ?? (existsSync(placesOf(env, "real", given).data) ? "real" : "demo");

/** The folder, for its owner alone, before anything is put into it. */
export function madeFor({ data }: Places): string {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  return data;
}
