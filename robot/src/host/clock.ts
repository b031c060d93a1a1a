import type { Clock } from "../loop/clock.ts";

/** The machine's monotonic clock, the same in every worker thread: `performance.now()` begins anew in each. */
export const hostClock = (): Clock => {
  const now = (): number => Number(process.hrtime.bigint()) / 1e9;
  return {
    now,
    until: (time) => {
      const wait = (time - now()) * 1000;
      return wait <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, wait));
    },
  };
};
