import type { Robot, RobotFeatures } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import { type RosbridgeRobotOptions, readFeaturesOverRosbridge, rosbridgeRobot } from "./robot.ts";

/** Plain data for `openRobot`. */
export interface WorkerData
  extends Partial<
    Pick<RosbridgeRobotOptions, "token" | "ros" | "topics" | "namespace" | "commands" | "staleAfter" | "tolerance">
  > {
  readonly url: string;
  /** Left out: what the robot says of itself. */
  readonly features?: RobotFeatures;
}

/**
 * For a thread of its own: `{ url: import.meta.resolve("@sakiyomi/rosbridge/worker"), data }`. The host opens it. Troubles
 * are warnings of the process.
 */
export const openRobot = async (data: unknown): Promise<Robot> => {
  const { features, ...options } = data as WorkerData;
  const { url, token } = options;
  return rosbridgeRobot({
    ...options,
    features: features ?? (await readFeaturesOverRosbridge({ url, ...(token === undefined ? {} : { token }) })),
    now: hostClock().now,
    onTrouble: ({ code, why }) => process.emitWarning(why, { type: "RosTrouble", code }),
  });
};
