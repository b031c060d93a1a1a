import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { GAP, type Kind } from "@sakiyomi/core";
import { openRecord, type WfdbAnnotation } from "@sakiyomi/wfdb";
import { type Found, readEach } from "./readable.ts";
import type { Wave } from "./waves.ts";

export interface HeartRecord {
  readonly name: string;
  readonly comments: readonly string[];
  /** The best ECG first: one lead is heard, as on a bed that has one. */
  readonly waves: readonly Wave[];
  /** Seconds of the beats that people marked. */
  readonly beats: readonly number[];
}

const leads = [
  "II",
  "MLII",
  "I",
  "III",
  "V5",
  "V4",
  "V6",
  "V",
  "V3",
  "V2",
  "V1",
  "AVR",
  "AVL",
  "AVF",
  "ECG",
  "MLI",
  "MLIII",
  "MCL",
];

function kindOf(name: string): Kind | null {
  const upper = name.toUpperCase();
  if (upper.startsWith("PLETH") || upper === "PPG") return "ppg";
  if (upper === "ABP" || upper === "ART") return "arterial-pressure";
  return leads.includes(upper) || /^(ECG|MCL)/.test(upper) ? "ecg" : null;
}

const rank = (name: string): number => {
  const at = leads.indexOf(name.toUpperCase());
  return at < 0 ? leads.length : at;
};

/** All records of the folder with an ECG that carry marked beats or an alarm; others are files for other tests. */
export async function heartRecords(folder: string): Promise<Found<HeartRecord>> {
  const names = (await readdir(folder))
    .filter((file) => file.endsWith(".hea"))
    .map((file) => file.slice(0, -4))
    .sort();
  return readEach(names, (name) => readRecord(join(folder, name), name));
}

async function readRecord(path: string, name: string): Promise<HeartRecord | null> {
  const recording = await openRecord(path);
  const wanted = recording.channels
    .map((channel, index) => ({ ...channel, index, kind: kindOf(channel.name) }))
    .filter((channel): channel is typeof channel & { kind: Kind } => channel.kind !== null)
    .sort((a, b) => rank(a.name) - rank(b.name));
  const kept = wanted.filter(({ kind }, i) => wanted.findIndex((other) => other.kind === kind) === i);
  if (!kept.some(({ kind }) => kind === "ecg")) return null;
  const beats = (await recording.annotations()).filter(({ isBeat }: WfdbAnnotation | { isBeat?: boolean }) => isBeat);
  const isAlarm = recording.comments.some((comment) => /alarm/i.test(comment));
  if (beats.length < 10 && !isAlarm) return null;
  const length = (rate: number) => Math.ceil((recording.durationMs * rate) / 1000);
  const values = new Map(kept.map(({ index, rate }) => [index, new Float64Array(length(rate)).fill(Number.NaN)]));
  for await (const { channel, atMs, block } of recording.blocks()) {
    const into = values.get(channel);
    if (!into) continue;
    const first = Math.round((atMs * block.rate) / 1000);
    block.samples.forEach((sample, i) => {
      if (sample !== GAP && first + i < into.length) into[first + i] = sample * block.scale + block.offset;
    });
  }
  return {
    name,
    comments: recording.comments,
    waves: kept.map(({ kind, rate, index }) => ({ kind, rate, values: values.get(index) as Float64Array })),
    beats: beats.map(({ atMs }) => atMs / 1000),
  };
}
