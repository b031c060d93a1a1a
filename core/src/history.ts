import type { Instant, SubjectId } from "./1-signal/index.ts";
import {
  type Arrival,
  after,
  type Checkpoint,
  type Entry,
  emptyRoster,
  type Records,
  type Roster,
  type RosterEvent,
  rosterEventTypes,
  type Store,
} from "./2-store/index.ts";
import type { TurnResult } from "./4-decide/index.ts";
import type { Rest } from "./mind.ts";
import { savedOf } from "./seat.ts";

/** Where a point of the journal stands among the arrivals and the other points. */
interface Place {
  /** It came after this arrival. */
  readonly arrival: number;
  /** The count of turning points (changes of the roster, starts, awakenings), with this one. */
  readonly change: number;
  readonly at: Instant;
}

/** A turning point of the journal: from here on the mind goes on differently. Or a place where its states were kept. */
export type Point = Place &
  (
    | { readonly type: "roster"; readonly event: RosterEvent }
    /** Nobody was there from `lived` until `at`; skills by version, where the house was started. */
    | { readonly type: "resumed"; readonly lived: Instant; readonly skills: Versions | null }
    | { readonly type: "traced" }
  );

export type Versions = Readonly<Record<string, string>>;
export type Happening = { readonly type: "arrival"; readonly arrival: Arrival } | Point;

/** What the journal tells of the past, apart from the signals. */
export interface Past {
  readonly points: readonly Point[];
  readonly rests: readonly Rest[];
  /** What had come of a turn that exceeded its time, or took its worker along: that cannot be found out again. */
  known(skill: string, subject: SubjectId, turn: Instant, arrival: number): TurnResult | null;
}

export const LIFE = ["started", "woke", "traced", "skill-failed"] as const;

export async function readPast(records: Records): Promise<Past> {
  const entries = await records.entries({ types: [...rosterEventTypes, ...LIFE] });
  const slow = new Map<string, TurnResult>();
  const rests: Rest[] = [];
  for (const { type, subject, content } of entries) {
    if (type !== "skill-failed" || content === null) continue;
    const { skill, code, why, turn, arrival, restsFrom, restsUntil } = content as Failed;
    if (restsUntil === undefined || restsFrom === undefined || subject === null) continue;
    rests.push({ skill, subject, from: restsFrom, until: restsUntil });
    slow.set(`${skill} ${subject} ${turn} ${arrival}`, { ok: false, code, why });
  }
  return {
    points: entries.flatMap(pointOf).sort(inOrder),
    rests,
    known: (skill, subject, turn, arrival) => slow.get(`${skill} ${subject} ${turn} ${arrival}`) ?? null,
  };
}

export interface Failed {
  readonly skill: string;
  readonly version: string;
  readonly turn: Instant;
  readonly arrival: number;
  readonly code: Extract<TurnResult, { ok: false }>["code"];
  readonly why: string;
  readonly restsFrom?: Instant;
  readonly restsUntil?: Instant;
}

function pointOf({ type, at, content }: Entry): readonly Point[] {
  if (content === null || type === "skill-failed") return [];
  const { arrival = 0, change = 0 } = content as Partial<Place>;
  const place: Place = { arrival, change, at };
  if (type === "traced") return [{ ...place, type }];
  if (type !== "started" && type !== "woke") return rosterPoint(place, type, content as RosterEvent);
  const { lived = at, skills = null } = content as { lived?: Instant; skills?: Versions };
  return [{ ...place, type: "resumed", lived, skills }];
}

/** The records tell an erasure under the same type, in a line that names nobody: that is no event of the roster. */
const rosterPoint = (place: Place, type: string, event: RosterEvent): readonly Point[] =>
  event.type === type ? [{ ...place, type: "roster", event }] : [];

const inOrder = (a: Point, b: Point): number =>
  a.change - b.change ||
  a.arrival - b.arrival ||
  Number(a.type === "traced") - Number(b.type === "traced") ||
  a.at - b.at;

/** The roster after so many turning points. */
export function rosterAt(past: Past, change: number): Roster {
  let roster = emptyRoster;
  for (const point of past.points)
    if (point.type === "roster" && point.change <= change) roster = after(roster, point.event);
  return roster;
}

/** Arrivals and points in the order in which the mind heard of them. */
export async function* happenings(
  store: Store,
  points: readonly Point[],
  after: number,
  last: number,
): AsyncGenerator<Happening> {
  const waiting = [...points];
  for await (const arrival of store.arrivals(after)) {
    if (arrival.arrival > last) break;
    while (waiting[0] && waiting[0].arrival < arrival.arrival) yield* waiting.splice(0, 1);
    yield { type: "arrival", arrival };
  }
  yield* waiting;
}

/** What was kept together at one time, and where to go on from there. */
export interface Kept {
  readonly at: Instant;
  readonly seats: readonly Checkpoint[];
  /** What the mind knew: the newest arrival, the newest turning point. */
  readonly seen: number;
  readonly changes: number;
  /** From the arrival after this one on signals are told again: some of them wait for a turn. */
  readonly after: number;
}

export const nothingKept: Kept = { at: 0, seats: [], seen: 0, changes: 0, after: 0 };

/**
 * The newest of what was kept together. Of the older states those hold that slept from then on, as far as their seats are still
 * theirs (`isSeated`: whether the person was there then); the rest are those of seats that were given up since.
 */
export function newestKept(
  checkpoints: readonly Checkpoint[],
  isSeated: (checkpoint: Checkpoint, changes: number) => boolean = () => false,
): Kept {
  const at = Math.max(0, ...checkpoints.map((one) => one.at));
  const newest = checkpoints.filter((one) => one.at === at);
  const first = newest[0];
  if (!first) return nothingKept;
  const { seen, changes, allAt = at } = savedOf(first);
  const asleep = checkpoints
    .filter((one) => one.at < at && one.at >= allAt && savedOf(one).isAsleep === true && isSeated(one, changes))
    .map((one) => ({ ...one, arrival: seen }));
  return { at, seats: [...newest, ...asleep], seen, changes, after: Math.min(...newest.map(({ arrival }) => arrival)) };
}
