import type { Instant } from "@sakiyomi/core";
import type { MedicationCode } from "../drugs/drug.ts";
import { isSameIngredient } from "../drugs/same.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { DoseEvent } from "./dose-event.ts";
import { type DoseState, isGiven } from "./dose-state.ts";

const DAY_MS = 86_400_000;

/** One time that a medicine came to the person. */
export interface Giving {
  readonly order: string;
  readonly dose: string;
  readonly at: Instant;
  readonly by: string;
  /** What says so. */
  readonly event: DoseEvent;
}

/**
 * When a dose came to the person: once where all is well, more often where it was given twice, never where it was refused.
 * A dose that was seen taken without having been handed over (a dispenser's) counts from then.
 */
export function givingsOf(state: DoseState): readonly Giving[] {
  if (!isGiven(state)) return [];
  const twice = state.contradictions.filter((event) => event.type === "handed");
  const last = state.handed.at(-1) ?? state.taken ?? state.notTaken;
  const first = twice.length > 0 ? state.handed.filter((event) => !twice.includes(event)).slice(-1) : [];
  const events = [...first, ...twice.filter((event) => event !== last), ...(last ? [last] : [])];
  return events.map((event) => ({ order: state.order, dose: state.dose, at: event.at, by: event.by, event }));
}

/** Every giving, oldest first. */
export const givings = (states: Iterable<DoseState>): readonly Giving[] =>
  [...states].flatMap(givingsOf).sort((a, b) => a.at - b.at);

export interface Allowance {
  /** Not before; null: at once, as far as the interval goes. */
  readonly nextAt: Instant | null;
  /** How many more within the 24 hours that end now, and from when on there is one more. */
  readonly left: number;
  readonly lastAt: Instant | null;
  readonly maximum: number;
}

/**
 * What an order as needed allows at `now`: the interval counts from the last giving, the maximum over the
 * 24 hours before `now` (not a calendar day). `givenAt` holds the givings of the same ingredient by other orders, too:
 * the body does not know which order a tablet belongs to. What lies ahead was said by a clock that ran fast: it has been
 * given, and counts as given now.
 */
export function allowance(
  timing: Extract<NonNullable<MedicationOrder["timing"]>, { type: "as-needed" }>,
  givenAt: readonly Instant[],
  now: Instant,
): Allowance {
  const before = givenAt.map((at) => Math.min(at, now)).sort((a, b) => a - b);
  const lastAt = before.at(-1) ?? null;
  const within = before.filter((at) => at > now - DAY_MS);
  const left = Math.max(0, timing.maxPerDay - within.length);
  const byInterval = lastAt === null ? null : lastAt + timing.minIntervalMin * 60_000;
  const freed = left > 0 ? null : (within[within.length - timing.maxPerDay] ?? null);
  const byMaximum = freed === null ? null : freed + DAY_MS;
  const nextAt = Math.max(byInterval ?? 0, byMaximum ?? 0);
  return { nextAt: nextAt > now ? nextAt : null, left, lastAt, maximum: timing.maxPerDay };
}

/**
 * When the ingredient of this order came to the person, by whichever order.
 * @param isSame whether two drugs hold the same ingredient; left out: by code alone, which calls a suppository another one
 */
export function ingredientGivenAt(
  order: MedicationOrder,
  orders: readonly MedicationOrder[],
  given: readonly Giving[],
  isSame: (one: MedicationCode, other: MedicationCode) => boolean = isSameIngredient,
): readonly Instant[] {
  const same = new Set(orders.filter((other) => isSame(other.drug, order.drug)).map(({ id }) => id));
  same.add(order.id);
  return given.filter((giving) => same.has(giving.order)).map(({ at }) => at);
}
