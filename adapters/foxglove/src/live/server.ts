import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { FoxgloveFault } from "../fault.ts";
import { schemaText } from "../schemas.ts";
import { type DoorSettings, isLoopback, refusal } from "./door.ts";
import {
  type ClientWords,
  chosenProtocol,
  type ServiceCall,
  serviceCallIn,
  serviceFrame,
  wordsIn,
} from "./protocol.ts";
import { Viewer } from "./viewer.ts";

export interface LiveSettings extends Partial<DoorSettings> {
  /** 8765 is where Foxglove looks; 0: any that is free. */
  readonly port?: number;
  /** As the client shows it. */
  readonly name?: string;
  /** A person asks for a stop in the client; left out: the service is not offered. */
  readonly onStop?: () => void;
}

/** A message for whoever wants it. */
export interface LiveMessage {
  readonly topic: string;
  readonly schema: string;
  /** ns of Unix time. */
  readonly at: bigint;
  readonly data: () => Uint8Array;
  /** Kept for whoever comes later. */
  readonly isLatched?: boolean;
  readonly isEvent?: boolean;
}

/** Messages as channels of a Foxglove WebSocket. */
export interface LiveServer {
  /** With the token, where there is one. */
  readonly url: string;
  readonly viewers: number;
  /** Messages that gave way to newer ones, because a client was slow. */
  readonly skipped: number;
  /** Makes a channel known before its first message. */
  announce(topic: string, schema: string): void;
  show(message: LiveMessage): void;
  close(): Promise<void>;
}

interface Channel {
  readonly id: number;
  readonly topic: string;
  readonly encoding: "ros1";
  readonly schemaName: string;
  readonly schema: string;
  readonly schemaEncoding: "ros1msg";
}

const stopService = {
  id: 1,
  name: "/stop",
  type: "std_srvs/Trigger",
  request: { encoding: "ros1", schemaName: "std_srvs/TriggerRequest", schemaEncoding: "ros1msg", schema: "" },
  response: {
    encoding: "ros1",
    schemaName: "std_srvs/TriggerResponse",
    schemaEncoding: "ros1msg",
    schema: "bool success\nstring message",
  },
} as const;

/** A client says little: subscriptions and calls. */
const largestWords = 1 << 20;

/**
 * @throws {FoxgloveFault} "token" where it is to be reached from other machines without one, "port" where the port is
 * taken.
 */
export const openLiveServer = async (settings: LiveSettings = {}): Promise<LiveServer> => {
  const door: DoorSettings = {
    host: settings.host ?? "127.0.0.1",
    token: settings.token ?? null,
    origins: settings.origins ?? [],
  };
  if (!isLoopback(door.host) && door.token === null)
    throw new FoxgloveFault("token", `${door.host} is reached from other machines.`, "Give a token.");
  const sockets = new WebSocketServer({
    host: door.host,
    port: settings.port ?? 8765,
    maxPayload: largestWords,
    handleProtocols: chosenProtocol,
    verifyClient: ({ origin, req }, done) => {
      const refused = refusal(door, { origin: origin || undefined, host: req.headers.host, url: req.url });
      if (refused) done(false, refused.status, refused.why);
      else done(true);
    },
  });
  await once(sockets, "listening").catch((cause: unknown) => {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new FoxgloveFault("port", `The live view cannot listen: ${words}.`, "Choose another port.", { cause });
  });
  return new Server(sockets, door, settings);
};

class Server implements LiveServer {
  readonly url: string;
  readonly #sockets: WebSocketServer;
  readonly #name: string;
  readonly #onStop: (() => void) | null;
  readonly #session = randomUUID();
  readonly #channels = new Map<string, Channel>();
  readonly #latched = new Map<number, LiveMessage>();
  readonly #viewers = new Set<Viewer>();
  #skippedBefore = 0;

