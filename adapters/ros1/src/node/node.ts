import { RosNode as FoxgloveNode, RosFollowerClient } from "@foxglove/ros1";
import { RosFault } from "../fault.ts";
import type { RosTime } from "../messages/common.ts";
import type { MessageType } from "../messages/message-type.ts";
import { rosTime } from "../messages/time.ts";
import { NodeServiceClient, type ServiceClient, type ServiceClientOptions } from "../services/client.ts";
import { type Answering, type AnyServer, NodeServiceServer, type ServiceServer } from "../services/server.ts";
import type { ServiceType } from "../services/service-type.ts";
import { longestMessage } from "../tcpros/frames.ts";
import { type Listener, listen, type Visitor } from "../tcpros/listener.ts";
import type { OnTrouble, Trouble } from "../trouble.ts";
import { paramEntry, publisherEntry, type Self, serviceEntry, subscriberEntry, watchEntry } from "./entries.ts";
import { ask, inTime, type RosValue, topicAt } from "./master.ts";
import { type ChosenOptions, chosen, fullName, type RosNodeOptions } from "./options.ts";
import { type AnyPublication, type Publication, type PublicationOptions, TopicPublication } from "./publication.ts";
import { type Entry, type Registry, registry } from "./registry.ts";
import { answersTo } from "./slave-answers.ts";
import { slaveHttp } from "./slave-http.ts";
import {
  type Handler,
  Listening,
  type Subscription,
  type SubscriptionOptions,
  TopicSubscription,
} from "./subscription.ts";
import { wallClock } from "./wall-clock.ts";

/** An ordinary ROS 1 node. Names that do not begin with "/" are in the root namespace. */
export interface RosNode {
  readonly name: string;
  /** Where other nodes call it. */
  readonly uri: string;
  publish<M>(topic: string, type: MessageType<M>, options?: PublicationOptions): Publication<M>;
  subscribe<M>(topic: string, type: MessageType<M>, handler: Handler<M>, options?: SubscriptionOptions): Subscription;
  serve<Q, A>(name: string, type: ServiceType<Q, A>, answering: Answering<Q, A>): ServiceServer;
  service<Q, A>(name: string, type: ServiceType<Q, A>, options?: ServiceClientOptions): ServiceClient<Q, A>;
  /** Resolves when the master knows all that has been asked for so far; rejects when it does not in time. */
  registered(withinMs?: number): Promise<void>;
  /** null: there is none. */
  param(name: string): Promise<RosValue | null>;
  /** Set again when the master has been restarted. */
  setParam(name: string, value: RosValue): Promise<void>;
  deleteParam(name: string): Promise<void>;
  /** Calls with the value now (null: none) and whenever another node sets it. */
  watchParam(name: string, changed: (value: RosValue | null) => void): Promise<void>;
  /** Names of all topics that are published, with their types. */
  topics(): Promise<ReadonlyMap<string, string>>;
  /** ROS time: that of the system, or of `setTime` where time is simulated. s */
  now(): number;
  stamp(): RosTime;
  /** Time is simulated from now on, and this is what it is; null: that of the system again. */
  setTime(seconds: number | null): void;
  close(): Promise<void>;
}

/** Opens a node. It needs no master yet: what is asked for is registered as soon as there is one. */
export const openRosNode = async (options: RosNodeOptions): Promise<RosNode> => {
  const node = new OpenNode(options);
  await node.start();
  return node;
};

class OpenNode implements RosNode {
  readonly #chosen: ChosenOptions;
  readonly #onTrouble: OnTrouble;
  readonly #longest: number;
  /** Its slave API and its clients of the master; the connections of topics and services are our own. */
  readonly #ros: FoxgloveNode;
  readonly #http: ReturnType<typeof slaveHttp>;
  readonly #registry: Registry;
  readonly #publications = new Map<string, AnyPublication>();
  readonly #subscriptions = new Map<string, { readonly of: TopicSubscription; readonly entry: Entry }>();
  readonly #servers = new Map<string, AnyServer>();
  readonly #clients = new Set<{ close(): void }>();
  readonly #params = new Map<string, Entry>();
  readonly #wall = wallClock();
  #listener: Listener | null = null;
  #simulated: number | null = null;
  #isClosed = false;

