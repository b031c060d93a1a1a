import {
  type Instant,
  isOfClass,
  MINUTE,
  SECOND,
  type Signal,
  type SourceId,
  type SubjectId,
} from "./1-signal/index.ts";
import { ageAt, type Checkpoint, type Roster, skillKey } from "./2-store/index.ts";
import type { Person, Skill } from "./4-decide/index.ts";

/** One skill at work for one person. */
export interface Seat {
  readonly skill: Skill;
  readonly subject: SubjectId;
  /** Of person and skill. */
  readonly key: string;
  state: string | null;
  /** Its skill said that nothing changes until a signal arrives: periodic turns are left out. */
  isAsleep: boolean;
  /** A digest over all outputs so far: two runs that agree in it said the same, byte for byte. */
  trace: string;
  /** What `trace` was when the seat was written last; null: never. */
  keptTrace: string | null;
  pending: Signal[];
  nextAt: Instant;
  /** When it last had a turn, as far as waves wake its skill. */
  turnedAt: Instant;
  /** All arrivals up to this one are in the state, once `busy` is through. */
  arrival: number;
  busy: Promise<void>;
}

/** What a checkpoint keeps of a seat. */
export interface SavedState {
  readonly text: string | null;
  readonly trace: string;
  readonly nextAt: Instant;
  /** Left out: it is awake. */
  readonly isAsleep?: true;
  /** Left out: no wave wakes it. */
  readonly turnedAt?: Instant;
  /** When all seats were written together last: what is asleep and was written since then still holds. */
  readonly allAt?: Instant;
  /** The newest arrival, and the newest turning point of the journal, of which the mind knew. */
  readonly seen: number;
  readonly changes: number;
}

export const savedOf = (checkpoint: Checkpoint): SavedState => checkpoint.state as SavedState;

export function newSeat(
  skill: Skill,
  subject: SubjectId,
  now: Instant,
  arrival: number,
  slowness: number,
  saved?: Checkpoint,
): Seat {
  const nextAt = firstTurn(skill, subject, now, slowness);
  const key = skillKey(subject, skill.id);
  const fresh: Seat = {
    ...{ skill, subject, key, arrival, nextAt, turnedAt: 0 },
    ...{ state: null, isAsleep: false, trace: "", keptTrace: null, pending: [], busy: Promise.resolve() },
  };
  if (!saved) return fresh;
  const was = savedOf(saved);
  // Of a sleeper that was written earlier the turn has passed meanwhile, and was left out.
  const dueAt = was.nextAt > now ? was.nextAt : nextAt;
  const kept = { ...fresh, trace: was.trace, nextAt: dueAt, arrival: saved.arrival, turnedAt: was.turnedAt ?? 0 };
  if (saved.version === skill.version) return { ...kept, state: was.text, isAsleep: was.isAsleep ?? false };
  return { ...kept, state: carriedOver(skill, was.text, saved.version) };
}

/** Null: it starts anew, as where its state cannot be read any more. A house has to start in any case. */
function carriedOver(skill: Skill, text: string | null, from: string): string | null {
  try {
    const carried = text === null ? null : (skill.upgrade?.(JSON.parse(text), from) ?? null);
    return carried === null ? null : JSON.stringify(carried);
  } catch {
    return null;
  }
}

/** When and of what a checkpoint is. */
export interface Moment {
  readonly at: Instant;
  /** The newest arrival, and the newest turning point of the journal, of which the mind knows. */
  readonly seen: number;
  readonly changes: number;
  readonly allAt: Instant;
  readonly slowness: number;
}

export interface Kept {
  readonly checkpoint: Checkpoint;
  /**
   * It slept all the time since it was written, nothing waits for it, and no turn that it slept through keeps a wave waiting: what
   * was written then still holds.
   */
  readonly isAsKept: boolean;
}

