import { type Instant, isOfClass, MINUTE, type Signal, type SourceId, type SubjectId } from "./1-signal/index.ts";
import { type Arrival, ageAt, type Checkpoint, mayPredict, present, type Roster, skillKey } from "./2-store/index.ts";
import type { Output, Person, Skill, SkillHost, TurnResult } from "./4-decide/index.ts";

/** A turn that was taken, or failed. */
export interface Taken {
  readonly skill: Skill;
  readonly subject: SubjectId;
  readonly now: Instant;
  readonly result: TurnResult;
  /** What the skill said; null where the turn failed. */
  readonly output: Output | null;
}

/** One skill at work for one person. */
interface Seat {
  readonly skill: Skill;
  readonly subject: SubjectId;
  state: string | null;
  /** A digest over all outputs so far: two runs that agree in it said the same, byte for byte. */
  trace: string;
  pending: Signal[];
  nextAt: Instant;
  /** All arrivals up to this one are in the state, once `busy` is through. */
  arrival: number;
  busy: Promise<void>;
}

export interface MindOptions {
  readonly skills: readonly Skill[];
  readonly host: SkillHost;
  readonly roster: Roster;
  readonly checkpoints?: readonly Checkpoint[];
  /** Where time begins. */
  readonly now: Instant;
  readonly onTurn: (taken: Taken) => void;
}

/** What a suspended skill may find waiting for it, per person; the oldest are let go first. */
const MAX_PENDING = 20_000;

/**
 * Decides who has a turn when, from nothing but the order of what it is told: the same arrivals, changes of the roster
 * and times give the same turns. So any night can be replayed.
 * Before anything that happens at time t, all periodic turns that are due until t (inclusive) are taken.
 */
export class Mind {
  readonly #options: MindOptions;
  readonly #seats = new Map<string, Seat>();
  readonly #bySubject = new Map<SubjectId, Seat[]>();
  readonly #suspended = new Map<string, Instant>();
  #roster: Roster;
  #arrival = 0;
  #nextDue = Number.POSITIVE_INFINITY;

  constructor(options: MindOptions) {
    this.#options = options;
    this.#roster = options.roster;
    const saved = new Map((options.checkpoints ?? []).map((one) => [skillKey(one.subject, one.skill), one]));
    this.#seatAll(options.now, saved);
  }

  /** Takes the periodic turns that are due until `to`. */
  advance(to: Instant): void {
    while (this.#nextDue <= to) {
      const now = this.#nextDue;
      for (const seat of this.#seats.values()) {
        if (seat.nextAt > now) continue;
        seat.nextAt = now + seat.skill.periodMs;
        this.#turn(seat, now);
      }
      this.#findNextDue();
    }
  }

  /** Signals have arrived: events, changes of state and what was charted by hand give their skills a turn at once. */
  learn({ arrival, receivedAt, signals }: Arrival): void {
    this.advance(receivedAt);
    this.#arrival = arrival;
    const awake = new Set<Seat>();
    for (const signal of signals)
      for (const seat of this.#readersOf(signal)) {
        seat.pending.push(signal);
        if (seat.pending.length > MAX_PENDING) seat.pending.shift();
        if (wakes(signal)) awake.add(seat);
      }
    for (const seat of awake) this.#turn(seat, receivedAt);
  }

