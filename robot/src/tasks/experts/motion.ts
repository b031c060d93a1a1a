import type { Side } from "../../body/arm.ts";
import type { RobotFeatures } from "../../contract/features.ts";
import type { Pose, Seconds } from "../../contract/robot.ts";
import {
  type BasePlace,
  basePose,
  jointMove,
  minimumJerk,
  poseOf,
  poseTimes,
  type Trajectory,
  toolMove,
  turnBetween,
} from "../../kinematics/index.ts";
import { minus, plus, scaled } from "../../kinematics/rotation.ts";
import { followArm, planArm } from "./arm.ts";
import type { Way } from "./phase.ts";
import { palmLink, type Seen } from "./seen.ts";

/** An arm on its way: joints to command, and where the palm is to be, in the world's frame. */
export interface ArmMotion {
  readonly duration: Seconds;
  at(time: Seconds, seen: Seen): { readonly position: Float64Array; readonly palm: Pose };
}

/** Where a motion begins. */
export interface Standing {
  readonly features: RobotFeatures;
  readonly side: Side;
  readonly base: BasePlace;
  /** Commanded last. */
  readonly position: Float64Array;
  /** Where the palm was to be last. */
  readonly palm: Pose;
  /** What the arm keeps to where the palm leaves a choice. */
  readonly posture: Float64Array;
  /** Of the speeds that the robot could have. */
  readonly pace: number;
}

/** Share of the joints' speed and acceleration at pace 1. */
const jointShare = 0.7;
const toolLimits = { acceleration: 1.2, turning: 1.5 } as const;

const palmOf = ({ features, side }: Standing, position: Float64Array, base: BasePlace): Pose =>
  poseTimes(basePose(base), poseOf(features, position, palmLink(features, side)));

/** The other arm goes to its posture meanwhile. */
const withIdleArm = ({ features, side, posture }: Standing, position: Float64Array): Float64Array => {
  const idle = side === "left" ? "right_arm" : "left_arm";
  return position.map((at, i) => (features.joints[i]?.name.startsWith(idle) ? (posture[i] ?? at) : at));
};

const byJoints = (standing: Standing, to: Pose, near: Float64Array | undefined): ArmMotion => {
  const { features, side, base, position, posture, pace } = standing;
  const found = planArm(features, side, to, base, near ?? position, near ?? posture);
  const goal = withIdleArm(standing, found.position);
  const move = jointMove(features, position, goal, jointShare * pace);
  return {
    duration: move.duration,
    at: (time, { base: where }) => {
      const { position: now } = move.at(time);
      return { position: now, palm: palmOf(standing, now, where) };
    },
  };
};

/**
 * The palm keeps to the path; where that leaves the joints a choice they go evenly to where they have to be at its end, so
 * that the slow trunk and the fast arm keep together.
 */
const along = (standing: Standing, path: Trajectory<Pose>): ArmMotion => {
  const { features, side, base, position: start } = standing;
  const end = planArm(features, side, path.at(path.duration), base, start, start);
  const posture = jointMove(features, start, end.isReached ? end.position : start, 1, path.duration);
  let before = start;
  return {
    duration: path.duration,
    at: (time, { base: where }) => {
      const palm = path.at(time);
      before = followArm(features, side, palm, where, before, posture.at(time).position).position;
      return { position: before, palm };
    },
  };
};

/** From where the palm was to be into a path that is followed, s: a jump of a spring's end is a blow. */
const blending = 0.8;

/** How slowly the arm goes back to its posture meanwhile, share of the way a step: the trunk is slow. */
const settling = 0.003;

/** On something that may move: the joints follow where it is now. */
const following = (standing: Standing, { duration, at }: Extract<Way, { readonly by: "follow" }>): ArmMotion => {
  const { features, side, posture } = standing;
  let before = standing.position;
  return {
    duration,
    at: (time, seen) => {
      const palm = poseBetween(standing.palm, at(Math.min(time, duration), seen), minimumJerk(time / blending));
      before = followArm(features, side, palm, seen.base, before, posture, settling).position;
      return { position: before, palm };
    },
  };
};

const poseBetween = (from: Pose, to: Pose, share: number): Pose =>
  share >= 1
    ? to
    : { at: plus(from.at, scaled(minus(to.at, from.at), share)), turn: turnBetween(from.turn, to.turn, share) };

const byLine = (standing: Standing, to: Pose, speed: number): ArmMotion => {
  const { features, side, base, position, pace } = standing;
  const end = planArm(features, side, to, base, position, position);
  const atLeast = end.isReached ? jointMove(features, position, end.position, jointShare * pace).duration : 0;
  return along(standing, toolMove(standing.palm, to, { ...toolLimits, speed: speed * pace }, atLeast));
};

const motions: { readonly [K in Way["by"]]: (standing: Standing, way: Extract<Way, { readonly by: K }>) => ArmMotion } =
  {
    joints: (standing, { to, near }) => byJoints(standing, to, near),
    line: (standing, { to, speed }) => byLine(standing, to, speed),
    path: (standing, { path }) => along(standing, path),
    follow: following,
  };

/** Begins a way. */
export const motionOf = (standing: Standing, way: Way): ArmMotion =>
  // The row is that of the way's own kind.
  (motions[way.by] as (standing: Standing, way: Way) => ArmMotion)(standing, way);

/** The arm stays where it is, relative to the base. */
export const staying = (standing: Standing): ArmMotion => ({
  duration: 0,
  at: (_, { base: where }) => ({ position: standing.position, palm: palmOf(standing, standing.position, where) }),
});
