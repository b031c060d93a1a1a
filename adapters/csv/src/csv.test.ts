import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { GAP, type Refusal, type WaveBlock } from "@sakiyomi/core";
import fc from "fast-check";
import { dataFolder } from "../../../tools/test-data.ts";
import { type CsvValue, instantIn, openCsv, parseMapping, readMapping, readRows } from "./index.ts";

const bidmc = dataFolder("bidmc");
const skip = bidmc === null && "skipped: no data";
const example = (name: string) =>
  readMapping(join(import.meta.dirname, "../../../docs/guide/mappings", `${name}.json`));

async function withFile<T>(content: string | Uint8Array, run: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-csv-"));
  try {
    const path = join(folder, "some.csv");
    await writeFile(path, content);
    return await run(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function valuesOf(path: string, raw: unknown): Promise<{ values: CsvValue[]; refusals: Refusal[] }> {
  const values: CsvValue[] = [];
  const refusals: Refusal[] = [];
  const file = await openCsv(path, parseMapping(raw, "mapping"));
  for await (const read of file.values()) {
    if (read.ok) values.push(read.value);
    else refusals.push(read.refusal);
  }
  return { values, refusals };
}
const rowsOf = async (content: string | Uint8Array, encoding = "utf-8") =>
  withFile(content, async (path) => {
    const rows = [];
    for await (const some of readRows(path, encoding, ","))
      for (const { line, cells } of some) rows.push([line, ...cells]);
    return rows;
  });
const fault = (code: string, words: RegExp) => (trouble: { code: string; message: string }) =>
  trouble.code === code && words.test(trouble.message);

const heart = { time: { is: "seconds", column: "t" }, columns: [{ column: "hr", kind: "heart-rate", unit: "/min" }] };

test("the monitor's numbers of a bidmc patient are read by the mapping of the guide", { skip }, async () => {
  const file = await openCsv(join(bidmc ?? "", "bidmc_01_Numerics.csv"), await example("bidmc-numerics"));
  assert.equal(file.isAbsolute, false);
  const counted: Record<string, number> = {};
  for await (const read of file.values()) {
    assert.ok(read.ok);
    counted[read.value.kind] = (counted[read.value.kind] ?? 0) + 1;
    if (read.value.at === 1000 && read.value.kind === "pulse-rate") assert.equal(read.value.value, 93);
  }
  assert.deepEqual(counted, { "heart-rate": 481, "pulse-rate": 468, "respiration-rate": 481, spo2: 468 });
});

test("the waveforms of a bidmc patient are read by the mapping of the guide, in blocks of ten seconds", {
  skip,
}, async () => {
  const file = await openCsv(join(bidmc ?? "", "bidmc_01_Signals.csv"), await example("bidmc-signals"));
  const samples: Record<string, number> = {};
  for await (const read of file.values()) {
    assert.ok(read.ok);
    const { column, at, value } = read.value;
    const block = value as WaveBlock;
    assert.equal(at, (samples[column] ?? 0) * 8);
    if (column === "II" && at === 0)
      assert.ok(Math.abs((block.samples[1] as number) * block.scale - 0.67059) <= 0.0005);
    samples[column] = (samples[column] ?? 0) + block.samples.length;
  }
  assert.deepEqual(samples, { RESP: 60_001, PLETH: 60_001, V: 60_001, AVR: 60_001, II: 60_001 });
});

test("cells are read as RFC 4180 writes them", async () => {
  assert.deepEqual(await rowsOf('\uFEFFa,"b ""x"", y","line\nbreak"\r\n\r\n1,,"" \n'.replace('"" ', '""')), [
    [1, "a", 'b "x", y', "line\nbreak"],
    [4, "1", "", ""],
  ]);
  await assert.rejects(rowsOf('a\n"b'), fault("FILE_FORM", /line 2: a quote is not closed/));
  await assert.rejects(rowsOf('a\n"b"c,d'), fault("FILE_FORM", /line 2: "c,d" stands behind/));
  await assert.rejects(rowsOf('a\nb"c"'), fault("FILE_FORM", /line 2: a quote stands inside/));
});

test("whatever cells are written with quotes are read back", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
      async (table) => {
        const text = table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n");
        assert.deepEqual(
          (await rowsOf(text)).map(([, ...cells]) => cells),
          table,
        );
      },
    ),
    { seed: 1, numRuns: 60 },
  ));

test("Shift_JIS is read where it is declared, and refused where it is not", async () => {
  const bytes = Uint8Array.of(0x91, 0xcc, 0x89, 0xb7, 0x0a, 0x33, 0x36, 0x0a);
  assert.deepEqual(await rowsOf(bytes, "shift_jis"), [
    [1, "体温"],
    [2, "36"],
  ]);
  await assert.rejects(rowsOf(bytes), fault("FILE_FORM", /after byte 0: the text is not utf-8/));
});

test("times are read as declared, and a time without a zone only where the mapping names one", async () => {
  const of = (time: object, cell: string, more: object = {}) =>
    withFile(`t,hr\n${cell},80\n`, (path) => valuesOf(path, { ...heart, time: { column: "t", ...time }, ...more }));
  const at = async (...args: Parameters<typeof of>) => (await of(...args)).values[0]?.at;
  assert.equal(await at({ is: "seconds" }, "0.008"), 8);
  assert.equal(
    await at({ is: "seconds" }, "2", { start: "2026-01-31T09:00:00+09:00" }),
    Date.UTC(2026, 0, 31, 0, 0, 2),
  );
  assert.equal(await at({ is: "unix" }, "1769817600"), 1_769_817_600_000);
  assert.equal(await at({ is: "unix-ms" }, "1769817600001"), 1_769_817_600_001);
  assert.equal(await at({ is: "iso" }, "2026-01-31T09:00:00+09:00"), Date.UTC(2026, 0, 31));
  assert.equal(await at({ is: "iso", zone: "Asia/Tokyo" }, "2026-01-31 09:00:00"), Date.UTC(2026, 0, 31));
  const { values, refusals } = await of({ is: "iso" }, "2026-01-31 09:00:00");
  assert.deepEqual([values.length, refusals[0]?.code], [0, "SIG_TIME"]);
  assert.match(refusals[0]?.field ?? "", /line 2, column "t"/);
});

test("the clock of a zone with summer time", () => {
  assert.equal(instantIn("Europe/Berlin", "2026-07-01T12:00"), Date.UTC(2026, 6, 1, 10));
  assert.equal(instantIn("Europe/Berlin", "2026-10-25T02:30"), Date.UTC(2026, 9, 25, 0, 30), "the first of the two");
  assert.equal(
    instantIn("Europe/Berlin", "2026-03-29T02:30"),
    Date.UTC(2026, 2, 29, 1, 30),
    "the hour that never comes",
  );
  assert.equal(instantIn("Asia/Tokyo", "31.01.2026"), null);
});

test("a cell that is no number is refused by line and column, and the rest goes on", async () => {
  const text = 't,hr\n0,80\n1,abc\n2,NaN\n3,1e999\n4,\n5,"8,1"\n6\n7,81\n';
  const { values, refusals } = await withFile(text, (path) => valuesOf(path, heart));
  assert.deepEqual(
    values.map(({ at, value }) => [at, value]),
    [
      [0, 80],
      [7000, 81],
    ],
  );
  assert.deepEqual(
    refusals.map(({ code, field }) => [code, field.replace(/^.*some.csv, /, "")]),
    [
      ["SIG_NUMBER", 'line 3, column "hr"'],
      ["SIG_NUMBER", 'line 4, column "hr"'],
      ["SIG_NUMBER", 'line 5, column "hr"'],
      ["SIG_NUMBER", 'line 7, column "hr"'],
      ["FILE_FORM", "line 8"],
    ],
  );
});

test("a waveform has gaps where cells are empty, and a new block where rows are missing", async () => {
  const text = "t,x\n0,0.001\n0.1,\n0.2,-0.002\n0.5,0.003\n";
  const mapping = { time: heart.time, columns: [{ column: "x", kind: "ecg", unit: "mV", rate: 10 }] };
  const { values } = await withFile(text, (path) => valuesOf(path, mapping));
  const blocks = values.map(({ at, line, value }) => [at, line, [...(value as WaveBlock).samples]]);
  assert.deepEqual(blocks, [
    [0, 2, [1, GAP, -2]],
    [500, 5, [3]],
  ]);
});

test("a unit is converted only by a factor that somebody wrote down", async () => {
  const column = { column: "hr", kind: "heart-rate", unit: "/min" };
  const { values } = await withFile("t,hr\n0,1.5\n", (path) =>
    valuesOf(path, { ...heart, columns: [{ ...column, scale: 60 }] }),
  );
  assert.equal(values[0]?.value, 90);
});

test("a state is read by its code, or by what the mapping calls it", async () => {
  const columns = [{ column: "hr", kind: "bed-occupancy", codes: { "1": "in-bed" } }];
  const { values } = await withFile("t,hr\n0,1\n1,out\n", (path) => valuesOf(path, { ...heart, columns }));
  assert.deepEqual(
    values.map(({ value }) => value),
    ["in-bed", "out"],
  );
});

const wrongMappings: readonly [what: string, raw: unknown, words: RegExp][] = [
  ["that is not an object", 7, /mapping, mapping: /],
  [
    "with an unknown kind",
    { ...heart, columns: [{ column: "hr", kind: "pulse" }] },
    /columns\.0\.kind: expected a kind/,
  ],
  [
    "with another unit than the kind's",
    { ...heart, columns: [{ column: "hr", kind: "heart-rate", unit: "Hz" }] },
    /the unit is Hz, and heart-rate is in \/min/,
  ],
  ["without a unit", { ...heart, columns: [{ column: "hr", kind: "heart-rate" }] }, /not given/],
  [
    "of a waveform without a rate",
    { ...heart, columns: [{ column: "hr", kind: "ecg", unit: "mV" }] },
    /needs its rate/,
  ],
  ["of an event", { ...heart, columns: [{ column: "hr", kind: "void" }] }, /does not fit one cell/],
  ["with an unknown zone", { ...heart, time: { is: "iso", column: "t", zone: "Tokyo" } }, /expected an IANA zone/],
  ["with a field that does not exist", { ...heart, units: {} }, /mapping, mapping: /],
];
for (const [what, raw, words] of wrongMappings)
  test(`a mapping ${what} is refused, naming the field`, () => {
    assert.throws(() => parseMapping(raw, "mapping"), fault("FILE_MAP", words));
  });

test("a file that is empty, missing, or lacks a column is refused before anything is read", async () => {
  await assert.rejects(
    withFile("", (path) => valuesOf(path, heart)),
    fault("FILE_FORM", /some\.csv is empty/),
  );
  await assert.rejects(valuesOf("/nowhere/x.csv", heart), fault("FILE_FORM", /x\.csv cannot be read \(ENOENT\)/));
  await assert.rejects(
    withFile("t,pulse\n0,80\n", (path) => valuesOf(path, heart)),
    fault("FILE_MAP", /line 1: there is no one column "hr" among "t", "pulse"/),
  );
  await assert.rejects(
    withFile("t,hr,hr\n0,1,2\n", (path) => valuesOf(path, heart)),
    fault("FILE_MAP", /no one column "hr"/),
  );
});

test("a waveform whose rate is declared wrongly is refused", async () => {
  const mapping = { time: heart.time, columns: [{ column: "x", kind: "ecg", unit: "mV", rate: 125 }] };
  const text = `t,x\n${Array.from({ length: 50 }, (_, i) => `${i / 250},0`).join("\n")}\n`;
  await assert.rejects(
    withFile(text, (path) => valuesOf(path, mapping)),
    fault("FILE_MAP", /125 Hz are declared, and the rows come at 250 Hz/),
  );
});
