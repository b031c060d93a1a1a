import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { LearnFault } from "../../fault.ts";
import type { Feature } from "../episode.ts";
import { openFolder } from "../files.ts";
import { openGrowing } from "./disk.ts";
import { openRecording } from "./source.ts";
import { openEpisodeWriter, recordingOf } from "./writer.ts";

const features: readonly Feature[] = [
  { name: "observation.image", shape: [3, 4, 5], kind: "image" },
  { name: "observation.state", shape: [2], kind: "quantity", unit: "rad" },
];

/** Frame `i` of episode `e`: every number tells which frame it is of. */
const frame = (e: number, i: number) => ({
  at: i / 10,
  values: { "observation.image": new Uint8Array(60).fill((e * 16 + i) % 256), "observation.state": [e + 0.5, i] },
});

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "sakiyomi-writer-"));
  try {
    await work(join(root, "set"));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const isFault = (code: string) => (error: unknown) => error instanceof LearnFault && error.code === code;

test("finished episodes become a LeRobot set with their tasks, and the recording is gone", () =>
  inFolder(async (dir) => {
    const writer = await openEpisodeWriter(dir, features, 10);
    await writer.begin("lift");
    for (let i = 0; i < 12; i++) writer.append(frame(0, i));
    writer.label("lift the cup");
    assert.deepEqual(await writer.end(), { index: 0, frames: 12, lost: 0 });
    await writer.begin();
    writer.append(frame(1, 0));
    await writer.discard();
    await writer.begin("lower");
    for (let i = 0; i < 5; i++) writer.append(frame(2, i));
    const set = await writer.finish();
    assert.deepEqual(set.episodes, [
      { index: 0, length: 12, task: "lift the cup" },
      { index: 1, length: 5, task: "lower" },
    ]);
    const { columns } = await set.read(1, 3, 5);
    assert.deepEqual([...(columns["observation.state"]?.data ?? [])], [2.5, 3, 2.5, 4]);
    assert.deepEqual([...(columns["observation.image"]?.data.subarray(58, 62) ?? [])], [35, 35, 36, 36]);
    await set.close();
    await assert.rejects(readdir(recordingOf(dir)));
  }));

test("late frames are told apart in a column of their own", () =>
  inFolder(async (dir) => {
    const writer = await openEpisodeWriter(dir, features, 10);
    await writer.begin();
    for (let i = 0; i < 4; i++) writer.append({ ...frame(0, i), isLate: i === 2 });
    const set = await writer.finish();
    const { columns } = await set.read(0, 0, 4);
    assert.deepEqual([...(columns["complementary_info.late"]?.data ?? [])], [0, 0, 1, 0]);
    await set.close();
  }));

test("a frame that does not fit, goes back in time or has no episode is refused, and the episode goes on", () =>
  inFolder(async (dir) => {
    const writer = await openEpisodeWriter(dir, features, 10);
    assert.throws(() => writer.append(frame(0, 0)), isFault("state"));
    await writer.begin();
    writer.append(frame(0, 1));
    assert.throws(() => writer.append(frame(0, 0)), isFault("state"));
    assert.throws(() => writer.append({ at: 1, values: { "observation.state": [1, 2] } }), isFault("shape"));
    const { values } = frame(0, 2);
    assert.throws(() => writer.append({ at: 1, values: { ...values, "observation.state": [1] } }), isFault("shape"));
    writer.append(frame(0, 3));
    assert.deepEqual(await writer.end(), { index: 0, frames: 2, lost: 0 });
    await writer.close();
  }));

test("a tail that was cut anywhere loses only the frame it cuts, and the writer goes on behind it", () =>
  inFolder(async (dir) => {
    const first = await openEpisodeWriter(dir, features, 10);
    await first.begin("cut");
    for (let i = 0; i < 6; i++) first.append(frame(0, i));
    await first.close();
    const log = join(recordingOf(dir), "episode-000000.open");
    const whole = await readFile(log);
    const record = (whole.length - 12) / 6;
    for (const cut of [1, 5, record - 1, record + 3]) {
      await writeFile(log, whole);
      await truncate(log, whole.length - cut);
      const again = await openEpisodeWriter(dir, features, 10);
      const frames = 6 - Math.ceil(cut / record);
      assert.deepEqual(again.recovered, [{ index: 0, frames, lostBytes: record * Math.ceil(cut / record) - cut }]);
      await again.close();
      await rm(join(recordingOf(dir), "episode-000000.done"));
    }
  }));

test("bytes that turned over end the episode before them, not the recording", () =>
  inFolder(async (dir) => {
    const first = await openEpisodeWriter(dir, features, 10);
    await first.begin();
    for (let i = 0; i < 6; i++) first.append(frame(0, i));
    await first.close();
    const log = join(recordingOf(dir), "episode-000000.open");
    const bytes = await readFile(log);
    const record = bytes.length / 6;
    bytes[record * 4 + 20] = (bytes[record * 4 + 20] ?? 0) ^ 1;
    await writeFile(log, bytes);
    const again = await openEpisodeWriter(dir, features, 10);
    assert.deepEqual(again.kept(), [{ index: 0, frames: 4, lost: 0 }]);
    await again.begin("after");
    again.append(frame(1, 0));
    const set = await again.finish();
    assert.deepEqual(
      set.episodes.map(({ length }) => length),
      [4, 1],
    );
    await set.close();
  }));

test("a disk that fills up in the middle of a frame is told, and what came before is whole", () =>
  inFolder(async (dir) => {
    let room = 700;
    const writer = await openEpisodeWriter(dir, features, 10, {
      openGrowing: async (path) => {
        const file = await openGrowing(path);
        const full = async (bytes: Uint8Array) => {
          const fits = bytes.subarray(0, room);
          await file.append(fits);
          room -= fits.length;
          if (fits.length < bytes.length)
            throw new LearnFault("disk", `${path}: the disk is full.`, "Free some space.");
        };
        return { ...file, append: full };
      },
    });
    await writer.begin("full");
    const taken = { frames: 0 };
    await assert.rejects(async () => {
      for (let i = 0; i < 100; i++) {
        writer.append(frame(0, i));
        taken.frames++;
        await writer.flush();
      }
    }, isFault("disk"));
    const kept = await writer.end();
    // 700 bytes hold the task's record and seven frames of 86 bytes.
    assert.deepEqual(kept, { index: 0, frames: 7, lost: taken.frames - 7 });
    room = Number.POSITIVE_INFINITY;
    await writer.begin("room again");
    writer.append(frame(1, 0));
    const set = await writer.finish();
    assert.deepEqual(
      set.episodes.map(({ length, task }) => [length, task]),
      [
        [7, "full"],
        [1, "room again"],
      ],
    );
    await set.close();
  }));

test("more waiting frames than may is refused as a slow disk", () =>
  inFolder(async (dir) => {
    const writer = await openEpisodeWriter(dir, features, 10, { mostWaiting: 200 });
    await writer.begin();
    assert.throws(() => {
      for (let i = 0; i < 5; i++) writer.append(frame(0, i));
    }, isFault("disk"));
    await writer.close();
  }));

test("a recording is gone on with only for the same features and rate, and never over a finished set", () =>
  inFolder(async (dir) => {
    await (await openEpisodeWriter(dir, features, 10)).close();
    await assert.rejects(openEpisodeWriter(dir, features, 20), isFault("state"));
    await assert.rejects(openEpisodeWriter(dir, features.slice(1), 10), isFault("state"));
    const writer = await openEpisodeWriter(dir, features, 10);
    await assert.rejects(writer.finish(), isFault("data"));
    await writer.begin();
    writer.append(frame(0, 0));
    await (await writer.finish()).close();
    await assert.rejects(openEpisodeWriter(dir, features, 10), isFault("exists"));
  }));

const child = fileURLToPath(new URL("./killed.ts", import.meta.url));

/** Runs a program that records episodes of 20 frames without end, and kills it once it has said `line`. */
const recordedUntil = (dir: string, line: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, ["--conditions=sakiyomi-source", child, dir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    process_.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.split("\n").includes(line)) process_.kill("SIGKILL");
    });
    process_.once("error", reject);
    process_.once("close", (_, signal) =>
      signal === "SIGKILL" ? resolve() : reject(new Error(`ended by itself: ${said}`)),
    );
  });

