import { RosFault } from "../fault.ts";
import type { MessageType, NamedType } from "../messages/message-type.ts";
import { headerFrame } from "../tcpros/header.ts";
import type { Visitor } from "../tcpros/listener.ts";
import { type Outlet, outlet } from "../tcpros/outlet.ts";

export interface PublicationOptions {
  /** The last message is given to each new subscriber. */
  readonly isLatched?: boolean;
  /** Messages that wait for a slow subscriber; the oldest is dropped for a new one. 1 where it is left out. */
  readonly queue?: number;
}

export interface Publication<M> {
  readonly topic: string;
  readonly type: MessageType<M>;
  /** To all that have subscribed; never waits. Throws `bad-message` where it does not fit the type. */
  publish(message: M): void;
  readonly subscribers: number;
  /** Messages handed to the network, over all subscribers. */
  readonly sent: number;
  /** Messages pushed out of a queue, over all subscribers. */
  readonly dropped: number;
  /** Resolves when somebody has subscribed; rejects when nobody does in time. */
  subscribed(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Where the node keeps what it publishes. */
export interface AnyPublication {
  readonly topic: string;
  readonly type: NamedType;
  readonly outlets: ReadonlyMap<Outlet, string>;
  admit(visitor: Visitor, callerId: string): void;
  end(): void;
}

export class TopicPublication<M> implements Publication<M>, AnyPublication {
  readonly topic: string;
  readonly type: MessageType<M>;
  readonly outlets = new Map<Outlet, string>();
  readonly #options: PublicationOptions;
  readonly #onClose: () => Promise<void>;
  readonly #past = { sent: 0, dropped: 0 };
  readonly #waiting = new Set<() => void>();
  #last: Uint8Array | null = null;

  constructor(topic: string, type: MessageType<M>, options: PublicationOptions, onClose: () => Promise<void>) {
    this.topic = topic;
    this.type = type;
    this.#options = options;
    this.#onClose = onClose;
  }

  get subscribers(): number {
    return this.outlets.size;
  }

  get sent(): number {
    return [...this.outlets.keys()].reduce((sum, { sent }) => sum + sent, this.#past.sent);
  }

  get dropped(): number {
    return [...this.outlets.keys()].reduce((sum, { dropped }) => sum + dropped, this.#past.dropped);
  }

  publish(message: M): void {
    const frame = this.type.frame(message);
    if (this.#options.isLatched) this.#last = frame;
    for (const one of this.outlets.keys()) one.send(frame);
  }

  async subscribed(withinMs: number): Promise<void> {
    if (this.outlets.size > 0) return;
    await new Promise<void>((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(done);
        reject(
          new RosFault("no-answer", `Nobody subscribed to ${this.topic} within ${withinMs} ms.`, "Start the peer."),
        );
      }, withinMs);
      this.#waiting.add(done);
    });
  }

  close(): Promise<void> {
    this.end();
    return this.#onClose();
  }

  end(): void {
    for (const one of this.outlets.keys()) one.close();
    this.outlets.clear();
  }

  admit({ header, socket }: Visitor, callerId: string): void {
    const { name, md5, text } = this.type;
    if (header.type !== undefined && header.type !== "*" && header.type !== name)
      throw new RosFault("wrong-type", `${this.topic} is of type ${name}, not ${header.type}.`, "Ask for that type.");
    if (header.md5sum !== undefined && header.md5sum !== "*" && header.md5sum !== md5)
      throw new RosFault("wrong-type", `${this.topic} has sum ${md5}, not ${header.md5sum}.`, "Use its definition.");
    const { isLatched = false, queue = 1 } = this.#options;
    const one = outlet(socket, queue);
    const latching = isLatched ? "1" : "0";
    socket.write(
      headerFrame({
        callerid: callerId,
        latching,
        md5sum: md5,
        message_definition: text,
        topic: this.topic,
        type: name,
      }),
    );
    if (this.#last) one.send(this.#last);
    this.outlets.set(one, header.callerid ?? "?");
    socket.on("close", () => {
      if (!this.outlets.delete(one)) return;
      this.#past.sent += one.sent;
      this.#past.dropped += one.dropped;
    });
    for (const done of [...this.#waiting]) done();
  }
}
