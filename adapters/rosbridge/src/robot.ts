import type { Robot, RobotFeatures } from "@sakiyomi/robot";
import {
  featuresIn,
  featuresOfUrdf,
  type OnTrouble,
  type RobotOverRosOptions,
  type RosLine,
  robotOverRos,
  type ServedRobot,
  type ServeRobotOptions,
  serveRobot,
  type UrdfOptions,
} from "@sakiyomi/ros1";
import { type RosbridgeClient, rosbridgeClient } from "./client.ts";
import { RosbridgeFault } from "./fault.ts";
import { clientCarrier, rosbridgeLine, serverCarrier } from "./line.ts";
import type { RosbridgeServer } from "./server.ts";

export interface RosbridgeRobotOptions extends RobotOverRosOptions {
  /** "ws://robot:9090" */
  readonly url: string;
  readonly token?: string;
  /** Of the robot behind the bridge. Default 2. */
  readonly ros?: 1 | 2;
}

/**
 * A robot behind a rosbridge server, with the topics and rules of docs/robot/ros1.md. The protocol does not tell whether
 * anybody takes the commands: what shows it is that the joints move.
 */
export const rosbridgeRobot = ({ url, token, ros, ...options }: RosbridgeRobotOptions): Robot => {
  const onTrouble: OnTrouble = options.onTrouble ?? ((): void => {});
  return robotOverRos(options, async (): Promise<RosLine> => {
    const client = rosbridgeClient({ url, onTrouble, ...(token === undefined ? {} : { token }) });
    await client.open(options.openWithinMs ?? 5000);
    return rosbridgeLine(clientCarrier(client), { onTrouble, ...(ros === undefined ? {} : { ros }) });
  });
};

export interface ReadOverRosbridgeOptions {
  readonly url: string;
  readonly token?: string;
  /** Parameter with the features of a robot of ours. Default "/robot_features". */
  readonly features?: string;
  /** Parameter with the URDF. Default "/robot_state_publisher:robot_description", as ROS 2 has it. */
  readonly description?: string;
  /** What a URDF does not say. */
  readonly urdf?: UrdfOptions;
  readonly withinMs?: number;
}

/** What a robot behind a bridge says of itself, by /rosapi/get_param. Throws `no-description` where it says nothing. */
export const readFeaturesOverRosbridge = async (options: ReadOverRosbridgeOptions): Promise<RobotFeatures> => {
  const { url, token, features = "/robot_features", withinMs = 5000 } = options;
  const description = options.description ?? "/robot_state_publisher:robot_description";
  const client = rosbridgeClient({ url, ...(token === undefined ? {} : { token }) });
  await client.open(withinMs);
  try {
    const json = await paramOf(client, features, withinMs);
    if (json) return featuresIn(json);
    const text = await paramOf(client, description, withinMs);
    if (text) return featuresOfUrdf(text, options.urdf);
  } finally {
    await client.close();
  }
  throw new RosbridgeFault(
    "no-description",
    `There is neither ${features} nor ${description} behind ${url}.`,
    "Start the robot first, or give its features.",
  );
};

/** A text, which travels as JSON; empty where there is none. */
const paramOf = async (client: RosbridgeClient, name: string, withinMs: number): Promise<string> => {
  const answer = await client.call("/rosapi/get_param", { name, default: '""' }, withinMs).catch(() => null);
  const { value } = (answer ?? {}) as { readonly value?: unknown };
  if (typeof value !== "string" || value === "") return "";
  const read: unknown = JSON.parse(value);
  return typeof read === "string" ? read : "";
};

export interface ServeOverRosbridgeOptions extends ServeRobotOptions {
  readonly ros?: 1 | 2;
}

/** Offers an open robot to the clients of our server; it keeps the expiry of commands. */
export const serveRobotOverRosbridge = (
  robot: Robot,
  server: RosbridgeServer,
  { ros, ...options }: ServeOverRosbridgeOptions,
): Promise<ServedRobot> => {
  const onTrouble: OnTrouble = options.onTrouble ?? ((): void => {});
  const line = rosbridgeLine(serverCarrier(server), { onTrouble, ...(ros === undefined ? {} : { ros }) });
  return serveRobot(robot, line, options);
};
