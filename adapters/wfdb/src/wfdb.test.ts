import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Recording } from "@sakiyomi/core";
import fc from "fast-check";
import { dataFolder } from "../../../tools/test-data.ts";
import { openRecord } from "./index.ts";

const wfdb = dataFolder("wfdb");
const skip = wfdb === null && "skipped: no data";
const at = (name: string) => join(wfdb ?? "", name);

/** All samples of each channel, put together. */
async function samplesOf(recording: Recording): Promise<readonly number[][]> {
  const all: number[][] = recording.channels.map(() => []);
  for await (const { channel, atMs, block } of recording.blocks()) {
    const so = all[channel] as number[];
    assert.ok(Math.abs(atMs - (so.length * 1000) / block.rate) < 1e-6, "blocks follow each other");
    so.push(...block.samples);
  }
  return all;
}

for (const name of ["100", "100_3chan", "a103l", "binformats", "flacformats", "test_generator_2"])
  test(`record ${name} is read exactly: lengths, initial values and checksums are the header's`, { skip }, async () => {
    const recording = await openRecord(at(name));
    const all = await samplesOf(recording);
    recording.header.signals.forEach((signal, i) => {
      const samples = all[i] as number[];
      assert.equal(samples.length, (recording.header.frames ?? 0) * signal.samplesPerFrame);
      assert.equal(samples[0], signal.initialValue);
    });
  });

test("record 100 has the two leads, the start of the tape and its 2,273 beats", { skip }, async () => {
  const recording = await openRecord(at("100.hea"));
  assert.deepEqual(recording.channels, [
    { name: "MLII", unit: "mV", rate: 360 },
    { name: "V5", unit: "mV", rate: 360 },
  ]);
  assert.equal(recording.durationMs, 650_000_000 / 360);
  assert.deepEqual(recording.comments, ["unnecessary comment", "69 M 1085 1629 x1", "Aldomet, Inderal"]);
  const annotations = await recording.annotations();
  assert.equal(annotations.length, 2274);
  assert.equal(annotations.filter(({ isBeat }) => isBeat).length, 2273);
  const counted = Object.fromEntries(
    Object.entries(Object.groupBy(annotations, ({ label }) => label)).map(([label, some]) => [label, some?.length]),
  );
  assert.deepEqual(counted, { "+": 1, N: 2239, A: 33, V: 1 });
  assert.deepEqual(annotations[0], {
    time: 18,
    code: 28,
    subtype: 0,
    number: 0,
    channel: 0,
    note: "(N",
    atMs: 50,
    label: "+",
    isBeat: false,
  });
  assert.equal(annotations.at(-1)?.time, 649_991);
});

test("a record with more samples a frame has channels of its own rates, a start and units in Latin-1", {
  skip,
}, async () => {
  const recording = await openRecord(at("test_generator_2"));
  assert.equal(recording.localStart, "2009-12-10T12:44:02");
  assert.deepEqual(recording.channels[3], { name: "ECG", unit: "uV", rate: 200 });
  assert.equal(recording.channels[8]?.unit.length, 1);
  assert.equal(recording.channels[11]?.rate, 51);
});

test("the physical values of a103l are the converter's divided by the gain", { skip }, async () => {
  const recording = await openRecord(at("a103l"));
  assert.deepEqual(
    recording.channels.map(({ unit }) => unit),
    ["mV", "mV", "NU"],
  );
  for await (const { block } of recording.blocks()) {
    assert.equal((block.samples[0] as number) * block.scale + block.offset, -171 / 7247);
    break;
  }
});

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-wfdb-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
const drain = async (path: string) => samplesOf(await openRecord(path));
const refusedWith = (words: RegExp) => (trouble: { code: string; message: string }) => {
  assert.equal(trouble.code, "FILE_FORM");
  assert.match(trouble.message, words);
  return true;
};

test("a signal file that is cut off is refused with the byte where it ends", { skip }, () =>
  inFolder(async (folder) => {
    for (const file of ["100.hea", "100.dat"]) await copyFile(at(file), join(folder, file));
    await truncate(join(folder, "100.dat"), 1_000_001);
    await assert.rejects(
      drain(join(folder, "100")),
      refusedWith(/100\.dat is cut off: it ends at byte 1000001, .* 1950000/),
    );
    await rm(join(folder, "100.dat"));
    await assert.rejects(drain(join(folder, "100")), refusedWith(/100\.dat cannot be opened \(ENOENT\)/));
  }),
);

test("one changed bit in a signal file breaks its checksum, in packed bytes and in FLAC", { skip }, () =>
  inFolder(async (folder) => {
    for (const [name, file, byte] of [
      ["100", "100.dat", 777_777],
      ["flacformats", "flacformats.d1", 400],
    ] as const) {
      for (const other of name === "100"
        ? ["100.hea", "100.dat"]
        : ["flacformats.hea", "flacformats.d0", "flacformats.d1", "flacformats.d2"])
        await writeFile(join(folder, other), await readFile(at(other)));
      const bytes = await readFile(at(file));
      bytes[byte] = (bytes[byte] as number) ^ 4;
      await writeFile(join(folder, file), bytes);
      await assert.rejects(drain(join(folder, name)), refusedWith(name === "100" ? /add up to/ : /checksum is wrong/));
    }
  }),
);

