import { HZ } from "./recording.ts";
import type { Trace } from "./trace.ts";

/**
 * A smooth wave without beginning or end: 3 to 5 a minute for at least 20 min (NICHD 2008), for more than 30 min
 * (FIGO 2015, 5 to 15 /min high), 2 to 6 a minute, 5 to 15 /min and at most 35 high, however long (JSOG 2003).
 */
export interface Sinusoid {
  readonly fromS: number;
  readonly untilS: number;
  readonly perMin: number;
  /** From trough to peak, /min. */
  readonly heightBpm: number;
}

/** Looked for in windows of so long, once a minute. Project's choice: at 2 a minute it holds six waves. */
const WINDOW_S = 180;
/** Share of the power between 1 and 20 a minute that must lie within half a cycle of the peak. Project's choice. */
const PURE = 0.75;
const MOST_MISSING = 0.2;
const FREQUENCIES = { from: 1, until: 20, step: 0.25 } as const;
const WAVES_A_MINUTE = { least: 2, most: 6 } as const;
const HEIGHT_BPM = { least: 5, most: 35 } as const;

export function sinusoidsOf({ off, seconds }: Trace): readonly Sinusoid[] {
  if (off === null) return [];
  const all: Sinusoid[] = [];
  for (let fromS = 0; fromS + WINDOW_S <= seconds; fromS += 60) {
    const wave = waveIn(everySecond(off, fromS));
    if (wave === null) continue;
    const last = all.at(-1);
    if (last && last.untilS >= fromS) all[all.length - 1] = { ...last, untilS: fromS + WINDOW_S };
    else all.push({ fromS, untilS: fromS + WINDOW_S, ...wave });
  }
  return all;
}

/** Once a second, about its mean; null where too much is missing. */
function everySecond(off: Float64Array, fromS: number): Float64Array | null {
  const part = Float64Array.from({ length: WINDOW_S }, (_, s) => off[(fromS + s) * HZ] as number);
  let [sum, n] = [0, 0];
  for (const bpm of part) {
    if (Number.isNaN(bpm)) continue;
    sum += bpm;
    n += 1;
  }
  if (n < (1 - MOST_MISSING) * part.length) return null;
  return part.map((bpm) => (Number.isNaN(bpm) ? 0 : bpm - sum / n));
}

function waveIn(part: Float64Array | null): { readonly perMin: number; readonly heightBpm: number } | null {
  if (part === null) return null;
  const spread = Math.sqrt(part.reduce((sum, bpm) => sum + bpm * bpm, 0) / part.length);
  // Of a sine, the height from trough to peak is 2.83 times the root of the mean square.
  const heightBpm = Math.round(2 * Math.SQRT2 * spread * 10) / 10;
  if (heightBpm < HEIGHT_BPM.least || heightBpm > HEIGHT_BPM.most) return null;
  const powers = spectrum(part);
  const peak = powers.reduce((best, one) => (one.power > best.power ? one : best));
  if (peak.perMin < WAVES_A_MINUTE.least || peak.perMin > WAVES_A_MINUTE.most) return null;
  const total = powers.reduce((sum, { power }) => sum + power, 0);
  const near = powers.reduce((sum, one) => sum + (Math.abs(one.perMin - peak.perMin) <= 0.5 ? one.power : 0), 0);
  return near >= PURE * total ? { perMin: peak.perMin, heightBpm } : null;
}

/** For each frequency the waves that the part is held against, under Hann's window: it keeps one from leaking into the next. */
const probes = Array.from({ length: (FREQUENCIES.until - FREQUENCIES.from) / FREQUENCIES.step + 1 }, (_, k) => {
  const perMin = FREQUENCIES.from + k * FREQUENCIES.step;
  const wave = (of: (angle: number) => number) =>
    Float64Array.from(
      { length: WINDOW_S },
      (_, s) => of((2 * Math.PI * perMin * s) / 60) * (1 - Math.cos((2 * Math.PI * s) / WINDOW_S)),
    );
  return { perMin, cos: wave(Math.cos), sin: wave(Math.sin) };
});

const spectrum = (part: Float64Array): readonly { readonly perMin: number; readonly power: number }[] =>
  probes.map(({ perMin, cos, sin }) => ({ perMin, power: product(part, cos) ** 2 + product(part, sin) ** 2 }));

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let s = 0; s < a.length; s++) sum += (a[s] as number) * (b[s] as number);
  return sum;
}

/** Minutes of the longest one. */
export const longestSinusoidMin = (all: readonly Sinusoid[]): number =>
  all.reduce((longest, { fromS, untilS }) => Math.max(longest, (untilS - fromS) / 60), 0);
