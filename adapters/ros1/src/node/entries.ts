import type { RosNode as FoxgloveNode } from "@foxglove/ros1";
import type { NamedType } from "../messages/message-type.ts";
import { ask, type RosValue } from "./master.ts";
import type { Entry } from "./registry.ts";
import type { TopicSubscription } from "./subscription.ts";

/** The node that is registered. */
export interface Self {
  readonly ros: FoxgloveNode;
  readonly name: string;
  readonly uri: string;
}

type Asking = Parameters<typeof ask>[1];

const entryOf = (what: string, register: () => Asking, unregister: () => Asking): Entry => ({
  what,
  register: async () => {
    await ask(what, register());
  },
  unregister: async () => {
    await ask(what, unregister());
  },
});

export const publisherEntry = (self: Self, topic: string, type: NamedType): Entry => {
  const { rosMasterClient } = self.ros;
  return entryOf(
    `publisher of ${topic}`,
    () => rosMasterClient.registerPublisher(self.name, topic, type.name, self.uri),
    () => rosMasterClient.unregisterPublisher(self.name, topic, self.uri),
  );
};

/** The master answers with who publishes. */
export const subscriberEntry = (self: Self, of: TopicSubscription): Entry => {
  const { rosMasterClient } = self.ros;
  const { topic, type } = of;
  const what = `subscriber of ${topic}`;
  return {
    what,
    register: async () => {
      const uris = await ask(what, rosMasterClient.registerSubscriber(self.name, topic, type.name, self.uri));
      if (Array.isArray(uris)) of.update(uris.map(String));
    },
    unregister: async () => {
      await ask(what, rosMasterClient.unregisterSubscriber(self.name, topic, self.uri));
    },
  };
};

export const serviceEntry = (self: Self, service: string, api: string): Entry => {
  const { rosMasterClient } = self.ros;
  return entryOf(
    `service ${service}`,
    () => rosMasterClient.registerService(self.name, service, api, self.uri),
    () => rosMasterClient.unregisterService(self.name, service, api),
  );
};

/** It outlives the node, as parameters do. */
export const paramEntry = (self: Self, key: string, value: RosValue): Entry => {
  const what = `parameter ${key}`;
  const register = async (): Promise<void> => {
    await ask(what, self.ros.rosParamClient.setParam(self.name, key, value));
  };
  return { what, register, unregister: async () => {} };
};

export const watchEntry = (self: Self, key: string, changed: (value: RosValue | null) => void): Entry => {
  const { rosParamClient } = self.ros;
  const what = `watched parameter ${key}`;
  return {
    what,
    register: async () => {
      const value = await ask(what, rosParamClient.subscribeParam(self.name, self.uri, key));
      // What is not set comes as an empty struct.
      changed(isUnset(value) ? null : value);
    },
    unregister: async () => {
      await ask(what, rosParamClient.unsubscribeParam(self.name, self.uri, key));
    },
  };
};

const isUnset = (value: RosValue): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
