import { MINUTE } from "@sakiyomi/core";
import { isNoisy } from "../heart/index.ts";
import type { BeatKind, Beats, Hearing, SlowKind } from "./hearing.ts";
import { detrended, evenly, HZ, type Points, smoothed } from "./series.ts";
import { pointsOf } from "./slow.ts";
import { FASTEST, rates, STEP, spectrumOf } from "./spectrum.ts";

/** Where breath shows: each is one series, looked at by itself before all are put together. */
export const carriers = {
  impedance: ["slow", "respiration-impedance"],
  "chest-x": ["slow", "acceleration-x"],
  "chest-y": ["slow", "acceleration-y"],
  "chest-z": ["slow", "acceleration-z"],
  "pulse-baseline": ["baseline", "ppg"],
  "pulse-size": ["size", "ppg"],
  "pulse-interval": ["interval", "ppg"],
  "ecg-baseline": ["baseline", "ecg"],
  "ecg-size": ["size", "ecg"],
  "ecg-interval": ["interval", "ecg"],
} as const satisfies Readonly<
  Record<string, readonly ["slow", SlowKind] | readonly ["baseline" | "size" | "interval", BeatKind]>
>;
export type Carrier = keyof typeof carriers;
export const carrierNames = Object.keys(carriers) as Carrier[];

/** The window of the published comparisons (Charlton et al., IEEE Rev Biomed Eng 11:2, 2018). */
export const WINDOW_S = 32;
const MOST_GAP_S = 2;
const MOST_BEAT_GAP_S = 4;
const LEAST_BEATS = 16;

/** An even series of the last window, and the fastest breath that it can carry. */
export interface Series {
  /** Drift taken off. */
  readonly values: readonly number[];
  /** Beyond this it is a jump, not a breath. */
  readonly most: number;
  readonly fastest: number;
}

export function seriesOf(hearing: Hearing, carrier: Carrier, untilS: number): Series | null {
  const [way, kind] = carriers[carrier];
  const from = untilS - WINDOW_S;
  if (way === "slow") return series(evenly(pointsOf(hearing.slow[kind]), from, untilS, MOST_GAP_S), FASTEST);
  // Where beats are not told from noise, their sizes and times are noise, too.
  const { heard } = hearing.beats[kind];
  if (heard === null || isNoisy(heard)) return null;
  const beats = hearing.beats[kind].kept.filter(([at]) => at / 1000 > from - MOST_BEAT_GAP_S);
  const perMin = rateOf(beats);
  if (perMin === null) return null;
  // One value a beat carries half as many breaths a minute.
  const fastest = Math.min(FASTEST, 0.475 * perMin);
  if (way === "baseline") {
    const even = evenly(pointsOf(hearing.slow[kind]), from, untilS, MOST_GAP_S);
    return series(even && smoothed(even, Math.max(1, Math.round((HZ * 60) / perMin))), fastest);
  }
  return series(evenly(alternationGone(pointsOfBeats(beats, way)), from, untilS, MOST_BEAT_GAP_S), fastest);
}

function series(even: readonly number[] | null, fastest: number): Series | null {
  if (even === null) return null;
  const values = detrended(even);
  return { values, most: mostOf(values), fastest };
}

type Kept = Beats["kept"];

function rateOf(beats: Kept): number | null {
  if (beats.length < LEAST_BEATS) return null;
  const span = (beats.at(-1)?.[0] ?? 0) - (beats[0]?.[0] ?? 0);
  return span > 0 ? ((beats.length - 1) * MINUTE) / span : null;
}

const pointsOfBeats = (beats: Kept, way: "size" | "interval"): Points =>
  beats.flatMap(
    ([at, size, interval]): Points =>
      way === "size" ? [[at / 1000, size] as const] : interval > 0 ? [[at / 1000, interval] as const] : [],
  );

/** Beats that alternate (bigeminy, alternans) would stand for half the heart rate: each is averaged with its neighbours. */
const alternationGone = (points: Points): Points =>
  points.map(([at, value], i) => {
    const [before, after] = [points[i - 1] ?? points[i], points[i + 1] ?? points[i]];
    return [at, (2 * value + (before?.[1] ?? value) + (after?.[1] ?? value)) / 4] as const;
  });

/** A single jump (a movement, an extra beat) must not outweigh all breaths: three robust deviations are the most. */
function mostOf(values: readonly number[]): number {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  return 3 * 1.4826 * (sizes[sizes.length >> 1] ?? 0);
}

export const clamped = (values: readonly number[], most: number): readonly number[] =>
  most === 0 ? values : values.map((value) => Math.max(-most, Math.min(most, value)));

export interface Shown {
  /** Share of each of `rates`, slow drift weighed down. */
  readonly shares: readonly number[];
  readonly perMin: number;
  /** Share that stands within 2.5 /min of the top: how clearly one rate is shown. */
  readonly clarity: number;
}

const NEAR = Math.round(2.5 / STEP);

/** What a series shows. Drift falls with frequency; weighing power with the rate makes it even. */
export function shownBy({ values, most, fastest }: Series): Shown | null {
  const spectrum = spectrumOf(clamped(values, most), fastest);
  if (spectrum === null) return null;
  const weighed = spectrum.map((power, i) => power * (rates[i] as number));
  const sum = weighed.reduce((all, power) => all + power, 0);
  const shares = weighed.map((power) => power / sum);
  const top = shares.reduce((best, share, i) => (share > (shares[best] as number) ? i : best), 0);
  return { shares, perMin: rates[top] as number, clarity: massNear(shares, top, NEAR) };
}

export const massNear = (shares: readonly number[], middle: number, near: number): number =>
  shares.slice(Math.max(0, middle - near), middle + near + 1).reduce((sum, share) => sum + share, 0);
