import type { RobotFeatures } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import { openRosNode } from "../node/node.ts";
import type { RosNodeOptions } from "../node/options.ts";
import { type RobotTopics, robotTopics } from "./topics.ts";
import { featuresOfUrdf, type UrdfOptions } from "./urdf.ts";

export interface ReadFeaturesOptions {
  readonly node: RosNodeOptions;
  readonly topics?: Partial<RobotTopics>;
  readonly namespace?: string;
  /** What a URDF does not say. */
  readonly urdf?: UrdfOptions;
}

/**
 * What a robot on ROS says of itself: the parameter /robot_features of a robot of ours, or else the URDF in
 * /robot_description. Throws `no-description` where there is neither, `bad-features` and `bad-urdf` where they are broken.
 */
export const readFeatures = async (options: ReadFeaturesOptions): Promise<RobotFeatures> =>
  (await readDescription(options)).features;

/** With whether it is a robot of ours, which takes whole commands. */
export const readDescription = async ({
  node: options,
  topics,
  namespace,
  urdf,
}: ReadFeaturesOptions): Promise<{ readonly features: RobotFeatures; readonly isOurs: boolean }> => {
  const names = robotTopics(topics, namespace);
  const node = await openRosNode(options);
  try {
    const features = await node.param(names.features);
    if (typeof features === "string") return { features: featuresIn(features), isOurs: true };
    const description = await node.param(names.description);
    if (typeof description === "string") return { features: featuresOfUrdf(description, urdf), isOurs: false };
  } finally {
    await node.close();
  }
  throw new RosFault(
    "no-description",
    `There is neither ${names.features} nor ${names.description}.`,
    "Start the robot first, or give its features.",
  );
};

/** What is a robot's features when it is read as JSON; throws `bad-features`. */
export const featuresIn = (json: string): RobotFeatures => {
  const read = parsed(json);
  const isWhole =
    isRecord(read) &&
    typeof read.name === "string" &&
    typeof read.rate === "number" &&
    Array.isArray(read.joints) &&
    read.joints.every(isJoint) &&
    Array.isArray(read.links) &&
    Array.isArray(read.sensors) &&
    (read.base === null || isRecord(read.base));
  if (!isWhole) throw bad("a part is missing");
  return read as unknown as RobotFeatures;
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error));
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isJoint = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.name === "string" &&
  ["lowest", "highest", "speed", "acceleration", "torque"].every((key) => Number.isFinite(value[key]));

const bad = (why: string): RosFault =>
  new RosFault("bad-features", `What the robot says of itself cannot be read: ${why}.`, "Compare the versions.");