test("a FLAC file cut off anywhere is refused", { skip }, () =>
  inFolder(async (folder) => {
    for (const file of ["flacformats.hea", "flacformats.d0", "flacformats.d1"])
      await writeFile(join(folder, file), await readFile(at(file)));
    const whole = await readFile(at("flacformats.d2"));
    for (const length of [0, 3, 41, 86, 90, 300, whole.length - 1]) {
      await writeFile(join(folder, "flacformats.d2"), whole.subarray(0, length));
      await assert.rejects(
        drain(join(folder, "flacformats")),
        refusedWith(/flacformats\.d2 is damaged or cut off at byte/),
      );
    }
  }),
);

const headers: readonly [what: string, text: string, words: RegExp][] = [
  ["empty", "", /no record line/],
  ["foreign", "PK\u0003\u0004 something", /line 1: .* not the first line/],
  ["cut off", "x 2 360 10\nx.dat 16 200 11 0 0 0 0 a", /announces 2 lines, and 1 follow/],
  ["of an unknown format", "x 1 360 10\nx.dat 99 200 11 0 0 0 0 a", /format 99 is not one of WFDB/],
  ["that leads out of its folder", "x 1 360 10\n../x.dat 16 200 11 0 0 0 0 a", /not the name of a file beside/],
  ["with a frequency of 0", "x 1 0 10\nx.dat 16 200 11 0 0 0 0 a", /frequency 0 is not above 0/],
  ["with an impossible date", "x 1 360 10 10:00:00 31/13/2020\nx.dat 16 200 11 0 0 0 0 a", /is no date/],
];
for (const [what, text, words] of headers)
  test(`a header ${what} is refused`, () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "x.hea"), text);
      await writeFile(join(folder, "x.dat"), new Uint8Array(20));
      await assert.rejects(drain(join(folder, "x")), refusedWith(words));
    }));

test("an annotation file that is cut off is refused", { skip }, () =>
  inFolder(async (folder) => {
    await copyFile(at("100.hea"), join(folder, "100.hea"));
    const whole = await readFile(at("100.atr"));
    for (const length of [0, 2, 5, 1000, whole.length - 2]) {
      await writeFile(join(folder, "100.atr"), whole.subarray(0, length));
      const recording = await openRecord(join(folder, "100"));
      await assert.rejects(recording.annotations(), refusedWith(/100\.atr is cut off/));
    }
  }),
);

test("a record of segments is one recording, with nothing where nothing was recorded", () =>
  inFolder(async (folder) => {
    const pcm = (...samples: number[]) => new Uint8Array(Int16Array.from(samples).buffer);
    const files: Readonly<Record<string, string | Uint8Array>> = {
      "m.hea": "m/4 2 1 9\nm_layout 0\nm_1 3\n~ 2\nm_2 4",
      "m_layout.hea": "m_layout 2 1 0\n~ 0 100/mV 16 0 0 0 0 II\n~ 0 10/NU 16 0 0 0 0 PLETH",
      "m_1.hea": "m_1 2 1 3\nm_1.dat 16 100/mV 16 0 1 6 0 II\nm_1.dat 16 10/NU 16 0 4 15 0 PLETH",
      "m_1.dat": pcm(1, 4, 2, 5, 3, 6),
      "m_2.hea": "m_2 1 1 4\nm_2.dat 16 20(5)/NU 16 0 7 34 0 PLETH",
      "m_2.dat": pcm(7, 8, 9, 10),
    };
    for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
    const recording = await openRecord(join(folder, "m"));
    assert.deepEqual(recording.channels, [
      { name: "II", unit: "mV", rate: 1 },
      { name: "PLETH", unit: "NU", rate: 1 },
    ]);
    assert.equal(recording.durationMs, 9000);
    const blocks = [];
    for await (const { channel, atMs, block } of recording.blocks())
      blocks.push([channel, atMs, block.scale, block.offset, [...block.samples]]);
    assert.deepEqual(blocks, [
      [0, 0, 0.01, 0, [1, 2, 3]],
      [1, 0, 0.1, 0, [4, 5, 6]],
      [1, 5000, 0.05, -0.25, [7, 8, 9, 10]],
    ]);
  }));

test("a skewed signal begins where the others do", () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "s.hea"), "s 2 1 4\ns.dat 16 1/mV 16 0 0 0 0 a\ns.dat 16:1 1/mV 16 0 0 0 0 b");
    await writeFile(join(folder, "s.dat"), new Uint8Array(Int16Array.of(1, -1, 2, 1, 3, 2, -6, -2).buffer));
    const blocks = [];
    for await (const { channel, atMs, block } of (await openRecord(join(folder, "s"))).blocks())
      blocks.push([channel, atMs, [...block.samples]]);
    assert.deepEqual(blocks, [
      [0, 0, [1, 2, 3, -6]],
      [1, 0, [1, 2, -2]],
    ]);
  }));

test("whatever a header or an annotation file says, it is read or refused with a code", () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, "x.dat"), new Uint8Array(64));
    const line = fc.stringMatching(/^[ -~]{0,30}$/);
    const word = fc.oneof(
      line,
      fc.constantFrom(
        "x 1 360 10",
        "x/2 1 360 10",
        "x.dat 16 200 11 0 0 0 0 a",
        "x.dat 212x3:1+2 1(2)/mV",
        "x 5",
        "~ 5",
        "1e999",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 5 }), fc.uint8Array({ maxLength: 30 }), async (lines, marks) => {
        await writeFile(join(folder, "x.hea"), lines.join("\n"));
        await writeFile(join(folder, "x.atr"), marks);
        try {
          const recording = await openRecord(join(folder, "x"));
          await samplesOf(recording);
          await recording.annotations();
        } catch (trouble) {
          assert.equal((trouble as { code?: string }).code, "FILE_FORM", String(trouble));
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  }));
