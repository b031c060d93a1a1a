import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { readCbor } from "./cbor.ts";
import { RosbridgeFault } from "./fault.ts";
import { isRecord, longestMessage, type Operation, operationOf, readOperation, textOf, written } from "./protocol.ts";

export interface RosbridgeClientOptions {
  /** "ws://robot:9090" */
  readonly url: string;
  /** Sent as "Authorization: Bearer …". */
  readonly token?: string;
  /** Default 1000: is the line alive? It is cut and opened anew when three of these pass unanswered, ms. */
  readonly pingEveryMs?: number;
  readonly onTrouble?: (trouble: { readonly code: string; readonly why: string }) => void;
}

export interface SubscribeOptions {
  /** At least so long between two messages, ms. */
  readonly throttleRate?: number;
  /** Messages that wait at the server; the oldest is dropped. */
  readonly queueLength?: number;
  /** For pictures and other binary data. */
  readonly compression?: "none" | "cbor";
}

/**
 * A rosbridge client that opens its line anew when it is lost, and then subscribes, advertises and serves again. What is
 * published meanwhile is dropped and counted: a command that lay in a queue is worth nothing.
 */
export interface RosbridgeClient {
  readonly isConnected: boolean;
  /** Messages that were published while there was no line. */
  readonly dropped: number;
  /** Rejects when it cannot be opened in time. */
  open(withinMs?: number): Promise<void>;
  advertise(topic: string, type: string, isLatched?: boolean): () => void;
  publish(topic: string, message: unknown): void;
  subscribe(topic: string, type: string, take: (message: unknown) => void, options?: SubscribeOptions): () => void;
  /** Throws `refused` with the reason, `no-answer`, or `not-connected`. */
  call(service: string, args: unknown, withinMs?: number): Promise<unknown>;
  serve(service: string, type: string, answer: (args: unknown) => unknown): () => void;
  close(): Promise<void>;
}

export const rosbridgeClient = (options: RosbridgeClientOptions): RosbridgeClient => new Client(options);

interface Subscription {
  readonly operation: Operation;
  readonly take: (message: unknown) => void;
}

interface Waiting {
  readonly done: (values: unknown) => void;
  readonly failed: (error: Error) => void;
}

const firstWait = 100;
const longestWait = 2000;
const usual = 5000;

class Client implements RosbridgeClient {
  readonly #options: RosbridgeClientOptions;
  readonly #advertised = new Map<string, Operation>();
  readonly #subscribed = new Map<string, Subscription>();
  readonly #served = new Map<string, { readonly operation: Operation; readonly answer: (args: unknown) => unknown }>();
  readonly #waiting = new Map<string, Waiting>();
  #socket: WebSocket | null = null;
  #timer: NodeJS.Timeout | null = null;
  #wait = firstWait;
  #isClosed = true;
  #wasLost = false;
  dropped = 0;

