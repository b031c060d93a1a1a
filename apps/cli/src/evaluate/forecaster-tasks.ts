import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DAY, Fault, type Instant, MINUTE } from "@sakiyomi/core";
import { type SimulatedPerson, simulatedPerson } from "@sakiyomi/simulator";
import type { Fold, Series, Task } from "./forecaster-series.ts";

const oneHot = (at: number, of: number): readonly number[] => Array.from({ length: of }, (_, i) => (i === at ? 1 : 0));

const bidmcUnits = { HR: "/min", PULSE: "/min", RESP: "/min", SpO2: "%" } as const;

/** Bedside monitors of intensive care, 8 min at 1 Hz each; every patient is forecast by what the others taught. */
export async function bidmcTask(dir: string): Promise<Task> {
  const names = await readdir(dir).catch(() => []);
  const files = names.filter((name) => name.endsWith("_Numerics.csv")).toSorted();
  if (files.length < 2) throw new Fault("CLI_USAGE", `${dir} has fewer than two files …_Numerics.csv.`);
  const patients = await Promise.all(
    files.map(async (file) => numericsOf(file.replace("_Numerics.csv", ""), await readFile(join(dir, file), "utf8"))),
  );
  return {
    title: `bidmc: ${files.length} patients, 1 Hz, each forecast by a model of the others`,
    horizons: [5, 15, 30, 60].map((steps) => ({ steps, name: `${steps} s` })),
    season: 60,
    units: bidmcUnits,
    judgedFrom: 60,
    folds: patients.map(
      (test, i): Fold => ({
        name: test[0]?.person ?? "",
        test,
        train: patients.flatMap((series, j) => (i === j ? [] : series)),
      }),
    ),
  };
}

function numericsOf(person: string, csv: string): readonly Series[] {
  const [head = "", ...lines] = csv.trim().split(/\r?\n/);
  const columns = head.split(",").map((name) => name.trim());
  const cells = lines.map((line) => line.split(",").map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell))));
  const signals = Object.keys(bidmcUnits);
  return signals.flatMap((signal, i): readonly Series[] => {
    const column = columns.indexOf(signal);
    if (column < 0) return [];
    const values = Float64Array.from(cells, (row) => row[column] ?? Number.NaN);
    return [{ signal, person, values, context: lines.map(() => oneHot(i, signals.length)) }];
  });
}

const wardUnits = {
  "heart-rate": "/min",
  "respiration-rate": "/min",
  spo2: "%",
  "bladder-volume": "mL",
} as const;

export interface WardOptions {
  readonly trainingPeople: number;
  readonly testPeople: number;
  readonly days: number;
  readonly seed: number;
}

const START: Instant = Date.parse("2026-01-01T00:00:00+09:00");
const GRID_MIN = 5;
const STEPS_A_DAY = (24 * 60) / GRID_MIN;

/** Simulated days on a grid of five minutes; nobody who is judged was learnt from. */
export function wardTask({ trainingPeople, testPeople, days, seed }: WardOptions): Task {
  const people = (group: string, count: number) =>
    Array.from({ length: count }, (_, i) => seriesOf(`forecaster/${group}/${seed}/${i}`, days)).flat();
  return {
    title: `simulated ward: ${testPeople} people for ${days - 1} days after one to look, ${trainingPeople} others to learn from`,
    horizons: [3, 6, 12, 24].map((steps) => ({ steps, name: `${steps * GRID_MIN} min` })),
    season: STEPS_A_DAY,
    units: wardUnits,
    judgedFrom: STEPS_A_DAY,
    folds: [{ name: "ward", train: people("training", trainingPeople), test: people("test", testPeople) }],
  };
}

function seriesOf(seed: string, days: number): readonly Series[] {
  const person = simulatedPerson({ seed, start: START, vitalsEveryS: 60 });
  const bins = binned(person, days * STEPS_A_DAY);
  const signals = Object.keys(wardUnits);
  return signals.map((signal, i) => {
    const values = Float64Array.from(bins, (bin) => medianOf(bin.get(signal) ?? []));
    return { signal, person: seed, values, context: contextOf(values, i, signals.length) };
  });
}

/** What each five minutes brought, by the time it was measured. */
function binned(person: SimulatedPerson, steps: number): readonly ReadonlyMap<string, readonly number[]>[] {
  const bins = Array.from({ length: steps }, () => new Map<string, number[]>());
  const end = START + steps * GRID_MIN * MINUTE;
  for (let from = START; from < end; from += DAY / 4)
    for (const signal of person.signalsBetween(from, Math.min(end, from + DAY / 4))) {
      if (!(signal.kind in wardUnits) || signal.quality !== "good" || typeof signal.value !== "number") continue;
      const bin = bins[Math.floor((signal.at - START) / (GRID_MIN * MINUTE))];
      const list = bin?.get(signal.kind);
      if (list) list.push(signal.value);
      else bin?.set(signal.kind, [signal.value]);
    }
  return bins;
}

const medianOf = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

/** Which signal it is, the hour of the day, and for the bladder how full it is: the last value in litres. */
function contextOf(values: Float64Array, signal: number, of: number): Series["context"] {
  const isVolume = Object.keys(wardUnits)[signal] === "bladder-volume";
  let last = 0;
  return Array.from(values, (value, step) => {
    if (!Number.isNaN(value)) last = value;
    const turn = (2 * Math.PI * step) / STEPS_A_DAY;
    return [...oneHot(signal, of), Math.sin(turn), Math.cos(turn), isVolume ? last / 300 : 0];
  });
}
