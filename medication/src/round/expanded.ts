import { DAY, type Instant } from "@sakiyomi/core";
import type { DoseEvent } from "../ledger/dose-event.ts";
import { type DoseState, foldEvents } from "../ledger/dose-state.ts";
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
export function expanded(order: MedicationOrder, range: DoseRange): readonly ScheduledDose[] {
  const known = keptDoses.get(order);
  const kept = known && covers(known, range) ? known : keep(order, range);
  return kept.doses.filter(({ at }) => at >= range.from && at < range.until);
}

function keep(order: MedicationOrder, range: DoseRange): Kept {
  const wide = { ...range, from: Math.max(0, whole(range.from, Math.floor)), until: whole(range.until, Math.ceil) };
  const kept = { ...wide, doses: expand(order, wide) };
  keptDoses.set(order, kept);
  return kept;
}

/** As `foldEvents`, and remembered as long as the list of events is. */
export function statesOf(events: readonly DoseEvent[]): ReadonlyMap<DoseId, DoseState> {
  const known = keptStates.get(events);
  if (known) return known;
  const states = foldEvents(events);
  keptStates.set(events, states);
  return states;
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
