import { connect, type Socket } from "node:net";
import type { CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import { Assembler } from "./fragments.ts";
import { type GiopMessage, MessageCutter, messageTypes, type Reply, readReply, writeRequest } from "./giop.ts";

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One TCP connection to an ORB; requests on it may be answered in any order. */
export interface Connection {
  /** @throws {CorbaFault} "timeout", "link", "full" or "giop" */
  call(key: Uint8Array, operation: string, body: (writer: CdrWriter) => void): Promise<Reply>;
  readonly isOpen: boolean;
  close(): void;
}

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** For connecting and for each answer, ms. */
  readonly timeout: number;
  /** Of one message, and of what waits to be sent. */
  readonly mostBytes: number;
  readonly isLittle: boolean;
}

/** omniORB closes without a word above its giopMaxMsgSize. */
const likelyLimit = 2 * 2 ** 20;
/** After so many time-outs in a row without a byte heard, the line counts as cut: TCP itself takes minutes to say so. */
const silentTimeouts = 3;

/** Code of a fault: the other side tidied up (CloseConnection), and has done nothing of what it had not answered. */
export const closedInOrder = "closed-in-order";

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
          "Is its process running, does a firewall let it through, and is that the address it is reached by (OpenRTM: corba.endpoints in rtc.conf)?",
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
  readonly #cutter: MessageCutter;
  readonly #assembler: Assembler;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #largest = 0;
  #isOpen = true;
  #silent = 0;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#cutter = new MessageCutter(options.mostBytes);
    this.#assembler = new Assembler(options.mostBytes);
    socket.on("data", (chunk) => this.#hear(chunk));
    socket.on("error", (error) => this.#fail(error.message));
    socket.on("close", () => this.#fail("the other side closed it"));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  call(key: Uint8Array, operation: string, body: (writer: CdrWriter) => void): Promise<Reply> {
    const id = this.#next;
    this.#next = (this.#next + 1) >>> 0;
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) return reject(this.#fault("it is closed"));
      if (this.#socket.writableLength > this.#options.mostBytes) return reject(this.#full(operation));
      const request = writeRequest({ id, isAnswered: true, key, operation }, body, this.#options.isLittle);
      const timer = setTimeout(() => this.#late(id, operation), this.#options.timeout);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#send(request);
    });
  }

  close(): void {
    this.#fail("it was closed here");
  }

  #send(bytes: Uint8Array): void {
    // A small message after a large one that is still on its way does not explain the end of the line.
    if (this.#socket.writableLength === 0) this.#largest = 0;
    this.#largest = Math.max(this.#largest, bytes.length);
    this.#socket.write(bytes);
  }

  #late(id: number, operation: string): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    const { host, port, timeout } = this.#options;
    waiting?.reject(
      new CorbaFault(
        "timeout",
        `${operation} was not answered by ${host}:${port} within ${timeout} ms.`,
        "Is the component busy or stopped, or the network cut?",
      ),
    );
    this.#silent += 1;
    if (this.#silent >= silentTimeouts) this.#fail(`nothing was heard for ${silentTimeouts} time-outs`);
  }

  #hear(chunk: Uint8Array): void {
    this.#silent = 0;
    try {
      for (const part of this.#cutter.push(chunk)) {
        const message = this.#assembler.push(part);
        if (message) this.#take(message);
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #take(message: GiopMessage): void {
    if (message.type === messageTypes.reply) this.#deliver(readReply(message));
    else if (message.type === messageTypes.closeConnection)
      this.#fail("the other side closed it in order", closedInOrder);
    else if (message.type === messageTypes.messageError) this.#fail("the other side did not understand a message");
  }

  #deliver(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    clearTimeout(waiting.timer);
    waiting.resolve(reply);
  }

  #fail(why: string, code = "link"): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.destroy();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#fault(why, code));
    }
    this.#waiting.clear();
  }

  #full(operation: string): CorbaFault {
    const { host, port } = this.#options;
    return new CorbaFault(
      "full",
      `${operation} was not sent: ${this.#socket.writableLength} bytes still wait to be taken by ${host}:${port}.`,
      "Send less often, or smaller.",
    );
  }

  #fault(why: string, code = "link"): CorbaFault {
    const { host, port } = this.#options;
    const hint =
      this.#largest >= likelyLimit
        ? `A message had ${this.#largest} bytes; omniORB takes 2 MiB (2097152) unless its giopMaxMsgSize is raised: split or compress it, or start the component with -ORBgiopMaxMsgSize.`
        : "It is opened again at the next call.";
    return new CorbaFault(code, `The connection to ${host}:${port} ended: ${why}.`, hint);
  }
}
