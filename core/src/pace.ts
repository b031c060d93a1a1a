import { type Instant, MINUTE, SECOND } from "./1-signal/index.ts";

/** How long turns wait is looked at over so long. */
const WINDOW_MS = 3 * SECOND;
/** Turns that wait for so long on average are too many: what waits would grow without end, and no alert would come any more. */
const LONG_MS = SECOND;
/** A machine that takes them so soon has room again. */
const SHORT_MS = 0.2 * SECOND;
/** Fewer than these that wait for a skill, or that it has taken well, tell of a skill that hangs, not of the machine. */
const LEAST_WAITING = 50;
const LEAST_TAKEN = 20;
/** At the first step waves are read every 0.4 s; at the last every 3.2 s. */
const MOST = 16;
/** It is tried after so long whether a faster pace will do; one that did not do, after twice as long each time. */
const TRY_AFTER_MS = MINUTE;
const LONGEST_TRY_MS = 64 * MINUTE;
/** The usual pace will do again when it has held for so long. */
const HELD_MS = 5 * MINUTE;

/** Of a window: how long a turn waited. */
interface Wait {
  readonly ms: number;
  /** Fewer wait than at the end of the window before: what had piled up at the pace before is worked off at this one. */
  readonly isLess: boolean;
}

/**
 * Notices that the machine cannot keep up with the turns, and asks for fewer of them. Events, changes of state and what people
 * chart are not slowed. Each step is an event of the roster, so that a replay takes the same turns.
 */
export class Pace {
  /** Null: nobody has looked yet. */
  #windowFrom: Instant | null = null;
  #looks = 0;
  /** By skill: the sum of what waited at each look, and what was taken. */
  readonly #waiting = new Map<string, number>();
  readonly #taken = new Map<string, number>();
  #before = 0;
  #calmSince: Instant | null = null;
  /** The slowness that was tried last and did not do; 0: none. */
  #failed = 0;
  #tryAfterMs = TRY_AFTER_MS;
  /** When a faster pace was tried that has not proved itself yet. */
  #triedAt: Instant | null = null;

  /** The skill has taken a turn well. */
  taken(skill: string): void {
    this.#taken.set(skill, (this.#taken.get(skill) ?? 0) + 1);
  }

  /** So many turns of each skill wait now. Answers how slow it should be from now on; null: as it is. */
  next(now: Instant, waiting: ReadonlyMap<string, number>, slowness: number): number | null {
    this.#windowFrom ??= now;
    this.#looks += 1;
    for (const [skill, turns] of waiting) this.#waiting.set(skill, (this.#waiting.get(skill) ?? 0) + turns);
    const passed = now - this.#windowFrom;
    if (passed < WINDOW_MS) return null;
    const wait = this.#waitOf(passed, waiting);
    this.#windowFrom = now;
    // A machine that was asleep has taken nothing meanwhile, and says nothing about its pace.
    return passed > 2 * WINDOW_MS ? null : this.#judge(now, wait, slowness);
  }

  #waitOf(passed: number, waiting: ReadonlyMap<string, number>): Wait {
    let [turns, ms] = [0, 0];
    for (const [skill, sum] of this.#waiting) {
      const [queue, taken] = [sum / this.#looks, this.#taken.get(skill) ?? 0];
      if (queue < LEAST_WAITING || taken < LEAST_TAKEN) continue;
      turns += waiting.get(skill) ?? 0;
      // Little's law: who waits, on average, waits as long as it takes to serve so many.
      ms = Math.max(ms, (queue * passed) / taken);
    }
    this.#looks = 0;
    this.#waiting.clear();
    this.#taken.clear();
    const isLess = turns < this.#before;
    this.#before = turns;
    return { ms, isLess };
  }

  #judge(now: Instant, { ms, isLess }: Wait, slowness: number): number | null {
    this.#calmSince = ms > SHORT_MS ? null : (this.#calmSince ?? now);
    if (ms > LONG_MS && isLess) return null;
    if (ms > LONG_MS) return this.#slower(slowness, ms > 4 * LONG_MS ? 4 : 2);
    if (slowness > 1) return this.#faster(now, slowness / 2);
    if (this.#triedAt !== null && now - this.#triedAt > HELD_MS) this.#hasHeld();
    return null;
  }

  #slower(slowness: number, times: number): number | null {
    if (this.#triedAt !== null) {
      this.#failed = slowness;
      this.#tryAfterMs = Math.min(LONGEST_TRY_MS, this.#tryAfterMs * 2);
    }
    this.#triedAt = null;
    return slowness < MOST ? Math.min(MOST, slowness * times) : null;
  }

  #faster(now: Instant, faster: number): number | null {
    const waitMs = faster <= this.#failed ? this.#tryAfterMs : TRY_AFTER_MS;
    if (this.#calmSince === null || now - this.#calmSince < waitMs) return null;
    this.#calmSince = null;
    this.#triedAt = now;
    return faster;
  }

  #hasHeld(): void {
    this.#triedAt = null;
    this.#failed = 0;
    this.#tryAfterMs = TRY_AFTER_MS;
  }
}
