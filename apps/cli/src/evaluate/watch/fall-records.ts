import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

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

export async function fallRecords(folder: string): Promise<readonly FallRecord[]> {
  const records: FallRecord[] = [];
  const paths = await readdir(folder, { recursive: true });
  for (const path of paths.toSorted()) {
    const name = path.split(/[\\/]/).at(-1) ?? "";
    const [, activity, subject] = NAME.exec(name) ?? [];
    if (activity === undefined || subject === undefined) continue;
    const axes = readAxes(await readFile(join(folder, path), "latin1"));
    records.push({ name: name.slice(0, -4), subject, activity, isFall: activity.startsWith("F"), axes });
  }
  return records;
}

function readAxes(text: string): FallRecord["axes"] {
  const rows = text
    .split("\n")
    .map((line) => line.replace(";", "").split(",").map(Number))
    .filter((row) => row.length >= 3 && row.every(Number.isFinite));
  const axis = (k: number) => Float64Array.from(rows, (row) => (row[k] as number) * G_PER_BIT);
  return [axis(0), axis(1), axis(2)];
}