  /** The roster has changed. Answers whose seats were given up: people who left, withdrew consent, or a skill off. */
  settle(roster: Roster, now: Instant): readonly { readonly skill: string; readonly subject: SubjectId }[] {
    this.advance(now);
    this.#roster = roster;
    const left = [...this.#seats.values()].filter((seat) => !mayTurn(roster, seat.subject, seat.skill.id));
    for (const seat of left) {
      this.#seats.delete(skillKey(seat.subject, seat.skill.id));
      const others = (this.#bySubject.get(seat.subject) ?? []).filter((other) => other !== seat);
      this.#bySubject.set(seat.subject, others);
    }
    this.#seatAll(now, new Map());
    return left.map(({ skill, subject }) => ({ skill: skill.id, subject }));
  }

  /** Nobody was there until now: turns that fell due meanwhile are left out. */
  resume(now: Instant): void {
    for (const seat of this.#seats.values()) seat.nextAt = firstTurn(seat.skill, seat.subject, now);
    this.#findNextDue();
  }

  /** Turns of the skill are left out until then; its signals wait. */
  suspend(skill: string, until: Instant): void {
    this.#suspended.set(skill, until);
  }

  /** Resolves when every turn so far has been taken. */
  async idle(): Promise<void> {
    await Promise.all([...this.#seats.values()].map((seat) => seat.busy));
  }

  /** The state of every seat after all turns so far. */
  checkpoints(at: Instant): Promise<readonly Checkpoint[]> {
    return Promise.all([...this.#seats.values()].map((seat) => checkpointOf(seat, at)));
  }

  #seatAll(now: Instant, saved: ReadonlyMap<string, Checkpoint>): void {
    for (const { id: subject } of present(this.#roster))
      for (const skill of this.#options.skills) {
        const key = skillKey(subject, skill.id);
        if (this.#seats.has(key) || !mayTurn(this.#roster, subject, skill.id)) continue;
        const seat = newSeat(skill, subject, now, this.#arrival, saved.get(key));
        this.#seats.set(key, seat);
        this.#bySubject.set(subject, [...(this.#bySubject.get(subject) ?? []), seat]);
      }
    this.#findNextDue();
  }

  #readersOf({ subject, kind }: Signal): readonly Seat[] {
    const seats = this.#bySubject.get(subject) ?? [];
    return seats.filter(({ arrival, skill }) => arrival < this.#arrival && skill.reads.includes(kind));
  }

  #findNextDue(): void {
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const { nextAt } of this.#seats.values()) this.#nextDue = Math.min(this.#nextDue, nextAt);
  }

  #turn(seat: Seat, now: Instant): void {
    const { skill, subject } = seat;
    if (now < (this.#suspended.get(skill.id) ?? 0)) return;
    const signals = seat.pending;
    seat.pending = [];
    seat.arrival = this.#arrival;
    const settings = this.#roster.skills.get(skillKey(subject, skill.id))?.settings ?? {};
    const person = personOf(this.#roster, subject, now);
    seat.busy = seat.busy.then(async () => {
      const { host } = this.#options;
      const result = await host.turn({ skill: skill.id, subject, state: seat.state, signals, settings, person, now });
      if (this.#seats.get(skillKey(subject, skill.id)) === seat) this.#took(seat, now, result);
    });
  }

  #took(seat: Seat, now: Instant, result: TurnResult): void {
    const { skill, subject } = seat;
    if (result.ok) {
      seat.state = result.state;
      seat.trace = digest(`${seat.trace} ${now} ${result.output}`);
    }
    const output = result.ok ? (JSON.parse(result.output) as Output) : null;
    this.#options.onTurn({ skill, subject, now, result, output });
  }
}

function checkpointOf(seat: Seat, at: Instant): Promise<Checkpoint> {
  const { skill, subject, arrival, nextAt } = seat;
  const taken = seat.busy.then(() => ({
    skill: skill.id,
    version: skill.version,
    subject,
    arrival,
    at,
    state: { text: seat.state, trace: seat.trace, nextAt } satisfies SavedState,
  }));
  seat.busy = taken.then(() => undefined);
  return taken;
}

const mayTurn = (roster: Roster, subject: SubjectId, skill: string): boolean =>
  mayPredict(roster, subject) && (roster.skills.get(skillKey(subject, skill))?.on ?? true);

/** An event, a change of state, and whatever a person charts by hand get a turn at once; streams wait for the period. */
const wakes = (signal: Signal): boolean =>
  isOfClass(signal, "event") ||
  isOfClass(signal, "state") ||
  isByHand(signal.source) ||
  signal.quality === "entered-in-error";

const isByHand = (source: SourceId): boolean => source.startsWith("staff:");

interface SavedState {
  readonly text: string | null;
  readonly trace: string;
  readonly nextAt: Instant;
}

function newSeat(skill: Skill, subject: SubjectId, now: Instant, arrival: number, saved: Checkpoint | undefined): Seat {
  const nextAt = firstTurn(skill, subject, now);
  const fresh: Seat = { skill, subject, state: null, trace: "", pending: [], arrival, nextAt, busy: Promise.resolve() };
  if (!saved) return fresh;
  const was = saved.state as SavedState;
  const kept = { ...fresh, trace: was.trace, nextAt: was.nextAt, arrival: saved.arrival };
  if (saved.version === skill.version || was.text === null) return { ...kept, state: was.text };
  const carried = skill.upgrade?.(JSON.parse(was.text), saved.version) ?? null;
  return { ...kept, state: carried === null ? null : JSON.stringify(carried) };
}

/** Whole multiples of the period, moved by a share of it that the person's id decides, so that a ward does not turn all at once. */
function firstTurn({ periodMs }: Skill, subject: SubjectId, now: Instant): Instant {
  const shift = Number.parseInt(digest(subject).slice(0, 8), 16) % Math.min(periodMs, MINUTE);
  return (Math.floor((now - shift) / periodMs) + 1) * periodMs + shift;
}

function personOf(roster: Roster, subject: SubjectId, now: Instant): Person {
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
