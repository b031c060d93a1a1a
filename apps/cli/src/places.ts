import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";

/** A ward of simulated people, or of real ones: two databases that never meet. */
export const modes = ["demo", "real"] as const;
export type Mode = (typeof modes)[number];

export interface Places {
  readonly mode: Mode;
  /** The database. */
  readonly data: string;
  /** What has to survive a loss of the data folder, and lies outside it: the journal's anchor and its key. */
  readonly state: string;
}

const folders: Readonly<Record<Mode, string>> = { demo: "demo", real: "ward" };

type Env = Readonly<Record<string, string | undefined>>;

/** XDG Base Directory Specification 0.8: data and state of a user; relative paths there are to be ignored. */
const xdg = (env: Env, name: string, below: readonly string[]): string => {
  const named = env[name];
  return join(named?.startsWith("/") ? named : join(env.HOME ?? homedir(), ...below), "sakiyomi");
};

/** The folder that holds both databases. */
export const dataHome = (env: Env, given: string | undefined): string =>
  resolve(given ?? env.SAKIYOMI_HOME ?? xdg(env, "XDG_DATA_HOME", [".local", "share"]));

export const stateHome = (env: Env): string => xdg(env, "XDG_STATE_HOME", [".local", "state"]);

/** Where a ward lives. Two data folders never share a state folder, whatever they are called. */
export function placesOf(env: Env, mode: Mode, given: string | undefined): Places {
  const data = join(dataHome(env, given), folders[mode]);
  const digest = createHash("sha256").update(data).digest("hex").slice(0, 8);
  return { mode, data, state: join(stateHome(env), `${basename(data)}-${digest}`) };
}

/** As asked; otherwise real where real data are, and the demo where nothing is yet. */
export const modeOf = (env: Env, given: string | undefined, asked: Mode | undefined): Mode =>
  asked ?? (existsSync(placesOf(env, "real", given).data) ? "real" : "demo");
