import {
  after,
  DAY,
  type Entry,
  emptyRoster,
  type Instant,
  type Level,
  levels,
  type Resident,
  type Roster,
  type RosterEvent,
  rosterEventTypes,
  type SubjectId,
  type Text,
} from "@sakiyomi/core";
import type { AlarmFigures, DayFigures, PersonFigures, PlaceFigures } from "./shapes.ts";

/** One alarm as the journal tells it. */
export interface Alarm {
  readonly id: string;
  readonly person: string;
  /** Where the person was when it was raised: the room, or the place itself where there is none. */
  readonly place: string | null;
  readonly placeName: string;
  readonly skill: string;
  readonly rule: string;
  readonly text: Text;
  /** The highest that it had. */
  readonly level: Level;
  readonly raisedAt: Instant;
  /** When somebody first took it, saw to it, or answered. */
  readonly actedAt: Instant | null;
  readonly isOver: boolean;
  /** It ended because somebody left, or their consent or the skill was taken away: nobody ignored it. */
  readonly isWithdrawn: boolean;
}

/** What the journal has to be read for. Lines of people who were erased say nothing any more, and are left out. */
export const alarmTypes: readonly string[] = [
  ...["alert-raised", "alert-changed", "alert-taken", "alert-done", "alert-ended", "alert-over"],
];
export const placeTypes: readonly string[] = rosterEventTypes;

interface Line {
  readonly id: string;
  readonly skill: string;
  readonly key: string;
  readonly level: Level;
  readonly text: Text;
}

export interface History {
  readonly alarms: readonly Alarm[];
  /** Days that people were here within the period, summed up. */
  readonly personDays: number;
  readonly daysOf: ReadonlyMap<string, number>;
}

/**
 * Alarms that were raised from `from` until `to` (excluded), with where people were then.
 * @param entries the journal until `to`, oldest first: roster events from the beginning, alarms from `from`
 */
export function historyOf(entries: readonly Entry[], from: Instant, to: Instant): History {
  const alarms = new Map<string, Alarm>();
  const isRoster = new Set(placeTypes);
  const past: Past = { roster: emptyRoster, changedAt: new Map(), stays: [] };
  for (const entry of entries) {
    if (entry.content === null || entry.at >= to) continue;
    if (isRoster.has(entry.type)) change(past, entry);
    else note(alarms, entry, past, from);
  }
  const daysOf = daysIn(past, from, to);
  const personDays = [...daysOf.values()].reduce((sum, days) => sum + days, 0);
  return { alarms: [...alarms.values()], personDays, daysOf };
}

/** What the roster's events have come to so far. */
interface Past {
  roster: Roster;
  /** When something was last changed for somebody. */
  readonly changedAt: Map<string, Instant>;
  /** Of people who came back: when they were here before. */
  readonly stays: Resident[];
}

function change(past: Past, { type, at, subject, content }: Entry): void {
  const event = content as RosterEvent;
  // The records tell an erasure under the same type, in a line that names nobody: no event of the roster.
  if (event.type !== type) return;
  const before = event.type === "admitted" ? past.roster.people.get(event.person.id) : undefined;
  if (before) past.stays.push(before);
  past.roster = after(past.roster, event);
  if (subject !== null) past.changedAt.set(subject, at);
}

function daysIn({ roster, stays }: Past, from: Instant, to: Instant): ReadonlyMap<string, number> {
  const all = Map.groupBy([...stays, ...roster.people.values()], ({ id }) => id);
  const sumOf = (own: readonly Resident[]): number => own.reduce((sum, stay) => sum + daysHere(stay, from, to), 0);
  return new Map([...roster.people.keys()].map((id) => [bare(id), sumOf(all.get(id) ?? [])]));
}

const bare = (subject: string): string => subject.replace(/^person:/, "");

function daysHere({ admittedAt, dischargedAt }: Resident, from: Instant, to: Instant): number {
  const [begin, end] = [Math.max(from, admittedAt), Math.min(to, dischargedAt ?? to)];
  return Math.max(0, end - begin) / DAY;
}

function note(alarms: Map<string, Alarm>, entry: Entry, past: Past, from: Instant): void {
  const { id } = entry.content as Line;
  const was = alarms.get(id);
  const is = entry.type === "alert-raised" ? raisedBy(entry, past, from) : was && afterLine(was, entry, past);
  if (is) alarms.set(id, is);
}

