import type { Instant, Signal, SubjectId } from "./1-signal/index.ts";
import {
  type Arrival,
  type Checkpoint,
  concerned,
  mayTurn,
  present,
  type Roster,
  type RosterEvent,
  skillKey,
} from "./2-store/index.ts";
import type { Output, Skill, SkillHost, TurnRequest, TurnResult } from "./4-decide/index.ts";
import { Agenda, bySeat } from "./agenda.ts";
import { settingsFor } from "./house-settings.ts";
import {
  begunAnew,
  checkpointOf,
  digest,
  firstTurn,
  type Kept,
  newSeat,
  personOf,
  type Seat,
  stirs,
  throttleOf,
  wakes,
} from "./seat.ts";

export { digest } from "./seat.ts";

/** A turn that was taken, or failed. */
export interface Taken {
  readonly skill: Skill;
  readonly subject: SubjectId;
  readonly now: Instant;
  /** The newest arrival of which the turn knew. */
  readonly arrival: number;
  readonly result: TurnResult;
  /** What the skill said; null where the turn failed. */
  readonly output: Output | null;
}

/** Turns of a seat between these two times (both excluded) are left out; its signals wait. */
export interface Rest {
  readonly skill: string;
  readonly subject: SubjectId;
  readonly from: Instant;
  readonly until: Instant;
}

type Whom = SubjectId | "everybody";

export interface GivenUp {
  readonly skill: string;
  readonly subject: SubjectId;
}

export interface MindOptions {
  readonly skills: readonly Skill[];
  readonly host: SkillHost;
  readonly roster: Roster;
  readonly checkpoints?: readonly Checkpoint[];
  /** The newest arrival that is already in the checkpoints. */
  readonly arrival?: number;
  /** Where time begins. */
  readonly now: Instant;
  readonly onTurn: (taken: Taken) => void;
  /** What the house itself broke in with a turn; the seat goes on with its next one. */
  readonly onTrouble?: (error: unknown) => void;
  /** In a replay: rests of then, and what had come of a turn that nobody could take again. */
  readonly rests?: readonly Rest[];
  readonly known?: (skill: string, subject: SubjectId, now: Instant, arrival: number) => TurnResult | null;
}

/** How often a turn that never began, because another one was stopped, is asked for again. */
const MOST_TRIES = 10;
/** What a suspended skill may find waiting for it, per person; the oldest are let go first. */
const MAX_PENDING = 20_000;

/**
 * Decides who has a turn when, from nothing but the order of what it is told: the same arrivals, changes of the roster
 * and times give the same turns. So any night can be replayed.
 * Before anything that happens at time t, all periodic turns that are due until t (inclusive) are taken. Turns of one
 * instant are taken in the order of person and skill.
 */
export class Mind {
  readonly #options: MindOptions;
  readonly #seats = new Map<string, Seat>();
  readonly #bySubject = new Map<SubjectId, Seat[]>();
  #rests: readonly Rest[];
  #roster: Roster;
  #time: Instant;
  #arrival: number;
  readonly #kept: number;
  /** When all seats were written together last. */
  #allAt: Instant;
  readonly #waiting = new Map<string, number>();
  readonly #agenda = new Agenda((seat) => this.#isSeated(seat));

  constructor(options: MindOptions) {
    this.#options = options;
    this.#roster = options.roster;
    this.#time = options.now;
    this.#arrival = options.arrival ?? 0;
    this.#kept = this.#arrival;
    this.#rests = options.rests ?? [];
    this.#allAt = options.now;
    const saved = new Map((options.checkpoints ?? []).map((one) => [skillKey(one.subject, one.skill), one]));
    this.#seatAll(options.now, saved);
  }

