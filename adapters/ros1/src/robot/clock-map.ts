import type { Seconds } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import type { OnTrouble } from "../trouble.ts";

/** Between ROS time (system or simulated) and the monotonic clock that robot, loop and guard share. */
export interface ClockMap {
  toRos(ours: Seconds): number;
  toOurs(ros: number): Seconds;
  /**
   * Time of something that has arrived now, on our clock. A stamp a little ahead of us counts as now: no two clocks agree
   * wholly. Throws `skew` where it is further ahead than the tolerance: then nobody can say how old anything is.
   */
  arrived(stamp: number): Seconds;
}

export interface ClockMapOptions {
  readonly rosNow: () => number;
  readonly now: () => Seconds;
  /** How far clocks of two machines may disagree, s. Default 0.02: a fifth of the time within which a robot brakes. */
  readonly tolerance?: number;
  readonly onTrouble: OnTrouble;
}

export const clockMap = ({ rosNow, now, tolerance = 0.02, onTrouble }: ClockMapOptions): ClockMap => {
  let offset = rosNow() - now();
  // Measured anew each time: the system's clock is slewed by its own keeper, and may be set.
  const measured = (): number => {
    const next = rosNow() - now();
    if (Math.abs(next - offset) > tolerance)
      onTrouble({ code: "clock-jump", why: `ROS time jumped by ${(next - offset).toFixed(3)} s.` });
    offset = next;
    return offset;
  };
  return {
    toRos: (ours) => ours + measured(),
    toOurs: (ros) => ros - measured(),
    arrived: (stamp) => {
      const at = stamp - measured();
      const ahead = at - now();
      if (ahead > tolerance)
        throw new RosFault(
          "skew",
          `A message is stamped ${ahead.toFixed(3)} s in the future.`,
          "Set both machines by the same time server (chrony), or use /clock on both.",
        );
      return Math.min(at, now());
    },
  };
};
