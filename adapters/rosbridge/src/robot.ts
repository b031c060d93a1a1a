import type { Robot } from "@sakiyomi/robot";
import {
  type OnTrouble,
  type RobotOverRosOptions,
  type RosLine,
  robotOverRos,
  type ServedRobot,
  type ServeRobotOptions,
  serveRobot,
} from "@sakiyomi/ros1";
import { rosbridgeClient } from "./client.ts";
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
