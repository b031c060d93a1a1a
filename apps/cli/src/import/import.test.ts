import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  GAP,
  type Kind,
  memoryRecords,
  memoryStore,
  type Signal,
  type SourceId,
  type Store,
  type SubjectId,
  type WaveBlock,
} from "@sakiyomi/core";
import { type CsvMapping, readMapping } from "@sakiyomi/csv";
import { openRecord } from "@sakiyomi/wfdb";
import { dataFolder } from "../../../../tools/test-data.ts";
import { type ImportOptions, importFiles, printReport } from "./index.ts";

const [wfdb, bidmc, synthea] = ["wfdb", "bidmc", "synthea"].map(dataFolder);
const skip = (wfdb === null || bidmc === null || synthea === null) && "skipped: no data";
const at = (set: string | null | undefined, name: string) => join(set ?? "", name);
const ann = "person:ann" as SubjectId;
const start = Date.UTC(2026, 0, 31);
const now = Date.UTC(2026, 5, 1);

const setting = (more: Partial<ImportOptions> & { readonly files: readonly string[] }): ImportOptions => ({
  store: memoryStore(),
  records: memoryRecords(),
  person: ann,
  start,
  now: () => now,
  by: "staff:tanaka",
  ...more,
});

const waves = async (store: Store, kind: Kind, source: string): Promise<readonly (Signal & { value: WaveBlock })[]> =>
  (await store.range({ subject: ann, kind, from: 0, to: now, source: source as SourceId })) as never;

/** Physical values, block after block. */
const physical = (signals: readonly { value: WaveBlock }[]): number[] =>
  signals.flatMap(({ value }) => Array.from(value.samples, (sample) => sample * value.scale + value.offset));

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-import-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("record 100 is in the store bit by bit, each lead its own source", { skip }, async () => {
  const options = setting({ files: [at(wfdb, "100.hea")] });
  const report = await importFiles(options);
  assert.deepEqual([report.ok, report.stored, report.repeated, report.refused], [true, 1_300_000, 0, 0]);
  assert.deepEqual(report.files[0]?.channels, [
    { channel: "MLII", kind: "ecg", source: "import:100-MLII", samples: 650_000 },
    { channel: "V5", kind: "ecg", source: "import:100-V5", samples: 650_000 },
  ]);
  assert.equal(report.files[0]?.annotations, 2274);
  const stored = await waves(options.store, "ecg", "import:100-V5");
  const wanted: number[] = [];
  for await (const { channel, block } of (await openRecord(at(wfdb, "100"))).blocks())
    if (channel === 1) for (const sample of block.samples) wanted.push(sample * block.scale + block.offset);
  const found = physical(stored);
  assert.equal(found.length, 650_000);
  assert.ok(found.every((value, i) => Math.abs(value - (wanted[i] as number)) < 1e-9));
  assert.equal(stored[0]?.at, start);
});

test("the false alarm a103l is in the store: two leads and the pulse wave", { skip }, async () => {
  const report = await importFiles(setting({ files: [at(wfdb, "a103l")] }));
  assert.deepEqual(
    report.files[0]?.channels.map(({ channel, kind }) => [channel, kind]),
    [
      ["II", "ecg"],
      ["V", "ecg"],
      ["PLETH", "ppg"],
    ],
  );
  assert.equal(report.stored, 3 * 82_500);
});

test("a bidmc patient is in the store by the mappings of the guide: waveforms and the monitor's numbers", {
  skip,
}, async () => {
  const guide = (name: string) =>
    readMapping(join(import.meta.dirname, "../../../../docs/guide/mappings", `${name}.json`));
  const options = setting({ files: [at(bidmc, "bidmc_01_Signals.csv")], mapping: await guide("bidmc-signals") });
  assert.equal((await importFiles(options)).stored, 5 * 60_001);
  const numerics = await importFiles({
    ...options,
    files: [at(bidmc, "bidmc_01_Numerics.csv")],
    mapping: await guide("bidmc-numerics"),
  });
  assert.deepEqual([numerics.stored, numerics.refused], [481 * 2 + 468 * 2, 0]);
  const [first] = await options.store.range({ subject: ann, kind: "heart-rate", from: start, to: start });
  assert.equal(first?.value, 94);
});

