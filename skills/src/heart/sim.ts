import { type Instant, SECOND, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";

/** A scripted heart, with nothing left to chance: each beat an ECG complex and, a quarter of a second later, a pulse. */
export const ann = "person:ann" as SubjectId;
export const BEGIN: Instant = Date.parse("2026-01-01T08:00:00Z");
const PULSE_AFTER_S = 0.25;

export interface Beaten {
  readonly seconds: number;
  /** Milliseconds from beat i to the next. */
  readonly interval?: (i: number) => number;
  readonly rate?: number;
  /** From here (seconds) on, until the second value, there is no beat in the ECG, or no pulse. */
  readonly ecgStops?: readonly [number, number];
  readonly pulseStops?: readonly [number, number];
  readonly withPulse?: boolean;
  /** By how much a beat at this second is larger than usual, and what the wave floats on. */
  readonly size?: (second: number) => number;
  readonly level?: (second: number) => number;
  /** Added to each sample, in the wave's unit. */
  readonly noise?: (i: number) => number;
}

/** [seconds from the R wave, mV, width]: P, Q, R, S, T. After McSharry et al., IEEE Trans Biomed Eng 50:289 (2003). */
const complex = [
  [-0.17, 0.12, 0.025],
  [-0.025, -0.12, 0.01],
  [0, 1, 0.011],
  [0.025, -0.2, 0.01],
  [0.28, 0.3, 0.05],
] as const;
/** The pulse and, after the notch, its second wave. */
const pulse = [
  [0, 1, 0.07],
  [0.3, 0.35, 0.09],
] as const;

const bumps = (shape: readonly (readonly [number, number, number])[], t: number): number =>
  shape.reduce((sum, [at, height, width]) => sum + height * Math.exp(-((t - at) ** 2) / (2 * width * width)), 0);

/** Seconds of the R waves. */
export function beatsOf({ seconds, interval = () => 800 }: Beaten): readonly number[] {
  const beats: number[] = [];
  for (let at = 0.4; at < seconds; at += interval(beats.length - 1) / 1000) beats.push(at);
  return beats;
}

/** Both waves, a block a second each. */
export function beaten(day: Beaten): readonly Signal[] {
  const { withPulse = true, ecgStops, pulseStops } = day;
  const beats = beatsOf(day);
  const without = (stop: readonly [number, number] | undefined) =>
    beats.filter((at) => !stop || at < stop[0] || at >= stop[1]);
  return [
    ...blocks("ecg", complex, without(ecgStops), day),
    ...(withPulse
      ? blocks(
          "ppg",
          pulse,
          without(pulseStops).map((at) => at + PULSE_AFTER_S),
          day,
        )
      : []),
  ];
}

function blocks(
  kind: "ecg" | "ppg",
  shape: typeof complex | typeof pulse,
  beats: readonly number[],
  { seconds, rate = 250, noise = () => 0, size = () => 1, level = () => 0 }: Beaten,
): readonly Signal[] {
  let from = 0;
  return Array.from({ length: seconds }, (_, second) => {
    while ((beats[from] ?? Number.POSITIVE_INFINITY) < second - 1) from += 1;
    const near = beats.slice(from, from + 12);
    const samples = Int32Array.from({ length: rate }, (_, i) => {
      const t = second + i / rate;
      const value = near.reduce((sum, at) => (Math.abs(t - at) < 0.8 ? sum + size(at) * bumps(shape, t - at) : sum), 0);
      return Math.round((value + level(t) + noise(second * rate + i)) * 1000);
    });
    return said(kind, second, { rate, scale: 0.001, offset: 0, samples });
  });
}

export const said = (
  kind: "ecg" | "ppg",
  second: number,
  value: Extract<Signal, { kind: "ecg" }>["value"],
): Signal => ({
  subject: ann,
  kind,
  at: BEGIN + second * SECOND,
  receivedAt: BEGIN + (second + 1) * SECOND,
  sequence: 0,
  value,
  quality: "good",
  source: `device:${kind}-1` as SourceId,
});
