import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openLeRobot } from "@sakiyomi/learn";
import { openFolder } from "@sakiyomi/learn/node";
import type { Turn } from "@sakiyomi/robot";
import type { RobotRun } from "@sakiyomi/robot/node";
import { seenAt, twoArms } from "@sakiyomi/robot/testing";
import type { Terminal } from "../terminal.ts";
import { openTeaching } from "./teaching.ts";

/** A run whose turns the test makes. */
const handRun = () => {
  const listeners = new Set<(turn: Turn) => void>();
  const run = {
    features: twoArms,
    onTurn: (one: (turn: Turn) => void) => {
      listeners.add(one);
      return () => listeners.delete(one);
    },
  } as unknown as RobotRun;
  const turn = (at: number): void => {
    const position = Float64Array.of(at, 0.2, 0.3, 0.4);
    const sent = { at, expires: at + 0.1, position };
    const one = { at, late: 0, observation: seenAt(at, position), told: sent, sent } as unknown as Turn;
    for (const listener of listeners) listener(one);
  };
  return { run, turn, listeners };
};

test("episodes taken from the page are kept at their rate, discarded ones are not, and an open one is kept at the end", async () => {
  const dir = await mkdtemp(join(tmpdir(), "sakiyomi-teaching-"));
  try {
    const said: string[] = [];
    const terminal = { say: (line = "") => void said.push(line), note: () => {} } as unknown as Terminal;
    const { run, turn, listeners } = handRun();
    const teaching = await openTeaching(run, { out: join(dir, "set"), rate: 10 }, terminal);
    let now = 0;
    const pass = (seconds: number, hz = 100): void => {
      for (let i = 0; i < seconds * hz; i += 1) {
        now += 1 / hz;
        turn(now);
      }
    };
    await teaching.label("put it there");
    await teaching.start();
    pass(2);
    const { isRecording, rate, isSlow, label } = teaching.state();
    assert.deepEqual([isRecording, isSlow, label], [true, false, "put it there"]);
    assert.ok(rate !== null && Math.abs(rate - 10) < 1);
    await teaching.stop();
    await teaching.start();
    pass(1);
    await teaching.discard();
    await teaching.start();
    pass(2, 4);
    assert.equal(teaching.state().isSlow, true, "four turns a second are no ten frames");
    await teaching.close();
    assert.equal(listeners.size, 0);
    assert.match(said.join("\n"), /episode 0: 20 frames\nepisode \d: 18 frames, .*instead of 10 frames a second/);
    const set = await openLeRobot(openFolder(join(dir, "set")));
    assert.deepEqual(
      set.episodes.map(({ task }) => task),
      ["put it there", "put it there"],
    );
    await set.close();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
