import {
  type Allowance,
  allowance,
  foldEvents,
  givings,
  ingredientGivenAt,
  type MedicationOrder,
} from "@sakiyomi/medication";
import type { PersonMedication } from "../shapes.ts";

export interface OrderLists {
  /** In force, or beginning later; by the clock. */
  readonly standing: readonly MedicationOrder[];
  readonly asNeeded: readonly MedicationOrder[];
  /** From an import: not in force until a person has looked. */
  readonly drafts: readonly MedicationOrder[];
  /** Stopped, over, replaced; the newest end first. */
  readonly ended: readonly MedicationOrder[];
}

const isOver = (order: MedicationOrder, now: number): boolean =>
  (order.status !== "active" && order.status !== "draft") || (order.until !== null && order.until <= now);

/** Every order has its one place. */
export function orderLists(orders: readonly MedicationOrder[], now: number): OrderLists {
  const ended = orders.filter((order) => order.status !== "draft" && isOver(order, now));
  const open = orders.filter((order) => order.status === "active" && !isOver(order, now));
  return {
    standing: open.filter(({ timing }) => timing?.type !== "as-needed"),
    asNeeded: open.filter(({ timing }) => timing?.type === "as-needed"),
    drafts: orders.filter(({ status }) => status === "draft"),
    ended: ended.toSorted((a, b) => (b.until ?? b.at) - (a.until ?? a.at)),
  };
}

/** What an order was before, newest first: the line of those that each replaced. */
export function earlierVersions(
  order: MedicationOrder,
  orders: readonly MedicationOrder[],
): readonly MedicationOrder[] {
  const byId = new Map(orders.map((one) => [one.id, one]));
  const line: MedicationOrder[] = [];
  const seen = new Set([order.id]);
  let before = order.replaces;
  while (before !== null && !seen.has(before)) {
    seen.add(before);
    const found = byId.get(before);
    if (found === undefined) break;
    line.push(found);
    before = found.replaces;
  }
  return line;
}

/** The hold that is on at `now`; null where the order runs. */
export const holdAt = ({ holds }: MedicationOrder, now: number): MedicationOrder["holds"][number] | null =>
  holds.find(({ from, until }) => from <= now && (until === null || now < until)) ?? null;

/** What an order as needed allows at `now`, by everything of its ingredient that was given; null: not as needed, or on hold. */
export function allowanceOf(
  order: MedicationOrder,
  { orders, chart }: Pick<PersonMedication, "orders" | "chart">,
  now: number,
): Allowance | null {
  if (order.timing?.type !== "as-needed" || order.status !== "active" || holdAt(order, now) !== null) return null;
  const given = givings(foldEvents(chart.events).values());
  return allowance(order.timing, ingredientGivenAt(order, orders, given), now);
}
