import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kind } from "@sakiyomi/core";
import { type Found, readEach } from "./readable.ts";
import type { Wave } from "./waves.ts";

export interface BreathRecord {
  readonly name: string;
  readonly waves: readonly Wave[];
  /** Seconds of the breaths that the two annotators marked. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** The monitor's own respiration rate, second by second; NaN where it gave none. */
  readonly monitor: readonly number[];
}

const RATE = 125;
const kindOfColumn: Readonly<Record<string, Kind>> = { RESP: "respiration-impedance", PLETH: "ppg" };
/** The first of them that was recorded. */
const leads = ["II", "I", "III", "MCL", "V", "AVF", "AVL", "AVR"];
/** Shorter ones have no window. */
const SHORTEST_S = 32;

/** Records in the CSV form of BIDMC: `bidmc_01_Signals.csv`, `_Breaths.csv`, `_Numerics.csv`. */
export async function breathRecords(folder: string): Promise<Found<BreathRecord>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith("_Signals.csv")).sort();
  return readEach(
    files.map((file) => file.slice(0, -"_Signals.csv".length)),
    (name) => readRecord(folder, name),
  );
}

interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

async function readSheet(path: string): Promise<Sheet> {
  const [head = "", ...lines] = (await readFile(path, "utf8")).trim().split(/\r?\n/);
  const numberOf = (cell: string) => (cell.trim() === "" ? Number.NaN : Number(cell));
  return {
    columns: head.split(",").map((name) => name.trim()),
    rows: lines.map((line) => line.split(",").map(numberOf)),
  };
}

async function readRecord(folder: string, name: string): Promise<BreathRecord> {
  const sheet = (part: string) => readSheet(join(folder, `${name}_${part}.csv`));
  const [signals, breaths] = await Promise.all([sheet("Signals"), sheet("Breaths")]);
  // The monitor's own number is a peer, no truth: the record counts without it, too.
  const numerics = await sheet("Numerics").catch((): Sheet => ({ columns: [], rows: [] }));
  if (signals.rows.length < SHORTEST_S * RATE)
    throw new Error(`${signals.rows.length} lines of signals are less than ${SHORTEST_S} s`);
  const marked = (column: number) =>
    breaths.rows.map((row) => (row[column] ?? Number.NaN) / RATE).filter((at) => at >= 0);
  const resp = numerics.columns.indexOf("RESP");
  const first = marked(0);
  if (first.length < 2) throw new Error("no breaths are marked");
  const lead = leads.find((one) => signals.columns.includes(one));
  return {
    name,
    waves: signals.columns.flatMap((column, i) => {
      const kind = column === lead ? "ecg" : kindOfColumn[column];
      return kind ? [{ kind, rate: RATE, values: Float64Array.from(signals.rows, (row) => row[i] ?? Number.NaN) }] : [];
    }),
    first,
    second: marked(1),
    monitor: numerics.rows.map((row) => row[resp] ?? Number.NaN),
  };
}
