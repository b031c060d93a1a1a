import type { Robot, RobotFeatures } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { readFeatures } from "./robot/read-features.ts";
import { type Ros1RobotOptions, ros1Robot } from "./robot/ros1-robot.ts";

/** Plain data for `openRobot`. */
export interface Ros1ThreadData extends Omit<Ros1RobotOptions, "features" | "now" | "onTrouble"> {
  /** Left out: read from the robot. */
  readonly features?: RobotFeatures;
}

/** A robot on ROS 1 in a thread of its own: `{ url: import.meta.resolve("@sakiyomi/ros1/thread"), data }`. */
export const openRobot = async (data: unknown): Promise<Robot> => {
  const options = data as Ros1ThreadData;
  const features = options.features ?? (await readFeatures(options));
  return ros1Robot({ ...options, features, now: hostClock().now });
};
