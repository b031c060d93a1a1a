import { HZ } from "./series.ts";

/** A breath has to move by this share of what most breaths move (Schäfer and Kratky, Ann Biomed Eng 36:476, 2008). */
const SHARE = 0.2;
const QUANTILE = 0.75;

/** Places (samples) of the tops of breaths, counted as a person would: each top with a trough before it that is deep enough, and in any case `least` deep. */
export function tops(values: readonly number[], least = 0): readonly number[] {
  const turns = turnsOf(values);
  const swings = turns
    .slice(1)
    .map((at, i) => Math.abs((values[at] as number) - (values[turns[i] as number] as number)));
  const sorted = [...swings].sort((a, b) => a - b);
  const usual = sorted[Math.floor(QUANTILE * (sorted.length - 1))] ?? 0;
  return keepLarge(values, turns, Math.max(least, SHARE * usual));
}

/** Where the series turns, up and down alternately. */
function turnsOf(values: readonly number[]): number[] {
  const turns: number[] = [];
  for (let i = 1; i < values.length - 1; i++) {
    const [a, b, c] = [values[i - 1] as number, values[i] as number, values[i + 1] as number];
    if ((b > a && b >= c) || (b < a && b <= c)) turns.push(i);
  }
  return turns;
}

/** Swings that are too small are joined with their neighbours; the tops that remain. */
function keepLarge(values: readonly number[], turns: readonly number[], least: number): readonly number[] {
  const found: number[] = [];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [highAt, isRising] = [-1, true];
  for (const at of turns) {
    const value = values[at] as number;
    if (value > high) [high, highAt] = [value, at];
    if (value < low) low = value;
    if (isRising && high - value >= least && high - low >= least) {
      found.push(highAt);
      [isRising, low, high] = [false, value, value];
    } else if (!isRising && value - low >= least) [isRising, high, highAt] = [true, value, at];
  }
  return found;
}

export interface Counted {
  readonly perMin: number;
  /** Spread of the breaths' lengths beside their mean. */
  readonly spread: number;
  readonly breaths: number;
  /** Seconds from the last top to the end. */
  readonly sinceLast: number;
}

/** From the first top to the last. */
export function countedRate(values: readonly number[], least = 0): Counted | null {
  const at = tops(values, least);
  const lengths = at.slice(1).map((place, i) => place - (at[i] as number));
  if (lengths.length < 2) return null;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / lengths.length;
  return {
    perMin: (60 * HZ) / mean,
    spread: Math.sqrt(variance) / mean,
    breaths: lengths.length,
    sinceLast: (values.length - 1 - (at.at(-1) as number)) / HZ,
  };
}
