import { GAP, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";

/** What the process under test says, tick after tick; the one who checks computes the same. */
export const load = { channels: 60, frame: 25, rate: 250, tickMs: 100 } as const;
export const LOAD_START = Date.UTC(2026, 2, 31, 23, 59, 50);

export const patientOf = (channel: number): SubjectId => `person:p${channel}` as SubjectId;
const sourceOf = (channel: number): SourceId => `device:d${channel}` as SourceId;

export const sampleOf = (channel: number, i: number): number =>
  (channel + i) % 1009 === 0 ? GAP : ((channel * 7919 + i * 13) % 4001) - 2000;

/** Frames that are held back for a tick, and frames that are sent twice: what a radio link does. */
const isLate = (channel: number, tick: number) => (channel * 31 + tick * 7) % 50 === 0;
const isRepeated = (channel: number, tick: number) => (channel + tick) % 37 === 0;

export function batchOf(tick: number): Signal[] {
  const batch: Signal[] = [];
  for (let channel = 0; channel < load.channels; channel++) {
    if (!isLate(channel, tick)) batch.push(frame(channel, tick, tick));
    if (tick > 0 && (isLate(channel, tick - 1) || isRepeated(channel, tick)))
      batch.push(frame(channel, tick - 1, tick));
    batch.push(reading(channel, tick));
  }
  return [...batch, note(tick)];
}

/** The last tick whose frame of that channel is known when `tick` was acknowledged. */
export const lastFrame = (channel: number, tick: number): number => (isLate(channel, tick) ? tick - 1 : tick);

const timeOf = (tick: number) => LOAD_START + tick * load.tickMs;

function frame(channel: number, tick: number, now: number): Signal {
  const samples = Int32Array.from({ length: load.frame }, (_, i) => sampleOf(channel, tick * load.frame + i));
  const value = { rate: load.rate, scale: 0.005, offset: 0, samples };
  return said("ecg", channel, tick, now, value);
}

export const readingOf = (channel: number, tick: number): number => 40 + ((channel * 7 + tick) % 100);
const reading = (channel: number, tick: number): Signal =>
  said("heart-rate", channel, tick, tick, readingOf(channel, tick));
const note = (tick: number): Signal => said("note", 0, tick, tick, { text: `${tick} 記録 기록` });

function said(kind: Signal["kind"], channel: number, tick: number, now: number, value: unknown): Signal {
  const [at, receivedAt] = [timeOf(tick), timeOf(now) + 140];
  const identity = { subject: patientOf(channel), source: sourceOf(channel), kind, at, sequence: tick };
  return { ...identity, receivedAt, value, quality: "good" } as unknown as Signal;
}
