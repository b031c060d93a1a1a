import type { Instant, Signal, SignalOfClass } from "@sakiyomi/core";
import { type Beat, type BeatWave, type Heard, hearBeats } from "../heart/index.ts";
import { hearSlow, type Slow } from "./slow.ts";

export const slowKinds = [
  "respiration-impedance",
  "ppg",
  "ecg",
  "acceleration-x",
  "acceleration-y",
  "acceleration-z",
] as const;
export type SlowKind = (typeof slowKinds)[number];
export const beatKinds = ["ecg", "ppg"] as const;
export type BeatKind = (typeof beatKinds)[number];

/** Beats of one wave: the detector's state, and [time, size, time since the beat before or 0] of the last ones. */
export interface Beats {
  readonly heard: Heard | null;
  readonly kept: readonly (readonly [at: number, size: number, interval: number])[];
}

export interface Hearing {
  readonly slow: Readonly<Record<SlowKind, Slow | null>>;
  readonly beats: Readonly<Record<BeatKind, Beats>>;
}

const KEPT_MS = 40_000;
const none: Beats = { heard: null, kept: [] };

export const silence: Hearing = {
  slow: Object.fromEntries(slowKinds.map((kind) => [kind, null])) as Record<SlowKind, Slow | null>,
  beats: { ecg: none, ppg: none },
};

export function hear(before: Hearing, signals: readonly Signal[], now: Instant): Hearing {
  const of = (kind: SlowKind) => signals.filter((signal): signal is SignalOfClass<"wave"> => signal.kind === kind);
  return {
    slow: Object.fromEntries(slowKinds.map((kind) => [kind, hearSlow(before.slow[kind], of(kind))])) as Record<
      SlowKind,
      Slow | null
    >,
    beats: {
      ecg: hearOf("ecg", before.beats.ecg, of("ecg") as readonly BeatWave[], now),
      ppg: hearOf("ppg", before.beats.ppg, of("ppg") as readonly BeatWave[], now),
    },
  };
}

function hearOf(kind: BeatKind, before: Beats, waves: readonly BeatWave[], now: Instant): Beats {
  const { heard, beats } = hearBeats(kind, before.heard, waves);
  const isStruck = waves.some(({ quality }) => quality === "entered-in-error");
  const kept = isStruck ? [] : before.kept.filter(([at]) => at > now - KEPT_MS);
  const last = kept.at(-1)?.[0] ?? Number.NaN;
  // Rhythm is the heart skill's matter: here only the beats are needed, not their long history.
  return { heard: heard && { ...heard, intervals: [] }, kept: [...kept, ...timed(beats, last)] };
}

const timed = (beats: readonly Beat[], last: number): Beats["kept"] =>
  beats.map(({ at, size, isFirst }, i) => {
    const interval = at - (beats[i - 1]?.at ?? last);
    const isWhole = !isFirst && Number.isFinite(interval) && interval > 0;
    return [Math.round(at), Number(size.toPrecision(5)), isWhole ? Math.round(interval * 10) / 10 : 0];
  });
