import type { Side } from "../../body/arm.ts";
import type { RobotFeatures } from "../../contract/features.ts";
import type { Pose } from "../../contract/robot.ts";
import { type BasePlace, basePose, inverse, poseBack, poseTimes } from "../../kinematics/index.ts";
import { palmLink } from "./seen.ts";

/** The arm and the two joints of the trunk that lean it. */
const movers = (side: Side): readonly string[] => [`${side}_arm`, "torso/joint_1", "torso/joint_2"];

export interface Found {
  readonly position: Float64Array;
  readonly isReached: boolean;
  /** What is missing, m and rad together. */
  readonly missing: number;
}

const within = (base: BasePlace, palm: Pose): Pose => poseTimes(poseBack(basePose(base)), palm);

/** Joints for a palm's pose in the world's frame, from anywhere: takes milliseconds. */
export const planArm = (
  features: RobotFeatures,
  side: Side,
  palm: Pose,
  base: BasePlace,
  start: Float64Array,
  posture: Float64Array,
): Found => {
  const reach = { link: palmLink(features, side), pose: within(base, palm) };
  const found = inverse(features, [reach], { start, posture, joints: movers(side), tries: 4 });
  return { ...found, missing: found.place + 0.3 * found.turn };
};

/** Joints for a palm's pose near to the one before: for every step of a motion. */
export const followArm = (
  features: RobotFeatures,
  side: Side,
  palm: Pose,
  base: BasePlace,
  start: Float64Array,
  posture: Float64Array,
  pull = 0.5,
): Found => {
  const reach = { link: palmLink(features, side), pose: within(base, palm) };
  const found = inverse(features, [reach], { start, posture, joints: movers(side), tries: 1, steps: 4, pull });
  return { ...found, missing: found.place + 0.3 * found.turn };
};
