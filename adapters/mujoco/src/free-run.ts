import { setImmediate } from "node:timers/promises";
import type { Clock, Seconds } from "@sakiyomi/robot";

/** How far a simulation that runs with a clock is behind it. */
export interface Lag {
  /** Now, s. */
  readonly behind: Seconds;
  /** The most since it was opened or reset, s. */
  readonly longest: Seconds;
  /** Time that was given up because it could not be caught up, s: so much less was simulated. */
  readonly lost: Seconds;
}

/** What is let pass. */
export interface Passing {
  readonly dt: Seconds;
  now(): Seconds;
  pass(steps: number): void;
  /** Goes on at a later time, without simulating what lies between. */
  skipTo(now: Seconds): void;
}

/** Steps at a time: 4 ms, since timers are no finer than 1 ms. */
const stride = 2;
/** At most so many are caught up before others get their turn on this thread: 20 ms. */
const mostAtOnce = 10;
/** Lag that is told, s. */
const noticed = 0.05;
/** Lag that is given up, s. */
const hopeless = 0.25;

/** Keeps a simulation in step with a clock, as well as the machine allows, and says how well that is. */
export class Runner {
  readonly #passing: Passing;
  readonly #clock: Clock;
  readonly #onLag: (lag: Lag) => void;
  readonly #done: Promise<void>;
  #isEnding = false;
  #isLate = false;
  #longest = 0;
  #lost = 0;
  #fault: Error | null = null;

  constructor(passing: Passing, clock: Clock, onLag: (lag: Lag) => void) {
    this.#passing = passing;
    this.#clock = clock;
    this.#onLag = onLag;
    this.#done = this.#run();
  }

  lag(): Lag {
    return { behind: this.#behind(), longest: this.#longest, lost: this.#lost };
  }

  /** What ended it, if it has ended by itself: time stands then, and nobody may take that for a robot that stands. */
  get fault(): Error | null {
    return this.#fault;
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#done;
  }

  #behind(): Seconds {
    return Math.max(0, this.#clock.now() - this.#passing.now());
  }

  async #run(): Promise<void> {
    const { dt } = this.#passing;
    try {
      while (!this.#isEnding) {
        await this.#clock.until(this.#passing.now() + stride * dt);
        if (this.#isEnding) return;
        const due = Math.floor(this.#behind() / dt);
        this.#passing.pass(Math.min(due, mostAtOnce));
        this.#notice();
        // Whoever wants to observe or to act gets his turn, however late the simulation is.
        await setImmediate();
      }
    } catch (error) {
      this.#fault = error instanceof Error ? error : new Error(String(error));
    }
  }

  #notice(): void {
    const behind = this.#behind();
    this.#longest = Math.max(this.#longest, behind);
    const isLate = behind > noticed;
    if (isLate && !this.#isLate) this.#onLag(this.lag());
    this.#isLate = isLate;
    if (behind <= hopeless) return;
    this.#lost += behind;
    this.#passing.skipTo(this.#clock.now());
    this.#onLag({ behind, longest: this.#longest, lost: this.#lost });
  }
}
