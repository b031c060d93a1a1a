import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Found, readEach } from "./readable.ts";

/** One trial of SisFall: who, what, and the acceleration of the first sensor in g. */
export interface FallRecord {
  readonly name: string;
  readonly subject: string;
  readonly activity: string;
  readonly isFall: boolean;
  readonly axes: readonly [Float64Array, Float64Array, Float64Array];
}

/** A. Sucerquia et al., Sensors 17:198 (2017), and the set's Readme: 200 Hz; columns 1 to 3 are the ADXL345, 13 bit over ±16 g. */
export const SISFALL_HZ = 200;
const G_PER_BIT = 32 / 2 ** 13;

/** `F05_SA01_R04.txt`: fall or daily activity, subject, trial. */
const NAME = /^([FD]\d\d)_([A-Z]{2}\d\d)_R\d\d\.txt$/;

export async function fallRecords(folder: string): Promise<Found<FallRecord>> {
  const paths = await readdir(folder, { recursive: true });
  return readEach(paths.toSorted(), async (path) => {
    const name = path.split(/[\\/]/).at(-1) ?? "";
    const [, activity, subject] = NAME.exec(name) ?? [];
    if (activity === undefined || subject === undefined) return null;
    const axes = readAxes(await readFile(join(folder, path), "latin1"));
    return { name: name.slice(0, -4), subject, activity, isFall: activity.startsWith("F"), axes };
  });
}

/** Of a file so much of which is no measurement nobody knows what it shows. */
const MOST_BAD = 0.02;

/** A bad line keeps its place in time: nothing was measured there. */
function readAxes(text: string): FallRecord["axes"] {
  const rows = text.trimEnd().split("\n").map(readLine);
  const bad = rows.filter(([x]) => Number.isNaN(x)).length;
  if (rows.length < SISFALL_HZ) throw new Error(`${rows.length} lines are not a second of ${SISFALL_HZ} Hz`);
  if (bad > MOST_BAD * rows.length) throw new Error(`${bad} of ${rows.length} lines are no measurements`);
  const axis = (k: number) => Float64Array.from(rows, (row) => (row[k] as number) * G_PER_BIT);
  return [axis(0), axis(1), axis(2)];
}

const NOTHING = [Number.NaN, Number.NaN, Number.NaN];

function readLine(line: string): readonly number[] {
  const row = line
    .replace(";", "")
    .split(",")
    .map((cell) => (cell.trim() === "" ? Number.NaN : Number(cell)));
  return row.length >= 3 && row.every(Number.isFinite) ? row : NOTHING;
}
