import type { Seconds } from "../contract/robot.ts";

/** Monotonic time and waiting, given from outside: the loop can be played with any clock. */
export interface Clock {
  now(): Seconds;
  /** Resolves at `time`, or at once where it has passed. */
  until(time: Seconds): Promise<void>;
}

/** A clock that stands until it is waited for, and then is exactly there: hours in milliseconds. */
export const steppedClock = (start: Seconds = 0): Clock & { advance(by: Seconds): void } => {
  let now = start;
  return {
    now: () => now,
    until: async (time) => {
      now = Math.max(now, time);
    },
    advance: (by) => {
      now += by;
    },
  };
};

/** A clock that waits by timers. They wake late by up to a millisecond or so; the loop measures by how much. */
export const timedClock = (now: () => Seconds): Clock => ({
  now,
  until: (time) => {
    const wait = (time - now()) * 1000;
    return wait <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, wait));
  },
});

/** The machine's monotonic clock. */
export const machineClock = (): Clock => timedClock(() => performance.now() / 1000);
