import type { Header, RosTime } from "./common.ts";

/** Seconds as ROS has them; a span may be negative, its nanoseconds never are. */
export const rosTime = (seconds: number): RosTime => {
  let sec = Math.floor(seconds);
  let nsec = Math.round((seconds - sec) * 1e9);
  if (nsec >= 1e9) {
    sec += 1;
    nsec -= 1e9;
  }
  return { sec, nsec };
};

export const secondsOf = ({ sec, nsec }: RosTime): number => sec + nsec / 1e9;

export const header = (seconds: number, frame = ""): Header => ({ seq: 0, stamp: rosTime(seconds), frame_id: frame });