/**
 * When it has its turns is not what it was: the next checkpoint writes it again, also asleep, and when it last had one, which the
 * older checkpoint of a sleeper does not know, counts no more.
 */
export function begunAnew(seat: Seat): void {
  seat.turnedAt = 0;
  seat.busy = seat.busy.then(() => {
    seat.keptTrace = null;
  });
}

/** The seat as it is now; its state once the turns before are through. Whoever asks writes it, unless it is as kept. */
export function checkpointOf(seat: Seat, { at, seen, changes, allAt, slowness }: Moment): Promise<Kept> {
  const { skill, subject, nextAt, turnedAt } = seat;
  const isWaiting = seat.pending.length > 0;
  const isThrottled = skill.wakesOn !== undefined && at < turnedAt + throttleOf(skill, slowness);
  // Nothing waits for it: then everything that has arrived so far is in its state, or is not for it.
  const arrival = isWaiting ? seat.arrival : seen;
  const taken = seat.busy.then(() => {
    const isAsKept = seat.isAsleep && !isWaiting && !isThrottled && seat.trace === seat.keptTrace;
    seat.keptTrace = seat.trace;
    const state: SavedState = {
      ...{ text: seat.state, trace: seat.trace, nextAt, seen, changes, allAt },
      ...(skill.wakesOn && { turnedAt }),
      ...(seat.isAsleep && { isAsleep: true as const }),
    };
    return { isAsKept, checkpoint: { skill: skill.id, version: skill.version, subject, arrival, at, state } };
  });
  seat.busy = taken.then(() => undefined);
  return taken;
}

/** Whole multiples of the period, moved by a share of it that the person's id decides, so that a ward does not turn all at once. */
export function firstTurn(skill: Skill, subject: SubjectId, now: Instant, slowness = 1): Instant {
  const periodMs = periodOf(skill, slowness);
  const shift = Number.parseInt(digest(subject).slice(0, 8), 16) % Math.min(periodMs, MINUTE);
  return (Math.floor((now - shift) / periodMs) + 1) * periodMs + shift;
}

/** Unless the skill says otherwise: what is missed or silent is noticed by nothing but a periodic turn. */
const SLOWEST_MS = 15 * SECOND;
const periodOf = ({ periodMs, slowestMs = SLOWEST_MS }: Skill, slowness: number): number =>
  Math.max(periodMs, Math.min(slowestMs, periodMs * slowness));

/** An event, a change of state, and whatever a person charts by hand get a turn at once; streams wait for the period. */
export const wakes = (signal: Signal): boolean =>
  isOfClass(signal, "event") ||
  isOfClass(signal, "state") ||
  isByHand(signal.source) ||
  signal.quality === "entered-in-error";

/** The skill does not want to wait for its period with this one. */
export const stirs = ({ kind }: Signal, { wakesOn }: Skill): boolean => wakesOn?.includes(kind) === true;

/** Faster than anybody sees an alert come, and slow enough that the blocks of a device of 20 a second do not cost a turn each. */
const WAKES_EVERY_MS = 200;
/** At no pace are waves read more rarely. */
const SLOWEST_WAKES_MS = 3200;
export const throttleOf = ({ wakesEveryMs = WAKES_EVERY_MS }: Skill, slowness: number): number =>
  Math.max(wakesEveryMs, Math.min(SLOWEST_WAKES_MS, wakesEveryMs * slowness));

const isByHand = (source: SourceId): boolean => source.startsWith("staff:");

export function personOf(roster: Roster, subject: SubjectId, now: Instant): Person {
  const resident = roster.people.get(subject);
  return { id: subject, ageYears: ageAt(resident?.birthDate ?? null, now), pregnant: resident?.pregnant ?? null };
}

/** 64 bits of cyrb53's mixing (public domain, bryc): not for secrets, only to compare two runs. */
export function digest(line: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (a >>> 0).toString(16).padStart(8, "0") + (b >>> 0).toString(16).padStart(8, "0");
}
