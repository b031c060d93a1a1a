import assert from "node:assert/strict";
import { open, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg-serialization";
import { McapIndexedReader, type McapTypes } from "@mcap/core";
import { check, openMcap } from "@sakiyomi/learn";
import { openFolder } from "@sakiyomi/learn/node";
import { channels, compareDecisions, isSame, type RecordedTurn, recordingMapping } from "@sakiyomi/robot";
import { feelingArms, samplesAt } from "@sakiyomi/robot/testing";
import { openMcapRecorder } from "./recorder.ts";
import { openMcapRecording } from "./recording.ts";
import { recoverMcap } from "./recover.ts";
import { epoch, inFolder, recordedRun, runGuard, runTurns } from "./test-run.ts";

const officialReader = async (path: string): Promise<McapIndexedReader> => {
  const bytes = await readFile(path);
  return McapIndexedReader.Initialize({
    readable: {
      size: async () => BigInt(bytes.length),
      read: async (offset, size) => new Uint8Array(bytes.subarray(Number(offset), Number(offset + size))),
    },
    decompressHandlers: { zstd: (chunk) => new Uint8Array(zstdDecompressSync(chunk)) },
  });
};

const all = async <T>(of: AsyncIterable<T>): Promise<readonly T[]> => {
  const read: T[] = [];
  for await (const one of of) read.push(one);
  return read;
};

const decoder = (reader: McapIndexedReader) => {
  const readers = new Map<number, MessageReader>();
  return ({ channelId, data }: McapTypes.Message): { readonly topic: string; readonly value: unknown } => {
    const channel = reader.channelsById.get(channelId) as McapTypes.Channel;
    const schema = reader.schemasById.get(channel.schemaId) as McapTypes.Schema;
    const message = readers.get(schema.id) ?? new MessageReader(parse(new TextDecoder().decode(schema.data)));
    readers.set(schema.id, message);
    return { topic: channel.topic, value: message.readMessage(data) };
  };
};

test("the official reader finds every channel by its index and reads every message with the file's own schemas", () =>
  inFolder(async (folder) => {
    const { turns, report } = await recordedRun(join(folder, "run.mcap"), { chunkSize: 100_000 });
    const reader = await officialReader(join(folder, "run.mcap"));
    assert.equal(reader.header.profile, "ros1");
    assert.equal(Number(reader.statistics?.messageCount), report.messages);
    assert.ok(reader.chunkIndexes.length > 5);
    const topics = [...reader.channelsById.values()].map(({ topic }) => topic);
    for (const name of [
      "description",
      "fixed",
      "frames",
      "joints",
      "command",
      "turn",
      "guard",
      "event",
      "log",
    ] as const)
      assert.ok(topics.includes(channels[name].topic), name);
    const decode = decoder(reader);
    const counts = new Map<string, number>();
    for await (const message of reader.readMessages({ validateCrcs: true })) {
      const { topic } = decode(message);
      counts.set(topic, (counts.get(topic) ?? 0) + 1);
    }
    assert.equal(counts.get("/turn"), turns.length);
    assert.equal(
      [...counts.values()].reduce((sum, n) => sum + n, 0),
      report.messages,
    );
  }));

test("messages say what ROS says: joints, forces, pictures, at the day's time", () =>
  inFolder(async (folder) => {
    await recordedRun(join(folder, "run.mcap"));
    const reader = await officialReader(join(folder, "run.mcap"));
    const decode = decoder(reader);
    const first = async (topic: string): Promise<Record<string, never>> => {
      for await (const message of reader.readMessages({ topics: [topic] })) return decode(message).value as never;
      assert.fail(`no message of ${topic}`);
    };
    const joints = (await first("/joint_states")) as never as { header: { stamp: object }; name: string[] };
    assert.deepEqual(
      joints.name,
      feelingArms.joints.map(({ name }) => name),
    );
    assert.deepEqual(joints.header.stamp, { sec: 1_700_000_001, nsec: 0 });
    const image = (await first("/head/left/image")) as never as Record<string, unknown>;
    assert.deepEqual([image.encoding, image.height, image.width, image.step], ["rgb8", 4, 5, 15]);
    assert.deepEqual(image.data, samplesAt(1)["head/left/image"]?.data);
    const depth = (await first("/head/depth")) as never as Record<string, unknown>;
    assert.deepEqual([depth.encoding, depth.step], ["32FC1", 20]);
    const { wrench } = (await first("/left_wrist/force")) as never as { wrench: { force: { x: number } } };
    assert.equal(wrench.force.x, samplesAt(1)["left_wrist/force"]?.data[0]);
    assert.match(((await first("/robot_description")) as never as { data: string }).data, /<robot name="two arms">/);
  }));

const isAsIt = (back: RecordedTurn | undefined, turn: Awaited<ReturnType<typeof runTurns>>[number]): boolean =>
  isSame(
    [back?.observation, back?.told, back?.sent, back?.asked, back?.decided],
    [turn.observation, turn.told, turn.sent, turn.asked, turn.guarded.command],
  );

test("turns come back to the bit, and the guard decides every one of them alike", () =>
  inFolder(async (folder) => {
    const { turns } = await recordedRun(join(folder, "run.mcap"), { task: "wipe", seed: 7, model: "expert" });
    const recording = await openMcapRecording(join(folder, "run.mcap"));
    assert.ok(recording.isWhole);
    assert.deepEqual([recording.about.task, recording.about.seed, recording.about.epoch], ["wipe", 7, epoch]);
    const read = await all(recording.turns());
    assert.equal(read.length, turns.length);
    for (const [i, turn] of turns.entries()) assert.ok(isAsIt(read[i], turn), `turn ${i}`);
    const { same, different, unknown } = await compareDecisions(recording);
    assert.deepEqual([same, different, unknown], [turns.length, 0, 0]);
    const events = await all(recording.events());
    assert.ok(events.some(({ kind, why }) => kind === "latch" && /chest/.test(why)));
  }));

test("a file cut anywhere gives its whole chunks, and is recovered with its index", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    const { turns } = await recordedRun(path, { chunkSize: 30_000 });
    const whole = await readFile(path);
    let most = 0;
    for (const share of [0.2, 0.37, 0.5, 0.83, 0.99]) {
      const cut = join(folder, `cut-${share}.mcap`);
      await writeFile(cut, whole.subarray(0, Math.round(whole.length * share)));
      const recording = await openMcapRecording(cut);
      assert.equal(recording.isWhole, false);
      const read = await all(recording.turns());
      for (const [i, back] of read.entries()) assert.ok(isAsIt(back, turns[i] as (typeof turns)[number]));
      assert.ok(read.length >= most && read.length > turns.length * (share - 0.2));
      most = read.length;
      assert.ok((await recoverMcap(cut)).isRecovered);
      const reader = await officialReader(cut);
      const ids = [...reader.channelsById.values()].filter(({ topic }) => topic === "/turn").map(({ id }) => id);
      assert.equal(Number(reader.statistics?.channelMessageCounts.get(ids[0] ?? -1)), read.length);
      assert.equal((await all((await openMcapRecording(cut)).turns())).length, read.length);
    }
  }));

