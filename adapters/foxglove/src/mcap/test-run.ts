// A recording of an eventful run, for the tests beside it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Turn } from "@sakiyomi/robot";
import { eventfulRun, feelingArms } from "@sakiyomi/robot/testing";
import { type McapOptions, openMcapRecorder } from "./recorder.ts";

export const epoch = 1_700_000_000_000_000_000n;

export const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-mcap-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const run = eventfulRun();

/** The same run for every test: recorded to `path`. */
export const recordedRun = async (path: string, more: Partial<McapOptions> = {}) => {
  const { guard, turns, troubles } = await run;
  const recorder = await openMcapRecorder(path, feelingArms, { guard, epoch, flushEvery: 0, ...more });
  for (const turn of turns) recorder.turn(turn);
  for (const trouble of troubles) recorder.trouble(trouble);
  return { turns, report: await recorder.close() };
};

export const runTurns = async (): Promise<readonly Turn[]> => (await run).turns;
export const runGuard = async () => (await run).guard;
