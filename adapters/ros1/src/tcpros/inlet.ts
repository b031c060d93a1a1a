import type { Socket } from "node:net";
import { RosFault } from "../fault.ts";
import { type OnTrouble, reason } from "../trouble.ts";
import { type Dialled, dial } from "./dial.ts";
import { frameReader } from "./frames.ts";
import type { ConnectionHeader } from "./header.ts";

export interface InletOptions {
  readonly topic: string;
  /** Where the publisher's topic is to be had now: asked before each attempt, its port may have changed. */
  readonly locate: () => Promise<{ readonly host: string; readonly port: number }>;
  readonly header: ConnectionHeader;
  /** Sum that the publisher must have. */
  readonly md5: string;
  readonly longestMessage: number;
  readonly take: (bytes: Uint8Array) => void;
  readonly onTrouble: OnTrouble;
}

/** A connection on which messages come, opened again when it is lost until it is closed. */
export interface Inlet {
  readonly isConnected: boolean;
  /** It will not be opened again. */
  readonly isClosed: boolean;
  readonly received: number;
  readonly bytes: number;
  /** Not opened again once it is lost. */
  retire(): void;
  readmit(): void;
  close(): void;
}

/** First wait before connecting again, ms; doubled up to the last. */
const firstWait = 50;
const longestWait = 2000;
const answerWithin = 3000;

export const inlet = (options: InletOptions): Inlet => new TopicInlet(options);

class TopicInlet implements Inlet {
  readonly #options: InletOptions;
  #socket: Socket | null = null;
  #timer: NodeJS.Timeout | null = null;
  #wait = firstWait;
  #trouble = "";
  isClosed = false;
  #isRetired = false;
  received = 0;
  bytes = 0;

  constructor(options: InletOptions) {
    this.#options = options;
    void this.#connect();
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  retire(): void {
    this.#isRetired = true;
    if (!this.#socket) this.close();
  }

  readmit(): void {
    this.#isRetired = false;
  }

  close(): void {
    this.isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #connect(): Promise<void> {
    const { locate, header, topic, onTrouble } = this.#options;
    try {
      const { host, port } = await locate();
      const dialled = await dial(host, port, header, answerWithin);
      if (this.isClosed) dialled.socket.destroy();
      else this.#connected(dialled);
      if (this.#trouble) onTrouble({ code: "peer-back", why: `A publisher of ${topic} is there again.` });
      this.#trouble = "";
    } catch (error) {
      this.#lost(error);
    }
  }

  #connected({ socket, header, rest }: Dialled): void {
    const { md5, topic, longestMessage } = this.#options;
    if (header.md5sum !== md5 && md5 !== "*") {
      socket.destroy();
      throw wrongSum(topic, header, md5);
    }
    this.#socket = socket;
    this.#wait = firstWait;
    const reader = frameReader(longestMessage);
    const data = (chunk: Uint8Array): void => {
      try {
        for (const frame of reader.push(chunk)) this.#take(frame);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
    };
    let why: unknown = new Error("the publisher closed the connection");
    socket.on("error", (error) => {
      why = error;
    });
    socket.on("close", () => {
      if (this.#socket === socket) this.#lost(why);
    });
    if (rest.length > 0) data(rest);
    socket.on("data", data);
    socket.resume();
  }

  #take(frame: Uint8Array): void {
    this.received += 1;
    this.bytes += frame.length;
    this.#options.take(frame);
  }

  #lost(error: unknown): void {
    this.#socket = null;
    if (this.#isRetired) this.isClosed = true;
    if (this.isClosed) return;
    const why = reason(error);
    if (why !== this.#trouble)
      this.#options.onTrouble({ code: "peer-lost", why: `A publisher of ${this.#options.topic}: ${why}` });
    this.#trouble = why;
    this.#timer = setTimeout(() => void this.#connect(), this.#wait);
    this.#timer.unref();
    this.#wait = Math.min(this.#wait * 2, longestWait);
  }
}

const wrongSum = (topic: string, { md5sum = "none", type = "?" }: ConnectionHeader, wanted: string): RosFault =>
  new RosFault(
    "wrong-type",
    `The publisher of ${topic} sends ${type} with sum ${md5sum}; ${wanted} is expected.`,
    "Use the same definition of the message on both sides.",
  );
