import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import type { Table } from "../table.ts";
import { evaluateBreath } from "./breath.ts";
import { evaluateCtgAlarms } from "./ctg-alarms.ts";
import { evaluateCtgClasses } from "./ctg-classes.ts";
import { evaluateCtg } from "./ctg-outcome.ts";
import { evaluateBasicCare } from "./daily.ts";
import { evaluateExcretion } from "./daily-excretion.ts";
import { evaluateFall } from "./fall.ts";
import { evaluateHeart } from "./heart.ts";
import { evaluateHomePressure } from "./home-pressure.ts";
import { evaluateNap } from "./nap.ts";
import { whyOf } from "./readable.ts";
import { evaluateScreening } from "./screening.ts";

/** One watching skill's figures: on a set of real records, or on simulated people where there are none. */
type Part =
  | {
      readonly name: string;
      readonly set: string;
      /** What a file of the set is called: a folder without one holds other data. */
      readonly file: RegExp;
      readonly run: (dir: string) => Promise<Table>;
    }
  | { readonly name: string; readonly simulated: (seed: number) => Promise<Table> };

const parts: readonly Part[] = [
  { name: "heart", set: "wfdb", file: /\.hea$/, run: evaluateHeart },
  { name: "breath", set: "bidmc", file: /_Signals\.csv$/, run: evaluateBreath },
  { name: "fall", set: "sisfall", file: /^(S[AE]\d\d$|[DF]\d\d_)/, run: evaluateFall },
  { name: "nap-watch", simulated: (seed) => evaluateNap(seed, 3) },
  { name: "ctg-outcome", set: "ctu-uhb-ctg", file: /^\d{4}\.hea$/, run: (dir) => evaluateCtg(dir) },
  { name: "ctg-alarms", set: "ctu-uhb-ctg", file: /^\d{4}\.hea$/, run: (dir) => evaluateCtgAlarms(dir) },
  { name: "ctg-classes", set: "uci-ctg", file: /^(ctg|cardio).*\.csv$/i, run: (dir) => evaluateCtgClasses(dir) },
  { name: "basic-care", simulated: evaluateBasicCare },
  { name: "excretion", simulated: evaluateExcretion },
  { name: "home-blood-pressure", simulated: evaluateHomePressure },
  { name: "screening", simulated: evaluateScreening },
];

export interface WatchOptions {
  /** Root of all sets, or one set; left out: where the project's data lie. */
  readonly data?: string;
  /** Only parts whose name begins so. */
  readonly only?: string;
  readonly seed: number;
  readonly onProgress?: (done: number, of: number) => void;
}

export const watchParts: readonly string[] = parts.map(({ name }) => name);
const COLUMNS = ["n", "measured", "95 %", "wanted", "peer"];

/** Every figure of the watching skills in one table: cases, intervals, what was wanted, what the floor or peer gives. */
export async function evaluateWatch(options: WatchOptions): Promise<Table> {
  const { only = "", onProgress = () => undefined } = options;
  const chosen = parts.filter(({ name }) => name.startsWith(only));
  if (options.data !== undefined && !(await isFolder(options.data)))
    throw new Fault("CLI_USAGE", `--data ${options.data} is no folder.`);
  if (chosen.length === 0) throw new Fault("CLI_USAGE", `${only} is no part: ${watchParts.join(", ")}.`);
  const tables: { readonly name: string; readonly table: Table }[] = [];
  for (const [done, part] of chosen.entries()) {
    onProgress(done, chosen.length);
    tables.push({ name: part.name, table: await measured(part, options).catch(broken) });
  }
  onProgress(chosen.length, chosen.length);
  return joined(tables);
}

async function measured(part: Part, { data, seed }: WatchOptions): Promise<Table> {
  if ("simulated" in part) return part.simulated(seed);
  const dir = await folderOf(part, data);
  const table = dir === null ? null : await part.run(dir);
  // Files of another set may bear such names, too.
  return table && table.rows.length > 0 ? table : leftOut(`no data of the set ${part.set}`);
}

/** One part that cannot go on keeps nobody from the others; it is a failure, and named. */
const broken = (cause: unknown): Table => {
  const why = whyOf(cause);
  return { ...leftOut(why), failures: [`could not be measured: ${why}`] };
};

const leftOut = (why: string): Table => ({
  ...{ title: "", columns: COLUMNS, notes: [], figures: { leftOut: why } },
  rows: [{ name: `left out: ${why}`, cells: ["0", "", "", "", ""] }],
});

/** The set's own folder under the root, or the folder itself where it holds such files; null: neither. */
async function folderOf(
  { set, file }: Extract<Part, { set: string }>,
  data: string | undefined,
): Promise<string | null> {
  const root = data ?? process.env.SAKIYOMI_DATA ?? join("..", "shared", "data");
  for (const dir of [join(root, set), root])
    if ((await isFolder(dir)) && (await readdir(dir)).some((name) => file.test(name))) return dir;
  return null;
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false;

function joined(tables: readonly { readonly name: string; readonly table: Table }[]): Table {
  const failures = tables.flatMap(({ name, table }) => (table.failures ?? []).map((failure) => `${name}: ${failure}`));
  return {
    title: "The watching skills",
    columns: COLUMNS,
    rows: tables.flatMap(({ name, table }) => [
      { name: name.toUpperCase(), cells: ["", "", "", "", ""] },
      ...table.rows.map((row) => ({ ...row, name: `  ${row.name}` })),
    ]),
    notes: [
      ...tables.flatMap(({ name, table }) => table.notes.filter(isNoFailure).map((note) => `${name}: ${note}`)),
      "Rows without a set of real records are simulated: the simulators are this project's own, and know nothing of the skills.",
      ...failures.map((failure) => `NOT MET: ${failure}`),
    ],
    figures: Object.fromEntries(tables.map(({ name, table }) => [name, table.figures])),
    failures,
  };
}

const isNoFailure = (note: string): boolean => !note.startsWith("NOT MET");
