import { type Instant, MINUTE, type SubjectId } from "@sakiyomi/core";
import { type Conflict, conflictsIn, type DoseEvent, type MedicationChart } from "@sakiyomi/medication";
import type { Room } from "./room.ts";

/**
 * What was wrong about something that happened all the same. The first seven are conflicts of the ledger and can be found
 * again from the events; the others only the house knows at the moment in which it hears of it.
 */
export type Flag =
  | Conflict["type"]
  /** Given without a network by a device that did not hold the person's round. */
  | "no-lease"
  /** The check on the device spoke against it, or there was none, and nobody took the override on themselves. */
  | "against-check"
  /** Whoever did it has not the right to. */
  | "not-permitted"
  /** Nobody of that name was signed in then. */
  | "unknown-session"
  /** The second person was not asked for a secret: there was no network. */
  | "unproven-witness"
  /** No order of that id was ever here. */
  | "unknown-order"
  /** The device's clock ran ahead. */
  | "clock";

/** The event that made it a conflict comes last: what is said of it later does not make it another one. */
const keyOf = ({ type, events }: Conflict): string => `${type} ${events.at(-1)}`;

/** What could not be right before was wrong before: only what this event makes wrong is its flag. */
export function newConflicts(room: Room, chart: MedicationChart, event: DoseEvent): readonly Conflict[] {
  const leftAt = room.ward.roster.people.get(chart.person as SubjectId)?.dischargedAt ?? null;
  const { orders, events } = chart;
  const { formulary } = room.shelf;
  const before = new Set(conflictsIn({ events, orders, leftAt, formulary }).map(keyOf));
  return conflictsIn({ events: [...events, event], orders, leftAt, formulary }).filter(
    (one) => !before.has(keyOf(one)),
  );
}

/** NTP keeps a ward's devices within a second; a queue says when it happened, not when it was sent. */
const aheadMs = 2 * MINUTE;
export const isAhead = (at: Instant, now: Instant): boolean => at > now + aheadMs;
