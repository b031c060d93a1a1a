import type { Turn } from "@sakiyomi/robot";
import type { StopState } from "./shapes.ts";

/** Slower than this is still: noise of encoders and of a simulated hold, rad/s. */
const still = 0.03;

const isStill = ({ observation: { joints, base } }: Turn): boolean =>
  joints.velocity.every((speed) => Math.abs(speed) < still) &&
  (!base || Math.hypot(base.forward, base.sideways) + Math.abs(base.turn) < still);

/** How long a stop took, from its request's arrival here. Times in seconds on a monotonic clock. */
export const stopWatch = (monotonic: () => number) => {
  let state: StopState | null = null;
  let arrivedAt = 0;
  return {
    asked: (by: string, at: number): void => {
      // Asked for again while the first is under way: it is the first that counts.
      if (state && state.latchedAfter === null) return;
      arrivedAt = monotonic();
      state = { by, at, latchedAfter: null, stillAfter: null };
    },
    turned: (turn: Turn): void => {
      if (!state || state.stillAfter !== null) return;
      const after = monotonic() - arrivedAt;
      if (state.latchedAfter === null) {
        if (turn.guarded.state.latch) state = { ...state, latchedAfter: after };
      } else if (isStill(turn)) state = { ...state, stillAfter: after };
    },
    state: (): StopState | null => state,
  };
};
