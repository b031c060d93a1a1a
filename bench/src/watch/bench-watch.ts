import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { firstLine, start, stop } from "../end-to-end/end-to-end.ts";
import type { Cost } from "../end-to-end/server.ts";

export interface WatchBenchOptions {
  /** How many people, one run after the other. */
  readonly sizes?: readonly number[];
  /** For how long each run is measured. */
  readonly seconds?: number;
  readonly onStep?: (step: string) => void;
}

/** Of a message sent to its alert at a page, ms. `missed`: never came. `early`: before its deciding sample was sent. */
export interface Delays {
  readonly trials: number;
  readonly missed: number;
  readonly early: number;
  readonly min: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

export interface WatchFigure {
  readonly people: number;
  /** CPU of the whole server, all its threads, as a share of one core. */
  readonly core: number;
  readonly rss: number;
  readonly asystole: Delays;
  readonly state: Delays;
  /** By how much the simulated people themselves were late at most, ms, and messages that got no answer. */
  readonly crowdLateMs: number;
  readonly lost: number;
  /** How many times rarer than usual turns were taken at the end, because the machine could not keep up; 1: it could. */
  readonly slowness: number;
}

const WARM_S = 20;
type Line =
  | { readonly type: "asystole" | "state"; readonly ms: number | null }
  | { readonly type: "crowd"; readonly lateMs: number; readonly lost: number; readonly slowness: number };

/** All skills over people with ECG, pulse, acceleration and vital signs: what it costs, and how long an alert takes. */
export async function benchWatch(options: WatchBenchOptions = {}): Promise<readonly WatchFigure[]> {
  const { sizes = [10, 50, 200, 500, 1000], seconds = 60, onStep = () => undefined } = options;
  const figures: WatchFigure[] = [];
  for (const people of sizes) {
    onStep(`${people} people`);
    figures.push(await measure(people, seconds));
  }
  return figures;
}

async function measure(people: number, seconds: number): Promise<WatchFigure> {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-bench-"));
  const server = start("server.ts", [dir, String(people), ""]);
  const { url, device, session } = await firstLine(server);
  const crowd = start("../watch/crowd.ts", [url, device, session, String(people)]);
  const said = listen(crowd);
  const costs = listen(server);
  try {
    await wait(WARM_S);
    crowd.stdin?.write("trials\n");
    const before = await ask(server, costs);
    const began = performance.now();
    await wait(seconds);
    const after = await ask(server, costs);
    const core = (after.cpuMs - before.cpuMs) / (performance.now() - began);
    crowd.stdin?.write("crowd\n");
    await wait(1);
    return { people, core, rss: after.rss, ...heard(said as readonly Line[]) };
  } finally {
    await stop(crowd);
    await stop(server);
    await rm(dir, { recursive: true, force: true });
  }
}

const wait = (s: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, s * 1000));

function listen(child: ChildProcess): unknown[] {
  const lines: unknown[] = [];
  if (child.stdout) createInterface(child.stdout).on("line", (line) => void lines.push(JSON.parse(line)));
  return lines;
}

async function ask(server: ChildProcess, costs: readonly unknown[]): Promise<Cost> {
  const before = costs.length;
  server.stdin?.write("cost\n");
  while (costs.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  return costs.at(-1) as Cost;
}

function heard(lines: readonly Line[]): Pick<WatchFigure, "asystole" | "state" | "crowdLateMs" | "lost" | "slowness"> {
  const of = (type: "asystole" | "state") =>
    delays(lines.flatMap((line) => (line.type === type ? [line.ms ?? Number.POSITIVE_INFINITY] : [])));
  const crowd = lines.findLast((line) => line.type === "crowd");
  return {
    asystole: of("asystole"),
    state: of("state"),
    crowdLateMs: crowd?.type === "crowd" ? crowd.lateMs : Number.NaN,
    lost: crowd?.type === "crowd" ? crowd.lost : Number.NaN,
    slowness: crowd?.type === "crowd" ? crowd.slowness : Number.NaN,
  };
}

function delays(all: readonly number[]): Delays {
  const came = all.filter((ms) => Number.isFinite(ms) && ms >= 0).sort((a, b) => a - b);
  const at = (share: number) => came[Math.min(came.length - 1, Math.ceil(share * came.length) - 1)] ?? Number.NaN;
  return {
    trials: all.length,
    missed: all.filter((ms) => !Number.isFinite(ms)).length,
    early: all.filter((ms) => ms < 0).length,
    ...{ min: at(0.0001), median: at(0.5), p99: at(0.99), max: at(1) },
  };
}

/** The figures as a person reads them. */
export function watchTable(figures: readonly WatchFigure[]): string {
  const ms = ({ trials, missed, early, min, median, p99, max }: Delays) =>
    `${[min, median, p99, max].map((figure) => figure.toFixed(0)).join(" / ")} ms (${trials}${missed + early > 0 ? `, ${missed} missed, ${early} early` : ""})`;
  return [
    "All skills at work; each person ECG 250 Hz, pulse 125 Hz, acceleration 3 x 50 Hz, vital signs 1 Hz, in messages of a second.",
    "Delay: from the message with the deciding sample to the alert at a page: minimum / median / p99 / maximum (trials).",
    "",
    ...figures.map(({ people, core, rss, asystole, state, crowdLateMs, lost, slowness }) =>
      [
        `${people} people: ${(100 * core).toFixed(0)} % of one core (${((1000 * core) / people).toFixed(2)} ms a person and second), ${(rss / 2 ** 20).toFixed(0)} MiB`,
        `  heart stops: ${ms(asystole)}`,
        `  no answer:   ${ms(state)}`,
        `  the simulated people were up to ${crowdLateMs.toFixed(0)} ms late, ${lost} messages lost; turns at 1/${slowness} of the usual pace`,
      ].join("\n"),
    ),
  ].join("\n");
}