  constructor(options: RosbridgeClientOptions) {
    this.#options = options;
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  async open(withinMs = usual): Promise<void> {
    this.#isClosed = false;
    const until = performance.now() + withinMs;
    let why = "";
    this.#connect((reason) => {
      why = reason;
    });
    while (!this.isConnected) {
      if (performance.now() > until || this.#isClosed) {
        await this.close();
        throw new RosbridgeFault(
          "not-connected",
          `${this.#options.url} could not be opened: ${why}.`,
          "Start the server.",
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  advertise(topic: string, type: string, isLatched = false): () => void {
    const operation = { op: "advertise", topic, type, latch: isLatched };
    this.#advertised.set(topic, operation);
    this.#send(operation);
    return () => {
      this.#advertised.delete(topic);
      this.#send({ op: "unadvertise", topic });
    };
  }

  publish(topic: string, message: unknown): void {
    const isLatched = this.#advertised.get(topic)?.latch === true;
    const isSent = this.#send({ op: "publish", topic, msg: message, ...(isLatched ? { latch: true } : {}) });
    if (!isSent) this.dropped += 1;
  }

  subscribe(
    topic: string,
    type: string,
    take: (message: unknown) => void,
    { throttleRate = 0, queueLength = 1, compression = "none" }: SubscribeOptions = {},
  ): () => void {
    const id = randomUUID();
    const operation = {
      op: "subscribe",
      id,
      topic,
      type,
      throttle_rate: throttleRate,
      queue_length: queueLength,
      compression,
    };
    this.#subscribed.set(id, { operation, take });
    this.#send(operation);
    return () => {
      this.#subscribed.delete(id);
      this.#send({ op: "unsubscribe", id, topic });
    };
  }

  async call(service: string, args: unknown, withinMs = usual): Promise<unknown> {
    const id = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((done, failed) => {
        this.#waiting.set(id, { done, failed });
        const late = new RosbridgeFault(
          "no-answer",
          `${service} did not answer within ${withinMs} ms.`,
          "Look at its node.",
        );
        timer = setTimeout(() => failed(late), withinMs);
        if (!this.#send({ op: "call_service", id, service, args, timeout: withinMs / 1000 })) failed(noLine(service));
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  serve(service: string, type: string, answer: (args: unknown) => unknown): () => void {
    const operation = { op: "advertise_service", service, type };
    this.#served.set(service, { operation, answer });
    this.#send(operation);
    return () => {
      this.#served.delete(service);
      this.#send({ op: "unadvertise_service", service });
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    if (socket.readyState === WebSocket.OPEN) socket.close();
    const force = setTimeout(() => socket.terminate(), 200);
    if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
    await gone;
    clearTimeout(force);
  }

  #send(operation: Operation): boolean {
    const socket = this.#socket;
    // More than a megabyte that has not left: the line is as good as cut, and what is sent now would come late.
    if (!socket || socket.readyState !== WebSocket.OPEN || socket.bufferedAmount > 2 ** 20) return false;
    socket.send(written(operation));
    return true;
  }

  #connect(failed: (why: string) => void): void {
    const { url, token } = this.#options;
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    const socket = new WebSocket(url, { headers, maxPayload: longestMessage, handshakeTimeout: 3000 });
    let why = "the server closed the line";
    this.#socket = socket;
    socket.on("error", (error) => {
      why = error.message;
      failed(why);
    });
    socket.on("open", () => this.#opened(socket));
    socket.on("message", (data: Buffer, isBinary: boolean) => this.#message(data, isBinary));
    socket.on("close", () => {
      if (this.#socket === socket) this.#lost(why, failed);
    });
  }

  #opened(socket: WebSocket): void {
    if (this.#wasLost) this.#tell("peer-back", `${this.#options.url} is there again.`);
    this.#wasLost = false;
    this.#wait = firstWait;
    this.#keepAlive(socket);
    for (const operation of this.#advertised.values()) this.#send(operation);
    for (const { operation } of this.#subscribed.values()) this.#send(operation);
    for (const { operation } of this.#served.values()) this.#send(operation);
  }

  /** A line whose cable was pulled looks open for minutes. */
  #keepAlive(socket: WebSocket): void {
    let missed = 0;
    socket.on("pong", () => {
      missed = 0;
    });
    const timer = setInterval(() => {
      missed += 1;
      if (missed > 3) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, this.#options.pingEveryMs ?? 1000);
    timer.unref();
    socket.on("close", () => clearInterval(timer));
  }

  #lost(why: string, failed: (why: string) => void): void {
    this.#socket = null;
    for (const { failed: fail } of this.#waiting.values()) fail(noLine(why));
    if (this.#isClosed) return;
    if (!this.#wasLost) this.#tell("peer-lost", `${this.#options.url}: ${why}`);
    this.#wasLost = true;
    this.#timer = setTimeout(() => this.#connect(failed), this.#wait);
    this.#wait = Math.min(this.#wait * 2, longestWait);
  }

  #message(data: Buffer, isBinary: boolean): void {
    try {
      this.#take(isBinary ? operationOf(readCbor(data)) : readOperation(data.toString("utf8")));
    } catch (error) {
      this.#tell("bad-message", error instanceof Error ? error.message : String(error));
    }
  }

  #take(operation: Operation): void {
    const { op, id = "" } = operation;
    if (op === "publish") this.#published(textOf(operation, "topic"), operation.msg);
    else if (op === "service_response") {
      const { values, result } = operation;
      const waiting = this.#waiting.get(id);
      if (result === false)
        waiting?.failed(
          new RosbridgeFault("refused", `${textOf(operation, "service")}: ${said(values)}.`, "Look at it."),
        );
      else waiting?.done(values);
    } else if (op === "call_service") void this.#answer(operation);
    else if (op === "status") this.#tell(`status-${String(operation.level)}`, String(operation.msg));
    else this.#tell("not-supported", `The server sent "${op.slice(0, 40)}".`);
  }

  #published(topic: string, message: unknown): void {
    for (const { operation, take } of this.#subscribed.values()) if (operation.topic === topic) take(message);
  }

  async #answer(operation: Operation): Promise<void> {
    const service = textOf(operation, "service");
    const head = { op: "service_response", ...(operation.id ? { id: operation.id } : {}), service };
    try {
      const served = this.#served.get(service);
      if (!served) throw new Error(`${service} is not served here`);
      this.#send({ ...head, values: await served.answer(operation.args ?? {}), result: true });
    } catch (error) {
      this.#send({ ...head, values: error instanceof Error ? error.message : String(error), result: false });
    }
  }

  #tell(code: string, why: string): void {
    this.#options.onTrouble?.({ code, why });
  }
}

const said = (values: unknown): string => (isRecord(values) ? JSON.stringify(values) : String(values ?? "refused"));
const noLine = (what: string): RosbridgeFault =>
  new RosbridgeFault("not-connected", `There is no line to the server (${what}).`, "Look whether it runs.");
