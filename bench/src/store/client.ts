// The client of one side, in a process of its own: what it spends on speaking to its server counts.
import { setTimeout as sleep } from "node:timers/promises";
import { influxSide } from "./influx-side.ts";
import { postgresBlocks, postgresRows } from "./postgres-sides.ts";
import { sakiyomiSide } from "./sakiyomi-side.ts";
import type { Place, Side, SideName } from "./side.ts";
import {
  accelerationSamples,
  channels,
  ecgRate,
  ecgSamples,
  ecgTick,
  firstChannel,
  MINUTE,
  type PieceKind,
  piecesOf,
  START,
  vitalSamples,
} from "./signals.ts";

export type Task =
  | { readonly do: "feed"; readonly seconds: number; readonly paced: boolean; readonly start: number }
  | { readonly do: "load"; readonly what: "ecg" | "acceleration" | "vital" | "window" | "year" | "year-1hz" }
  | { readonly do: "window" | "latest" | "plot" | "plot-1hz" | "size" };

export interface Done {
  readonly samples: number;
  readonly ms: number;
  /** Of this process, ms. */
  readonly cpuMs: number;
  /** Acknowledgements, ms, ascending. */
  readonly acks: readonly number[];
}

const [name, place, data] = process.argv.slice(2) as [SideName, string, string | undefined];
const sides: Readonly<Record<SideName, (place: Place) => Side | Promise<Side>>> = {
  sakiyomi: sakiyomiSide,
  influxdb: influxSide,
  "postgres-rows": postgresRows,
  "postgres-blocks": postgresBlocks,
};
const side = await sides[name](JSON.parse(place) as Place);
const pool = ecgSamples(data || undefined).samples;

/** So many ticks are on their way at once when as much as possible is sent; PostgreSQL's connection takes one at a time. */
const IN_FLIGHT = name.startsWith("postgres") ? 1 : 3;

async function feed({ seconds, paced, start }: Extract<Task, { do: "feed" }>): Promise<Omit<Done, "cpuMs">> {
  const acks: number[] = [];
  const begin = performance.now();
  let tick = 0;
  const one = async (): Promise<void> => {
    const pieces = ecgTick(pool, tick++, start);
    const sent = performance.now();
    if (await side.write(pieces)) acks.push(performance.now() - sent);
  };
  const over = () => performance.now() - begin > seconds * 1000;
  if (paced) await feedPaced(one, over, begin);
  else
    await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        while (!over()) await one();
      }),
    );
  await side.drain();
  return { samples: tick * channels * 25, ms: performance.now() - begin, acks: acks.sort((a, b) => a - b) };
}

/** A tick every 100 ms, as the devices send; one that is late is sent at once. */
async function feedPaced(one: () => Promise<void>, over: () => boolean, begin: number): Promise<void> {
  const running: Promise<void>[] = [];
  for (let tick = 0; !over(); tick++) {
    const wait = begin + tick * 100 - performance.now();
    if (wait > 0) await sleep(wait);
    if (name.startsWith("postgres")) await one();
    else running.push(one());
  }
  await Promise.all(running);
}

const YEAR = 365 * 24 * 60;

async function load(what: Extract<Task, { do: "load" }>["what"]): Promise<Omit<Done, "cpuMs">> {
  const begin = performance.now();
  let samples = 0;
  const all = async (kind: PieceKind, first: number, count: number, stepMs: number, of: (i: number) => Int32Array) => {
    for (let i = 0; i < count; i++) {
      const signal = of(i);
      for (const piece of piecesOf(kind, first + i, signal, stepMs, 10_000)) await side.write([piece]);
      samples += signal.length;
    }
  };
  if (what === "ecg") await all("ecg", firstChannel.ecg + 2000, 3, 4, () => pool.slice(0, 500_000));
  if (what === "acceleration")
    await all("acceleration", firstChannel.acceleration, 3, 20, () => accelerationSamples(300_000));
  if (what === "vital") await all("vital", firstChannel.vital, 5, 1000, () => vitalSamples(86_400, 86_400));
  if (what === "window") await all("ecg", firstChannel.ecg + 3000, 1, 4, () => repeated(pool, ecgRate * 60 * 30));
  if (what === "year") await all("vital", firstChannel.year, 1, MINUTE, () => vitalSamples(YEAR, 1440));
  if (what === "year-1hz") await all("vital", firstChannel.year + 1, 1, 1000, () => vitalSamples(YEAR * 60, 86_400));
  await side.drain();
  return { samples, ms: performance.now() - begin, acks: [] };
}

const repeated = (samples: Int32Array, n: number): Int32Array =>
  Int32Array.from({ length: n }, (_, i) => samples[i % samples.length] as number);

async function ask(what: "window" | "latest" | "plot" | "plot-1hz" | "size"): Promise<number> {
  const from = START + 10 * MINUTE;
  if (what === "window") return side.window(firstChannel.ecg + 3000, from, from + 10 * MINUTE - 1);
  if (what === "latest") return side.latest();
  if (what === "size") return side.size();
  return side.plot(firstChannel.year + (what === "plot" ? 0 : 1), START, START + YEAR * MINUTE, 1000);
}

async function answer(task: Task): Promise<Done> {
  const before = process.cpuUsage();
  const begin = performance.now();
  const done =
    task.do === "feed"
      ? await feed(task)
      : task.do === "load"
        ? await load(task.what)
        : { samples: await ask(task.do), ms: 0, acks: [] };
  const { user, system } = process.cpuUsage(before);
  return { ...done, ms: done.ms || performance.now() - begin, cpuMs: (user + system) / 1000 };
}

process.on("message", (task: Task) => {
  answer(task).then(
    (done) => process.send?.({ done }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on("disconnect", () => side.close());
process.send?.({ ready: true });
