import { commonType, type MessageType, messageTypeOf } from "../messages/message-type.ts";
import { sumOfService } from "../messages/sum.ts";

/** A ROS 1 service: what is asked and what is answered. */
export interface ServiceType<Q, A> {
  /** "std_srvs/Trigger" */
  readonly name: string;
  readonly md5: string;
  readonly request: MessageType<Q>;
  readonly response: MessageType<A>;
}

/** A service from the two texts of its .srv file, what stands before and behind its line of "---". */
export const serviceTypeOf = <Q, A>(name: string, request: string, response: string): ServiceType<Q, A> => ({
  name,
  md5: sumOfService(request, response),
  request: messageTypeOf<Q>(`${name}Request`, request),
  response: messageTypeOf<A>(`${name}Response`, response),
});

/** Nothing in it. */
export type Empty = Readonly<Record<string, never>>;

export interface Answered {
  readonly success: boolean;
  readonly message: string;
}

export const trigger = serviceTypeOf<Empty, Answered>("std_srvs/Trigger", "", "bool success\nstring message");
export const setBool = serviceTypeOf<{ readonly data: boolean }, Answered>(
  "std_srvs/SetBool",
  "bool data",
  "bool success\nstring message",
);
/** A message type that has nothing in it, where a name alone is wanted. */
export const emptyMessage = commonType<Empty>("std_msgs/Empty");
