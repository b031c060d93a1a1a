import { type Clock, timedClock } from "../loop/clock.ts";

/** The machine's monotonic clock, the same in every worker thread: `performance.now()` begins anew in each. */
export const hostClock = (): Clock => timedClock(() => Number(process.hrtime.bigint()) / 1e9);
