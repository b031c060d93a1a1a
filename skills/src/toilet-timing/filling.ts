import { HOUR, type Instant, MINUTE } from "@sakiyomi/core";

/** A drink as it was charted, with what makes it the same one. */
export interface Drink {
  readonly at: Instant;
  readonly ml: number;
  readonly id: string;
}

/** What this person's kidneys do without a drink, mL an hour, for each eighth of the day (of UTC: only its rhythm counts). */
export type Basal = readonly number[];

/**
 * 1,500 mL of urine a day are 62 mL an hour (docs/clinical-ranges.md, bladder). About a third of that answers to drinks, which are
 * counted apart; learnt for each person from there.
 */
export const startingBasal: Basal = Array.from({ length: 8 }, () => 42);
export const eighthOf = (at: Instant): number => Math.floor(at / (3 * HOUR)) % 8;

/** A drink begins to show after a few minutes, most of it within half an hour to an hour, and is over after two and a half. */
const BEGINS_MS = 10 * MINUTE;
const PEAKS_MS = 45 * MINUTE;
const ENDS_MS = 150 * MINUTE;
/** The part of a drink that comes out in that time; the rest goes with the basal flow. */
export const SHARE = 0.5;
export const FORGET_DRINK_MS = ENDS_MS + HOUR;

/** The part of its share that a drink has brought after so long: the area under a triangle. */
function broughtBy(since: number): number {
  if (since <= BEGINS_MS) return 0;
  if (since >= ENDS_MS) return 1;
  const width = ENDS_MS - BEGINS_MS;
  if (since <= PEAKS_MS) return (since - BEGINS_MS) ** 2 / (width * (PEAKS_MS - BEGINS_MS));
  return 1 - (ENDS_MS - since) ** 2 / (width * (ENDS_MS - PEAKS_MS));
}

/** mL that the drinks bring from `from` until `to`. */
export const fromDrinks = (drinks: readonly Drink[], from: Instant, to: Instant): number =>
  drinks.reduce((sum, { at, ml }) => sum + SHARE * ml * (broughtBy(to - at) - broughtBy(from - at)), 0);

/** mL that come anyway from `from` until `to`; in steps, for the hour changes the rate. */
export function fromBasal(basal: Basal, from: Instant, to: Instant): number {
  let ml = 0;
  for (let at = from; at < to; ) {
    const end = Math.min(to, (Math.floor(at / (3 * HOUR)) + 1) * 3 * HOUR);
    ml += ((basal[eighthOf(at)] ?? 0) * (end - at)) / HOUR;
    at = end;
  }
  return ml;
}
