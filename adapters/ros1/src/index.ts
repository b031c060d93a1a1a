/** An ordinary ROS 1 node, and robots over it. */
export {
  type ActionFeedback,
  type ActionGoal,
  type ActionResult,
  type ActionTexts,
  type ActionType,
  actionTypeOf,
  type GoalState,
} from "./actions/action-type.ts";
export { type ActionClient, actionClient, type Outcome, type SendOptions } from "./actions/client.ts";
export * from "./actions/follow-joint-trajectory.ts";
export { type ActionServer, actionServer, type Ended, type Execute, type Execution } from "./actions/server.ts";
export * from "./fault.ts";
export * from "./messages/common.ts";
export { commonType, type MessageType, messageTypeOf, type NamedType } from "./messages/message-type.ts";
export { header, rosTime, secondsOf } from "./messages/time.ts";
export type { RosLine } from "./node/line.ts";
export type { RosValue } from "./node/master.ts";
export { openRosNode, type RosNode } from "./node/node.ts";
export type { RosNodeOptions } from "./node/options.ts";
export type { Publication, PublicationOptions } from "./node/publication.ts";
export { type LogLevel, type Rosout, rosout } from "./node/rosout.ts";
export { type ClockPublisher, followClock, isTimeSimulated, publishClock } from "./node/sim-time.ts";
export type { Handler, Subscription, SubscriptionOptions } from "./node/subscription.ts";
export { wallClock } from "./node/wall-clock.ts";
export { type BodyTunnel, type BodyTunnelOptions, bodyTunnel } from "./robot/body-tunnel.ts";
export { featuresIn, type ReadFeaturesOptions, readFeatures } from "./robot/read-features.ts";
export { type RobotOverRosOptions, type Ros1RobotOptions, robotOverRos, ros1Robot } from "./robot/ros1-robot.ts";
export { type ServedRobot, type ServeRobotOptions, serveRobot } from "./robot/serve-robot.ts";
export { type ServeTrajectoriesOptions, serveTrajectories } from "./robot/serve-trajectories.ts";
export { type RobotTopics, robotTopics } from "./robot/topics.ts";
export { featuresOfUrdf, type UrdfOptions } from "./robot/urdf.ts";
export type { ServiceClient, ServiceClientOptions } from "./services/client.ts";
export type { Answering, ServiceServer } from "./services/server.ts";
export {
  type Answered,
  type Empty,
  type ServiceType,
  serviceTypeOf,
  setBool,
  trigger,
} from "./services/service-type.ts";
export { type TfBuffer, type TfBufferOptions, tfBuffer } from "./tf/buffer.ts";
export { type TfListener, type TfPublisher, tfListener, tfPublisher } from "./tf/tf-node.ts";
export type { FramePose } from "./tf/transform.ts";
export { type OnTrouble, reason, type Trouble } from "./trouble.ts";
