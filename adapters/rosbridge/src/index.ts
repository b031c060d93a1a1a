/** The rosbridge v2 protocol: client, server, and robots over it. */
export { type RosbridgeClient, type RosbridgeClientOptions, rosbridgeClient, type SubscribeOptions } from "./client.ts";
export * from "./fault.ts";
export type { Local } from "./hub.ts";
export { type Carrier, clientCarrier, type LineOptions, rosbridgeLine, serverCarrier } from "./line.ts";
export {
  type ReadOverRosbridgeOptions,
  type RosbridgeRobotOptions,
  readFeaturesOverRosbridge,
  rosbridgeRobot,
  type ServeOverRosbridgeOptions,
  serveRobotOverRosbridge,
} from "./robot.ts";
export { type RosbridgeServer, type RosbridgeServerOptions, rosbridgeServer } from "./server.ts";
