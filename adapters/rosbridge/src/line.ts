import {
  type Handler,
  type MessageType,
  type OnTrouble,
  type Publication,
  type RosLine,
  reason,
  type ServiceClient,
  type ServiceServer,
  type ServiceType,
  type Subscription,
  wallClock,
} from "@sakiyomi/ros1";
import type { RosbridgeClient } from "./client.ts";
import { RosbridgeFault } from "./fault.ts";
import { fromWire, toWire } from "./messages.ts";
import type { RosbridgeServer } from "./server.ts";

/** What carries messages: a client's line, or the server itself. */
export interface Carrier {
  readonly isConnected: () => boolean;
  readonly advertise: (topic: string, type: string, isLatched: boolean) => () => void;
  readonly publish: (topic: string, type: string, message: unknown, isLatched: boolean) => void;
  readonly subscribe: (topic: string, type: string, take: (message: unknown) => void, isBinary: boolean) => () => void;
  readonly call: (service: string, args: unknown, withinMs: number) => Promise<unknown>;
  readonly serve: (service: string, type: string, answer: (args: unknown) => unknown) => () => void;
  readonly close: () => Promise<void>;
}

export const clientCarrier = (client: RosbridgeClient): Carrier => ({
  isConnected: () => client.isConnected,
  advertise: (topic, type, isLatched) => client.advertise(topic, type, isLatched),
  publish: (topic, _, message) => client.publish(topic, message),
  subscribe: (topic, type, take, isBinary) =>
    client.subscribe(topic, type, take, { compression: isBinary ? "cbor" : "none" }),
  call: (service, args, withinMs) => client.call(service, args, withinMs),
  serve: (service, type, answer) => client.serve(service, type, answer),
  close: () => client.close(),
});

/** The server stays open when the line over it is closed. */
export const serverCarrier = (server: RosbridgeServer): Carrier => ({
  isConnected: () => true,
  advertise: () => () => {},
  publish: (topic, type, message, isLatched) => server.publish(topic, type, message, isLatched),
  subscribe: (topic, _, take) => server.subscribe(topic, take),
  call: (service, args, withinMs) => server.call(service, args, withinMs),
  serve: (service, type, answer) => server.serve(service, type, answer),
  close: async () => {},
});

export interface LineOptions {
  /** Of the robot behind the bridge: names of types and times differ. Default 2. */
  readonly ros?: 1 | 2;
  readonly onTrouble?: OnTrouble;
}

/** Topics and services over rosbridge, as a robot needs them. Parameters are told as /rosapi/set_param. */
export const rosbridgeLine = (carrier: Carrier, options: LineOptions = {}): RosLine => {
  const { ros = 2, onTrouble = (): void => {} } = options;
  const system = wallClock();
  let simulated: number | null = null;
  const ends = new Set<() => void>();
  const kept = (end: () => void): (() => Promise<void>) => {
    ends.add(end);
    return async () => {
      if (ends.delete(end)) end();
    };
  };
  return {
    publish: (topic, type, { isLatched = false } = {}) => publication(carrier, topic, type, { ros, isLatched, kept }),
    subscribe: (topic, type, handler) => subscription(carrier, topic, type, handler, { ros, onTrouble, kept }),
    serve: (name, type, answering) => {
      const counted = { answered: 0 };
      const answer = async (args: unknown): Promise<unknown> => {
        counted.answered += 1;
        return toWire(type.response, await answering(fromWire(type.request, args)), ros);
      };
      const close = kept(carrier.serve(name, serviceName(type, ros), answer));
      return Object.assign(counted, { name, close }) satisfies ServiceServer;
    },
    service: (name, type) => client(carrier, name, type, ros),
    setParam: async (name, value) => {
      await carrier.call("/rosapi/set_param", { name, value: JSON.stringify(value) }, 2000).catch((error: unknown) => {
        onTrouble({ code: "no-params", why: `The parameter ${name} could not be set: ${reason(error)}` });
      });
    },
    registered: async () => {},
    now: () => simulated ?? system(),
    setTime: (seconds) => {
      simulated = seconds;
    },
    close: async () => {
      for (const end of ends) end();
      ends.clear();
      await carrier.close();
    },
  };
};

type Kept = (end: () => void) => () => Promise<void>;

const publication = <M>(
  carrier: Carrier,
  topic: string,
  type: MessageType<M>,
  { ros, isLatched, kept }: { readonly ros: 1 | 2; readonly isLatched: boolean; readonly kept: Kept },
): Publication<M> => {
  const name = typeName(type.name, ros);
  const counted = { sent: 0, dropped: 0 };
  const close = kept(carrier.advertise(topic, name, isLatched));
  return {
    topic,
    type,
    publish: (message) => {
      if (carrier.isConnected()) counted.sent += 1;
      else counted.dropped += 1;
      carrier.publish(topic, name, toWire(type, message, ros), isLatched);
    },
    /** The protocol does not tell who listens: whether there is a line at all. */
    get subscribers() {
      return carrier.isConnected() ? 1 : 0;
    },
    get sent() {
      return counted.sent;
    },
    get dropped() {
      return counted.dropped;
    },
    subscribed: () => connected(carrier, topic),
    close,
  };
};

const connected = async (carrier: Carrier, topic: string): Promise<void> => {
  if (!carrier.isConnected())
    throw new RosbridgeFault("not-connected", `There is no line for ${topic}.`, "Look whether the server runs.");
};

const subscription = <M>(
  carrier: Carrier,
  topic: string,
  type: MessageType<M>,
  handler: Handler<M>,
  { ros, onTrouble, kept }: { readonly ros: 1 | 2; readonly onTrouble: OnTrouble; readonly kept: Kept },
): Subscription => {
  const counted = { received: 0, dropped: 0 };
  const failed = (error: unknown): void => onTrouble({ code: "bad-message", why: `${topic}: ${reason(error)}` });
  const take = (message: unknown): void => {
    counted.received += 1;
    try {
      const done = handler(fromWire(type, message));
      if (done instanceof Promise) done.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  const isBinary = type.name === "sensor_msgs/Image";
  const close = kept(carrier.subscribe(topic, typeName(type.name, ros), take, isBinary));
  return Object.assign(counted, {
    topic,
    get publishers() {
      return carrier.isConnected() ? 1 : 0;
    },
    connected: () => connected(carrier, topic),
    close,
  });
};

const client = <Q, A>(carrier: Carrier, name: string, type: ServiceType<Q, A>, ros: 1 | 2): ServiceClient<Q, A> => ({
  name,
  call: async (request, withinMs = 5000) =>
    fromWire(type.response, await carrier.call(name, toWire(type.request, request, ros), withinMs)),
  connected: () => connected(carrier, name),
  close: () => {},
});

/** "sensor_msgs/JointState" is "sensor_msgs/msg/JointState" in ROS 2. */
const typeName = (name: string, ros: 1 | 2): string => (ros === 2 ? name.replace("/", "/msg/") : name);
const serviceName = ({ name }: ServiceType<never, never> | { readonly name: string }, ros: 1 | 2): string =>
  ros === 2 ? name.replace("/", "/srv/") : name;
