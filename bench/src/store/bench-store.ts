import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Done, Task } from "./client.ts";
import { cpuOfTree } from "./cpu.ts";
import { type Host, Missing, ownFile, starts } from "./hosts.ts";
import type { SideName } from "./side.ts";
import { ecgSamples, START } from "./signals.ts";
import { type Figures, tableOf } from "./table.ts";

export interface BenchStoreOptions {
  /** Each measurement of ingest is made so often, in turn with the other sides. */
  readonly rounds?: number;
  /** Length of one measurement of ingest. */
  readonly seconds?: number;
  readonly sides?: readonly SideName[];
  /** Where `wfdb/100.dat` is; without it a synthetic ECG is stored. */
  readonly dataDir?: string | undefined;
  /** A year of 1 Hz as well, for our own side only: it would take the others minutes to load. */
  readonly yearAt1Hz?: boolean;
  readonly onStep?: (step: string) => void;
}

export interface BenchStoreResult {
  readonly figures: Readonly<Partial<Record<SideName, Figures>>>;
  readonly skipped: readonly string[];
  /** What is printed. */
  readonly table: string;
}

const QUERIES = 9;
/** Asked before, and not counted: compilers and caches of each side warm up. */
const WARM_UPS = 8;
const sidesOfAll: readonly SideName[] = ["sakiyomi", "influxdb", "postgres-rows", "postgres-blocks"];

/** A server of one side and the process that speaks to it. */
interface Pair {
  readonly name: SideName;
  readonly host: Host;
  readonly client: ChildProcess;
  readonly figures: Figures;
}

/** Our store, InfluxDB 1.6 and PostgreSQL 15 with the same data and the same durability, one after the other in turns. */
export async function benchStore(options: BenchStoreOptions = {}): Promise<BenchStoreResult> {
  const { sides = sidesOfAll, onStep = () => {} } = options;
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-bench-"));
  // PostgreSQL runs as another user, and has to come this far.
  chmodSync(dir, 0o755);
  const dataDir = options.dataDir ?? process.env.SAKIYOMI_DATA ?? nearData();
  const pairs: Pair[] = [];
  const skipped: string[] = [];
  try {
    for (const name of sides) await start(name, join(dir, name), dataDir, pairs, skipped, onStep);
    await measure(pairs, options, onStep);
    const figures = Object.fromEntries(pairs.map((pair) => [pair.name, pair.figures]));
    return { figures, skipped, table: tableOf(pairs, skipped, ecgSamples(dataDir).name) };
  } finally {
    for (const { client, host } of pairs) {
      if (client.connected) client.disconnect();
      await host.stop();
    }
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const nearData = (): string | undefined => (existsSync("../shared/data") ? "../shared/data" : undefined);

async function start(
  name: SideName,
  dir: string,
  dataDir: string | undefined,
  pairs: Pair[],
  skipped: string[],
  onStep: (step: string) => void,
): Promise<void> {
  onStep(`starting ${name}`);
  try {
    mkdirSync(dir, { recursive: true });
    const host = await starts[name](dir);
    const args = [...ownFile("client"), name, JSON.stringify({ port: host.port, dir: host.dir }), dataDir ?? ""];
    const client = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    pairs.push({ name, host, client, figures: emptyFigures() });
    await new Promise<void>((resolve, reject) => {
      client.once("message", () => resolve());
      client.once("exit", () => reject(new Error(`the client of ${name} ended at once`)));
    });
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    skipped.push(`${name}: ${error.message}`);
  }
}

const emptyFigures = (): Figures => ({
  rate: [],
  clientUs: [],
  serverUs: [],
  ackP50: [],
  ackP99: [],
  bytes: {},
  queries: {},
});

async function measure(
  pairs: readonly Pair[],
  options: BenchStoreOptions,
  onStep: (step: string) => void,
): Promise<void> {
  const { rounds = 3, seconds = 4, yearAt1Hz = true } = options;
  const each = async (step: string, work: (pair: Pair) => Promise<void>) => {
    for (const pair of pairs) {
      onStep(`${step}: ${pair.name}`);
      await work(pair);
    }
  };
  // Compilers warm up on a day that is not counted, and before the others: later frames would all be late ones.
  await each("warming up", async (pair) => {
    await told(pair, { do: "feed", seconds: Math.min(3, seconds), paced: false, start: START });
  });
  for (let round = 0; round < rounds; round++) {
    // Each feed has a day of its own, so that nothing is said twice.
    const day = (n: number) => START + (1 + round * 2 + n) * 86_400_000;
    await each(`ingest ${round + 1}/${rounds}`, (pair) => ingest(pair, seconds, day(0)));
    await each(`acknowledgement ${round + 1}/${rounds}`, (pair) => acknowledge(pair, seconds, day(1)));
  }
  for (const what of ["ecg", "acceleration", "vital"] as const)
    await each(`bytes of ${what}`, (pair) => bytes(pair, what));
  for (const what of ["window", "year"] as const)
    await each(`loading ${what}`, async (pair) => {
      await told(pair, { do: "load", what });
    });
  for (const what of ["window", "latest", "plot"] as const) await each(what, (pair) => query(pair, what));
  const ours = pairs.find(({ name }) => name === "sakiyomi");
  if (!yearAt1Hz || ours === undefined) return;
  onStep("loading a year at 1 Hz: sakiyomi");
  await told(ours, { do: "load", what: "year-1hz" });
  await told(ours, { do: "size" });
  await query(ours, "plot-1hz");
}

async function ingest(pair: Pair, seconds: number, start: number): Promise<void> {
  const { done, serverMs } = await told(pair, { do: "feed", seconds, paced: false, start });
  pair.figures.rate.push((done.samples / done.ms) * 1000);
  pair.figures.clientUs.push((done.cpuMs * 1000) / done.samples);
  pair.figures.serverUs.push((serverMs * 1000) / done.samples);
}

async function acknowledge(pair: Pair, seconds: number, start: number): Promise<void> {
  const { done } = await told(pair, { do: "feed", seconds, paced: true, start });
  pair.figures.ackP50.push(done.acks[Math.floor(done.acks.length * 0.5)] ?? Number.NaN);
  pair.figures.ackP99.push(done.acks[Math.floor(done.acks.length * 0.99)] ?? Number.NaN);
}

async function bytes(pair: Pair, what: "ecg" | "acceleration" | "vital"): Promise<void> {
  const before = (await told(pair, { do: "size" })).done.samples;
  const { samples } = (await told(pair, { do: "load", what })).done;
  const after = (await told(pair, { do: "size" })).done.samples;
  pair.figures.bytes[what] = (after - before) / samples;
}

async function query(pair: Pair, what: "window" | "latest" | "plot" | "plot-1hz"): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let i = 0; i < WARM_UPS + QUERIES; i++) {
    const { done } = await told(pair, { do: what });
    if (i >= WARM_UPS) times.push(done.ms);
    found = done.samples;
  }
  pair.figures.queries[what] = { times, found };
}

async function told({ client, host }: Pair, task: Task): Promise<{ done: Done; serverMs: number }> {
  const before = cpuOfTree(host.pid);
  const reply = await new Promise<{ done?: Done; error?: string }>((resolve, reject) => {
    client.once("message", (said) => resolve(said as { done?: Done }));
    client.once("exit", () => reject(new Error("a client ended")));
    client.send(task);
  });
  client.removeAllListeners("exit");
  if (reply.done === undefined) throw new Error(reply.error);
  return { done: reply.done, serverMs: cpuOfTree(host.pid) - before };
}
