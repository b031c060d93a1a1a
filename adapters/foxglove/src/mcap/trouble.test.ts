import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { compareDecisions, type RobotRecorder, type Turn } from "@sakiyomi/robot";
import { feelingArms } from "@sakiyomi/robot/testing";
import { type OpenDisk, openDisk } from "./disk.ts";
import { openMcapRecorder } from "./recorder.ts";
import { openMcapRecording } from "./recording.ts";
import { epoch, inFolder, runGuard, runTurns } from "./test-run.ts";

/** A disk with so much room, half a write of which still gets there. */
const small =
  (room: { bytes: number }): OpenDisk =>
  async (path) => {
    const disk = await openDisk(path);
    return {
      ...disk,
      append: async (bytes) => {
        if (bytes.length <= room.bytes) {
          room.bytes -= bytes.length;
          return disk.append(bytes);
        }
        await disk.append(bytes.subarray(0, room.bytes));
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      },
    };
  };

const played = async (recorder: RobotRecorder, turns: readonly Turn[]): Promise<void> => {
  for (const [i, turn] of turns.entries()) {
    recorder.turn(turn);
    if (i % 20 === 19) await recorder.flush();
  }
};

test("a full disk is told once and stops nobody; with room again recording goes on behind a marked gap", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    const [guard, turns] = [await runGuard(), await runTurns()];
    const room = { bytes: 60_000 };
    const faults: string[] = [];
    const recorder = await openMcapRecorder(path, feelingArms, {
      guard,
      epoch,
      flushEvery: 0,
      openDisk: small(room),
      onFault: ({ message }) => faults.push(message),
    });
    await played(recorder, turns.slice(0, 400));
    assert.match(recorder.report().fault?.message ?? "", /no space left.*Make room/);
    room.bytes = 10_000_000;
    await played(recorder, turns.slice(400));
    const report = await recorder.close();
    assert.equal(faults.length, 1);
    assert.equal(report.fault, null);
    const lost = report.dropped.get("/turn") ?? 0;
    assert.ok(lost > 20);
    const recording = await openMcapRecording(path);
    assert.ok(recording.isWhole);
    const { turns: read, different, unknown, same } = await compareDecisions(recording);
    assert.equal(read, turns.length - lost);
    assert.equal(different, 0);
    assert.ok(same > 0 && unknown < turns.length - 400, `${unknown} unknown`);
    const marks: string[] = [];
    for await (const { kind, why } of recording.events()) if (kind === "dropped") marks.push(why);
    assert.match(marks.join(), /the disk did not take \d+ messages/);
  }));

test("a disk that stays full leaves a file that is read and recovered as far as it goes", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    const turns = await runTurns();
    const options = { guard: await runGuard(), epoch, flushEvery: 0, openDisk: small({ bytes: 60_000 }) };
    const recorder = await openMcapRecorder(path, feelingArms, options);
    await played(recorder, turns);
    const { fault, dropped } = await recorder.close();
    assert.match(fault?.message ?? "", /no space left/);
    const recording = await openMcapRecording(path);
    assert.equal(recording.isWhole, false);
    const { turns: read, different } = await compareDecisions(recording);
    assert.deepEqual([read + (dropped.get("/turn") ?? 0), different], [turns.length, 0]);
    await rm(path);
  }));

test("a disk that hangs delays no turn: pictures are left out first, then all; it is counted and marked", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.mcap");
    const turns = await runTurns();
    let letGo: () => void = () => {};
    let isHanging = false;
    const hanging = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const hung: OpenDisk = async (at) => {
      const disk = await openDisk(at);
      return {
        ...disk,
        append: async (bytes) => {
          if (isHanging) await hanging;
          await disk.append(bytes);
        },
      };
    };
    const options = { guard: await runGuard(), epoch, flushEvery: 0, openDisk: hung, chunkSize: 20_000 };
    const recorder = await openMcapRecorder(path, feelingArms, { ...options, mostWaiting: 300_000 });
    isHanging = true;
    for (const turn of turns.slice(0, 200)) recorder.turn(turn);
    const { dropped } = recorder.report();
    assert.ok((dropped.get("/head/left/image") ?? 0) > 0);
    assert.ok((dropped.get("/turn") ?? 0) > 0);
    const ratio = (topic: string, of: number): number => (dropped.get(topic) ?? 0) / of;
    assert.ok(ratio("/head/left/image", 20) > ratio("/turn", 200), "pictures give way to turns");
    isHanging = false;
    letGo();
    await recorder.flush();
    await played(recorder, turns.slice(200));
    await recorder.close();
    const { turns: read, different, unknown } = await compareDecisions(await openMcapRecording(path));
    assert.deepEqual([read, different, unknown], [turns.length - (dropped.get("/turn") ?? 0), 0, 1]);
  }));
