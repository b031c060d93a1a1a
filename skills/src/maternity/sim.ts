import { GAP, type Instant, SECOND, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";

/**
 * A mother and her child, as a script with chance from a seed. It knows nothing of the analysis: rates are written as a
 * baseline, slow waves, noise, and bumps up and down. The ranges are those of healthy and ill children in the literature
 * that the README names; it is no physiological model.
 */
export const ann = "person:ann" as SubjectId;
export const BEGIN: Instant = Date.parse("2026-06-01T01:00:00Z");
export const RATE = 4;

/** Active and quiet sleep, a child without variation, a sinusoidal one. */
export type Mood = "active" | "quiet" | "flat" | "sinusoidal";
export type Fall = "early" | "late" | "variable" | "prolonged";

export interface Script {
  readonly minutes: number;
  readonly seed?: number;
  readonly baselineBpm?: number;
  readonly mood?: (minute: number) => Mood;
  /** Seconds from the beginning of a contraction to that of the next; 0 for none. */
  readonly contractionsEveryS?: number;
  /** With the contraction of this number (from 0), or, for a prolonged one, at its time. */
  readonly falls?: readonly { readonly contraction: number; readonly kind: Fall; readonly depthBpm?: number }[];
  /** Minutes at which a prolonged fall begins, how long it lasts, and how deep it is. */
  readonly slow?: readonly { readonly atMin: number; readonly forMin: number; readonly depthBpm: number }[];
  /** Share of the time that the sensor hears nothing, in stretches of some seconds. */
  readonly dropout?: number;
  /** From and until, minutes. */
  readonly silent?: readonly (readonly [number, number])[];
  readonly hearsMother?: readonly (readonly [number, number])[];
  readonly halved?: readonly (readonly [number, number])[];
  readonly motherBpm?: number | null;
  readonly withToco?: boolean;
}

export interface Played {
  /** /min, 4 a second, NaN where nothing was heard; toco in the device's units. */
  readonly fhr: Float64Array;
  readonly toco: Float64Array | null;
  readonly mother: Float64Array | null;
  readonly truth: {
    readonly contractionsS: readonly number[];
    readonly accelerationsS: readonly number[];
  };
}

/** Mulberry32 (T. Ettinger, public domain). */
export function chanceOf(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Height of the slow waves and of the noise, /min. */
const MOODS: Readonly<Record<Mood, { readonly waves: number; readonly noise: number }>> = {
  active: { waves: 4.5, noise: 2.2 },
  quiet: { waves: 1.6, noise: 0.9 },
  flat: { waves: 0.25, noise: 0.2 },
  sinusoidal: { waves: 0, noise: 0.25 },
};
const CONTRACTION_S = 80;

export function play(script: Script): Played {
  const chance = chanceOf(script.seed ?? 1);
  const n = script.minutes * 60 * RATE;
  const contractionsS = contractionTimes(script);
  const accelerationsS = accelerationTimes(script, chance);
  const motherBpm = script.motherBpm === undefined ? 78 : script.motherBpm;
  const mother = motherBpm === null ? null : motherOf(motherBpm, n, chance);
  const fhr = childOf(script, n, chance);
  for (const at of accelerationsS) bump(fhr, at, 15, 18 + 8 * chance(), 20 + 20 * chance());
  for (const fall of script.falls ?? []) letFall(fhr, contractionsS[fall.contraction] ?? 0, fall);
  for (const { atMin, forMin, depthBpm } of script.slow ?? []) bump(fhr, atMin * 60, 20, -depthBpm, forMin * 60 - 20);
  misheard(fhr, mother, script, chance);
  const toco = script.withToco === false ? null : tocoOf(n, contractionsS, chance);
  return { fhr, toco, mother, truth: { contractionsS, accelerationsS } };
}

function contractionTimes({ contractionsEveryS = 0, minutes }: Script): readonly number[] {
  if (contractionsEveryS === 0) return [];
  const count = Math.floor((minutes * 60 - CONTRACTION_S - 60) / contractionsEveryS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => 60 + i * contractionsEveryS);
}

/** An active child has one every minute and a half to four. */
function accelerationTimes({ mood = () => "active", minutes }: Script, chance: () => number): readonly number[] {
  const times: number[] = [];
  for (let at = 40 + 60 * chance(); at < minutes * 60 - 60; at += 90 + 150 * chance())
    if (mood(Math.floor(at / 60)) === "active") times.push(Math.round(at));
  return times;
}

function childOf({ baselineBpm = 140, mood = () => "active" }: Script, n: number, chance: () => number): Float64Array {
  // Four slow waves of 1 to 6 a minute, out of step.
  const waves = [1.3, 2.3, 3.7, 5.9].map((perMin) => ({
    perMin: perMin * (0.9 + 0.2 * chance()),
    phase: 2 * Math.PI * chance(),
  }));
  let noise = 0;
  return Float64Array.from({ length: n }, (_, i) => {
    const s = i / RATE;
    const now = mood(Math.floor(s / 60));
    const { waves: height, noise: spread } = MOODS[now];
    if (i % RATE === 0) noise = 0.7 * noise + 0.71 * spread * normal(chance);
    if (now === "sinusoidal") return baselineBpm + 8 * Math.sin((2 * Math.PI * 4 * s) / 60) + noise;
    const slow = waves.reduce((sum, { perMin, phase }) => sum + Math.sin((2 * Math.PI * perMin * s) / 60 + phase), 0);
    return baselineBpm + (height * slow) / 2 + noise;
  });
}

/** Box and Muller, 1958. */
const normal = (chance: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/** Up to its height within `riseS`, stays, and back: half waves of a cosine. */
function bump(wave: Float64Array, atS: number, riseS: number, height: number, staysS: number, backS = riseS): void {
  const until = Math.min(wave.length, Math.round((atS + riseS + staysS + backS) * RATE));
  for (let i = Math.round(atS * RATE); i < until; i++) {
    const s = i / RATE - atS;
    const share = s < riseS ? s / riseS : s < riseS + staysS ? 1 : (riseS + staysS + backS - s) / backS;
    wave[i] = (wave[i] as number) + (height * (1 - Math.cos(Math.PI * share))) / 2;
  }
}

/** When it begins after the contraction, how long it falls, stays, comes back; s. */
const FALLS: Readonly<Record<Fall, readonly [number, number, number, number]>> = {
  early: [0, 40, 0, 40],
  late: [30, 45, 5, 45],
  variable: [5, 8, 30, 10],
  prolonged: [10, 25, 170, 40],
};

function letFall(fhr: Float64Array, atS: number, { kind, depthBpm }: { kind: Fall; depthBpm?: number }): void {
  const [after, fallS, staysS, backS] = FALLS[kind];
  const depth = depthBpm ?? { early: 25, late: 25, variable: 45, prolonged: 45 }[kind];
  bump(fhr, atS + after, fallS, -depth, staysS, backS);
}

function motherOf(bpm: number, n: number, chance: () => number): Float64Array {
  const phase = 2 * Math.PI * chance();
  return Float64Array.from({ length: n }, (_, i) => bpm + 3 * Math.sin(i / RATE / 9 + phase));
}

function tocoOf(n: number, contractionsS: readonly number[], chance: () => number): Float64Array {
  const toco = Float64Array.from({ length: n }, () => 10 + normal(chance));
  for (const at of contractionsS) bump(toco, at, CONTRACTION_S / 2, 45 + 15 * chance(), 0);
  return toco;
}

function misheard(fhr: Float64Array, mother: Float64Array | null, script: Script, chance: () => number): void {
  each(script.hearsMother, fhr, (i) => (mother?.[i] ?? 78) + normal(chance));
  each(script.halved, fhr, (i) => (fhr[i] as number) / 2);
  let left = 0;
  const meanS = 4;
  const share = script.dropout ?? 0;
  for (let i = 0; i < fhr.length; i++) {
    if (left <= 0 && chance() < share / (meanS * RATE * (1 - share + 1e-9))) left = meanS * RATE * (0.5 + chance());
    if (left > 0) fhr[i] = Number.NaN;
    left -= 1;
  }
  each(script.silent, fhr, () => Number.NaN);
}

function each(
  stretches: readonly (readonly [number, number])[] | undefined,
  wave: Float64Array,
  value: (i: number) => number,
): void {
  for (const [from, until] of stretches ?? [])
    for (let i = Math.round(from * 60 * RATE); i < Math.min(wave.length, until * 60 * RATE); i++) wave[i] = value(i);
}

/** What the devices say: blocks of so many seconds, the mother's pulse every five. */
export function signalsOf(script: Script, begin: Instant = BEGIN, blockS = 10): readonly Signal[] {
  const { fhr, toco, mother } = play(script);
  const signals: Signal[] = [];
  for (let s = 0; s < script.minutes * 60; s += blockS) {
    signals.push(blockOf("fetal-heart-rate", fhr, [s, blockS], 0.25, begin));
    if (toco) signals.push(blockOf("uterine-activity", toco, [s, blockS], 0.5, begin));
    for (let at = Math.ceil(s / 5) * 5; mother && at < s + blockS; at += 5)
      signals.push(pulseOf(mother[at * RATE] as number, at, begin));
  }
  return signals;
}

function blockOf(
  kind: "fetal-heart-rate" | "uterine-activity",
  wave: Float64Array,
  [s, lasts]: readonly [number, number],
  scale: number,
  begin: Instant,
): Signal {
  const part = wave.subarray(s * RATE, (s + lasts) * RATE);
  const samples = Int32Array.from(part, (value) => (Number.isNaN(value) ? GAP : Math.round(value / scale)));
  return {
    subject: ann,
    kind,
    at: begin + s * SECOND,
    receivedAt: begin + (s + lasts) * SECOND,
    sequence: 0,
    value: { rate: RATE, scale, offset: 0, samples },
    quality: "good",
    source: "device:ctg-1" as SourceId,
  };
}

const pulseOf = (bpm: number, s: number, begin: Instant): Signal => ({
  subject: ann,
  kind: "pulse-rate",
  at: begin + s * SECOND,
  receivedAt: begin + (s + 1) * SECOND,
  sequence: 0,
  value: Math.round(bpm * 10) / 10,
  quality: "good",
  source: "device:pulse-1" as SourceId,
});

/** The mother's event of an expected date: so many completed weeks at the beginning. */
export function pregnancyAt(weeks: number, fetuses = 1, begin: Instant = BEGIN): Signal {
  const due = new Date(begin + (280 - weeks * 7) * 24 * 3600 * SECOND).toISOString().slice(0, 10);
  return {
    subject: ann,
    kind: "pregnancy",
    at: begin - SECOND,
    receivedAt: begin - SECOND,
    sequence: 0,
    value: { due, dueBy: "ultrasound", fetuses },
    quality: "good",
    source: "device:desk" as SourceId,
  };
}
