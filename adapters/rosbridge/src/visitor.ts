import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { readCbor } from "./cbor.ts";
import { type Delivery, delivery } from "./delivery.ts";
import { RosbridgeFault } from "./fault.ts";
import { fullName, type Hub } from "./hub.ts";
import {
  isRecord,
  type Level,
  levels,
  numberOf,
  type Operation,
  operationOf,
  readOperation,
  textOf,
  unsupported,
  written,
} from "./protocol.ts";

/** Who views may subscribe, and nothing else. */
export type Role = "commands" | "views";

type Tell = (trouble: { readonly code: string; readonly why: string }) => void;

/** Serves one client until it goes; nothing that it sends ends the server. */
export const welcome = (socket: WebSocket, hub: Hub, role: Role, tell: Tell): void => {
  const visitor = new Visitor(socket, hub, role);
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    try {
      const operation = isBinary ? operationOf(readCbor(data)) : readOperation(data.toString("utf8"));
      visitor.take(operation);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      visitor.status("error", why);
      tell({ code: error instanceof RosbridgeFault ? error.code : "bad-message", why });
    }
  });
  socket.on("error", () => {});
  socket.on("close", () => visitor.leave());
};

interface Subscribed {
  readonly topic: string;
  readonly end: () => void;
}

interface Asked {
  readonly done: (values: unknown) => void;
  readonly failed: (why: Error) => void;
}

