/** An ordinary ROS 1 node, and robots over it. */
export * from "./fault.ts";
export * from "./messages/common.ts";
export { commonType, type MessageType, messageTypeOf, type NamedType } from "./messages/message-type.ts";
export { header, rosTime, secondsOf } from "./messages/time.ts";
export type { RosValue } from "./node/master.ts";
export { openRosNode, type RosNode } from "./node/node.ts";
export type { RosNodeOptions } from "./node/options.ts";
export type { Publication, PublicationOptions } from "./node/publication.ts";
export type { Handler, Subscription, SubscriptionOptions } from "./node/subscription.ts";
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
export type { OnTrouble, Trouble } from "./trouble.ts";