test("Synthea's patients, encounters and 1,745 prescriptions are records, each of its person", { skip }, async () => {
  const options = setting({
    files: ["Patient", "Encounter", "Location", "MedicationRequest"].map((type) => at(synthea, `${type}.ndjson`)),
  });
  const report = await importFiles(options);
  assert.deepEqual(
    report.files.map(({ records, refused }) => [records.stored, refused.length]),
    [
      [13, 0],
      [1215, 0],
      [44, 0],
      [1745, 0],
    ],
  );
  const [patient] = await options.records.search("Patient");
  const own = await options.records.ofSubject(`person:${patient?.resource.id}` as SubjectId);
  assert.ok(own.some(({ resource }) => resource.resourceType === "MedicationRequest"));
  const again = await importFiles(options);
  assert.deepEqual([again.stored, again.repeated, again.refused], [0, 13 + 1215 + 44 + 1745, 0]);
  const lines = await options.records.entries({ types: ["imported"] });
  assert.deepEqual(
    lines.map(({ actor }) => actor),
    ["staff:tanaka", "staff:tanaka"],
  );
});

test("what is imported again counts once", { skip }, async () => {
  const options = setting({ files: [at(wfdb, "binformats.hea")] });
  const first = await importFiles(options);
  assert.ok(first.stored > 0);
  const again = await importFiles(options);
  assert.deepEqual([again.stored, again.repeated], [0, first.stored]);
});

test("a record that is cut off, or has a changed bit near its end, leaves nothing behind", { skip }, () =>
  inFolder(async (folder) => {
    for (const file of ["100.hea", "100.dat"]) await copyFile(at(wfdb, file), join(folder, file));
    const bytes = Uint8Array.of(0x55);
    const changed = join(folder, "100.dat");
    await writeFile(changed, bytes, { flag: "r+" });
    const options = setting({ files: [join(folder, "100.hea"), at(wfdb, "100_3chan.hea")] });
    const report = await importFiles(options);
    assert.deepEqual([report.ok, report.files[0]?.stored, report.files[0]?.failed?.code], [false, 0, "FILE_FORM"]);
    assert.ok((report.files[1]?.stored ?? 0) > 0, "the next file is imported all the same");
    assert.deepEqual(
      (await options.store.extents(ann))
        .map(({ source }) => source)
        .filter((source) => /^import:100-(MLII|V5)$/.test(source)),
      [],
    );
    await truncate(changed, 1000);
    const cut = await importFiles(options);
    assert.match(
      printReport(cut).join("\n"),
      /100\.hea: nothing was stored\.\n {2}FILE_FORM: .*100\.dat is cut off: it ends at byte 1000/,
    );
  }),
);

const beats = "t,hr\n0,80\n1,abc\n2,500\n3,82\n";
const heart: CsvMapping = {
  time: { is: "seconds", column: "t" },
  columns: [{ column: "hr", kind: "heart-rate", unit: "/min" }],
  encoding: "utf-8",
  delimiter: ",",
  missing: [""],
};

test("a value that is wrong is refused by line and reason, and the rest is stored", () =>
  inFolder(async (folder) => {
    const file = join(folder, "beats.csv");
    await writeFile(file, beats);
    const report = await importFiles(setting({ files: [file], mapping: heart }));
    assert.equal(report.stored, 2);
    assert.deepEqual(
      report.files[0]?.refused.map(({ code, field, count }) => [code, field.replace(/^.*beats\.csv, /, ""), count]),
      [
        ["SIG_NUMBER", 'line 3, column "hr"', 1],
        ["SIG_RANGE", 'line 4, column "hr", value', 1],
      ],
    );
  }));

test("an import that is stopped goes on where it was, and asks whether it is the same store", () =>
  inFolder(async (folder) => {
    const file = join(folder, "long.csv");
    await writeFile(file, `t,hr\n${Array.from({ length: 1200 }, (_, i) => `${i},${60 + (i % 40)}`).join("\n")}\n`);
    const store = memoryStore();
    let appends = 0;
    const dying: Store = {
      ...store,
      append: (batch) => {
        appends += 1;
        return appends === 2 ? Promise.reject(new Error("the plug was pulled")) : store.append(batch);
      },
    };
    const options = setting({ files: [file], mapping: heart, store: dying });
    await assert.rejects(importFiles(options), /the plug was pulled/);
    assert.deepEqual((await readdir(folder)).sort(), ["long.csv", "long.csv.sakiyomi-import"]);
    const elsewhere = await importFiles({ ...options, store: memoryStore(), files: [await copied(file, folder)] });
    assert.equal(elsewhere.stored, 1200, "a bookmark counts only for the store that it was made with");
    const rest = await importFiles({ ...options, store });
    assert.deepEqual([rest.stored, rest.repeated], [700, 0]);
    assert.equal((await store.range({ subject: ann, kind: "heart-rate", from: 0, to: now })).length, 1200);
    assert.ok(!(await readdir(folder)).includes("long.csv.sakiyomi-import"));
  }));

