import type { Robot, RobotFeatures } from "@sakiyomi/robot";
import { hostClock } from "@sakiyomi/robot/node";
import type { RosNodeOptions } from "./node/options.ts";
import { readDescription } from "./robot/read-features.ts";
import { type Ros1RobotOptions, ros1Robot } from "./robot/ros1-robot.ts";
import type { UrdfOptions } from "./robot/urdf.ts";

/** Plain data for `openRobot`. */
export interface WorkerData
  extends Partial<
    Pick<Ros1RobotOptions, "topics" | "namespace" | "commands" | "isTimeSimulated" | "staleAfter" | "tolerance">
  > {
  readonly node: Omit<RosNodeOptions, "onTrouble">;
  /** Left out: what the robot says of itself. */
  readonly features?: RobotFeatures;
  /** What a URDF does not say. */
  readonly urdf?: UrdfOptions;
}

/**
 * For a thread of its own: `{ url: import.meta.resolve("@sakiyomi/ros1/worker"), data }`. The host opens it. A robot of
 * ours gets whole commands unless told otherwise. Troubles are warnings of the process.
 */
export const openRobot = async (data: unknown): Promise<Robot> => {
  const { features: given, urdf, ...options } = data as WorkerData;
  const { node, topics, namespace } = options;
  const asking = { node, ...(topics && { topics }), ...(namespace && { namespace }), ...(urdf && { urdf }) };
  const { features, isOurs } = given ? { features: given, isOurs: false } : await readDescription(asking);
  return ros1Robot({
    commands: isOurs ? "whole" : "trajectory",
    ...options,
    features,
    now: hostClock().now,
    onTrouble: ({ code, why }) => process.emitWarning(why, { type: "RosTrouble", code }),
  });
};
