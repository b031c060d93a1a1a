import type { Instant } from "@sakiyomi/core";

/** What is counted over a day. */
export const goals = ["water", "energy", "walk"] as const;
export type Goal = (typeof goals)[number];

/** An entry that may still be struck out or overtaken by a late one. */
export interface Entry {
  readonly id: string;
  readonly at: Instant;
  readonly of: Goal;
  /** mL, kcal, steps. */
  readonly n: number;
  /** Of a drink: its name. Of a walk: "walk" where it was charted in minutes. */
  readonly name?: string;
}

/** A day that is over: per goal [hour since the day's start, amount, …] where there was any; drinks counted apart. */
export interface Past {
  readonly day: number;
  readonly weekday: number;
  readonly by: Readonly<Record<Goal, readonly number[]>>;
  /** Hours at which something to drink was charted: for the days on which entries are missing. */
  readonly hours: readonly number[];
}

export interface Review {
  readonly id: string;
  readonly at: Instant;
  readonly result: "allowed" | "limited" | "not-allowed";
  readonly limitMl: number | null;
  readonly by: string;
}
export const organs = ["heart", "kidney", "swallowing"] as const;
export type Organ = (typeof organs)[number];

/** An offer that stands, in the words of when it was made, so that it does not change under the eyes of who reads it. */
export interface Offer {
  readonly goal: Goal;
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly due: Instant;
  readonly over: boolean;
}

export interface State {
  readonly zone: string | null;
  readonly open: readonly Entry[];
  readonly past: readonly Past[];
  /** Newest last, per organ; a struck-out one falls back to the one before. */
  readonly reviews: Readonly<Record<Organ, readonly Review[]>>;
  /** [name, weight], most liked first. */
  readonly drinks: readonly (readonly [string, number])[];
  /** The last count of each step counter, by source. */
  readonly counters: readonly { readonly source: string; readonly at: Instant; readonly n: number }[];
  readonly weights: readonly { readonly id: string; readonly at: Instant; readonly kg: number }[];
  readonly offers: { readonly day: number; readonly made: readonly Offer[] };
}

export const startingState = (): State => ({
  zone: null,
  open: [],
  past: [],
  reviews: { heart: [], kidney: [], swallowing: [] },
  drinks: [],
  counters: [],
  weights: [],
  offers: { day: 0, made: [] },
});
