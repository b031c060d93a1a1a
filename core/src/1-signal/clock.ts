import { type Instant, SECOND } from "./ids.ts";

/** A wall clock that was set: by how much, and when by our own time. */
export interface ClockJump {
  readonly at: Instant;
  /** Positive: the wall clock went ahead. */
  readonly byMs: number;
}

/** A difference that NTP does not make by itself: somebody set the clock, or the machine slept. */
const JUMP_MS = 2 * SECOND;
/** How fast a clock that was set back is followed: one part in twenty, so that no minute is lived twice. */
const SLEW = 0.05;

/**
 * A clock that never goes back. It follows the wall clock forward at once (a machine that slept has to know it), and a
 * wall clock that was set back slowly, going on by the monotonic clock meanwhile: repeats and escalations of alerts
 * must neither stop for an hour nor come twice.
 * @param wall milliseconds since 1970, may jump
 * @param monotonic milliseconds, never goes back
 */
export function steadyClock(
  wall: () => Instant,
  monotonic: () => number,
  onJump: (jump: ClockJump) => void = () => {},
): () => Instant {
  let now = wall();
  let lastMonotonic = monotonic();
  let lastWall = now;
  return () => {
    const [seenWall, seenMonotonic] = [wall(), monotonic()];
    const passed = Math.max(0, seenMonotonic - lastMonotonic);
    const jumped = seenWall - lastWall - passed;
    const behind = now + passed - seenWall;
    now = behind <= 0 ? seenWall : Math.max(now, seenWall, now + passed * (1 - SLEW));
    [lastWall, lastMonotonic] = [seenWall, seenMonotonic];
    // An Instant is a whole number, whatever fraction the monotonic clock shows.
    if (Math.abs(jumped) >= JUMP_MS) onJump({ at: Math.floor(now), byMs: Math.round(jumped) });
    return Math.floor(now);
  };
}

/**
 * A clock that begins no earlier than `floor` and goes a twentieth slower until `clock` has caught up: the machine was
 * started again with its clock set back, and what was written down before must not lie in the future.
 * @param clock never goes back
 */
export function notBefore(clock: () => Instant, floor: Instant): () => Instant {
  const began = clock();
  const ahead = floor - began;
  if (ahead <= 0) return clock;
  return () => {
    const seen = clock();
    return Math.floor(Math.max(seen, seen + ahead - (seen - began) * SLEW));
  };
}
