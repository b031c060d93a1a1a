import type { RobotFeatures } from "../contract/features.ts";
import type { Pose, Seconds } from "../contract/robot.ts";
import { lengthOf, minus, plus, rotationVector, scaled, turnBack, turnBetween, turnTimes } from "./rotation.ts";

/** A motion from one rest to the next. Before 0 it is at its beginning, after `duration` at its end. */
export interface Trajectory<Point> {
  readonly duration: Seconds;
  at(time: Seconds): Point;
}

export interface JointPoint {
  readonly position: Float64Array;
  /** Unit / s. */
  readonly velocity: Float64Array;
}

/** Largest speed and acceleration of a minimum-jerk motion of length 1 in time 1. */
const peakSpeed = 15 / 8;
const peakAcceleration = 10 / Math.sqrt(3);

/** Share of the way, 0 to 1, after a share of the time: the motion of least jerk (Flash and Hogan 1985). */
export const minimumJerk = (share: number): number => {
  const s = Math.min(Math.max(share, 0), 1);
  return s * s * s * (10 + s * (6 * s - 15));
};

/** Its speed, in ways a time. */
export const minimumJerkSpeed = (share: number): number => {
  const s = Math.min(Math.max(share, 0), 1);
  return 30 * s * s * (1 - s) * (1 - s);
};

/** Shortest time in which a minimum-jerk motion over `way` keeps to a speed and an acceleration. */
export const minimumJerkTime = (way: number, speed: number, acceleration: number): Seconds =>
  Math.max((peakSpeed * way) / speed, Math.sqrt((peakAcceleration * way) / acceleration));

/** All joints together, as fast as a share of every joint's speed and acceleration allows, no faster than `atLeast`. */
export const jointMove = (
  { joints }: RobotFeatures,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  share = 0.5,
  atLeast: Seconds = 0,
): Trajectory<JointPoint> => {
  const ways = joints.map((_, i) => (to[i] ?? 0) - (from[i] ?? 0));
  const duration = joints.reduce(
    (longest, { speed, acceleration }, i) =>
      Math.max(longest, minimumJerkTime(Math.abs(ways[i] ?? 0), speed * share, acceleration * share)),
    atLeast,
  );
  return {
    duration,
    at: (time) => {
      const when = duration > 0 ? time / duration : 1;
      const [place, speed] = [minimumJerk(when), duration > 0 ? minimumJerkSpeed(when) / duration : 0];
      return {
        position: Float64Array.from(ways, (way, i) => (from[i] ?? 0) + way * place),
        velocity: Float64Array.from(ways, (way) => way * speed),
      };
    },
  };
};

export interface ToolLimits {
  /** m/s and m/s² */
  readonly speed: number;
  readonly acceleration: number;
  /** rad/s; rad/s² is taken as ten times the number of m/s². */
  readonly turning: number;
}

/** In a straight line, turning the shorter way round. */
export const toolMove = (
  from: Pose,
  to: Pose,
  { speed, acceleration, turning }: ToolLimits,
  atLeast: Seconds = 0,
): Trajectory<Pose> => {
  const way = minus(to.at, from.at);
  const angle = lengthOf(rotationVector(turnTimes(to.turn, turnBack(from.turn))));
  const duration = Math.max(
    atLeast,
    minimumJerkTime(lengthOf(way), speed, acceleration),
    minimumJerkTime(angle, turning, 10 * acceleration),
  );
  return {
    duration,
    at: (time) => {
      const share = minimumJerk(duration > 0 ? time / duration : 1);
      return { at: plus(from.at, scaled(way, share)), turn: turnBetween(from.turn, to.turn, share) };
    },
  };
};
