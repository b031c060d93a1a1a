import { DAY, type Instant } from "@sakiyomi/core";
import type { DoseEvent } from "../ledger/dose-event.ts";
import { type DoseState, foldEvents } from "../ledger/dose-state.ts";
import { type Giving, givings } from "../ledger/givings.ts";
import { withChanges } from "../orders/change-order.ts";
import { type DoseRange, expand } from "../orders/expand.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { DoseId, ScheduledDose } from "../orders/scheduled-dose.ts";

interface Kept extends DoseRange {
  readonly doses: readonly ScheduledDose[];
}

/** Orders and lists of events never change: whatever is made of one stays true as long as somebody holds it. */
const keptDoses = new WeakMap<MedicationOrder, Kept>();
const keptStates = new WeakMap<readonly DoseEvent[], ReadonlyMap<DoseId, DoseState>>();

const covers = (kept: Kept, { from, until, zone, policy }: DoseRange): boolean =>
  kept.from <= from && until <= kept.until && kept.zone === zone && kept.policy === policy;

const whole = (at: Instant, round: (days: number) => number): Instant => round(at / DAY) * DAY;

const keptOrders = new WeakMap<readonly MedicationOrder[], readonly MedicationOrder[]>();

/** As `withChanges`, and remembered as long as the list of orders is. */
export function standing(orders: readonly MedicationOrder[]): readonly MedicationOrder[] {
  const known = keptOrders.get(orders);
  if (known) return known;
  const made = withChanges(orders);
  keptOrders.set(orders, made);
  return made;
}

/** As `expand`, and remembered in whole days: a round is asked for every few seconds, an order changes every few weeks. */
export const expanded = (order: MedicationOrder, range: DoseRange): readonly ScheduledDose[] =>
  atLeast(order, range).filter(({ at }) => at >= range.from && at < range.until);

/** The doses of a range and of some days around it: the very same list as long as it is enough. */
export function atLeast(order: MedicationOrder, range: DoseRange): readonly ScheduledDose[] {
  const known = keptDoses.get(order);
  if (known && covers(known, range)) return known.doses;
  const wide = { ...range, from: Math.max(0, whole(range.from, Math.floor)), until: whole(range.until, Math.ceil) };
  const doses = expand(order, wide);
  keptDoses.set(order, { ...wide, doses });
  return doses;
}

/** As `foldEvents`, and remembered as long as the list of events is. */
export function statesOf(events: readonly DoseEvent[]): ReadonlyMap<DoseId, DoseState> {
  const known = keptStates.get(events);
  if (known) return known;
  const states = foldEvents(events);
  keptStates.set(events, states);
  return states;
}

const keptGivings = new WeakMap<ReadonlyMap<DoseId, DoseState>, readonly Giving[]>();

/** As `givings`, and remembered as long as the states are. */
export function givingsIn(states: ReadonlyMap<DoseId, DoseState>): readonly Giving[] {
  const known = keptGivings.get(states);
  if (known) return known;
  const made = givings(states.values());
  keptGivings.set(states, made);
  return made;
}

/** The order that took the place of this one; drafts and mistakes take none. */
export const replacementOf = (order: MedicationOrder, orders: readonly MedicationOrder[]): MedicationOrder | null =>
  orders.find(({ replaces, status }) => replaces === order.id && status !== "entered-in-error" && status !== "draft") ??
  null;

/**
 * Whether an order that is active still asks for a dose: until its end, and for one that fell due before a planned end as long
 * as its window is open. What was stopped asks for nothing.
 */
export function asksStill({ status, until }: MedicationOrder, dose: ScheduledDose, now: Instant): boolean {
  if (status !== "active") return false;
  if (until === null || now < until) return true;
  return dose.window !== null && dose.at < until && now <= dose.window.until;
}
