import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { compareDecisions, isSame } from "@sakiyomi/robot";
import { eventfulRun } from "@sakiyomi/robot/testing";
import { openMcapRecording } from "./recording.ts";
import { recoverMcap } from "./recover.ts";
import { inFolder } from "./test-run.ts";

/** Kills after so many said lines, and a moment later: in the midst of whatever it does then. */
const killedAfter = async (path: string, lines: number, spin: number): Promise<number> => {
  const child = spawn(
    process.execPath,
    ["--conditions=sakiyomi-source", join(import.meta.dirname, "kill-child.ts"), path],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let flushed = 0;
  let said = 0;
  for await (const line of createInterface(child.stdout)) {
    flushed = Number(/^flushed (\d+)$/.exec(line)?.[1] ?? flushed);
    said += 1;
    if (said !== lines) continue;
    for (let i = 0; i < spin; i += 1) Math.sqrt(i);
    child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  assert.equal(child.signalCode, "SIGKILL");
  return flushed;
};

test("after a SIGKILL at any moment all that was flushed is read back, to the bit, and the file is recovered", () =>
  inFolder(async (folder) => {
    const { turns } = await eventfulRun(300);
    for (const [i, [lines, spin]] of [
      [2, 0],
      [9, 40_000],
      [23, 900_000],
      [31, 3_000_000],
    ].entries()) {
      const path = join(folder, `${i}.mcap`);
      const flushed = await killedAfter(path, lines as number, spin as number);
      assert.ok(flushed > 0);
      const recording = await openMcapRecording(path);
      let count = 0;
      for await (const back of recording.turns()) {
        const turn = turns[count];
        assert.ok(
          isSame([back.observation, back.decided], [turn?.observation, turn?.guarded.command]),
          `turn ${count}`,
        );
        count += 1;
      }
      assert.ok(count >= flushed, `${count} of ${flushed} flushed`);
      assert.equal(recording.isWhole, false);
      await recoverMcap(path);
      const { same, turns: all } = await compareDecisions(await openMcapRecording(path));
      assert.deepEqual([same, all], [count, count]);
    }
  }));
