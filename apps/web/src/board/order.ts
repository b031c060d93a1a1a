import type { Kind, Level } from "@sakiyomi/core";
import { rank } from "../alarm/rhythm.ts";
import type { LinkState } from "../link/freshness.ts";
import type { AlertView, BoardPerson, DueView, PredictionView } from "../link/shapes.ts";

const MINUTE = 60_000;

/** Open before taken, urgent before less urgent, what waits longest first. */
export function byUrgency(a: AlertView, b: AlertView): number {
  const waits = ({ state, over }: AlertView) => (state === "open" ? (over ? 1 : 0) : 2);
  return waits(a) - waits(b) || rank[b.level] - rank[a.level] || a.raisedAt - b.raisedAt;
}

export const standing = (alerts: readonly AlertView[]): readonly AlertView[] =>
  alerts.filter(({ state }) => state === "open" || state === "taken").toSorted(byUrgency);

export type PersonState = Level | "taken" | "unknown" | "calm";

/** Signs that are measured all the time; when none of them is known, the person is out of sight. */
const watched: readonly Kind[] = ["heart-rate", "pulse-rate", "respiration-rate", "spo2"];

function isInSight({ signs }: BoardPerson): boolean {
  const continuous = signs.filter(({ kind }) => watched.includes(kind));
  return (continuous.length > 0 ? continuous : signs).some(({ known }) => known);
}

/** What the picture of a person shows. "No alert" is said only while the server is heard and the person in sight. */
export function stateOf(person: BoardPerson, alerts: readonly AlertView[], link: LinkState): PersonState {
  const first = standing(alerts.filter((alert) => alert.person === person.id))[0];
  if (first !== undefined) return first.state === "taken" ? "taken" : first.level;
  return link !== "silent" && isInSight(person) ? "calm" : "unknown";
}

export interface Need {
  readonly view: PredictionView;
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** Predicted times that have not passed, soonest first. */
export function needsOf(person: BoardPerson, now: number): readonly Need[] {
  return person.predictions
    .flatMap((view): readonly Need[] => {
      const { prediction } = view;
      if (!prediction.known || prediction.what.type !== "time" || prediction.validUntil < now) return [];
      const { at, interval } = prediction.what;
      return interval.high < now ? [] : [{ view, at, low: interval.low, high: interval.high, p: interval.p }];
    })
    .toSorted((a, b) => a.at - b.at);
}

export interface DueGroups {
  readonly overdue: readonly DueView[];
  readonly now: readonly DueView[];
  readonly next: readonly DueView[];
  readonly shift: readonly DueView[];
  readonly later: readonly DueView[];
}

/**
 * The list of a shift, as a departures board: what is late, what is boarding, what comes, what the next shift has, and
 * what lies beyond it.
 */
export function dueGroups(due: readonly DueView[], now: number, shiftEndsAt: number, nextEndsAt: number): DueGroups {
  const open = due.filter(({ state }) => state !== "done").toSorted((a, b) => a.dueAt - b.dueAt);
  const group = (from: number, to: number) => open.filter(({ dueAt }) => dueAt >= from && dueAt < to);
  const soon = now + 15 * MINUTE;
  const end = Math.max(shiftEndsAt, soon);
  const nextEnd = Math.max(nextEndsAt, end);
  return {
    overdue: group(Number.NEGATIVE_INFINITY, now - MINUTE),
    now: group(now - MINUTE, soon),
    next: group(soon, end),
    shift: group(end, nextEnd),
    later: group(nextEnd, Number.POSITIVE_INFINITY),
  };
}

/** "Bed 2" comes before "Bed 10". Made once: a ward of 200 compares thousands of names with every change. */
const places = new Intl.Collator("en", { numeric: true });
const names = new Intl.Collator();

/** Those with an alert first, then by place, so that a person is found where the bed is. */
export function inOrder(people: readonly BoardPerson[], alerts: readonly AlertView[]): readonly BoardPerson[] {
  const first = new Map<string, number>();
  for (const { person } of standing(alerts)) if (!first.has(person)) first.set(person, first.size);
  const place = (id: string) => first.get(id) ?? first.size;
  return people.toSorted(
    (a, b) => place(a.id) - place(b.id) || places.compare(a.placeName, b.placeName) || names.compare(a.name, b.name),
  );
}
