import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Recording } from "@sakiyomi/core";
import fc from "fast-check";
import { dataFolder } from "../../../tools/test-data.ts";
import { openEdf } from "./index.ts";

const data = dataFolder("wfdb");
const skip = data === null && "skipped: no data";
const at = (name: string) => join(data ?? "", name);

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-edf-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function blocksOf(recording: Recording) {
  const blocks = [];
  for await (const { channel, atMs, block } of recording.blocks())
    blocks.push({ channel, atMs, samples: [...block.samples] });
  return blocks;
}

const field = (value: string | number, width: number) => String(value).padEnd(width);

interface Made {
  readonly kind?: "EDF+C" | "EDF+D" | "";
  readonly records?: number;
  readonly seconds?: number;
  readonly physical?: readonly [number, number];
  readonly date?: string;
  readonly recording?: string;
  readonly body: readonly Uint8Array[];
}

/** A file with one signal of two samples a data record, and 32 bytes of annotations. */
function made({
  kind = "EDF+D",
  records,
  seconds = 1,
  physical = [-10, 10],
  date = "31.12.84",
  recording = "",
  body,
}: Made): Uint8Array {
  const [low, high] = physical;
  const header = [
    [field("0", 8), field("X X X X", 80), field(recording, 80), field(date, 8), field("23.59.58", 8)],
    [field(256 * 3, 8), field(kind, 44), field(records ?? body.length, 8), field(seconds, 8), field(2, 4)],
    [field("EEG Fpz", 16), field("EDF Annotations", 16), field("", 160), field("uV", 8), field("", 8)],
    [
      field(low, 8),
      field(-1, 8),
      field(high, 8),
      field(1, 8),
      field(-100, 8),
      field(-32768, 8),
      field(100, 8),
      field(32767, 8),
    ],
    [field("", 160), field(2, 8), field(16, 8), field("", 64)],
  ];
  return Buffer.concat([Buffer.from(header.flat().join(""), "latin1"), ...body]);
}
function record(samples: readonly [number, number], texts: string): Uint8Array {
  const bytes = Buffer.alloc(4 + 32);
  bytes.writeInt16LE(samples[0], 0);
  bytes.writeInt16LE(samples[1], 2);
  bytes.write(texts, 4, "utf8");
  return bytes;
}
const twoRecords = [record([1, 2], "+5\x14\x14\0+5.5\x152\x14Öffnen\x14\0"), record([3, 4], "+65.25\x14\x14\0")];

test("the test generator's EDF is its WFDB copy, sample for sample", { skip }, async () => {
  const recording = await openEdf(at("test_generator_2.edf"));
  assert.equal(recording.localStart, "2009-12-10T12:44:02");
  assert.equal(recording.durationMs, 600_000);
  assert.equal(recording.channels.length, 11);
  assert.deepEqual(recording.channels[3], { name: "ECG", unit: "uV", rate: 200 });
  const copy = await readFile(at("test_generator_2.dat"));
  const perSecond = 11 * 200 + 51;
  const next = recording.channels.map(() => 0);
  for await (const { channel, atMs, block } of recording.blocks()) {
    assert.equal(atMs, (next[channel] as number) * 5);
    const wanted = block.samples.map((_, i) => {
      const n = (next[channel] as number) + i;
      return copy.readInt16LE((Math.floor(n / 200) * perSecond + channel * 200 + (n % 200)) * 2);
    });
    assert.deepEqual(block.samples, wanted);
    assert.ok(Math.abs(block.scale - 1 / 32.7675) < 1e-4);
    next[channel] = (next[channel] as number) + block.samples.length;
  }
  assert.deepEqual(
    next,
    recording.channels.map(() => 120_000),
  );
});

test("the annotations of a night are read: 854 stages of sleep, lights off and lights on", { skip }, async () => {
  const recording = await openEdf(at("test_edfann.edf"));
  assert.equal(recording.localStart, null, "nobody knows the date: Startdate X");
  const annotations = await recording.annotations();
  assert.equal(annotations.length, 856);
  assert.deepEqual(annotations.slice(0, 3), [
    { atMs: 0, durationMs: 30_000, label: "Sleep stage W" },
    { atMs: 30_000, durationMs: 30_000, label: "Sleep stage W" },
    { atMs: 33_430, durationMs: 0, label: "Lights off@@EEG F4-A1" },
  ]);
  assert.deepEqual(annotations.at(-1), { atMs: 25_618_740, durationMs: 0, label: "Lights on@@EEG Fpz-Cz" });
});

