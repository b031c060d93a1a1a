import { type Instant, MINUTE, SECOND } from "./1-signal/index.ts";

/** How long a turn waited is looked at over so long. */
const WINDOW_MS = 3 * SECOND;
/** Turns that wait for so long on average are too many: what waits would grow without end, and no alert would come any more. */
const LONG_MS = SECOND;
/** Fewer than these wait for a skill that hangs, not for the machine. */
const LEAST = 50;
/** A machine that takes them so soon has room again. */
const SHORT_MS = 0.2 * SECOND;
/** At the first step waves are read every 0.4 s; at the last every 3.2 s, and periodic turns are sixteen times as rare. */
const MOST = 16;
/** It is tried again after so long whether the usual pace will do, and after twice as long each time that it would not. */
const TRY_AFTER_MS = MINUTE;
const LONGEST_TRY_MS = 64 * MINUTE;
/** The usual pace will do again when it has held for so long. */
const HELD_MS = 5 * MINUTE;

/**
 * Notices that the machine cannot keep up with the turns, and asks for fewer of them. Events, changes of state and what people
 * chart are not slowed. Each step is an event of the roster, so that a replay takes the same turns.
 */
export class Pace {
  /** Null: nobody has looked yet. */
  #windowFrom: Instant | null = null;
  #turns = 0;
  #looks = 0;
  #waiting = 0;
  #calmSince: Instant | null = null;
  #tryAfterMs = TRY_AFTER_MS;
  /** When a faster pace was tried that has not proved itself yet. */
  #triedAt: Instant | null = null;

  /** A turn was taken. */
  taken(): void {
    this.#turns += 1;
  }

  /** So many turns wait now. Answers how slow it should be from now on; null: as it is. */
  next(now: Instant, waiting: number, slowness: number): number | null {
    this.#looks += 1;
    this.#waiting += waiting;
    this.#windowFrom ??= now;
    const passed = now - this.#windowFrom;
    if (passed < WINDOW_MS) return null;
    // Little's law: who waits, on average, waits as long as it takes to serve so many.
    const queue = this.#waiting / this.#looks;
    const waitMs = queue < LEAST ? 0 : (queue * passed) / Math.max(1, this.#turns);
    this.#windowFrom = now;
    [this.#turns, this.#looks, this.#waiting] = [0, 0, 0];
    if (waitMs > LONG_MS) return this.#slower(slowness, waitMs > 4 * LONG_MS ? 4 : 2);
    if (waitMs > SHORT_MS) this.#calmSince = null;
    else this.#calmSince ??= now;
    if (slowness === 1 && this.#triedAt !== null && now - this.#triedAt > HELD_MS) this.#hasHeld();
    const isCalm = this.#calmSince !== null && now - this.#calmSince >= this.#tryAfterMs;
    return isCalm && slowness > 1 ? this.#faster(now, slowness) : null;
  }

  #slower(slowness: number, times: number): number | null {
    this.#calmSince = null;
    if (this.#triedAt !== null) this.#tryAfterMs = Math.min(LONGEST_TRY_MS, this.#tryAfterMs * 2);
    this.#triedAt = null;
    return slowness < MOST ? Math.min(MOST, slowness * times) : null;
  }

  #faster(now: Instant, slowness: number): number {
    this.#calmSince = null;
    this.#triedAt = now;
    return slowness / 2;
  }

  #hasHeld(): void {
    this.#triedAt = null;
    this.#tryAfterMs = TRY_AFTER_MS;
  }
}
