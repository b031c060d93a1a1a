import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "./main.ts";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Shell {
  /** Where data and state of this shell lie. */
  readonly dir: string;
  /** Runs the command line to its end, as a person would. */
  run(args: readonly string[], input?: string): Promise<Ran>;
  /** Starts it and resolves when stdout matches; the child is ended with the shell. */
  until(
    args: readonly string[],
    said: RegExp,
  ): Promise<{ readonly child: ChildProcess; readonly match: RegExpMatchArray }>;
}

/** The same in this process, for what needs no process of its own. */
export async function inHome(work: (home: Pick<Shell, "dir" | "run">) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-cli-"));
  const env = { XDG_DATA_HOME: join(dir, "data"), XDG_STATE_HOME: join(dir, "state") };
  const run = async (args: readonly string[]): Promise<Ran> => {
    const said = { code: 0, stdout: "", stderr: "" };
    await main(args, {
      env,
      isWatched: false,
      say: (line = "") => {
        said.stdout += `${line}\n`;
      },
      note: (line) => {
        said.stderr += `${line}\n`;
      },
      exit: (code) => {
        said.code = code;
      },
      stopped: () => Promise.resolve(),
    });
    return said;
  };
  try {
    await work({ dir, run });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const launcher = fileURLToPath(new URL("../bin/sakiyomi.js", import.meta.url));

/** A home of its own, removed afterwards. */
export async function inShell(work: (shell: Shell) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-cli-"));
  const children: ChildProcess[] = [];
  const env = {
    ...process.env,
    XDG_DATA_HOME: join(dir, "data"),
    XDG_STATE_HOME: join(dir, "state"),
    TZ: "Asia/Tokyo",
  };
  const start = (args: readonly string[]) => {
    const child = spawn(process.execPath, ["--conditions=sakiyomi-source", launcher, ...args], { cwd: dir, env });
    children.push(child);
    return child;
  };
  try {
    await work({
      dir,
      run: (args, input = "") => ended(start(args), input),
      until: (args, said) => spoke(start(args), said),
    });
  } finally {
    for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function ended(child: ChildProcess, input: string): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (part) => {
    stdout += part;
  });
  child.stderr?.on("data", (part) => {
    stderr += part;
  });
  // Whoever reads nothing closes early.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

async function spoke(child: ChildProcess, said: RegExp) {
  let heard = "";
  const match = await new Promise<RegExpMatchArray>((resolve, reject) => {
    const hear = (part: Buffer) => {
      heard += part;
      const match = said.exec(heard);
      if (match) resolve(match);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("close", (code) => reject(new Error(`ended with ${code}: ${heard}`)));
  });
  return { child, match };
}
