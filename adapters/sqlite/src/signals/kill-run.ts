import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Store, WaveBlock } from "@sakiyomi/core";
import { LOAD_START, lastFrame, load, patientOf, readingOf, sampleOf } from "./kill-load.ts";
import { openSignalStore } from "./store.ts";

export interface KillRunOptions {
  readonly rounds: number;
  readonly seed: number;
  /** After the first acknowledgement, at most so long until the kill, ms. */
  readonly longestMs?: number;
  readonly onRound?: (round: KillRound) => void;
}

export interface KillRound {
  readonly round: number;
  /** Samples acknowledged since the beginning of the run. */
  readonly acknowledged: number;
  readonly missing: number;
  readonly doubled: number;
  readonly wrong: number;
}

/**
 * Kills a process that stores under load with SIGKILL, again and again on the same folder, and looks each time for what
 * it had acknowledged. Returns the last round, with faults summed up over all.
 */
export async function killRun({ rounds, seed, longestMs = 900, onRound }: KillRunOptions): Promise<KillRound> {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-kill-"));
  const chance = chanceOf(seed);
  let total: KillRound = { round: 0, acknowledged: 0, missing: 0, doubled: 0, wrong: 0 };
  let next = 0;
  try {
    for (let round = 1; round <= rounds; round++) {
      const last = await killOne(dir, next, chance() * longestMs);
      next = Math.max(next, last + 1);
      const found = await inspect(dir, next - 1);
      total = {
        round,
        acknowledged: found.acknowledged,
        missing: total.missing + found.missing,
        doubled: total.doubled + found.doubled,
        wrong: total.wrong + found.wrong,
      };
      onRound?.(total);
    }
    return total;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Resolves with the last tick that was acknowledged, -1 where it was killed before the first. */
function killOne(dir: string, first: number, afterMs: number): Promise<number> {
  const isSource = import.meta.url.endsWith(".ts");
  const file = fileURLToPath(new URL(isSource ? "./kill-child.ts" : "./kill-child.js", import.meta.url));
  const flags = isSource ? ["--conditions=sakiyomi-source"] : [];
  const child = spawn(process.execPath, [...flags, file, dir, String(first)], { stdio: ["ignore", "pipe", "inherit"] });
  let last = -1;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (last < 0) setTimeout(() => child.kill("SIGKILL"), afterMs);
    last = Math.max(last, Number(line));
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => resolve(last));
  });
}

type Findings = Omit<KillRound, "round">;

/** Several batches are on their way at once, but they are acknowledged in order: all up to `tick` have to be there. */
async function inspect(dir: string, tick: number): Promise<Findings> {
  const store = await openSignalStore({ dir, threads: false });
  const found = { acknowledged: 0, missing: 0, doubled: 0, wrong: 0 };
  try {
    for (let channel = 0; channel < load.channels; channel++) {
      await inspectWave(store, channel, tick, found);
      await inspectReadings(store, channel, tick, found);
    }
    return found;
  } finally {
    await store.close();
  }
}

type Counts = { -readonly [K in keyof Findings]: Findings[K] };
const EVER = LOAD_START + 1e9;

async function inspectWave(store: Store, channel: number, tick: number, found: Counts): Promise<void> {
  const expected = (lastFrame(channel, tick) + 1) * load.frame;
  const seen = new Uint8Array(expected);
  const waves = await store.range({ subject: patientOf(channel), kind: "ecg", from: LOAD_START, to: EVER });
  for (const { at, value } of waves) {
    const first = Math.round(((at - LOAD_START) * load.rate) / 1000);
    for (const [i, sample] of (value as WaveBlock).samples.entries()) {
      if (sample !== sampleOf(channel, first + i)) found.wrong += 1;
      if (seen[first + i] === 1) found.doubled += 1;
      if (first + i < expected) seen[first + i] = 1;
    }
  }
  found.acknowledged += expected;
  found.missing += seen.filter((there) => there === 0).length;
}

async function inspectReadings(store: Store, channel: number, tick: number, found: Counts): Promise<void> {
  const readings = await store.range({ subject: patientOf(channel), kind: "heart-rate", from: LOAD_START, to: EVER });
  const ticks = readings.map(({ at }) => (at - LOAD_START) / load.tickMs);
  const there = new Set(ticks);
  found.doubled += ticks.length - there.size;
  found.wrong += readings.filter(({ value }, i) => value !== readingOf(channel, ticks[i] ?? -1)).length;
  for (let t = 0; t <= tick; t++) if (!there.has(t)) found.missing += 1;
  found.acknowledged += tick + 1;
  if (channel !== 0) return;
  const notes = await store.range({ subject: patientOf(0), kind: "note", from: LOAD_START, to: EVER });
  found.missing += Math.max(0, tick + 1 - notes.length);
  found.doubled += notes.length - new Set(notes.map(({ at }) => at)).size;
}

/** Mulberry32: chance that can be repeated. */
function chanceOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
