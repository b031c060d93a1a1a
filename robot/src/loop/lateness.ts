import type { Seconds } from "../contract/robot.ts";

export interface Lateness {
  readonly ticks: number;
  /** Ticks that were left out because the one before took too long. */
  readonly missed: number;
  /** Seconds after the time that was due. */
  readonly median: Seconds;
  readonly p99: Seconds;
  readonly longest: Seconds;
}

/** Lateness in steps of 50 µs up to 0.2 s: any run fits in the same few kilobytes. */
const step = 5e-5;
const steps = 4000;

export const latenessMeter = () => {
  const counts = new Uint32Array(steps + 1);
  let [ticks, missed, longest] = [0, 0, 0];
  const quantile = (share: number): Seconds => {
    let seen = 0;
    for (const [i, count] of counts.entries()) {
      seen += count;
      if (seen >= share * ticks && seen > 0) return i * step;
    }
    return 0;
  };
  return {
    add: (late: Seconds, left: number): void => {
      const i = Math.min(steps, Math.max(0, Math.round(late / step)));
      counts[i] = (counts[i] ?? 0) + 1;
      ticks += 1;
      missed += left;
      longest = Math.max(longest, late);
    },
    report: (): Lateness => ({ ticks, missed, median: quantile(0.5), p99: quantile(0.99), longest }),
  };
};