test("a whole file is left as it is; what is no recording is said to be none", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    await recordedRun(path);
    const before = await readFile(path);
    assert.deepEqual(await recoverMcap(path), { isRecovered: false, messages: 0 });
    assert.deepEqual(await readFile(path), before);
    await writeFile(join(folder, "words.mcap"), "no recording at all, only words");
    await assert.rejects(openMcapRecording(join(folder, "words.mcap")), /is no MCAP file/);
    await assert.rejects(openMcapRecording(join(folder, "none.mcap")), /cannot be read/);
    await truncate(path, 4);
    await assert.rejects(recoverMcap(path), /no whole record/);
    await assert.rejects(recordedRun(join(folder, "words.mcap")), /never written over/);
  }));

test("garbage behind the last whole record, as a power cut leaves it, is not read", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    const { turns } = await recordedRun(path, { chunkSize: 30_000 });
    const half = Math.round((await readFile(path)).length / 2);
    const handle = await open(path, "r+");
    await handle.write(new Uint8Array(4096), 0, 4096, half);
    await handle.truncate(half + 4096);
    await handle.close();
    const read = await all((await openMcapRecording(path)).turns());
    assert.ok(read.length > 50 && read.length < turns.length);
  }));

test("learn's reader makes episodes of it by the mapping that we give", () =>
  inFolder(async (folder) => {
    await recordedRun(join(folder, "run.mcap"));
    const source = await openMcap(openFolder(folder), recordingMapping(feelingArms, 20, { task: "wipe" }));
    assert.deepEqual(
      source.features.map(({ name, shape }) => `${name} [${shape}]`),
      [
        "observation.state [4]",
        "action [4]",
        "observation.images.head_left [3,4,5]",
        "observation.force.left_wrist [6]",
        "observation.touch.left_hand [3]",
      ],
    );
    const [episode] = source.episodes;
    const { columns } = await source.read(0, 0, 3);
    const image = samplesAt(1)["head/left/image"]?.data as Uint8Array;
    const planes = columns["observation.images.head_left"]?.data as Uint8Array;
    assert.deepEqual([planes[0], planes[20], planes[40], planes[1]], [image[0], image[1], image[2], image[3]]);
    assert.ok((episode?.length ?? 0) > 100);
    const { issues } = await check(source);
    // The line was cut for 0.2 s: those frames have no measurement, and learn says so.
    assert.ok(
      issues.every(({ kind }) => kind === "missing" || kind === "constant"),
      JSON.stringify(issues.slice(0, 3)),
    );
    await source.close();
  }));

test("recording a hundred turns a second of 30 joints costs less than a twentieth of a core", () =>
  inFolder(async (folder) => {
    const { careRobot } = await import("@sakiyomi/robot");
    const count = careRobot.joints.length;
    const [template] = await runTurns();
    assert.ok(template && count === 30);
    const guard = { ...(await runGuard()), features: careRobot };
    const recorder = await openMcapRecorder(join(folder, "cost.mcap"), careRobot, { guard, epoch, flushEvery: 0 });
    const turnAt = (i: number) => {
      const at = i / 100;
      const position = Float64Array.from({ length: count }, (_, joint) => Math.sin(at + joint));
      const joints = { at, position, velocity: position.map(Math.cos), torque: position.map((x) => x * 7) };
      const command = { at, expires: at + 0.05, position };
      const observation = { ...template.observation, joints, samples: {} };
      return { ...template, at, observation, told: command, sent: command, guarded: { ...template.guarded, command } };
    };
    const turns = Array.from({ length: 2000 }, (_, i) => turnAt(i));
    const play = async (from: number, to: number): Promise<void> => {
      for (const [i, turn] of turns.slice(from, to).entries()) {
        recorder.turn(turn);
        if (i % 100 === 99) await recorder.flush();
      }
    };
    await play(0, 1000);
    const before = process.cpuUsage();
    await play(1000, 2000);
    const { user, system } = process.cpuUsage(before);
    await recorder.close();
    const share = (user + system) / 1e6 / 10;
    assert.ok(share < 0.05, `${(share * 100).toFixed(1)} % of a core`);
  }));