test("data records with gaps between them stand where they say", () =>
  inFolder(async (folder) => {
    const path = join(folder, "gaps.edf");
    await writeFile(path, made({ body: twoRecords, recording: "Startdate 31-DEC-2084 X X X" }));
    const recording = await openEdf(path);
    assert.equal(recording.localStart, "2084-12-31T23:59:58");
    assert.equal(recording.durationMs, 61_250);
    assert.deepEqual(recording.channels, [{ name: "EEG Fpz", unit: "uV", rate: 2 }]);
    assert.deepEqual(await blocksOf(recording), [
      { channel: 0, atMs: 0, samples: [1, 2] },
      { channel: 0, atMs: 60_250, samples: [3, 4] },
    ]);
    assert.deepEqual(await recording.annotations(), [{ atMs: 500, durationMs: 2000, label: "Öffnen" }]);
    for await (const { block } of recording.blocks()) assert.equal(block.scale * 100 + block.offset, 10);
  }));

test("a writer that died leaves -1 records, and what is there is read", () =>
  inFolder(async (folder) => {
    const path = join(folder, "died.edf");
    await writeFile(path, made({ kind: "", records: -1, body: [...twoRecords, new Uint8Array(3)] }));
    assert.deepEqual(await blocksOf(await openEdf(path)), [{ channel: 0, atMs: 0, samples: [1, 2, 3, 4] }]);
  }));

const wrong: readonly [what: string, bytes: Uint8Array, words: RegExp][] = [
  ["empty", new Uint8Array(0), /ends at byte 0/],
  ["foreign", Buffer.alloc(300, "PNG"), /byte 0: .* is not the version of EDF/],
  ["BDF", Buffer.concat([Buffer.of(0xff), Buffer.alloc(300)]), /is BDF/],
  ["cut off in its header", made({ body: [] }).subarray(0, 700), /ends at byte 700, in its header of 768/],
  ["cut off in its samples", made({ body: twoRecords }).subarray(0, 800), /cut off: it ends at byte 800, .* 840/],
  [
    "of the duration NaN",
    made({ body: twoRecords, seconds: Number.NaN }),
    /byte 244 \(duration .*"NaN" is not a number/,
  ],
  ["of no duration", made({ body: twoRecords, seconds: 0 }), /a data record of 0 s/],
  ["of an empty range", made({ body: twoRecords, physical: [1, 1] }), /signal 0 \("EEG Fpz"\), byte .*range is 1 to 1/],
  ["of an impossible date", made({ body: twoRecords, date: "32.12.20" }), /byte 168: .* is no date/],
  [
    "with a data record without time",
    made({ body: [record([1, 2], "")] }),
    /byte 768: a data record .* without its time/,
  ],
  [
    "with a broken annotation",
    made({ body: [record([1, 2], "+5\x14\x14\0nonsense\0")] }),
    /byte 772: "nonsense" is not/,
  ],
];
for (const [what, bytes, words] of wrong)
  test(`a file ${what} is refused, naming the byte`, () =>
    inFolder(async (folder) => {
      const path = join(folder, "wrong.edf");
      await writeFile(path, bytes);
      await assert.rejects(
        async () => blocksOf(await openEdf(path)),
        (trouble: { code: string; message: string }) =>
          trouble.code === "FILE_FORM" && words.test(trouble.message) && trouble.message.includes(path),
      );
    }));

test("whatever bytes a header has, it is read or refused with a code", () =>
  inFolder(async (folder) => {
    const path = join(folder, "any.edf");
    const whole = made({ body: twoRecords });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(change, async ([from, bytes]) => {
        const changed = Buffer.from(whole);
        changed.set(bytes.subarray(0, whole.length - from), from);
        await writeFile(path, changed);
        try {
          const recording = await openEdf(path);
          await blocksOf(recording);
          await recording.annotations();
        } catch (trouble) {
          assert.equal((trouble as { code?: string }).code, "FILE_FORM");
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  }));