  constructor(sockets: WebSocketServer, { host, token }: DoorSettings, { name, onStop }: LiveSettings) {
    const { port } = sockets.address() as AddressInfo;
    const address = host.includes(":") ? `[${host}]` : host;
    this.url = `ws://${address}:${port}${token === null ? "" : `/?token=${encodeURIComponent(token)}`}`;
    this.#sockets = sockets;
    this.#name = name ?? "Sakiyomi";
    this.#onStop = onStop ?? null;
    sockets.on("connection", (socket) => this.#welcome(socket));
    // A broken connection ends that client alone.
    sockets.on("error", () => {});
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  get skipped(): number {
    return [...this.#viewers].reduce((sum, { skipped }) => sum + skipped, this.#skippedBefore);
  }

  announce(topic: string, schema: string): void {
    this.#channel(topic, schema);
  }

  show(message: LiveMessage): void {
    const { id } = this.#channel(message.topic, message.schema);
    let encoded: Uint8Array | null = null;
    const data = (): Uint8Array => (encoded ??= message.data());
    if (message.isLatched) this.#latched.set(id, { ...message, data });
    for (const viewer of this.#viewers)
      viewer.show({ channel: id, at: message.at, data, isEvent: message.isEvent === true });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise<void>((resolve) => this.#sockets.close(() => resolve()));
  }

  #channel(topic: string, schema: string): Channel {
    const known = this.#channels.get(topic);
    if (known) return known;
    const channel: Channel = {
      id: this.#channels.size + 1,
      topic,
      encoding: "ros1",
      schemaName: schema,
      schema: schemaText(schema),
      schemaEncoding: "ros1msg",
    };
    this.#channels.set(topic, channel);
    for (const viewer of this.#viewers) viewer.say({ op: "advertise", channels: [channel] });
    return channel;
  }

  #welcome(socket: WebSocket): void {
    const viewer = new Viewer(socket);
    this.#viewers.add(viewer);
    socket.on("close", () => {
      this.#viewers.delete(viewer);
      this.#skippedBefore += viewer.skipped;
    });
    socket.on("error", () => socket.terminate());
    socket.on("message", (data, isBinary) => this.#heard(viewer, data, isBinary));
    viewer.say({
      op: "serverInfo",
      name: this.#name,
      capabilities: this.#onStop ? ["services"] : [],
      supportedEncodings: ["ros1"],
      metadata: {},
      sessionId: this.#session,
    });
    viewer.say({ op: "advertise", channels: [...this.#channels.values()] });
    if (this.#onStop) viewer.say({ op: "advertiseServices", services: [stopService] });
  }

  #heard(viewer: Viewer, data: RawData, isBinary: boolean): void {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    if (isBinary) this.#called(viewer, serviceCallIn(bytes));
    else this.#told(viewer, wordsIn(bytes.toString("utf8")));
  }

  #told(viewer: Viewer, words: ClientWords | null): void {
    if (!words) viewer.say({ op: "status", level: 1, message: "This is not offered here." });
    else if (words.op === "unsubscribe") for (const id of words.subscriptionIds) viewer.unsubscribe(id);
    else for (const { id, channelId } of words.subscriptions) this.#subscribed(viewer, id, channelId);
  }

  #subscribed(viewer: Viewer, id: number, channel: number): void {
    viewer.subscribe(id, channel);
    const latched = this.#latched.get(channel);
    if (latched) viewer.show({ channel, at: latched.at, data: latched.data, isEvent: false });
  }

  #called(viewer: Viewer, call: ServiceCall | null): void {
    if (!call || call.service !== stopService.id || !this.#onStop) {
      const { service: serviceId = 0, call: callId = 0 } = call ?? {};
      viewer.say({ op: "serviceCallFailure", serviceId, callId, message: "There is no such service." });
      return;
    }
    this.#onStop();
    const message = new TextEncoder().encode("A stop was asked for. A person has to release it.");
    const answer = new Uint8Array(5 + message.length);
    const view = new DataView(answer.buffer);
    view.setUint8(0, 1);
    view.setUint32(1, message.length, true);
    answer.set(message, 5);
    viewer.answer(serviceFrame(call, answer));
  }
}
