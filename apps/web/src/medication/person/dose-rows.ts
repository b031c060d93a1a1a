import { MINUTE } from "@sakiyomi/core";
import {
  type DoseEvent,
  type DoseProgress,
  type DoseState,
  expand,
  foldEvents,
  type MedicationOrder,
  type MedicationPolicy,
  overdueAt,
  type ScheduledDose,
} from "@sakiyomi/medication";

/** One dose that was asked for, or given as needed, and what became of it. */
export interface DoseRow {
  readonly id: string;
  readonly order: MedicationOrder;
  /** null: as needed, or of an hour that the order no longer asks for. */
  readonly due: ScheduledDose | null;
  /** When it was due, or else when it first happened. */
  readonly at: number;
  readonly state: DoseState | null;
  /** "open": may still be given; "overdue" and later "omitted": its time is over, and nobody said anything. */
  readonly progress: Exclude<DoseProgress, "not-given"> | "open" | "overdue" | "omitted" | "on-hold";
}

export interface DoseRowsAsked {
  readonly orders: readonly MedicationOrder[];
  readonly events: readonly DoseEvent[];
  readonly policy: MedicationPolicy;
  readonly zone: string;
  readonly from: number;
  readonly now: number;
}

function progressOf(
  due: ScheduledDose | null,
  state: DoseState | null,
  { now, policy }: Pick<DoseRowsAsked, "now" | "policy">,
): DoseRow["progress"] {
  if (state !== null && state.state !== "not-given") return state.state;
  if (due === null) return "open";
  if (due.held !== null) return "on-hold";
  const late = overdueAt(due, policy);
  if (now <= late) return "open";
  return now < late + policy.omittedMin * MINUTE ? "overdue" : "omitted";
}

/** Every dose since `from`, the newest first: those that were due and those that were given without being due. */
export function doseRows({ orders, events, policy, zone, from, now }: DoseRowsAsked): readonly DoseRow[] {
  const states = foldEvents(events);
  const scheduled = orders
    .filter(({ status }) => status !== "draft" && status !== "entered-in-error")
    .flatMap((order) =>
      expand(order, { from, until: now, zone, policy }).map((due): DoseRow => {
        const state = states.get(due.id) ?? null;
        return { id: due.id, order, due, at: due.at, state, progress: progressOf(due, state, { now, policy }) };
      }),
    );
  const known = new Set(scheduled.map(({ id }) => id));
  const byId = new Map(orders.map((order) => [order.id, order]));
  const unscheduled = [...states.values()].flatMap((state): readonly DoseRow[] => {
    const order = byId.get(state.order);
    const at = state.handed[0]?.at ?? state.at;
    if (known.has(state.dose) || order === undefined || at === null || at < from) return [];
    return [{ id: state.dose, order, due: null, at, state, progress: progressOf(null, state, { now, policy }) }];
  });
  return [...scheduled, ...unscheduled].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
}

/** Rows of one day together, by the name that `dayOf` gives to an instant. */
export function byDay(
  rows: readonly DoseRow[],
  dayOf: (at: number) => string,
): readonly [string, readonly DoseRow[]][] {
  const days = new Map<string, DoseRow[]>();
  for (const row of rows) {
    const day = dayOf(row.at);
    const of = days.get(day) ?? [];
    of.push(row);
    days.set(day, of);
  }
  return [...days];
}
