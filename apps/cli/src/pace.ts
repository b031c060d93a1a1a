import type { Instant } from "@sakiyomi/core";

/** Time that passes `speed` times as fast as ours; 0: as fast as it is asked for. */
export interface Pace {
  /** Resolves when `at` has come; false when the wait was ended. */
  until(at: Instant): Promise<boolean>;
}

export function paceFrom(begin: Instant, speed: number, stopped: Promise<void>): Pace {
  const began = performance.now();
  const stop = stopped.then(() => "stopped" as const);
  let isStopped = false;
  return {
    async until(at) {
      const waitMs = speed === 0 ? 0 : (at - begin) / speed - (performance.now() - began);
      if (waitMs > 0 && !isStopped) isStopped = (await Promise.race([stop, waited(waitMs)])) === "stopped";
      return !isStopped;
    },
  };
}

const waited = (ms: number): Promise<"waited"> => new Promise((resolve) => setTimeout(resolve, ms, "waited"));
