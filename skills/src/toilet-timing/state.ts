import type { Instant } from "@sakiyomi/core";
import type { Belief, Reading } from "./bladder-filter.ts";
import type { Basal, Drink } from "./filling.ts";
import type { Learned } from "./learned.ts";
import type { Waking } from "./outlook.ts";
import type { Fill } from "./usual-volume.ts";

/** A reading as it is kept while it may still be struck out or overtaken by a late one. */
export interface Kept extends Reading {
  readonly id: string;
}

/** A void that was charted. */
export interface Charted {
  readonly at: Instant;
  readonly id: string;
}

/** What was foretold during this fill, to be held against what comes. */
export interface Foretold {
  readonly at: Instant;
  readonly low: Instant;
  readonly high: Instant;
}

/** The tell that holds: the how-manieth of this fill, since when. */
export interface Telling {
  readonly attempt: number;
  readonly since: Instant;
  readonly by: Instant;
  readonly low: Instant;
  readonly high: Instant;
}

export interface State {
  readonly since: Instant;
  /** What was believed before the readings in `recent`; those are gone through again in each turn. */
  readonly settled: Belief | null;
  readonly recent: readonly Kept[];
  readonly charted: readonly Charted[];
  readonly drinks: readonly Drink[];
  readonly posture: string;
  readonly shifts: Readonly<Record<string, number>>;
  readonly asleepSince: Instant | null;
  readonly waking: Waking;
  readonly basal: Basal;
  readonly emptyMl: number;
  readonly fills: readonly Fill[];
  readonly learned: Learned;
  /** Fill that the following belong to. */
  readonly fillSince: Instant;
  readonly foretold: readonly Foretold[];
  readonly telling: Telling | null;
  /** The tails of the interval, set so that four voids in five fall inside. */
  readonly tails: { readonly low: number; readonly high: number };
}
