import { accept, type Instant, type Read, refuse } from "@sakiyomi/core";
import type { Drug } from "../drugs/drug.ts";
import { type DoseRange, expand } from "./expand.ts";
import { checkedOrder, holdTrouble, newOrder } from "./new-order.ts";
import type { Hold, MedicationOrder } from "./order.ts";
import type { MedicationPolicy } from "./policy.ts";
import type { ScheduledDose } from "./scheduled-dose.ts";
import { isOfClasses, windowOf } from "./windows.ts";

type Changeable = "drug" | "route" | "dose" | "timing" | "until" | "window" | "needsWitness" | "maySubstitute" | "note";

/** What is to be different. What is left out stays. */
export interface OrderChange extends Partial<Pick<MedicationOrder, Changeable>> {
  /** Of the new order. */
  readonly id: string;
  /** When the new one begins; left out: at the moment of the change. */
  readonly from?: Instant;
}

/**
 * A change: the old order (active, or a draft, which stays one) ends in the very instant in which the new one begins, so that a dose due in that instant is the
 * new one's, and none is asked for twice. What was due before stays the old one's: `openAtChange` says which of those are
 * still open, so that whoever changes the order decides about them.
 * @param at when it was decided
 * @param by who decided it
 * @returns the old order as it ends, and the new one; refusals MED_CHANGE and MED_ORDER
 */
export function changeOrder(
  order: MedicationOrder,
  change: OrderChange,
  at: Instant,
  by: string,
): Read<readonly [ended: MedicationOrder, begun: MedicationOrder]> {
  const { id, from = Math.max(at, order.from) } = change;
  const closed = closedAt(order, at);
  if (closed !== null) return refuse("MED_CHANGE", "status", closed, "an order that is not over");
  if (from < at) return refuse("MED_CHANGE", "from", from, `not before the change itself (${at})`);
  if (id === order.id) return refuse("MED_CHANGE", "id", id, "a new id: what an order says never changes");
  if (from >= (order.until ?? Number.POSITIVE_INFINITY))
    return refuse("MED_CHANGE", "from", from, `before the old order ends (${order.until})`);
  const begun = newOrder({ ...order, ...change, from, at, by, replaces: order.id, holds: heldFrom(order, from) });
  return begun.ok ? accept([endedAt(order, from, at), begun.value]) : begun;
}

/** A change does not lift a hold: what is not over yet goes along. */
const heldFrom = ({ holds }: MedicationOrder, from: Instant): readonly Hold[] =>
  holds.filter(({ until }) => until === null || until > from);

/** One that is ended before it began ends where it begins, and asks for nothing. */
function endedAt(order: MedicationOrder, end: Instant, now: Instant): MedicationOrder {
  const until = Math.max(end, order.from);
  return { ...order, until, status: until <= now || until === order.from ? "stopped" : order.status };
}

/** Why nothing can be changed any more; null: it can. */
function closedAt({ status, until }: MedicationOrder, at: Instant): string | null {
  if (status !== "active" && status !== "draft") return status;
  return until !== null && until <= at ? `over since ${new Date(until).toISOString()}` : null;
}

/**
 * Doses of an order that were due before it changes and may still be given: their window is open (or, of one time and
 * STAT, any time). The caller leaves out those that were given.
 */
export function openAtChange(
  order: MedicationOrder,
  at: Instant,
  { zone, policy }: Pick<DoseRange, "zone" | "policy">,
): readonly ScheduledDose[] {
  const late = windowOf(order, policy)?.lateMs ?? at - order.from;
  const due = expand(order, { from: at - late, until: at, zone, policy });
  return due.filter(({ held, window }) => held === null && (window === null || at <= window.until));
}

