import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { GAP } from "@sakiyomi/core";
import { CTG_HZ, type CtgRecording } from "@sakiyomi/skills/maternity";
import { openRecord } from "@sakiyomi/wfdb";
import { type Found, readEach } from "./readable.ts";

/** A birth: what was recorded until then, and the pH of the cord's artery after it. */
export interface BirthRecord {
  readonly name: string;
  readonly recording: CtgRecording;
  /** Minutes from the beginning of the second stage to the end; null where it did not begin, or was not written down. */
  readonly secondStageMin: number | null;
  readonly ph: number;
}

/**
 * The records of the folder with the child's heart and a pH, at most so many, evenly taken from all; without a pH there is
 * no outcome to be measured by, and the record is named among those left out.
 */
export async function birthRecords(folder: string, most = Infinity): Promise<Found<BirthRecord>> {
  const names = (await readdir(folder)).filter((file) => file.endsWith(".hea")).map((file) => file.slice(0, -4));
  return readEach(evenly(names.sort(), most), (name) => birthRecord(join(folder, name), name));
}

const evenly = <T>(all: readonly T[], most: number): readonly T[] =>
  all.length <= most ? all : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)] as T);

/** Of a cord's artery; what lies outside was not measured. Project's choice, wide. */
const [PH_FROM, PH_TO] = [6.3, 7.8] as const;

function phOf(comments: readonly string[]): number {
  const ph = commented(comments, "pH");
  if (ph === null || ph < PH_FROM || ph > PH_TO) throw new Error(`no pH that can be: ${ph ?? "none"}`);
  return ph;
}

async function birthRecord(path: string, name: string): Promise<BirthRecord | null> {
  const opened = await openRecord(path);
  const rate = opened.channels.find((channel) => channel.name === "FHR")?.rate;
  if (rate === undefined) return null;
  const ph = phOf(opened.comments);
  if (rate !== CTG_HZ) throw new Error(`FHR at ${rate} Hz, and not at ${CTG_HZ}`);
  const samples = Math.round((opened.durationMs * CTG_HZ) / 1000);
  const waves = opened.channels.map(() => new Float64Array(samples).fill(Number.NaN));
  for await (const { channel, atMs, block } of opened.blocks()) {
    const first = Math.round((atMs * block.rate) / 1000);
    const wave = waves[channel] as Float64Array;
    const until = Math.min(block.samples.length, samples - first);
    for (let i = 0; i < until; i++) {
      const sample = block.samples[i] as number;
      if (sample !== GAP) wave[first + i] = sample * block.scale + block.offset;
    }
  }
  const waveOf = (channel: string) => waves[opened.channels.findIndex(({ name: own }) => own === channel)] ?? null;
  // The set writes 0 where the heart was not heard.
  const fhr = (waveOf("FHR") as Float64Array).map((bpm) => (bpm > 0 ? bpm : Number.NaN));
  const second = commented(opened.comments, "Pos. II.st.");
  return {
    name,
    recording: { fhr, toco: waveOf("UC"), mother: null },
    secondStageMin: second !== null && second > 0 ? (samples - second) / CTG_HZ / 60 : null,
    ph,
  };
}

/** `#pH           7.14` in the header; null where it is absent or no number. */
function commented(comments: readonly string[], what: string): number | null {
  const line = comments.find((comment) => comment.startsWith(`${what} `));
  const value = line === undefined ? Number.NaN : Number(line.slice(what.length));
  return Number.isFinite(value) ? value : null;
}
