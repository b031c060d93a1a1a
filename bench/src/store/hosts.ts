import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { POSTGRES_USER } from "./postgres-sides.ts";
import type { Place, SideName } from "./side.ts";

/** A server that runs for the comparison; its CPU time is that of its process and all below it. */
export interface Host extends Place {
  readonly pid: number;
  stop(): Promise<void>;
}

export type Starts = (dir: string) => Promise<Host>;

/** Says why not, where it cannot run on this machine. */
export class Missing extends Error {
  override readonly name = "Missing";
}

export const starts: Readonly<Record<SideName, Starts>> = {
  sakiyomi: startSakiyomi,
  influxdb: startInflux,
  "postgres-rows": startPostgres,
  "postgres-blocks": startPostgres,
};

/** How a file of ours is run, from source and compiled. */
export function ownFile(name: string): readonly string[] {
  const isSource = import.meta.url.endsWith(".ts");
  const file = fileURLToPath(new URL(`./${name}${isSource ? ".ts" : ".js"}`, import.meta.url));
  return isSource ? ["--conditions=sakiyomi-source", file] : [file];
}

async function startSakiyomi(dir: string): Promise<Host> {
  const data = join(dir, "signals");
  const child = spawn(process.execPath, [...ownFile("sakiyomi-server"), data], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", (line) => resolve(Number(line)));
    child.once("exit", () => reject(new Error("our server ended at once")));
  });
  return { pid: pidOf(child), port, dir: data, stop: () => stopped(child, "SIGTERM") };
}

async function startInflux(dir: string): Promise<Host> {
  const program = findProgram("influxdb", ["/usr/bin/influxd", "/usr/local/bin/influxd"]);
  const [port, rpc] = [await freePort(), await freePort()];
  const config = join(dir, "influxdb.conf");
  writeFileSync(config, influxConfig(dir, port, rpc));
  const child = spawn(program, ["-config", config], { stdio: "ignore", cwd: dir });
  await until("InfluxDB", async () => (await fetch(`http://127.0.0.1:${port}/ping`)).status === 204);
  await fetch(`http://127.0.0.1:${port}/query?q=${encodeURIComponent("create database bench")}`, { method: "POST" });
  return { pid: pidOf(child), port, dir, stop: () => stopped(child, "SIGTERM") };
}

/** Every write reaches the disk before it is acknowledged (`wal-fsync-delay = "0s"`, which is the default). */
const influxConfig = (dir: string, port: number, rpc: number): string => `
reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${dir}/meta"
  logging-enabled = false
[data]
  dir = "${dir}/data"
  wal-dir = "${dir}/wal"
  wal-fsync-delay = "0s"
  query-log-enabled = false
  cache-snapshot-write-cold-duration = "1s"
  compact-full-write-cold-duration = "2s"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
  max-body-size = 0
[logging]
  level = "error"
`;

/** PostgreSQL refuses to run as root. */
async function startPostgres(dir: string): Promise<Host> {
  const bin = "/usr/lib/postgresql/15/bin";
  findProgram("postgresql", [join(bin, "postgres")]);
  const owner = unprivileged();
  const data = join(dir, "postgres");
  mkdirSync(data);
  if (owner.uid !== undefined) for (const folder of [dir, data]) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  const setup = ["-D", data, "-U", POSTGRES_USER, "--auth=trust", "--encoding=UTF8", "--locale=C"];
  execFileSync(join(bin, "initdb"), setup, { ...owner, stdio: "ignore", cwd: data });
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    shared_buffers: "512MB",
    max_wal_size: "4GB",
    fsync: "on",
    synchronous_commit: "on",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(bin, "postgres"), ["-D", data, ...flags], { ...owner, stdio: "ignore", cwd: data });
  await until("PostgreSQL", async () => {
    execFileSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    return true;
  });
  // SIGINT is its fast shutdown.
  return { pid: pidOf(child), port, dir: data, stop: () => stopped(child, "SIGINT") };
}

function findProgram(packageName: string, paths: readonly string[]): string {
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const installed =
    process.getuid?.() === 0 && install(packageName) ? paths.find((path) => existsSync(path)) : undefined;
  if (installed !== undefined) return installed;
  throw new Missing(`${packageName} is not installed: apt-get install ${packageName}`);
}

/** Debian would also start a service of it; that one is not wanted here. */
function install(packageName: string): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  try {
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", packageName], { env, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"]).toString());
  return { uid: idOf("-u"), gid: idOf("-g") };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });

async function until(name: string, ready: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await ready().catch(() => false)) return;
    await sleep(100);
  }
  throw new Error(`${name} did not start within 15 s`);
}

const pidOf = (child: ChildProcess): number => child.pid ?? 0;

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const killer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(killer);
}
