import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A piece of a channel, as a device sends it: whole numbers, `stepMs` apart. */
export interface Piece {
  readonly kind: PieceKind;
  readonly channel: number;
  readonly at: number;
  readonly stepMs: number;
  readonly samples: Int32Array;
}
export type PieceKind = "ecg" | "acceleration" | "vital";

/** Channels of the kinds do not overlap, so that every side can hold all of them in one table. */
export const firstChannel = { ecg: 0, acceleration: 10_000, vital: 20_000, year: 30_000 } as const;
export const channels = 1000;
export const ecgRate = 250;
/** 25 samples: 100 ms. */
export const frame = 25;

export const MINUTE = 60_000;
/** A Monday in spring; all data begin here. */
export const START = Date.UTC(2026, 3, 6);

/** Seeded chance (mulberry32), so that every run stores the same. */
export function chanceOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A normal deviate, near enough: the sum of twelve even ones (central limit), minus its mean. */
const normal = (chance: () => number) => Array.from({ length: 12 }, chance).reduce((sum, x) => sum + x, -6);

/** MIT-BIH record 100, lead MLII, 11 bits, where the data are at hand; otherwise a synthetic one, noisier than that. */
export function ecgSamples(dataDir: string | undefined): { readonly name: string; readonly samples: Int32Array } {
  if (dataDir !== undefined)
    try {
      return { name: "MIT-BIH 100, lead MLII", samples: format212(readFileSync(join(dataDir, "wfdb", "100.dat"))) };
    } catch {
      // Not there: the synthetic one is named in the table.
    }
  return { name: "synthetic", samples: syntheticEcg(650_000) };
}

/** WFDB format 212: two 12-bit samples in three bytes; of two signals the first. */
function format212(bytes: Uint8Array): Int32Array {
  const samples = new Int32Array(Math.floor(bytes.length / 3));
  for (let i = 0; i < samples.length; i++) {
    const raw = (bytes[i * 3] as number) | (((bytes[i * 3 + 1] as number) & 15) << 8);
    samples[i] = raw > 2047 ? raw - 4096 : raw;
  }
  return samples;
}

/** P, Q, R, S and T as Gaussian bumps (position, mV, width in s), breathing, mains hum and 10 µV of noise; 200 steps a mV. */
function syntheticEcg(n: number): Int32Array {
  const chance = chanceOf(1);
  const bumps = [
    [-0.2, 0.12, 0.025],
    [-0.035, -0.12, 0.01],
    [0, 1.1, 0.011],
    [0.035, -0.25, 0.01],
    [0.25, 0.3, 0.045],
  ] as const;
  let beat = -0.3;
  let length = 0.85;
  return Int32Array.from({ length: n }, (_, i) => {
    beat += 1 / ecgRate;
    if (beat > length - 0.3) {
      beat -= length;
      length = 0.85 + 0.02 * normal(chance);
    }
    let mv = 0.08 * Math.sin((2 * Math.PI * 0.22 * i) / ecgRate) + 0.01 * normal(chance);
    for (const [at, height, width] of bumps) mv += height * Math.exp(-0.5 * ((beat - at) / width) ** 2);
    return Math.round(mv * 200);
  });
}

/** A worn accelerometer, 4096 steps a g, 3 mg of noise; a fifth of the time its wearer walks. */
export function accelerationSamples(n: number): Int32Array {
  const chance = chanceOf(2);
  let [left, walks, lying, pace] = [0, false, 0.7, 1.8];
  return Int32Array.from({ length: n }, (_, i) => {
    if (left-- <= 0)
      [left, walks, lying, pace] = [1000 + chance() * 5000, chance() < 0.2, chance() * 2 - 1, 1.5 + chance() * 0.6];
    const t = (2 * Math.PI * pace * i) / 50;
    const step = walks ? 0.3 * Math.sin(t) + 0.15 * Math.sin(2 * t + 1) + 0.04 * normal(chance) : 0;
    return Math.round((lying + 0.003 * normal(chance) + step) * 4096);
  });
}

/** A heart rate in tenths, drifting over the day. */
export function vitalSamples(n: number, perDay: number): Int32Array {
  const chance = chanceOf(3);
  let rate = 72;
  return Int32Array.from({ length: n }, (_, i) => {
    rate += -(rate - (70 + 8 * Math.sin((2 * Math.PI * i) / perDay))) * 0.05 + 1.2 * (chance() - 0.5);
    return Math.round(rate) * 10;
  });
}

/** Tick number `tick` of all ECG channels, 25 samples each. */
export function ecgTick(pool: Int32Array, tick: number, start: number): Piece[] {
  return Array.from({ length: channels }, (_, channel) => {
    const begin = (channel * 641 + tick * frame) % (pool.length - frame);
    const samples = pool.subarray(begin, begin + frame);
    return { kind: "ecg", channel, at: start + tick * 100, stepMs: 4, samples };
  });
}

/** A whole signal in pieces of `size`. */
export function* piecesOf(
  kind: PieceKind,
  channel: number,
  samples: Int32Array,
  stepMs: number,
  size: number,
): Generator<Piece> {
  for (let begin = 0; begin < samples.length; begin += size)
    yield { kind, channel, at: START + begin * stepMs, stepMs, samples: samples.subarray(begin, begin + size) };
}
