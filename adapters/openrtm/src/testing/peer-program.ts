import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CorbaFault } from "../fault.ts";

/** The peers on Debian's omniORB: peers/*.idl and *.cc beside this package's sources. */
export const peerPackages = ["g++", "libomniorb4-dev", "omniidl", "omniorb", "omniorb-nameserver"] as const;

const sources = fileURLToPath(new URL("../../peers/", import.meta.url));
const run = promisify(execFile);

const idl = [
  ["rtc", ["-Wba"]],
  ["data-types", []],
] as const;

let building: Promise<string> | null = null;

/** Builds the C++ peer once for its sources, into a cache in the folder of temporary files; gives its path. */
export const buildPeer = (): Promise<string> => {
  building ??= build();
  return building;
};

const build = async (): Promise<string> => {
  const names = readdirSync(sources).sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(readFileSync(join(sources, name)));
  const cache = join(tmpdir(), "sakiyomi-openrtm-peer");
  const program = join(cache, hash.digest("hex").slice(0, 16));
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "build-"));
  try {
    for (const [name, options] of idl) {
      const file = join(sources, `${name}.idl`);
      await run("omniidl", ["-bcxx", ...options, "-Wbh=.hh", "-Wbs=SK.cc", "-Wbd=DynSK.cc", `-C${folder}`, file]);
    }
    await compile(folder, names);
    // Others may build the same at the same time: the last to finish wins, with the same program.
    renameSync(join(folder, "peer"), program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return program;
};

const compile = async (folder: string, names: readonly string[]): Promise<void> => {
  const generated = readdirSync(folder).map((name) => join(folder, name));
  const written = names.map((name) => join(sources, name));
  const units = [...written, ...generated].filter((name) => name.endsWith(".cc"));
  const objects = units.map((_, i) => join(folder, `${i}.o`));
  const options = ["-std=c++17", "-O0", `-I${folder}`, `-I${sources}`, "-c"];
  // Two at a time.
  const waiting = units.map((unit, i) => [unit, objects[i] ?? ""] as const);
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await run("g++", [...options, next[0], "-o", next[1]]);
  };
  await Promise.all([worker(), worker()]);
  await run("g++", [
    ...objects,
    "-o",
    join(folder, "peer"),
    "-lomniDynamic4",
    "-lomniORB4",
    "-lomnithread",
    "-lpthread",
  ]);
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
};

/** Tries until it is so. @throws {CorbaFault} "timeout" */
export const eventually = async <T>(what: string, attempt: () => Promise<T | null>, within = 10_000): Promise<T> => {
  const deadline = performance.now() + within;
  for (;;) {
    const value = await attempt().catch(() => null);
    if (value !== null) return value;
    if (performance.now() > deadline)
      throw new CorbaFault("timeout", `${what} did not come about within ${within} ms.`, "Look at its own output.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** A program that was started, and is ended by `end`, which may be called again. */
export interface Started {
  readonly child: ChildProcess;
  end(signal?: NodeJS.Signals): Promise<void>;
}

const started = (child: ChildProcess): Started => ({
  child,
  end: async (signal = "SIGKILL") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    // A stopped program hears only SIGKILL.
    if (signal !== "SIGKILL") child.kill("SIGCONT");
    await ended;
  },
});

/** Stops a program (SIGSTOP), and waits until it has: threads of it may go on for a moment. */
export const halt = async ({ child }: Started): Promise<void> => {
  child.kill("SIGSTOP");
  await eventually("a stopped program", async () =>
    /^State:\s+T/m.test(readFileSync(`/proc/${child.pid}/status`, "utf8")) ? true : null,
  );
};

const answers = async (port: number): Promise<true | null> => {
  const socket = connect(port, "127.0.0.1");
  const isUp = await Promise.race([
    once(socket, "connect").then(() => true as const),
    once(socket, "error").then(() => null),
  ]).catch(() => null);
  socket.destroy();
  return isUp;
};

/** omniORB's name server; it keeps its names in `folder`, and has them again when it is started there again. */
export const startNames = async (folder: string, port: number): Promise<Started> => {
  const isNew = !readdirSync(folder).some((name) => name.endsWith(".dat") || name.endsWith(".log"));
  const where = isNew ? ["-start", String(port)] : [];
  const child = spawn("omniNames", [...where, "-datadir", folder, "-nohostname"], { stdio: "ignore" });
  const names = started(child);
  await eventually("omniNames", () => answers(port)).catch(async (error: unknown) => {
    await names.end();
    throw error;
  });
  return names;
};

const namesAt = (port: number): readonly string[] => ["-ORBInitRef", `NameService=corbaname::127.0.0.1:${port}`];

/** `args` as peers/peer.cc tells them: ["echo", "Echo0", "200"]. */
export const startPeer = async (namesPort: number, args: readonly string[]): Promise<Started> => {
  const program = await buildPeer();
  const options = [...namesAt(namesPort), "-ORBendPoint", "giop:tcp:127.0.0.1:", "-ORBtraceLevel", "0"];
  return started(spawn(program, [...args, ...options], { stdio: ["ignore", "ignore", "inherit"] }));
};

/** Connects two ports of two components, as a tool does that draws lines; gives what it printed. */
export const runTool = async (
  namesPort: number,
  [from, to]: readonly [readonly [string, string], readonly [string, string]],
  type: string,
): Promise<string> => {
  const program = await buildPeer();
  const { stdout } = await run(program, ["tool", ...from, ...to, type, ...namesAt(namesPort)], { timeout: 10_000 });
  return stdout;
};
