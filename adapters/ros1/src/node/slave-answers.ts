import type { RosNode } from "@foxglove/ros1";
import type { AnyPublication } from "./publication.ts";
import type { TopicSubscription } from "./subscription.ts";

type Follower = RosNode["rosFollower"];

export interface Answers {
  readonly address: { readonly host: string; readonly port: number };
  readonly publications: ReadonlyMap<string, AnyPublication>;
  readonly subscriptions: () => readonly TopicSubscription[];
  readonly update: (topic: string, publishers: readonly string[]) => void;
  readonly shutdown: (why: string) => void;
}

/** What the slave API tells of our own topics: `rosnode info`, `rostopic info` and each new subscriber ask for it. */
export const answersTo = (follower: Follower, own: Answers): void => {
  follower.removeAllListeners("publisherUpdate");
  follower.on("publisherUpdate", (topic, publishers) => own.update(topic, publishers.map(String)));
  follower.getPublications = async () => [1, "", listed([...own.publications.values()])];
  follower.getSubscriptions = async () => [1, "", listed(own.subscriptions())];
  follower.getBusInfo = async () => [1, "", busInfo(own)];
  follower.getBusStats = async () => [1, "", busStats(own)];
  follower.requestTopic = async (_, [, topic, protocols]) => {
    if (!own.publications.has(String(topic))) return [0, `${String(topic)} is not published here`, []];
    const isTcp = Array.isArray(protocols) && protocols.some((one) => Array.isArray(one) && one[0] === "TCPROS");
    return isTcp ? [1, "", ["TCPROS", own.address.host, own.address.port]] : [0, "TCPROS alone is spoken here", []];
  };
  follower.shutdown = async (_, [caller, why]) => {
    own.shutdown(`${String(caller)}: ${String(why ?? "")}`);
    return [1, "", 0];
  };
};

const listed = (
  topics: readonly { readonly topic: string; readonly type: { readonly name: string } }[],
): [string, string][] => topics.map(({ topic, type }) => [topic, type.name]);

type Row = [number, string, string, string, string, number, string];

const busInfo = ({ publications, subscriptions }: Answers): Row[] => {
  const out = [...publications.values()].flatMap(({ topic, outlets }) =>
    [...outlets.values()].map((peer) => ({ peer, direction: "o", topic })),
  );
  const into = subscriptions().flatMap(({ topic, inlets }) =>
    [...inlets].filter(([, { isConnected }]) => isConnected).map(([peer]) => ({ peer, direction: "i", topic })),
  );
  return [...out, ...into].map(({ peer, direction, topic }, i) => [i, peer, direction, "TCPROS", topic, 1, "TCPROS"]);
};

const busStats = ({ publications, subscriptions }: Answers): [unknown[], unknown[], unknown[]] & never[] => {
  const out = [...publications.values()].map(({ topic, outlets }) => [
    topic,
    [...outlets.keys()].reduce((sum, { bytes }) => sum + bytes, 0),
    [...outlets.keys()].map(({ bytes, sent }, i) => [i, bytes, sent, 1]),
  ]);
  const into = subscriptions().map(({ topic, inlets }) => [
    topic,
    [...inlets.values()].map(({ bytes, received }, i) => [i, received, bytes, -1, 1]),
  ]);
  return [out, into, []] as never;
};
