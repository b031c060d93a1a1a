import type { DoseEvent } from "./dose-event.ts";

type Struck = Extract<DoseEvent, { type: "struck-out" }>;

/** What comes first of two events of the same millisecond: what was handed over before what became of it. */
const rank: Readonly<Record<DoseEvent["type"], number>> = {
  prepared: 0,
  handed: 1,
  taken: 2,
  "not-taken": 2,
  effect: 3,
  "struck-out": 4,
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By when it happened, never by when it arrived: any order of arrival gives the same line of events. */
export const inOrder = (a: DoseEvent, b: DoseEvent): number =>
  a.at - b.at || rank[a.type] - rank[b.type] || compareText(a.id, b.id);

/** Of two events that bear one id (a device that was restored from a copy), the same one is kept wherever it is asked. */
function withoutRepeats(events: readonly DoseEvent[]): readonly DoseEvent[] {
  const kept = new Map<string, DoseEvent>();
  for (const event of events) {
    const other = kept.get(event.id);
    if (!other || (other !== event && compareText(canonical(event), canonical(other)) < 0)) kept.set(event.id, event);
  }
  return kept.size === events.length ? events : [...kept.values()];
}

const canonical = (event: DoseEvent): string =>
  JSON.stringify(Object.entries(event).sort(([a], [b]) => compareText(a, b)));

/** A strike may itself be struck out; the later one is looked at first. It reaches events of the same person only. */
function struckIds(strikes: readonly Struck[]): ReadonlySet<string> {
  const struck = new Set<string>();
  for (const strike of strikes.toSorted((a, b) => inOrder(b, a)))
    if (!struck.has(`${strike.person} ${strike.id}`)) struck.add(`${strike.person} ${strike.event}`);
  return struck;
}

/** The events that count, oldest first: each once, without what was struck out and without the strikes. */
export function countingEvents(events: readonly DoseEvent[]): readonly Exclude<DoseEvent, Struck>[] {
  const once = withoutRepeats(events);
  const struck = struckIds(once.filter((event) => event.type === "struck-out"));
  return once
    .filter((event) => event.type !== "struck-out")
    .filter((event) => struck.size === 0 || !struck.has(`${event.person} ${event.id}`))
    .sort(inOrder);
}
