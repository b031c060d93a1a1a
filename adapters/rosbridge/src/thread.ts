import type { Robot } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { type RosbridgeRobotOptions, rosbridgeRobot } from "./robot.ts";

/** Plain data for `openRobot`. */
export type RosbridgeThreadData = Omit<RosbridgeRobotOptions, "now" | "onTrouble">;

/** A robot behind a rosbridge in a thread of its own: `{ url: import.meta.resolve("@sakiyomi/rosbridge/thread"), data }`. */
export const openRobot = async (data: unknown): Promise<Robot> =>
  rosbridgeRobot({ ...(data as RosbridgeThreadData), now: hostClock().now });
