import { DAY, type Instant, type Text, text } from "@sakiyomi/core";
import type { Settings } from "./settings.ts";
import { type Goal, type Organ, organs, type Review, type State } from "./state.ts";

/** A goal that holds, or why it does not. */
export type GoalNow =
  | { readonly on: true; readonly least: number; readonly most: number | null }
  | { readonly on: false; readonly why: Text };

/**
 * What a clinician's "not allowed" turns off. Project's choice: drinking hangs on all three, eating by mouth on swallowing,
 * walking on the heart. A clinician has to approve it.
 */
const turnsOff: Readonly<Record<Organ, readonly Goal[]>> = {
  heart: ["water", "walk"],
  kidney: ["water"],
  swallowing: ["water", "energy"],
};
/** Where only so much may be drunk, that is also what should be drunk; an offer is made only well below it. Project's choice. */
export const LIMIT_FLOOR = 0.75;

export const newest = (state: Pick<State, "reviews">, organ: Organ): Review | null =>
  state.reviews[organ].at(-1) ?? null;

export interface Reviewed {
  /** Never reviewed. */
  readonly missing: readonly Organ[];
  /** Longer ago than the house allows. */
  readonly old: readonly Organ[];
}

export function reviewed(state: Pick<State, "reviews">, { reviewDays }: Settings, now: Instant): Reviewed {
  const missing = organs.filter((organ) => newest(state, organ) === null);
  const old = organs.filter((organ) => {
    const last = newest(state, organ);
    return last !== null && now - last.at > reviewDays * DAY;
  });
  return { missing, old };
}

const off = (key: string, values?: Text["values"]): GoalNow => ({ on: false, why: text(key, values) });

/** Nothing holds until heart, kidney and swallowing have been reviewed (Functional Recovery Care). */
export function goalNow(goal: Goal, state: Pick<State, "reviews">, settings: Settings, now: Instant): GoalNow {
  const { missing, old } = reviewed(state, settings, now);
  if (missing[0] !== undefined) return off("not-reviewed", { what: missing[0] });
  if (old[0] !== undefined) return off("review-old", { what: old[0] });
  const against = organs.find(
    (organ) => newest(state, organ)?.result === "not-allowed" && turnsOff[organ].includes(goal),
  );
  if (against !== undefined) return off("not-allowed", { what: against, by: newest(state, against)?.by ?? "" });
  if (goal === "energy") return { on: true, least: settings.energyKcal, most: null };
  if (goal === "walk")
    return settings.walkSteps > 0 ? { on: true, least: settings.walkSteps, most: null } : off("left-out");
  return waterNow(state, settings);
}

/** The most that may be drunk, as somebody last said. It holds however old it is, and whatever else has not been reviewed. */
export function limitOf(state: Pick<State, "reviews">): number | null {
  const limits = organs.flatMap((organ) => {
    const last = newest(state, organ);
    return last?.result === "limited" && last.limitMl !== null ? [last.limitMl] : [];
  });
  return limits.length === 0 ? null : Math.min(...limits);
}

function waterNow(state: Pick<State, "reviews">, { waterMl }: Settings): GoalNow {
  const limited = organs.filter((organ) => newest(state, organ)?.result === "limited");
  const silent = limited.find((organ) => organ !== "swallowing" && newest(state, organ)?.limitMl == null);
  // "Limited", and nobody said to how much: no goal is better than a guessed one.
  if (silent !== undefined) return off("limit-not-said", { what: silent });
  const most = limitOf(state);
  if (most === null) return { on: true, least: waterMl, most };
  return { on: true, least: Math.round(Math.min(waterMl, most * LIMIT_FLOOR)), most };
}
