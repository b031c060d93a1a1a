import assert from "node:assert/strict";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { tableText } from "../table.ts";
import { aucDifference, aucOf } from "./auc.ts";
import { evaluateBreath } from "./breath.ts";
import { evaluateCtgClasses } from "./ctg-classes.ts";
import { evaluateCtgOutcome } from "./ctg-outcome.ts";
import { fallRecords } from "./fall-records.ts";
import { evaluateHeart } from "./heart.ts";
import { evaluateWatch } from "./index.ts";

const folder = () => mkdtemp(join(tmpdir(), "sakiyomi-odd-"));

/** A trial of SisFall as its authors write it: nine columns, a semicolon, Windows' ends of lines. */
const trial = (seconds: number): string =>
  Array.from(
    { length: seconds * 200 },
    () => "      6,  -247,     4,    41,     7,   -17,    18, -1015,    24;\r\n",
  ).join("");

test("a damaged, an empty and an odd trial are named, and the good one is read with its gaps", async () => {
  const dir = await folder();
  await mkdir(join(dir, "SA02"));
  const write = (name: string, text: string) => writeFile(join(dir, "SA02", name), text);
  await write("F01_SA02_R01.txt", `${trial(4)}\r\n  17, -1`);
  await write("D05_SA02_R01.txt", "");
  await write("D06_SA02_R01.txt", "this is no trial\n".repeat(400));
  await write("notes.txt", "x");
  await mkdir(join(dir, "SA02", "D07_SA02_R01.txt"));
  const { records, leftOut } = await fallRecords(dir);
  assert.deepEqual(
    records.map(({ name, axes }) => [name, axes[1].length, Number.isNaN(axes[1].at(-1))]),
    [["F01_SA02_R01", 802, true]],
  );
  assert.deepEqual(
    leftOut.map((one) => one.slice(5, 8)),
    ["D05", "D06", "D07"],
  );
});

/** A record of CTU-UHB: twenty minutes of two waves at 4 Hz, 16 bits. */
async function birth(dir: string, name: string, ph: string, heard = true) {
  const samples = Int16Array.from({ length: 2 * 4800 }, (_, i) =>
    i % 2 === 1 ? 1000 : heard ? 14_000 + Math.round(900 * Math.sin(i / (30 + (Number(name) % 7)))) : 0,
  );
  await writeFile(join(dir, `${name}.dat`), new Uint8Array(samples.buffer));
  const sum = (k: number) => (samples.reduce((all, one, i) => (i % 2 === k ? all + one : all), 0) << 16) >> 16;
  const line = (k: number, unit: string, what: string) => `${name}.dat 16 100(0)/${unit} 12 0 0 ${sum(k)} 0 ${what}`;
  const lines = [`${name} 2 4 4800`, line(0, "bpm", "FHR"), line(1, "nd", "UC")];
  await writeFile(join(dir, `${name}.hea`), [...lines, `#pH           ${ph}`, "#Pos. II.st.  -1"].join("\n"));
}

test("births without a pH, with a damaged file or an empty header are named; of births of one kind no area is defined", async () => {
  const dir = await folder();
  for (let i = 0; i < 11; i += 1) await birth(dir, String(1001 + i), "7.30");
  await birth(dir, "1020", "7.28", false);
  await birth(dir, "1021", "");
  await birth(dir, "1022", "0");
  await birth(dir, "1023", "7.30");
  await writeFile(join(dir, "1023.dat"), "cut");
  await writeFile(join(dir, "1024.hea"), "");
  const table = await evaluateCtgOutcome(dir, { repeats: 1 });
  const text = tableText(table);
  assert.deepEqual(table.failures, []);
  assert.match(text, /pH ≤ 7\.05: area under the curve +0 of 12 +not defined/);
  for (const name of ["1021", "1022", "1023", "1024"]) assert.match(text, new RegExp(`Left out: ${name}: `));
  assert.match(text, /counted all the same: 1020/);
});

test("one part that finds nothing fit to read says so, and keeps nobody from the others", async () => {
  const dir = await folder();
  await writeFile(join(dir, "1001.hea"), "");
  await writeFile(join(dir, "bidmc_09_Signals.csv"), "Time [s], RESP\n0,1\n");
  for (const evaluate of [evaluateHeart, evaluateBreath, evaluateCtgOutcome]) {
    const table = await evaluate(dir);
    assert.deepEqual(table.failures, []);
    assert.match(tableText(table), /left out, not readable \(named below\) +1/);
  }
  const table = await evaluateWatch({ data: dir, only: "ctg", seed: 1 });
  assert.match(tableText(table), /ctg-outcome: Left out: 1001/);
  await assert.rejects(evaluateWatch({ data: join(dir, "none"), only: "ctg", seed: 1 }), /is no folder/);
});

test("of a single case the interval says that nothing is known", () => {
  assert.deepEqual(aucOf([3, 1, 2], [1, 0, 0])?.interval, [0, 1]);
  assert.deepEqual(aucDifference([[3, 1, 2]], [1, 2, 3], [1, 0, 0])?.interval, [-1, 1]);
});

test("a table of classes without baselines is measured, but nothing is said of recordings kept together", async () => {
  const dir = await folder();
  const lines = Array.from({ length: 40 }, (_, i) => `${(i * 37) % 11},${(i * 17) % 7},${1 + (i % 2)}`);
  await writeFile(join(dir, "cardio.csv"), ["ASTV,AC,NSP", ...lines].join("\n"));
  const { rows } = await evaluateCtgClasses(dir, { seeds: 1, rounds: 2 });
  assert.ok(rows.length > 0 && rows.every(({ name }) => !name.includes("kept together")));
});
