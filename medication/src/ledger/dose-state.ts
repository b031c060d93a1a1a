import type { Instant } from "@sakiyomi/core";
import type { DoseId } from "../orders/scheduled-dose.ts";
import { countingEvents } from "./counting.ts";
import type { DoseEvent, Handed, Outcome } from "./dose-event.ts";

export type Taken = Extract<DoseEvent, { type: "taken" }>;
export type NotTaken = Extract<DoseEvent, { type: "not-taken" }>;
export type Effect = Extract<DoseEvent, { type: "effect" }>;
export type Prepared = Extract<DoseEvent, { type: "prepared" }>;

/** Handed over is not taken: a dose that was handed over stays `handed` until somebody or something saw what became of it. */
export type DoseProgress = "not-given" | "handed" | "taken" | Outcome;

/** What is known of one dose, folded from its events. */
export interface DoseState {
  readonly dose: DoseId;
  readonly order: string;
  readonly person: string;
  readonly state: DoseProgress;
  /** Of the event that gave this state; null where nothing happened yet. */
  readonly at: Instant | null;
  readonly by: string | null;
  /** How much of what was due is in the person, 0 to 1; null: handed over, and not known. */
  readonly share: number | null;
  /** Every time it was handed over, oldest first. More than one may be right: refused, and offered again. */
  readonly handed: readonly Handed[];
  readonly taken: Taken | null;
  /** Why it was not taken, of the last event that says so. */
  readonly notTaken: NotTaken | null;
  readonly prepared: Prepared | null;
  readonly effect: Effect | null;
  /** Events that cannot be true together with what came before; a person has to look. */
  readonly contradictions: readonly DoseEvent[];
}

/** Said of a dose that never came to the person. After it was handed over only whoever handed it over can take that back. */
const neverCame: ReadonlySet<Outcome> = new Set<Outcome>(["held", "missing", "asleep", "away"]);
/** What can still be said after somebody saw it taken. */
const cameBack: ReadonlySet<Outcome> = new Set<Outcome>(["spat-out", "vomited"]);

export const emptyState = (dose: DoseId, order: string, person: string): DoseState => ({
  dose,
  order,
  person,
  state: "not-given",
  at: null,
  by: null,
  share: 0,
  handed: [],
  taken: null,
  notTaken: null,
  prepared: null,
  effect: null,
  contradictions: [],
});

const inThePerson: ReadonlySet<DoseProgress> = new Set<DoseProgress>([
  "handed",
  "taken",
  "partly",
  "spat-out",
  "vomited",
]);

/**
 * Whether giving this dose now would be giving it twice. A refused one may be offered again; of one that came up again or
 * was taken in part, the doctor decides.
 */
export const isGiven = ({ state, share }: Pick<DoseState, "state" | "share">): boolean =>
  inThePerson.has(state) || share === null || share > 0;

/** Nobody has said yet what becomes of it. */
export const isOpen = ({ state }: Pick<DoseState, "state">): boolean => state === "not-given";

const contradicted = (was: DoseState, event: DoseEvent): DoseState => ({
  ...was,
  contradictions: [...was.contradictions, event],
});

/** So far two clocks of a ward that are called good may be apart, forth and back (policy `clockOffMin.warning`, ours). */
const CLOCKS_APART = 4 * 60_000;

/**
 * Seen to be taken a moment before it was handed over: two clocks, or one that was set right in between, and one dose. A
 * dispenser gives by itself, so that what is handed over after it is a second one.
 */
const isOfOneDose = ({ taken, handed, state }: DoseState, { at }: Handed): boolean =>
  state === "taken" &&
  taken !== null &&
  taken.confirmed !== "dispenser" &&
  handed.length === 0 &&
  at - taken.at <= CLOCKS_APART;

function withHanded(was: DoseState, event: Handed): DoseState {
  if (isOfOneDose(was, event)) return { ...was, handed: [event] };
  const next: DoseState = {
    ...was,
    state: "handed",
    at: event.at,
    by: event.by,
    share: null,
    handed: [...was.handed, event],
  };
  return isGiven(was) ? { ...next, contradictions: [...was.contradictions, event] } : next;
}

const withTaken = (was: DoseState, event: Taken): DoseState =>
  cameBack.has(was.state as Outcome)
    ? contradicted(was, event)
    : { ...was, state: "taken", at: event.at, by: event.by, share: event.share, taken: event };

function canBeSaid(was: DoseState, event: NotTaken): boolean {
  if (was.state === "taken") return cameBack.has(event.outcome);
  if (!neverCame.has(event.outcome) || !isGiven(was)) return true;
  const last = was.handed.at(-1);
  return last === undefined || last.by === event.by || last.device === event.device;
}

const withNotTaken = (was: DoseState, event: NotTaken): DoseState =>
  canBeSaid(was, event)
    ? { ...was, state: event.outcome, at: event.at, by: event.by, share: event.share, notTaken: event }
    : contradicted(was, event);

function step(was: DoseState, event: DoseEvent): DoseState {
  switch (event.type) {
    case "prepared":
      return { ...was, prepared: event };
    case "handed":
      return withHanded(was, event);
    case "taken":
      return withTaken(was, event);
    case "not-taken":
      return withNotTaken(was, event);
    case "effect":
      return { ...was, effect: event };
    case "struck-out":
      return was;
  }
}

/**
 * The state of each dose of which anything was said. The same whatever order the events arrived in, and however often;
 * what was struck out does not count.
 */
export function foldEvents(events: readonly DoseEvent[]): ReadonlyMap<DoseId, DoseState> {
  const states = new Map<DoseId, DoseState>();
  for (const event of countingEvents(events))
    states.set(event.dose, step(states.get(event.dose) ?? emptyState(event.dose, event.order, event.person), event));
  return states;
}
