import type { Instant } from "@sakiyomi/core";
import { type Heard, isFresh, isNoisy, secondsSilent } from "./heard.ts";

export type NotKnown = {
  readonly known: false;
  readonly why: "never" | "silent" | "noisy" | "few-beats";
  readonly silentS: number;
};
export type Rate =
  | { readonly known: true; readonly perMin: number; readonly spread: number; readonly beats: number }
  | NotKnown;

/** The mean over so long: what bedside monitors do, about (ANSI/AAMI EC13 asks that a monitor says how it averages). */
const OVER_MS = 15_000;
const LEAST_INTERVALS = 4;
/** Where sampling and rounding alone leave it. */
const LEAST_SPREAD = 0.5;

export function rateOf(heard: Heard | null, now: Instant): Rate {
  const not = unheard(heard, now);
  if (not || heard === null) return not ?? { known: false, why: "never", silentS: 0 };
  const used = lately(heard, now);
  if (used.length < LEAST_INTERVALS) return { known: false, why: "few-beats", silentS: 0 };
  const mean = used.reduce((sum, ms) => sum + ms, 0) / used.length;
  const sd = Math.sqrt(used.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / used.length);
  const perMin = 60_000 / mean;
  return {
    known: true,
    perMin,
    spread: Math.max(LEAST_SPREAD, (perMin * sd) / mean / Math.sqrt(used.length)),
    beats: used.length,
  };
}

export function unheard(heard: Heard | null, now: Instant): NotKnown | null {
  if (heard === null) return { known: false, why: "never", silentS: 0 };
  if (!isFresh(heard, now)) return { known: false, why: "silent", silentS: secondsSilent(heard, now) };
  return isNoisy(heard) ? { known: false, why: "noisy", silentS: 0 } : null;
}

/** The whole intervals of the last seconds. */
function lately({ lastBeatAt, intervals }: Heard, now: Instant): readonly number[] {
  const used: number[] = [];
  let at = lastBeatAt ?? 0;
  for (let i = intervals.length - 1; i >= 0 && at > now - OVER_MS; i--) {
    const interval = intervals[i] as number;
    if (interval === 0) break;
    used.push(interval);
    at -= interval;
  }
  return used;
}

/** Words of three rates each; so many are looked at (X. Zhou et al., PLOS ONE 10:e0136544, 2015). */
export const WORDS = 127;
/** A tenth of them may be missing: the project's choice. */
const LEAST_WORDS = Math.ceil(WORDS * 0.9);
const STEP_PER_MIN = 5;
const TOP = 63;

/**
 * How disorderly the rates of successive beats are, 0 to 1: coarse Shannon entropy of their symbolic dynamics (Zhou 2015).
 * Each rate is a symbol in steps of 5 /min, three symbols are a word, H = k / (N log₂ N) · Σ −p log₂ p over the k
 * different words. Null where too few beats are known.
 */
export function disorder(intervals: readonly number[]): number | null {
  const counts = new Map<number, number>();
  let words = 0;
  for (let i = Math.max(2, intervals.length - WORDS); i < intervals.length; i++) {
    const [a, b, c] = [intervals[i - 2] as number, intervals[i - 1] as number, intervals[i] as number];
    if (a === 0 || b === 0 || c === 0) continue;
    const word = symbol(a) * 4096 + symbol(b) * 64 + symbol(c);
    counts.set(word, (counts.get(word) ?? 0) + 1);
    words += 1;
  }
  if (words < LEAST_WORDS) return null;
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / words) * Math.log2(count / words);
  return (counts.size * entropy) / (WORDS * Math.log2(WORDS));
}

const symbol = (ms: number): number => Math.min(TOP, Math.floor(60_000 / ms / STEP_PER_MIN));