/** The same file with the same bookmark, so that the first one stays as it is. */
async function copied(file: string, folder: string): Promise<string> {
  const twin = join(folder, "twin.csv");
  await copyFile(file, twin);
  return twin;
}

test("the caller may name a channel's kind, or leave it out; an unknown channel says only its unit", () =>
  inFolder(async (folder) => {
    await writeFile(
      join(folder, "x.hea"),
      "x 4 100 2\nx.dat 16 1/uV 16 0 0 0 0 EEG C3\nx.dat 16 1/mV 16 0 0 0 0 chest\nx.dat 16 1/mV 16 0 0 0 0 MLII\nx.dat 16 1/furlong 16 0 0 0 0 odd",
    );
    await writeFile(join(folder, "x.dat"), new Uint8Array(16));
    const options = setting({ files: [join(folder, "x.hea")], map: { chest: "ecg", MLII: null } });
    const report = await importFiles(options);
    assert.deepEqual(
      report.files[0]?.channels.map(({ kind }) => kind),
      ["electric-potential", "ecg", null, null],
    );
    assert.deepEqual(
      report.files[0]?.refused.map(({ code, field }) => [code, field.includes('channel "odd"')]),
      [["SIG_UNIT", true]],
    );
  }));

test("an artefact is a gap that is counted, and the block around it is kept", () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "x.hea"), "x 1 100 4\nx.dat 16 1/mV 16 0 1 -126 0 II");
    await writeFile(join(folder, "x.dat"), new Uint8Array(Int16Array.of(1, 51, -200, 22).buffer));
    const options = setting({ files: [join(folder, "x.hea")] });
    const report = await importFiles(options);
    const [block] = await waves(options.store, "ecg", "import:x-II");
    assert.deepEqual(Array.from(block?.value.samples ?? []), [1, GAP, GAP, 22]);
    assert.deepEqual(
      report.files[0]?.refused.map(({ code, count, found, field }) => [
        code,
        count,
        found,
        field.replace(/^.*x\.hea, /, ""),
      ]),
      [["SIG_RANGE", 2, "51", 'channel "II", 0.010 s']],
    );
  }));

test("a recording in microvolts is in the kind's millivolts, by the factor that the table names", () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "x.hea"), "x 1 100 2\nx.dat 16 10/uV 16 0 15000 14995 0 ECG");
    await writeFile(join(folder, "x.dat"), new Uint8Array(Int16Array.of(15_000, -5).buffer));
    const options = setting({ files: [join(folder, "x.hea")] });
    await importFiles(options);
    const values = physical(await waves(options.store, "ecg", "import:x-ECG"));
    assert.deepEqual(
      values.map((value) => Number(value.toFixed(9))),
      [1.5, -0.0005],
    );
  }));

const wrong: readonly [
  what: string,
  name: string,
  content: string,
  more: Partial<ImportOptions>,
  code: string,
  words: RegExp,
][] = [
  ["of nobody", "x.hea", "x 1 100 1\nx.dat 16 1/mV 16 0 0 0 0 II", { person: undefined }, "SIG_SUBJECT", /--person/],
  [
    "without a beginning",
    "x.hea",
    "x 1 100 1\nx.dat 16 1/mV 16 0 0 0 0 II",
    { start: undefined },
    "SIG_TIME",
    /does not say when it began: give --start/,
  ],
  [
    "with a clock without a zone",
    "x.hea",
    "x 1 100 1 12:00 31/01/2026\nx.dat 16 1/mV 16 0 0 0 0 II",
    { start: undefined },
    "SIG_TIME",
    /2026-01-31T12:00:00 .* --zone/,
  ],
  ["CSV without a mapping", "x.csv", beats, {}, "FILE_MAP", /--mapping FILE\.json/],
  ["of an unknown format", "x.bin", "GIF89a", {}, "FILE_FORM", /none of WFDB/],
  ["empty", "x.edf", "", {}, "FILE_FORM", /ends at byte 0/],
] as never;
for (const [what, name, content, more, code, words] of wrong)
  test(`a file ${what} is refused, and the report says what to do`, () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, name), content);
      await writeFile(join(folder, "x.dat"), new Uint8Array(2));
      const report = await importFiles(setting({ files: [join(folder, name)], ...more }));
      assert.equal(report.files[0]?.failed?.code, code);
      assert.match(printReport(report).join("\n"), words);
    }));

