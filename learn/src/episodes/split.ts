import { refuse } from "../fault.ts";
import type { EpisodeSource } from "./episode.ts";

export interface Split {
  /** Episodes by their index, ascending. */
  readonly train: readonly number[];
  readonly test: readonly number[];
}

export interface SplitOptions {
  /** Share of the episodes that are kept for the test, 0 to 1 (exclusive). */
  readonly test: number;
  /** The same seed gives the same split of the same number of episodes. */
  readonly seed: number;
}

/**
 * Whole episodes for training and for the test: frames of one episode are never on both sides. Where the test share is
 * above zero and there are two episodes or more, both sides have one at least.
 * @throws {LearnFault} "setting".
 */
export function splitEpisodes(source: Pick<EpisodeSource, "episodes">, { test, seed }: SplitOptions): Split {
  if (!(test >= 0 && test < 1))
    return refuse("setting", `A test share of ${test} is none.`, "Give one from 0 to below 1, such as 0.2.");
  const order = shuffled(source.episodes.length, seed);
  const least = test > 0 && order.length > 1 ? 1 : 0;
  const kept = Math.min(Math.max(Math.round(order.length * test), least), Math.max(order.length - 1, 0));
  const ascending = (some: readonly number[]) => [...some].sort((a, b) => a - b);
  return { test: ascending(order.slice(0, kept)), train: ascending(order.slice(kept)) };
}

/** The split that the set itself keeps (EIPL's train and test folders), or null. */
export function ownSplit({ episodes }: Pick<EpisodeSource, "episodes">): Split | null {
  const of = (split: "train" | "test") => episodes.filter((one) => one.split === split).map(({ index }) => index);
  const [train, test] = [of("train"), of("test")];
  return train.length > 0 && test.length > 0 && train.length + test.length === episodes.length ? { train, test } : null;
}

function shuffled(length: number, seed: number): readonly number[] {
  const order = Array.from({ length }, (_, i) => i);
  const next = drawn(seed);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** Mulberry32 (Tommy Ettinger, public domain): 0 ≤ x < 1. */
function drawn(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
