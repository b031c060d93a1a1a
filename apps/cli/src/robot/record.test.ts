import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openLeRobot, openMcap, readMapping } from "@sakiyomi/learn";
import { openFolder } from "@sakiyomi/learn/node";
import { parse } from "yaml";
import type { Terminal } from "../terminal.ts";
import { type RecordOptions, recordRobot } from "./record.ts";
import { replayRecording } from "./replay.ts";
import { viewRobot } from "./view.ts";

interface Heard extends Terminal {
  readonly said: string[];
  readonly noted: string[];
  readonly codes: number[];
}

/** `stops`: when the person presses Ctrl-C, by what was said. */
const heard = (stops: (said: string) => boolean = () => false): Heard => {
  const [said, noted, codes]: [string[], string[], number[]] = [[], [], []];
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    env: {},
    isWatched: false,
    said,
    noted,
    codes,
    say: (line = "") => {
      said.push(line);
      if (stops(line)) stop();
    },
    note: (line) => void noted.push(line),
    exit: (code) => void codes.push(code),
    stopped: () => stopped,
  };
};

const options: Omit<RecordOptions, "out"> = {
  task: "reach",
  form: "both",
  episodes: 1,
  seed: 3,
  rate: 10,
  pictures: 0,
  noise: 0,
};

test("an expert's demonstrations are recorded, replayed to the bit, learnt from in two ways, and shown", async (t) => {
  const out = await mkdtemp(join(tmpdir(), "sakiyomi-record-"));
  t.after(() => rm(out, { recursive: true, force: true }));
  const recording = heard();
  await recordRobot({ ...options, out }, recording);
  assert.match(recording.said.join("\n"), /seed 3: done in .* turns.*reach: 1 of 1 done/s);
  const file = join(out, "reach-3.mcap");

  await t.test("replayed, every decision is the same", async () => {
    const terminal = heard();
    await replayRecording({ file, expert: "reach" }, terminal);
    assert.match(
      terminal.said.join("\n"),
      /Decided again: (\d+) of \1 the same to the bit, 0 not; through the loop \1 of \1/,
    );
    assert.match(terminal.said.join("\n"), /reach, seed 3, expert:reach/);
    assert.deepEqual(terminal.codes, []);
  });

  await t.test("the data set is LeRobot's, and the recording with its mapping has the same columns", async () => {
    const set = await openLeRobot(openFolder(join(out, "dataset")));
    const mapping = readMapping(parse(await readFile(join(out, "mapping.yaml"), "utf8")));
    const recorded = await openMcap(openFolder(out), mapping);
    assert.deepEqual(
      recorded.features.map(({ name, shape }) => [name, shape]),
      set.features.map(({ name, shape }) => [name, shape]),
    );
    const [frames, again] = [await set.read(0, 0, 5), await recorded.read(0, 0, 5)];
    const [a, b] = [frames, again].map(({ columns }) => columns["observation.state"]?.data ?? []);
    assert.ok(a && b && a.length === 150 && a.every((x, i) => Math.abs(x - (b[i] ?? 9)) < 0.02));
    await set.close();
    await recorded.close();
  });

  await t.test("it is shown to viewers until it ends", async () => {
    const terminal = heard();
    await viewRobot({ file, speed: 1000, seed: 0, pictures: 0, port: 0 }, terminal);
    assert.match(terminal.said.join("\n"), /Open +ws:\/\/127\.0\.0\.1:\d+/);
  });

  await t.test("cut, it is still replayed, and recovered", async () => {
    // Without its end and its index; how much of the middle is lost depends on when it was flushed, by the machine's clock.
    await truncate(file, (await stat(file)).size - 60);
    const terminal = heard();
    await replayRecording({ file }, terminal);
    assert.match(terminal.said.join("\n"), /It was cut/);
    await replayRecording({ file, recovers: true, json: true }, terminal);
    assert.match(terminal.noted.join(), /is recovered: \d+ messages/);
    assert.ok(JSON.parse(terminal.said.at(-1) ?? "").decided.same > 10);
  });
});

test("a task that there is not is refused, with those that there are", async () => {
  await assert.rejects(recordRobot({ ...options, task: "juggle", out: "/nowhere" }, heard()), /juggle.*pick-and-place/);
  await assert.rejects(viewRobot({ task: "juggle", seed: 1, pictures: 0, port: 0 }, heard()), /juggle.*reach/);
});

test("a live robot is seen until the person ends it", async () => {
  const terminal = heard((line) => line.includes("Ctrl-C"));
  await viewRobot({ task: "reach", seed: 1, pictures: 0, port: 0 }, terminal);
  assert.match(terminal.said.join("\n"), /care robot, simulated, at "reach", seed 1.*\d+ turns/s);
});