  /** Takes the periodic turns that are due until `to`. */
  advance(to: Instant): void {
    for (let now = this.#agenda.next(); now <= to; now = this.#agenda.next()) {
      this.#time = Math.max(this.#time, now);
      for (const seat of this.#agenda.take(now)) {
        seat.nextAt = firstTurn(seat.skill, seat.subject, now, this.#roster.slowness);
        this.#agenda.add(seat);
        this.#turn(seat, now);
      }
    }
    this.#time = Math.max(this.#time, to);
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
        if (this.#isWoken(seat, signal, receivedAt)) awake.add(seat);
      }
    for (const seat of [...awake].sort(bySeat)) this.#turn(seat, receivedAt);
  }

  /**
   * The roster has changed by this event. Answers whose seats were given up: people who left, withdrew consent, or a skill off.
   */
  settle(roster: Roster, event: RosterEvent, now: Instant): readonly GivenUp[] {
    this.advance(now);
    const was = this.#roster;
    this.#roster = roster;
    if (event.type === "pace") for (const seat of this.#seats.values()) begunAnew(seat);
    const whom = concerned(event);
    if (whom === "nobody") return [];
    const isOlder = event.type === "birthday";
    for (const seat of this.#seatsOf(whom)) if (isOlder || isOther(seat, was, roster)) this.#rouse(seat);
    return this.#reseat(now, whom);
  }

  /**
   * Nobody was there until now: turns that fell due meanwhile are left out; a wave that waited for one waits no longer. Whom a
   * birthday has made too old for a skill, or old enough, is noticed here, too.
   */
  resume(now: Instant): readonly GivenUp[] {
    this.#time = Math.max(this.#time, now);
    this.#agenda.clear();
    for (const seat of this.#seats.values()) {
      const isStirred = seat.pending.some((signal) => stirs(signal, seat.skill));
      seat.nextAt = isStirred ? now + 1 : firstTurn(seat.skill, seat.subject, now, this.#roster.slowness);
      this.#agenda.add(seat);
    }
    return this.#reseat(now, "everybody");
  }

  /** Turns of the skill for this person after now are left out until then; its signals wait. */
  suspend(skill: string, subject: SubjectId, until: Instant): Rest {
    const rest = { skill, subject, from: this.#time, until };
    this.#rests = [...this.#rests.filter((one) => one.until > this.#time), rest];
    return rest;
  }

  /** How many skills work for how many people, multiplied. */
  get size(): number {
    return this.#seats.size;
  }

  /** How many turns were given and are not taken yet, by skill. */
  get waiting(): ReadonlyMap<string, number> {
    return this.#waiting;
  }

  /** Whether the skill works for the subject. */
  sits(skill: string, subject: SubjectId): boolean {
    return this.#seats.has(skillKey(subject, skill));
  }

  /** Resolves when every turn so far has been taken. */
  async idle(): Promise<void> {
    await Promise.all([...this.#seats.values()].map((seat) => seat.busy));
  }

  /**
   * The state of every seat after all turns so far; seats that are given up meanwhile are left out.
   * @param changes the newest turning point of the journal that the roster contains
   */
  async checkpoints(at: Instant, changes = 0): Promise<readonly Checkpoint[]> {
    this.#allAt = at;
    return (await this.#moments(at, changes)).map(({ checkpoint }) => checkpoint);
  }

  /** Those that are not as they were written last, by this or by `checkpoints`: who has slept since then is left out. */
  async changedCheckpoints(at: Instant, changes: number): Promise<readonly Checkpoint[]> {
    const taken = await this.#moments(at, changes);
    const changed = taken.filter(({ isAsKept }) => !isAsKept);
    // One at least, for it says of what moment the sleepers' states still hold.
    return (changed.length > 0 ? changed : taken.slice(0, 1)).map(({ checkpoint }) => checkpoint);
  }

  async #moments(at: Instant, changes: number): Promise<readonly Kept[]> {
    const seats = [...this.#seats.values()];
    const moment = { at, seen: this.#arrival, changes, allAt: this.#allAt, slowness: this.#roster.slowness };
    const taken = await Promise.all(seats.map((seat) => checkpointOf(seat, moment)));
    return taken.filter((_, i) => seats[i] !== undefined && this.#isSeated(seats[i]));
  }

  #isSeated(seat: Seat): boolean {
    return this.#seats.get(skillKey(seat.subject, seat.skill.id)) === seat;
  }

  #seatsOf(whom: Whom): readonly Seat[] {
    return whom === "everybody" ? [...this.#seats.values()] : (this.#bySubject.get(whom) ?? []);
  }

  #reseat(now: Instant, whom: Whom): readonly GivenUp[] {
    const left = this.#seatsOf(whom).filter((seat) => !works(this.#roster, seat.subject, seat.skill, now));
    for (const seat of left) {
      this.#seats.delete(seat.key);
      const others = (this.#bySubject.get(seat.subject) ?? []).filter((other) => other !== seat);
      this.#bySubject.set(seat.subject, others);
    }
    this.#seatAll(now, new Map(), whom);
    return left.map(({ skill, subject }) => ({ skill: skill.id, subject }));
  }

  /** Where states were saved, theirs are the seats of then, whomever they suit by now: that is asked when the house is back. */
  #seatAll(now: Instant, saved: ReadonlyMap<string, Checkpoint>, whom: Whom = "everybody"): void {
    const here = present(this.#roster).filter(({ id }) => whom === "everybody" || id === whom);
    for (const { id: subject } of here)
      for (const skill of this.#options.skills) {
        const key = skillKey(subject, skill.id);
        const was = saved.get(key);
        const isDue =
          saved.size > 0 ? was && mayTurn(this.#roster, subject, skill) : works(this.#roster, subject, skill, now);
        if (this.#seats.has(key) || !isDue) continue;
        const seat = newSeat(skill, subject, now, this.#arrival, this.#roster.slowness, was);
        this.#seats.set(key, seat);
        this.#agenda.add(seat);
        this.#bySubject.set(subject, [...(this.#bySubject.get(subject) ?? []), seat]);
      }
  }

  /** A skill does not hear itself: what it makes is for others. */
  #readersOf({ subject, kind, source }: Signal): readonly Seat[] {
    const seats = this.#bySubject.get(subject) ?? [];
    return seats.filter(
      ({ arrival, skill }) => arrival < this.#arrival && skill.reads.includes(kind) && source !== `skill:${skill.id}`,
    );
  }

  /** What waited when the states were kept is told again, and wakes nobody: when it has its turn is in the state. */
  #isWoken(seat: Seat, signal: Signal, now: Instant): boolean {
    if (this.#arrival <= this.#kept) return false;
    const isStirred = stirs(signal, seat.skill) && !this.#isTooSoon(seat, now);
    return isStirred || wakes(signal);
  }

  /** It had a turn just now: the next one is due when it may have one again. */
  #isTooSoon(seat: Seat, now: Instant): boolean {
    const earliest = seat.turnedAt + throttleOf(seat.skill, this.#roster.slowness);
    if (now >= earliest) return false;
    if (earliest < seat.nextAt) {
      seat.nextAt = earliest;
      this.#agenda.add(seat);
    }
    return true;
  }

  /** In its order: the turns before it still sleep or wake as they did. */
  #rouse(seat: Seat): void {
    seat.busy = seat.busy.then(() => {
      seat.isAsleep = false;
    });
  }

  #turn(seat: Seat, now: Instant): void {
    const { skill, subject } = seat;
    if (this.#isResting(seat, now)) return;
    seat.turnedAt = now;
    const signals = seat.pending;
    seat.pending = [];
    const arrival = this.#arrival;
    seat.arrival = arrival;
    const roster = this.#roster;
    const set = roster.skills.get(seat.key)?.settings ?? {};
    const person = personOf(roster, subject, now);
    this.#waits(skill.id, 1);
    seat.busy = seat.busy.then(async () => {
      try {
        // Whether it sleeps is known only now, after the turns before: the same in every replay.
        if (!this.#isSeated(seat) || (seat.isAsleep && signals.length === 0)) return;
        const settings = settingsFor(skill, roster, set, now);
        const request = { skill: skill.id, subject, state: seat.state, signals, settings, person, now };
        const result = this.#options.known?.(skill.id, subject, now, arrival) ?? (await this.#ask(request));
        if (this.#isSeated(seat)) this.#took(seat, now, arrival, result);
      } catch (error) {
        this.#options.onTrouble?.(error);
      } finally {
        this.#waits(skill.id, -1);
      }
    });
  }

  #waits(skill: string, by: 1 | -1): void {
    this.#waiting.set(skill, (this.#waiting.get(skill) ?? 0) + by);
  }

  #isResting({ skill, subject }: Seat, now: Instant): boolean {
    return this.#rests.some(
      (rest) => rest.skill === skill.id && rest.subject === subject && rest.from < now && now < rest.until,
    );
  }

  /** A host that breaks is a skill that failed: the seat goes on. */
  async #ask(request: TurnRequest): Promise<TurnResult> {
    try {
      let result = await this.#options.host.turn(request);
      for (let again = 0; !result.ok && result.untried && again < MOST_TRIES; again++)
        result = await this.#options.host.turn(request);
      return result;
    } catch (error) {
      return { ok: false, code: "SKILL_THREW", why: error instanceof Error ? error.message : String(error) };
    }
  }

  #took(seat: Seat, now: Instant, arrival: number, result: TurnResult): void {
    const { skill, subject } = seat;
    if (result.ok) seat.state = result.state;
    seat.isAsleep = result.ok && result.sleeps === true;
    seat.trace = digest(`${seat.trace} ${now} ${result.ok ? result.output : result.code}`);
    const output = result.ok ? (JSON.parse(result.output) as Output) : null;
    this.#options.onTurn({ skill, subject, now, arrival, result, output });
  }
}

/** It may, and it is made for such a person. */
export const works = (roster: Roster, subject: SubjectId, skill: Skill, now: Instant): boolean =>
  mayTurn(roster, subject, skill) && (skill.suits?.(personOf(roster, subject, now)) ?? true);

/** What the skill is told of the person beside signals is not what it was. By content: a replay builds its rosters anew. */
const isOther = ({ subject, key }: Seat, was: Roster, is: Roster): boolean =>
  was.zone !== is.zone ||
  !isSame(was.people.get(subject), is.people.get(subject)) ||
  !isSame(was.skills.get(key), is.skills.get(key));

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
