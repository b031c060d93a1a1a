import type { Socket } from "node:net";
import { RosFault } from "../fault.ts";
import { dial } from "../tcpros/dial.ts";
import { longestMessage } from "../tcpros/frames.ts";
import type { ConnectionHeader } from "../tcpros/header.ts";
import type { ServiceType } from "./service-type.ts";

export interface ServiceClient<Q, A> {
  readonly name: string;
  /**
   * Asks, and resolves with the answer. Throws `refused` with the server's reason, `no-answer` when it takes longer than
   * `withinMs` (the connection is given up then: what comes late is nobody's), `peer-lost`, `no-service`.
   */
  call(request: Q, withinMs?: number): Promise<A>;
  /** Connects before there is anything to ask: from then on it needs no master. Rejects when it cannot. */
  connected(withinMs?: number): Promise<void>;
  close(): void;
}

export interface ServiceClientOptions {
  /** The connection is kept for the next question: 0.15 ms instead of a search and two connections. Default true. */
  readonly isPersistent?: boolean;
}

/** An answer takes no longer than this unless told otherwise, ms. */
const usual = 5000;

type Lookup = () => Promise<{ readonly host: string; readonly port: number }>;

export class NodeServiceClient<Q, A> implements ServiceClient<Q, A> {
  readonly name: string;
  readonly #type: ServiceType<Q, A>;
  readonly #lookup: Lookup;
  readonly #header: ConnectionHeader;
  readonly #isPersistent: boolean;
  #line: AnswerLine | null = null;
  #last: { readonly host: string; readonly port: number } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    name: string,
    type: ServiceType<Q, A>,
    { lookup, callerId, isPersistent = true }: ServiceClientOptions & { lookup: Lookup; callerId: string },
  ) {
    this.name = name;
    this.#type = type;
    this.#lookup = lookup;
    this.#isPersistent = isPersistent;
    this.#header = {
      callerid: callerId,
      service: name,
      md5sum: type.md5,
      type: type.name,
      ...(isPersistent ? { persistent: "1" } : {}),
    };
  }

  call(request: Q, withinMs = usual): Promise<A> {
    const answer = this.#turn.then(() => this.#ask(request, withinMs));
    this.#turn = answer.catch(() => {});
    return answer;
  }

  async connected(withinMs = usual): Promise<void> {
    const connecting = this.#turn.then(() => this.#connected(withinMs));
    this.#turn = connecting.catch(() => {});
    await connecting;
  }

  close(): void {
    this.#line?.close();
    this.#line = null;
  }

  async #ask(request: Q, withinMs: number): Promise<A> {
    const question = this.#type.request.frame(request);
    const until = performance.now() + withinMs;
    const line = await this.#connected(withinMs);
    try {
      return this.#type.response.read(await line.ask(question, until - performance.now()));
    } catch (error) {
      // A refusal leaves the connection as it was. What got lost may have been done, and is not asked for again here.
      if (!(error instanceof RosFault && error.code === "refused")) this.close();
      throw error;
    } finally {
      if (!this.#isPersistent) this.close();
    }
  }

  async #connected(withinMs: number): Promise<AnswerLine> {
    if (this.#line && !this.#line.isClosed) return this.#line;
    const { host, port } = await this.#located();
    const { socket, rest } = await dial(host, port, this.#header, Math.max(1, withinMs));
    this.#line = new AnswerLine(socket, rest, this.name);
    return this.#line;
  }

  /** Without a master: where it was last. */
  async #located(): Promise<{ readonly host: string; readonly port: number }> {
    try {
      this.#last = await this.#lookup();
    } catch (error) {
      if (!(this.#last && error instanceof RosFault && error.code === "master")) throw error;
    }
    return this.#last;
  }
}

/** One connection to a service: an octet that says whether it went well, four of length, then the answer or the reason. */
class AnswerLine {
  readonly #socket: Socket;
  readonly #name: string;
  #held: Uint8Array;
  #take: (() => void) | null = null;
  isClosed = false;

  constructor(socket: Socket, rest: Uint8Array, name: string) {
    this.#socket = socket;
    this.#name = name;
    this.#held = rest;
    socket.on("data", (chunk) => {
      this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
      this.#take?.();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isClosed = true;
      this.#take?.();
    });
    socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  ask(question: Uint8Array, withinMs: number): Promise<Uint8Array> {
    this.#socket.write(question);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => done(() => reject(late(this.#name, withinMs))), Math.max(1, withinMs));
      const done = (say: () => void): void => {
        clearTimeout(timer);
        this.#take = null;
        say();
      };
      this.#take = () => {
        try {
          const answer = this.#answer();
          if (answer) done(() => resolve(answer));
        } catch (error) {
          done(() => reject(error));
        }
      };
      this.#take();
    });
  }

  #answer(): Uint8Array | null {
    const held = this.#held;
    const length = held.length >= 5 ? new DataView(held.buffer, held.byteOffset).getUint32(1, true) : 0;
    if (length > longestMessage)
      throw new RosFault("too-long", `${this.#name} announces ${length} bytes.`, "The server does not speak TCPROS.");
    if (held.length >= 5 && held.length >= 5 + length) {
      this.#held = held.subarray(5 + length);
      const body = held.subarray(5, 5 + length);
      if (held[0] === 1) return body;
      throw new RosFault("refused", `${this.#name}: ${Buffer.from(body).toString("utf8")}`, "Look at what was asked.");
    }
    if (this.isClosed)
      throw new RosFault("peer-lost", `${this.#name} closed the connection.`, "Look whether its node still runs.");
    return null;
  }
}

const late = (name: string, withinMs: number): RosFault =>
  new RosFault(
    "no-answer",
    `${name} did not answer within ${Math.round(withinMs)} ms.`,
    "Look whether its node hangs.",
  );
