import { refuse } from "../fault.ts";
import { random, shuffled } from "../random.ts";
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
  const order = shuffled(source.episodes.length, random(seed));
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