test("killed at any moment, finished episodes are whole and the open one is there up to what was said to be written", async () => {
  // Each line is said after that frame was flushed; "began" before the first frame, "ended" right after an end.
  for (const [line, episodes, least] of [
    ["began 0", 0, 0],
    ["frame 0 7", 0, 8],
    ["ended 0", 1, 0],
    ["frame 2 19", 2, 20],
  ] as const)
    await inFolder(async (dir) => {
      await recordedUntil(dir, line);
      const raw = await openRecording(openFolder(recordingOf(dir)));
      const lengths = raw.episodes.map(({ length }) => length);
      await raw.close();
      assert.ok(
        lengths.slice(0, episodes).every((length) => length === 20),
        `${line}: ${lengths}`,
      );
      assert.ok((lengths[episodes] ?? 0) >= least, `${line}: ${lengths}`);
      const writer = await openEpisodeWriter(dir, features, 10);
      assert.deepEqual(
        writer.kept().map(({ frames }) => frames),
        lengths,
      );
      if (lengths.length === 0) return writer.close();
      const set = await writer.finish();
      for (const [e, length] of lengths.entries()) {
        const { columns } = await set.read(e, 0, length);
        const numbers = [...(columns["observation.state"]?.data ?? [])];
        assert.deepEqual(numbers, Array.from({ length }, (_, i) => [e + 0.5, i]).flat());
      }
      await set.close();
    });
});

test("killed while it writes the set, nothing half stands there, and finishing again works", () =>
  inFolder(async (dir) => {
    await recordedUntil(dir, "finishing");
    const set = await openEpisodeWriter(dir, features, 10).then(
      (writer) => writer.finish(),
      // The kill came after the last rename: then the set is whole.
      async (error) => {
        assert.ok(isFault("exists")(error));
        const { openLeRobot } = await import("../lerobot/read.ts");
        return openLeRobot(openFolder(dir));
      },
    );
    assert.deepEqual(
      set.episodes.map(({ length }) => length),
      [20, 20, 20, 20],
    );
    await set.close();
    assert.deepEqual(
      (await readdir(join(dir, ".."))).filter((name) => name.includes(".writing-")),
      [],
    );
  }));

test("foreign bytes behind the last frame are cut off on recovery", () =>
  inFolder(async (dir) => {
    const first = await openEpisodeWriter(dir, features, 10);
    await first.begin();
    first.append(frame(0, 0));
    await first.close();
    await appendFile(join(recordingOf(dir), "episode-000000.open"), new Uint8Array(500));
    const again = await openEpisodeWriter(dir, features, 10);
    assert.deepEqual(again.recovered, [{ index: 0, frames: 1, lostBytes: 500 }]);
    await again.close();
  }));
