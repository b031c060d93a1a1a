import { connect, type Socket } from "node:net";
import type { CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import { type GiopMessage, MessageCutter, messageTypes, type Reply, readReply, writeRequest } from "./giop.ts";

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One TCP connection to an ORB; requests on it may be answered in any order. */
export interface Connection {
  /** @throws {CorbaFault} "timeout", "link" or "giop" */
  call(key: Uint8Array, operation: string, body: (writer: CdrWriter) => void): Promise<Reply>;
  readonly isOpen: boolean;
  close(): void;
}

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** For connecting and for each answer, ms. */
  readonly timeout: number;
}

/** omniORB closes without a word above its giopMaxMsgSize. */
const likelyLimit = 2 * 2 ** 20;

/** @throws {CorbaFault} "link" where nobody answers. */
export const openConnection = (options: ConnectionOptions): Promise<Connection> =>
  new Promise((resolve, reject) => {
    const { host, port, timeout } = options;
    const socket = connect({ host, port, noDelay: true });
    const failed = (why: string): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(
        new CorbaFault(
          "link",
          `${host}:${port} is not reached: ${why}.`,
          "Is its process running, and does a firewall let it through?",
        ),
      );
    };
    const timer = setTimeout(() => failed(`no answer within ${timeout} ms`), timeout);
    socket.once("error", (error) => failed(error.message));
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.removeAllListeners("error");
      resolve(new OpenConnection(socket, options));
    });
  });

class OpenConnection implements Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #cutter = new MessageCutter();
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #largest = 0;
  #isOpen = true;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on("data", (chunk) => this.#hear(chunk));
    socket.on("error", (error) => this.#fail(error.message));
    socket.on("close", () => this.#fail("the other side closed it"));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  call(key: Uint8Array, operation: string, body: (writer: CdrWriter) => void): Promise<Reply> {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) return reject(this.#fault("it is closed"));
      const late = () => {
        this.#waiting.delete(id);
        reject(
          new CorbaFault(
            "timeout",
            `${operation} was not answered within ${this.#options.timeout} ms.`,
            "Is the component busy or stopped?",
          ),
        );
      };
      this.#waiting.set(id, { resolve, reject, timer: setTimeout(late, this.#options.timeout) });
      this.#send(writeRequest({ id, isAnswered: true, key, operation }, body));
    });
  }

  close(): void {
    this.#fail("it was closed here");
  }

  #send(bytes: Uint8Array): void {
    this.#largest = bytes.length;
    this.#socket.write(bytes);
  }

  #hear(chunk: Uint8Array): void {
    try {
      for (const message of this.#cutter.push(chunk)) this.#take(message);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #take(message: GiopMessage): void {
    if (message.type === messageTypes.reply) this.#deliver(readReply(message));
    else if (message.type === messageTypes.closeConnection) this.#fail("the other side closed it in order");
    else if (message.type === messageTypes.messageError) this.#fail("the other side did not understand a message");
  }

  #deliver(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    waiting.resolve(reply);
  }

  #fail(why: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.destroy();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#fault(why));
    }
    this.#waiting.clear();
  }

  #fault(why: string): CorbaFault {
    const { host, port } = this.#options;
    const hint =
      this.#largest >= likelyLimit
        ? `The message had ${this.#largest} bytes; omniORB takes 2 MiB unless its giopMaxMsgSize is raised: split or compress it.`
        : "It is opened again at the next call.";
    return new CorbaFault("link", `The connection to ${host}:${port} ended: ${why}.`, hint);
  }
}
