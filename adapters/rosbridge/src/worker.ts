import type { Robot, RobotFeatures } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { type RosbridgeRobotOptions, rosbridgeRobot } from "./robot.ts";

/** Plain data for `openRobot`. */
export interface WorkerData
  extends Partial<
    Pick<RosbridgeRobotOptions, "token" | "ros" | "topics" | "namespace" | "commands" | "staleAfter" | "tolerance">
  > {
  readonly url: string;
  readonly features: RobotFeatures;
}

/**
 * For a thread of its own: `{ url: import.meta.resolve("@sakiyomi/rosbridge/worker"), data }`. The host opens it. Troubles
 * are warnings of the process.
 */
export const openRobot = async (data: unknown): Promise<Robot> =>
  rosbridgeRobot({
    ...(data as WorkerData),
    now: hostClock().now,
    onTrouble: ({ code, why }) => process.emitWarning(why, { type: "RosTrouble", code }),
  });
