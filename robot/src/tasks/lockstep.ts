import type { Policy } from "../contract/robot.ts";
import type { Clock } from "../loop/clock.ts";
import type { Simulation } from "../worlds/simulation.ts";

/** Rounding of a sum of many periods, s. */
const hair = 1e-9;

/**
 * The clock of a simulated world: waiting lets its time pass. What `pending` tells of is waited for first, so that a run
 * is the same however busy the machine is.
 */
export const lockstepClock = (
  simulation: Pick<Simulation, "now" | "advance">,
  pending: () => Promise<unknown> = () => Promise.resolve(),
): Clock => ({
  now: () => simulation.now(),
  until: async (time) => {
    await pending();
    const by = time - simulation.now();
    if (by > hair) await simulation.advance(by);
  },
});

/** A policy that can be waited for. */
export const awaited = (policy: Policy): { readonly policy: Policy; readonly pending: () => Promise<unknown> } => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    policy: {
      reset: () => policy.reset(),
      step: (observation, now) => {
        const step = policy.step(observation, now);
        last = step.catch(() => {});
        return step;
      },
      tell: (message) => policy.tell?.(message),
      close: () => policy.close(),
    },
    pending: () => last,
  };
};