test("a recording's own clock counts once its zone is named", () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "x.hea"), "x 1 100 1 09:00:00 31/01/2026\nx.dat 16 1/mV 16 0 0 0 0 II");
    await writeFile(join(folder, "x.dat"), new Uint8Array(2));
    const { start: _, ...rest } = setting({ files: [join(folder, "x.hea")], zone: "Asia/Tokyo" });
    await importFiles(rest);
    assert.equal((await waves(rest.store, "ecg", "import:x-II"))[0]?.at, Date.UTC(2026, 0, 31));
  }));

test("the signal file of a record sends to its header", { skip }, async () => {
  const report = await importFiles(setting({ files: [at(wfdb, "100.dat")] }));
  assert.match(report.files[0]?.failed?.found ?? "", /import its header, .*100\.hea/);
});

test("a record that somebody here has changed is not overwritten from outside", () =>
  inFolder(async (folder) => {
    const file = join(folder, "p.ndjson");
    await writeFile(file, '{"resourceType":"Patient","id":"ann","name":[{"text":"Ann"}]}\n');
    const options = setting({ files: [file] });
    await importFiles(options);
    await options.records.commit({
      by: "staff:tanaka",
      at: now,
      puts: [{ resource: { resourceType: "Patient", id: "ann", name: [{ text: "Anna" }] } }],
    });
    const report = await importFiles(options);
    assert.deepEqual([report.stored, report.files[0]?.refused[0]?.code], [0, "REC_CONFLICT"]);
    assert.deepEqual((await options.records.get("Patient", "ann"))?.resource.name, [{ text: "Anna" }]);
  }));

test("progress tells both looks at a file, and rises", { skip }, async () => {
  const told: [string, number, number][] = [];
  await importFiles(
    setting({
      files: [at(wfdb, "100_3chan.hea")],
      onProgress: ({ phase, done, total }) => void told.push([phase, done, total]),
    }),
  );
  assert.deepEqual(told.at(-1), ["store", 2997, 2997]);
  assert.deepEqual(new Set(told.map(([phase]) => phase)), new Set(["check", "store"]));
});

test("a file says nothing that only a desk may say, neither as a signal nor as an entry of the chart; the rest comes in", () =>
  inFolder(async (folder) => {
    const observation = (id: string, coding: object, more: object) =>
      JSON.stringify({
        ...{ resourceType: "Observation", id, status: "final", code: { coding: [coding] } },
        ...{ subject: { reference: "Patient/ann" }, effectiveDateTime: "2026-01-31T09:30:00+09:00" },
        ...more,
      });
    const desk = { system: "urn:sakiyomi:kind", code: "advice" };
    const component = [{ code: { text: "words" }, valueString: "All is well." }];
    const value = { due: "2026-09-01", dueBy: "ultrasound", fetuses: 1 };
    const ours = { person: ann, kind: "pregnancy", at: now, sequence: 1, value, by: "Mori", source: "staff:mori" };
    const pulse = { value: 71, code: "/min", system: "http://unitsofmeasure.org" };
    const lines = [
      observation("o1", desk, { component }),
      observation("o2", { system: "http://example.org", code: "x" }, ours),
      observation("o3", { system: "http://loinc.org", code: "8867-4" }, { valueQuantity: pulse }),
    ];
    const file = join(folder, "o.ndjson");
    await writeFile(file, lines.join("\n"));
    const options = setting({ files: [file] });
    const report = await importFiles(options);
    assert.deepEqual([report.ok, report.stored, report.refused], [true, 1, 2]);
    assert.deepEqual(
      report.files[0]?.refused.map(({ code }) => code),
      ["SIG_DESK", "SIG_DESK"],
    );
    assert.match(printReport(report).join("\n"), /o\.ndjson, line 1, code.*advice/);
    assert.deepEqual(await options.records.search("Observation"), []);
    assert.deepEqual(
      (await options.store.extents(ann)).map(({ kind }) => kind),
      ["heart-rate"],
    );
  }));