function raisedBy({ at, subject, content }: Entry, { roster }: Past, from: Instant): Alarm | null {
  if (at < from || subject === null) return null;
  const { id, skill, text, level } = content as Line;
  const where = roomOf(roster, roster.people.get(subject as SubjectId)?.place ?? null);
  const said = { id, person: bare(subject), ...where, skill, rule: text.key, text, level, raisedAt: at };
  return { ...said, actedAt: null, isOver: false, isWithdrawn: false };
}

function afterLine(was: Alarm, { type, at, subject, content }: Entry, { changedAt }: Past): Alarm {
  if (type === "alert-changed") return changed(was, content as Line);
  const isDeed = type === "alert-taken" || type === "alert-done";
  return {
    ...was,
    actedAt: was.actedAt ?? (isDeed ? at : null),
    isOver: was.isOver || type !== "alert-taken",
    // What is withdrawn has the time of the change that took it away.
    isWithdrawn: was.isWithdrawn || (type === "alert-ended" && at === changedAt.get(subject ?? "")),
  };
}

/** Another sentence is another rule of the same alarm; a milder one at its end does not take it over. */
function changed(was: Alarm, { level, text }: Line): Alarm {
  const isMilder = levels.indexOf(level) < levels.indexOf(was.level);
  if (isMilder) return text.key === was.rule ? { ...was, text } : was;
  return { ...was, level, text, rule: text.key };
}

function roomOf(
  { places }: Roster,
  place: string | null,
): { readonly place: string | null; readonly placeName: string } {
  const own = place === null ? undefined : places.get(place);
  const room = own?.type === "bed" && own.parent !== null ? (places.get(own.parent) ?? own) : own;
  return { place: room?.id ?? null, placeName: room?.name ?? "" };
}

const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 1 ? half : half - 1] ?? 0, sorted[half] ?? 0];
  return (low + high) / 2;
};

export const isIgnored = ({ actedAt, isOver, isWithdrawn }: Alarm): boolean =>
  actedAt === null && isOver && !isWithdrawn;

/** @param days days that people were here */
export function figuresOf(alarms: readonly Alarm[], days: number): AlarmFigures {
  const responses = alarms.flatMap(({ raisedAt, actedAt }) => (actedAt === null ? [] : [actedAt - raisedAt]));
  return {
    raised: alarms.length,
    perPersonDay: days > 0 ? alarms.length / days : 0,
    acted: responses.length,
    ignored: alarms.filter(isIgnored).length,
    open: alarms.filter(({ actedAt, isOver }) => actedAt === null && !isOver).length,
    medianResponseMs: median(responses),
  };
}

export const groupsOf = <K>(alarms: readonly Alarm[], key: (alarm: Alarm) => K): ReadonlyMap<K, readonly Alarm[]> =>
  Map.groupBy(alarms, key);

export const peopleFigures = ({ alarms, daysOf }: History): readonly PersonFigures[] =>
  [...groupsOf(alarms, ({ person }) => person)]
    .map(([person, own]) => ({ person, ...figuresOf(own, daysOf.get(person) ?? 0) }))
    .sort((a, b) => b.raised - a.raised);

/** Days of a place are those of the people who had an alarm there: who was never disturbed is not known by place. */
export const placeFigures = ({ alarms, daysOf }: History): readonly PlaceFigures[] =>
  [...groupsOf(alarms, ({ place }) => place)]
    .map(([place, own]) => {
      const days = [...new Set(own.map(({ person }) => person))].reduce((sum, one) => sum + (daysOf.get(one) ?? 0), 0);
      return { place, placeName: own[0]?.placeName ?? "", ...figuresOf(own, days) };
    })
    .sort((a, b) => b.raised - a.raised);

/** One row a day of the house's zone, also where nothing was raised. */
export function dayFigures({ alarms }: History, from: Instant, to: Instant, zone: string): readonly DayFigures[] {
  const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
  const groups = groupsOf(alarms, ({ raisedAt }) => dayOf.format(raisedAt));
  const days = new Set<string>();
  for (let at = from; at < to; at += DAY / 2) days.add(dayOf.format(at));
  days.add(dayOf.format(to - 1));
  return [...days].map((day) => {
    const own = groups.get(day) ?? [];
    return { day, raised: own.length, acted: own.filter(({ actedAt }) => actedAt !== null).length };
  });
}