  constructor(options: RosNodeOptions) {
    this.#chosen = chosen(options);
    this.#onTrouble = options.onTrouble ?? ((): void => {});
    this.#longest = options.longestMessage ?? longestMessage;
    this.#http = slaveHttp(this.#chosen.listenOn);
    this.#ros = new FoxgloveNode({
      name: this.#chosen.name,
      hostname: this.#chosen.hostname,
      pid: process.pid,
      rosMasterUri: this.#chosen.masterUri,
      httpServer: this.#http,
      tcpSocketCreate: () => Promise.reject(new Error("not used")),
    });
    this.#registry = registry({
      isKnown: async () => {
        const asking = this.#ros.rosMasterClient.lookupNode(this.name, this.name);
        const [code, , uri] = await inTime("looking for the master", asking);
        return code === 1 && uri === this.uri;
      },
      everyMs: options.checkEveryMs ?? 1000,
      onTrouble: (trouble) => this.#trouble(trouble),
    });
  }

  get name(): string {
    return this.#chosen.name;
  }

  get uri(): string {
    return this.#ros.rosFollower.url() ?? "";
  }

  get #self(): Self {
    return { ros: this.#ros, name: this.name, uri: this.uri };
  }

  async start(): Promise<void> {
    const { listenOn, hostname } = this.#chosen;
    const visit = (visitor: Visitor): void => this.#visit(visitor);
    this.#listener = await listen({ host: listenOn, visit, onTrouble: (trouble) => this.#trouble(trouble) });
    const { port } = this.#listener;
    answersTo(this.#ros.rosFollower, {
      address: { host: hostname, port },
      publications: this.#publications,
      subscriptions: () => [...this.#subscriptions.values()].map(({ of }) => of),
      update: (topic, uris) => this.#subscriptions.get(topic)?.of.update(uris),
      shutdown: (why) => {
        this.#trouble({ code: "shut-down", why: `This node was told to end: ${why}` });
        void this.close();
      },
    });
    await this.#ros.start();
  }

  publish<M>(name: string, type: MessageType<M>, options: PublicationOptions = {}): Publication<M> {
    const topic = this.#open(name);
    if (this.#publications.has(topic))
      throw new RosFault("twice", `${topic} is published by this node already.`, "Use that publication.");
    const entry = publisherEntry(this.#self, topic, type);
    const publication = new TopicPublication(topic, type, options, () => {
      this.#publications.delete(topic);
      return this.#registry.remove(entry);
    });
    this.#publications.set(topic, publication);
    this.#registry.add(entry);
    return publication;
  }

  subscribe<M>(name: string, type: MessageType<M>, handler: Handler<M>, options?: SubscriptionOptions): Subscription {
    const topic = this.#open(name);
    const { of, entry } = this.#subscriptions.get(topic) ?? this.#subscribe(topic, type);
    if (of.type.md5 !== type.md5)
      throw new RosFault("wrong-type", `${topic} is subscribed as ${of.type.name}.`, "Use one type for one topic.");
    return new Listening(of, type, handler, {
      ...options,
      onTrouble: (trouble) => this.#trouble(trouble),
      onClose: async () => {
        if (of.takers.size > 0 || this.#subscriptions.get(topic)?.of !== of) return;
        this.#subscriptions.delete(topic);
        of.end();
        await this.#registry.remove(entry);
      },
    });
  }

  serve<Q, A>(given: string, type: ServiceType<Q, A>, answering: Answering<Q, A>): ServiceServer {
    const name = this.#open(given);
    if (this.#servers.has(name))
      throw new RosFault("twice", `${name} is served by this node already.`, "Close that one first.");
    const api = `rosrpc://${this.#chosen.hostname}:${this.#listener?.port ?? 0}`;
    const entry = serviceEntry(this.#self, name, api);
    const server = new NodeServiceServer(name, type, answering, () => {
      this.#servers.delete(name);
      return this.#registry.remove(entry);
    });
    this.#servers.set(name, server);
    this.#registry.add(entry);
    return server;
  }

  service<Q, A>(given: string, type: ServiceType<Q, A>, options: ServiceClientOptions = {}): ServiceClient<Q, A> {
    const name = this.#open(given);
    const lookup = async (): Promise<{ host: string; port: number }> => {
      const found = await ask(`service ${name}`, this.#ros.rosMasterClient.lookupService(this.name, name));
      const at = /^rosrpc:\/\/(.+):(\d+)\/?$/.exec(String(found));
      if (!at) throw new RosFault("refused", `${name} is said to be at ${String(found)}.`, "Look at its node.");
      return { host: at[1] ?? "", port: Number(at[2]) };
    };
    const client = new NodeServiceClient(name, type, { ...options, lookup, callerId: this.name });
    this.#clients.add(client);
    return client;
  }

  registered(withinMs = 5000): Promise<void> {
    return this.#registry.settled(withinMs);
  }

  async param(name: string): Promise<RosValue | null> {
    const key = fullName(name);
    const [code, , value] = await inTime(`parameter ${key}`, this.#ros.rosParamClient.getParam(this.name, key));
    return code === 1 ? value : null;
  }

  async setParam(name: string, value: RosValue): Promise<void> {
    this.#addOnce(paramEntry(this.#self, fullName(name), value));
    await this.registered();
  }

  async deleteParam(name: string): Promise<void> {
    const what = `parameter ${fullName(name)}`;
    const kept = this.#params.get(what);
    this.#params.delete(what);
    if (kept) await this.#registry.remove(kept);
    await ask(what, this.#ros.rosParamClient.deleteParam(this.name, fullName(name)));
  }

  async watchParam(name: string, changed: (value: RosValue | null) => void): Promise<void> {
    const key = fullName(name);
    this.#ros.on("paramUpdate", (told) => {
      if (fullName(told.key) === key) changed(told.value);
    });
    this.#addOnce(watchEntry(this.#self, key, changed));
    await this.registered();
  }

  async topics(): Promise<ReadonlyMap<string, string>> {
    const listed = await ask("published topics", this.#ros.rosMasterClient.getPublishedTopics(this.name));
    return new Map(listed as [string, string][]);
  }

  now(): number {
    return this.#simulated ?? this.#wall();
  }

  stamp(): RosTime {
    return rosTime(this.now());
  }

  setTime(seconds: number | null): void {
    this.#simulated = seconds;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const client of this.#clients) client.close();
    for (const publication of this.#publications.values()) publication.end();
    for (const { of } of this.#subscriptions.values()) of.end();
    await this.#registry.close();
    await this.#listener?.close();
    this.#http.close();
    await this.#http.closed();
  }

  #addOnce(entry: Entry): void {
    const old = this.#params.get(entry.what);
    if (old) void this.#registry.remove(old);
    this.#params.set(entry.what, entry);
    this.#registry.add(entry);
  }

  #subscribe<M>(topic: string, type: MessageType<M>): { of: TopicSubscription; entry: Entry } {
    const of = new TopicSubscription(topic, type, (uri, take) => ({
      topic,
      locate: () => topicAt(uri, new RosFollowerClient(uri).requestTopic(this.name, topic, [["TCPROS"]])),
      header: {
        callerid: this.name,
        topic,
        md5sum: type.md5,
        type: type.name,
        message_definition: type.text,
        tcp_nodelay: "1",
      },
      md5: type.md5,
      longestMessage: this.#longest,
      take,
      onTrouble: (trouble) => this.#trouble(trouble),
    }));
    const entry = subscriberEntry(this.#self, of);
    this.#subscriptions.set(topic, { of, entry });
    this.#registry.add(entry);
    return { of, entry };
  }

  #visit(visitor: Visitor): void {
    const { service, topic } = visitor.header;
    const server = service === undefined ? undefined : this.#servers.get(service);
    const publication = topic === undefined ? undefined : this.#publications.get(topic);
    if (server) server.visit(visitor, this.name);
    else if (publication) publication.admit(visitor, this.name);
    else
      throw new RosFault("refused", `${this.name} offers no ${service ?? topic ?? "such thing"}.`, "Ask the master.");
  }

  #open(name: string): string {
    if (this.#isClosed) throw new RosFault("closed", `The node ${this.name} is closed.`, "Open another one.");
    return fullName(name);
  }

  #trouble(trouble: Trouble): void {
    if (!this.#isClosed) this.#onTrouble(trouble);
  }
}