/** Stops it at `until`, which is `at` unless it is said. Refused MED_CHANGE if it is over, or would only last longer. */
export function stopOrder(
  order: MedicationOrder,
  { at, until = at }: { readonly at: Instant; readonly until?: Instant },
): Read<MedicationOrder> {
  const closed = closedAt(order, at);
  if (closed !== null) return refuse("MED_CHANGE", "status", closed, "an order that is not over");
  if (until < at) return refuse("MED_CHANGE", "until", until, `not before now (${at}): what was due stays on record`);
  if (order.until !== null && until > order.until)
    return refuse("MED_CHANGE", "until", until, `before it ends anyway (${order.until})`);
  return accept(endedAt(order, until, at));
}

/** Not to be given from `from` until `until`. Refused MED_CHANGE if the order is over, or another hold is in that time. */
export function holdOrder(order: MedicationOrder, hold: Hold): Read<MedicationOrder> {
  const closed = closedAt(order, hold.from);
  if (closed !== null) return refuse("MED_CHANGE", "status", closed, "an order that is not over");
  const holds = [...order.holds, hold].sort((a, b) => a.from - b.from);
  const trouble = holdTrouble(holds);
  if (trouble !== null)
    return refuse(
      "MED_CHANGE",
      "hold",
      `${hold.from} to ${hold.until ?? "open"}`,
      `${trouble.expected}, of ${trouble.field}`,
    );
  return checkedOrder({ ...order, holds });
}

/** Lifts the hold that is in force, or else takes back the next one that is planned. What was held meanwhile stays so. */
export function resumeOrder(order: MedicationOrder, at: Instant): Read<MedicationOrder> {
  const closed = closedAt(order, at);
  if (closed !== null) return refuse("MED_CHANGE", "status", closed, "an order that is not over");
  const lifted = order.holds.find(({ until }) => until === null || until > at);
  if (lifted === undefined) return refuse("MED_CHANGE", "holds", "none", "a hold in force, or a planned one");
  const others = order.holds.filter((one) => one !== lifted);
  const shortened = lifted.from < at ? [{ ...lifted, until: at }] : [];
  return accept({ ...order, holds: [...others, ...shortened].sort((a, b) => a.from - b.from) });
}

/**
 * A draft that somebody has read, completed and confirmed: it begins then, and nothing before is asked for.
 * @param completed what the draft did not say
 * @returns refusals MED_CHANGE if it is no draft, MED_ORDER where dose or time is still missing
 */
export function confirmOrder(
  order: MedicationOrder,
  completed: Partial<Pick<MedicationOrder, Changeable>>,
  at: Instant,
  by: string,
): Read<MedicationOrder> {
  if (order.status !== "draft") return refuse("MED_CHANGE", "status", order.status, "a draft");
  return newOrder({ ...order, ...completed, status: "active", from: Math.max(order.from, at), at, by });
}

/** Whether a second person has to sign: narcotics always, classes that the house names, and orders that ask for it. */
export const needsWitness = (
  order: Pick<MedicationOrder, "drug" | "needsWitness">,
  drug: Pick<Drug, "isNarcotic"> | null,
  policy: MedicationPolicy,
): boolean => order.needsWitness || drug?.isNarcotic === true || isOfClasses(order.drug, policy.witnessClasses);

/**
 * Orders as they stand together: one that is replaced asks for nothing from the moment in which the new one begins, even
 * where the word of its end has not arrived yet. Drafts and mistakes replace nothing.
 */
export function withChanges(orders: readonly MedicationOrder[]): readonly MedicationOrder[] {
  const begins = new Map<string, Instant>();
  for (const { replaces, from, status } of orders)
    if (replaces !== null && status !== "draft" && status !== "entered-in-error")
      begins.set(replaces, Math.min(from, begins.get(replaces) ?? Number.POSITIVE_INFINITY));
  if (begins.size === 0) return orders;
  return orders.map((order) => {
    const begin = begins.get(order.id);
    return begin === undefined || (order.until !== null && order.until <= begin) ? order : { ...order, until: begin };
  });
}
