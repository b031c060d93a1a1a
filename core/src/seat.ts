import { type Instant, isOfClass, MINUTE, type Signal, type SourceId, type SubjectId } from "./1-signal/index.ts";
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
  /** The newest arrival, and the newest turning point of the journal, of which the mind knew. */
  readonly seen: number;
  readonly changes: number;
}

export const savedOf = (checkpoint: Checkpoint): SavedState => checkpoint.state as SavedState;

export function newSeat(skill: Skill, subject: SubjectId, now: Instant, arrival: number, saved?: Checkpoint): Seat {
  const nextAt = firstTurn(skill, subject, now);
  const key = skillKey(subject, skill.id);
  const fresh: Seat = {
    ...{ skill, subject, key, arrival, nextAt, turnedAt: 0 },
    ...{ state: null, isAsleep: false, trace: "", pending: [], busy: Promise.resolve() },
  };
  if (!saved) return fresh;
  const was = savedOf(saved);
  const kept = { ...fresh, trace: was.trace, nextAt: was.nextAt, arrival: saved.arrival, turnedAt: was.turnedAt ?? 0 };
  if (saved.version === skill.version) return { ...kept, state: was.text, isAsleep: was.isAsleep ?? false };
  const carried = was.text === null ? null : (skill.upgrade?.(JSON.parse(was.text), saved.version) ?? null);
  return { ...kept, state: carried === null ? null : JSON.stringify(carried) };
}

/** The seat as it is now; its state once the turns before are through. */
export function checkpointOf(seat: Seat, at: Instant, seen: number, changes: number): Promise<Checkpoint> {
  const { skill, subject, nextAt, turnedAt } = seat;
  // Nothing waits for it: then everything that has arrived so far is in its state, or is not for it.
  const arrival = seat.pending.length === 0 ? seen : seat.arrival;
  const taken = seat.busy.then(() => ({
    skill: skill.id,
    version: skill.version,
    subject,
    arrival,
    at,
    state: {
      ...{ text: seat.state, trace: seat.trace, nextAt, seen, changes },
      ...(skill.wakesOn && { turnedAt }),
      ...(seat.isAsleep && { isAsleep: true as const }),
    } satisfies SavedState,
  }));
  seat.busy = taken.then(() => undefined);
  return taken;
}

/** Whole multiples of the period, moved by a share of it that the person's id decides, so that a ward does not turn all at once. */
export function firstTurn({ periodMs }: Skill, subject: SubjectId, now: Instant): Instant {
  const shift = Number.parseInt(digest(subject).slice(0, 8), 16) % Math.min(periodMs, MINUTE);
  return (Math.floor((now - shift) / periodMs) + 1) * periodMs + shift;
}

/** An event, a change of state, and whatever a person charts by hand get a turn at once; streams wait for the period. */
export const wakes = (signal: Signal): boolean =>
  isOfClass(signal, "event") ||
  isOfClass(signal, "state") ||
  isByHand(signal.source) ||
  signal.quality === "entered-in-error";

/** The skill does not want to wait for its period with this one. */
export const stirs = ({ kind }: Signal, { wakesOn }: Skill): boolean => wakesOn?.includes(kind) === true;

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