class Visitor {
  readonly #socket: WebSocket;
  readonly #hub: Hub;
  readonly #role: Role;
  #level: Level = "error";
  readonly #advertised = new Map<string, string>();
  readonly #subscribed = new Map<string, Subscribed>();
  readonly #served = new Map<string, () => void>();
  /** Questions to services of this client. */
  readonly #asked = new Map<string, Asked>();
  readonly #does: Readonly<Record<string, (operation: Operation) => void>> = {
    advertise: (operation) => this.#advertise(operation),
    unadvertise: (operation) => this.#unadvertise(textOf(operation, "topic")),
    publish: (operation) => this.#publish(operation),
    subscribe: (operation) => this.#subscribe(operation),
    unsubscribe: (operation) => this.#unsubscribe(operation),
    call_service: (operation) => this.#call(operation),
    advertise_service: (operation) => this.#serve(operation),
    unadvertise_service: (operation) => this.#unserve(textOf(operation, "service")),
    service_response: (operation) => this.#answered(operation),
    set_level: (operation) => this.#setLevel(operation),
    status: () => {},
  };

  constructor(socket: WebSocket, hub: Hub, role: Role) {
    this.#socket = socket;
    this.#hub = hub;
    this.#role = role;
  }

  take(operation: Operation): void {
    const { op } = operation;
    const why = unsupported[op];
    if (why) throw new RosbridgeFault("not-supported", `${why}.`, "See the README of adapters/rosbridge.");
    const work = Object.hasOwn(this.#does, op) ? this.#does[op] : undefined;
    if (!work)
      throw new RosbridgeFault("not-supported", `There is no operation "${op.slice(0, 40)}".`, "See the protocol.");
    const isView = ["subscribe", "unsubscribe", "set_level", "status"].includes(op);
    const isQuestion = op === "call_service" && fullName(textOf(operation, "service")) === "/rosapi/topics";
    if (this.#role === "views" && !isView && !isQuestion)
      throw new RosbridgeFault("refused", `Who views may not ${op}.`, "Use the token of those who command.");
    work(operation);
  }

  status(level: Exclude<Level, "none">, msg: string): void {
    if (levels.indexOf(level) > levels.indexOf(this.#level)) return;
    this.#send({ op: "status", level, msg });
  }

  leave(): void {
    for (const { end } of this.#subscribed.values()) end();
    for (const end of this.#served.values()) end();
    for (const topic of this.#advertised.keys()) this.#hub.unadvertise(topic);
    for (const { failed } of this.#asked.values()) failed(new Error("its client has gone"));
    this.#subscribed.clear();
    this.#served.clear();
    this.#advertised.clear();
  }

  #send(operation: Operation): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(written(operation));
  }

  #advertise(operation: Operation): void {
    const [topic, type] = [textOf(operation, "topic"), textOf(operation, "type")];
    if (this.#advertised.has(topic)) return;
    this.#hub.advertise(topic, type);
    this.#advertised.set(topic, type);
  }

  #unadvertise(topic: string): void {
    if (this.#advertised.delete(topic)) this.#hub.unadvertise(topic);
  }

  #publish(operation: Operation): void {
    const topic = textOf(operation, "topic");
    const type = this.#advertised.get(topic) ?? this.#hub.local.topics().get(fullName(topic));
    if (!type)
      throw new RosbridgeFault("no-topic", `${topic} was not advertised.`, "Advertise it with its type first.");
    if (!isRecord(operation.msg))
      throw new RosbridgeFault("bad-message", `A message of ${topic} is no object.`, "Send msg.");
    this.#hub.local.publish(topic, type, operation.msg, operation.latch === true);
  }

  #subscribe(operation: Operation): void {
    const topic = textOf(operation, "topic");
    const compression = operation.compression ?? "none";
    if (compression !== "none" && compression !== "cbor")
      throw new RosbridgeFault("not-supported", `The compression ${compression} is not given.`, "Take cbor or none.");
    const wanted = operation.type;
    const known = this.#hub.local.topics().get(fullName(topic));
    if (typeof wanted === "string" && known !== undefined && plain(known) !== plain(wanted))
      throw new RosbridgeFault("wrong-type", `${topic} is of type ${known}, not ${wanted}.`, "Ask for that type.");
    const line: Delivery = delivery(this.#socket, {
      everyMs: numberOf(operation, "throttle_rate"),
      queue: numberOf(operation, "queue_length"),
      isCbor: compression === "cbor",
    });
    const end = this.#hub.local.subscribe(topic, (msg) => line.send({ op: "publish", topic, msg }));
    const key = operation.id ?? topic;
    this.#subscribed.get(key)?.end();
    this.#subscribed.set(key, {
      topic,
      end: () => {
        end();
        line.close();
      },
    });
  }

  #unsubscribe(operation: Operation): void {
    const topic = textOf(operation, "topic");
    for (const [key, one] of this.#subscribed) {
      if (one.topic !== topic || (operation.id !== undefined && key !== operation.id)) continue;
      one.end();
      this.#subscribed.delete(key);
    }
  }

  #call(operation: Operation): void {
    const service = textOf(operation, "service");
    const seconds = numberOf(operation, "timeout");
    const respond = (result: boolean, values: unknown): void =>
      this.#send({ op: "service_response", ...(operation.id ? { id: operation.id } : {}), service, values, result });
    this.#hub.local.call(service, operation.args ?? {}, seconds > 0 ? seconds * 1000 : undefined).then(
      (values) => respond(true, values),
      (error: unknown) => respond(false, error instanceof Error ? error.message : String(error)),
    );
  }

  #serve(operation: Operation): void {
    const service = textOf(operation, "service");
    const ask = (args: unknown): Promise<unknown> =>
      new Promise((done, failed) => {
        const id = randomUUID();
        const end =
          <T>(say: (value: T) => void) =>
          (value: T): void => {
            this.#asked.delete(id);
            say(value);
          };
        this.#asked.set(id, { done: end(done), failed: end(failed) });
        this.#send({ op: "call_service", id, service, args });
      });
    this.#unserve(service);
    this.#served.set(service, this.#hub.local.serve(service, textOf(operation, "type"), ask));
  }

  #unserve(service: string): void {
    this.#served.get(service)?.();
    this.#served.delete(service);
  }

  #answered({ id = "", result, values }: Operation): void {
    const asked = this.#asked.get(id);
    if (!asked)
      throw new RosbridgeFault("bad-message", "Nobody asked for this answer.", "Keep the id of the question.");
    if (result === false) asked.failed(new Error(String(values ?? "the service refused")));
    else asked.done(values);
  }

  #setLevel(operation: Operation): void {
    const wanted = levels.find((level) => level === operation.level);
    if (!wanted) throw new RosbridgeFault("bad-message", `There is no level ${operation.level}.`, `One of ${levels}.`);
    this.#level = wanted;
  }
}

/** "sensor_msgs/msg/JointState" of ROS 2 and "sensor_msgs/JointState" of ROS 1 name the same. */
const plain = (type: string): string => type.replace(/\/(msg|srv)\//, "/");
