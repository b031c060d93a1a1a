import type { Seconds } from "@sakiyomi/robot";

/**
 * Between the robot's clock and ours, of which nobody knows the difference: what arrives came no earlier than it was
 * written, so the smallest difference that is seen is the nearest to the truth. It is too large by the shortest way that
 * any message took: our times of the robot are a little late, and our commands expire there a little early.
 */
export interface ClockMatch {
  /** Our time of what the robot stamped, and what arrived now. Never in the future. */
  heard(stamp: Seconds, arrived: Seconds): Seconds;
  /** Our time of something else that the robot stamped. */
  toOurs(stamp: Seconds): Seconds;
  /** null: nothing was heard yet. */
  toRobot(ours: Seconds): Seconds | null;
}

/** Clocks drift apart, and a simulation may lag: differences older than two of these count no more, s. */
const window = 2;
/** A clock that jumps back further than this has begun anew: the robot was started again, s. */
const jump = 0.5;

export const clockMatch = (): ClockMatch => {
  let [least, before, since, last] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, Number.NEGATIVE_INFINITY];
  const difference = (): number => Math.min(least, before);
  return {
    heard: (stamp, arrived) => {
      if (stamp < last - jump) [least, before, last] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, stamp];
      last = Math.max(last, stamp);
      if (arrived - since > window) [before, least, since] = [least, Number.POSITIVE_INFINITY, arrived];
      least = Math.min(least, arrived - stamp);
      return stamp + difference();
    },
    toOurs: (stamp) => stamp + difference(),
    toRobot: (ours) => (Number.isFinite(difference()) ? ours - difference() : null),
  };
};

/** In lockstep robot and policy live in the robot's time. */
export const sameClock: ClockMatch = {
  heard: (stamp) => stamp,
  toOurs: (stamp) => stamp,
  toRobot: (ours) => ours,
};
