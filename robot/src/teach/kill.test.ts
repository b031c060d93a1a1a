import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { openEpisodeWriter } from "@sakiyomi/learn/node";
import { feelingArms } from "../testing/eventful-run.ts";
import { lessonColumns } from "./columns.ts";

test("a recorder that is killed in mid-lesson has lost no lesson that was over", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-teach-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const dir = join(folder, "set");
  const script = join(import.meta.dirname, "kill-child.ts");
  const child = spawn(process.execPath, ["--conditions=sakiyomi-source", script, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    ended.push(Number(/^ended \d+ (\d+)$/.exec(line)?.[1]));
    if (ended.length === 7) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  assert.equal(child.signalCode, "SIGKILL");
  const writer = await openEpisodeWriter(
    dir,
    lessonColumns(feelingArms).map(({ feature }) => feature),
    20,
  );
  const kept = writer.kept();
  for (const [i, frames] of ended.entries()) assert.equal(kept[i]?.frames, frames, `lesson ${i}`);
  assert.ok(ended.length >= 7 && ended.every((frames) => frames > 20));
  const set = await writer.finish();
  assert.equal(set.episodes.length, kept.length);
  assert.equal(set.episodes[6]?.task, "lesson 6");
  await set.close();
});
