import { RosFault } from "../fault.ts";
import type { MessageType, NamedType } from "../messages/message-type.ts";
import { type Inlet, type InletOptions, inlet } from "../tcpros/inlet.ts";
import { type OnTrouble, reason } from "../trouble.ts";

export interface SubscriptionOptions {
  /** Messages that wait while a handler that answers with a promise is at work; the oldest is dropped. 1 by default. */
  readonly queue?: number;
}

export type Handler<M> = (message: M) => void | Promise<void>;

export interface Subscription {
  readonly topic: string;
  /** Publishers connected now. */
  readonly publishers: number;
  readonly received: number;
  /** Messages pushed out of the queue by newer ones. */
  readonly dropped: number;
  /** Resolves when a publisher is connected; rejects when none is in time. */
  connected(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** One handler, with its own queue. */
interface Taker {
  take(bytes: Uint8Array): void;
}

/** A topic that is listened to, by one handler or more over the same connections. */
export class TopicSubscription {
  readonly topic: string;
  readonly type: NamedType;
  readonly takers = new Set<Taker>();
  readonly inlets = new Map<string, Inlet>();
  readonly #make: (uri: string, take: InletOptions["take"]) => InletOptions;

  constructor(topic: string, type: NamedType, make: (uri: string, take: InletOptions["take"]) => InletOptions) {
    this.topic = topic;
    this.type = type;
    this.#make = make;
  }

  get connected(): number {
    return [...this.inlets.values()].filter(({ isConnected }) => isConnected).length;
  }

  /**
   * Publishers as the master knows them. One that it does not know keeps its running connection and is only not sought
   * again: a master that has just been started knows nobody yet.
   */
  update(uris: readonly string[]): void {
    for (const [uri, one] of this.inlets) {
      if (uris.includes(uri)) one.readmit();
      else one.retire();
      if (one.isClosed) this.inlets.delete(uri);
    }
    for (const uri of new Set(uris)) {
      if (this.inlets.has(uri)) continue;
      const take = (bytes: Uint8Array): void => {
        for (const taker of this.takers) taker.take(bytes);
      };
      this.inlets.set(uri, inlet(this.#make(uri, take)));
    }
  }

  end(): void {
    for (const one of this.inlets.values()) one.close();
    this.inlets.clear();
    this.takers.clear();
  }
}

/** A handler's own end of a subscription. */
export class Listening<M> implements Subscription, Taker {
  readonly topic: string;
  readonly #of: TopicSubscription;
  readonly #type: MessageType<M>;
  readonly #handler: Handler<M>;
  readonly #size: number;
  readonly #onTrouble: OnTrouble;
  readonly #onClose: () => Promise<void>;
  readonly #waiting: Uint8Array[] = [];
  #isBusy = false;
  received = 0;
  dropped = 0;

  constructor(
    of: TopicSubscription,
    type: MessageType<M>,
    handler: Handler<M>,
    { queue = 1, onTrouble, onClose }: SubscriptionOptions & { onTrouble: OnTrouble; onClose: () => Promise<void> },
  ) {
    this.topic = of.topic;
    this.#of = of;
    this.#type = type;
    this.#handler = handler;
    this.#size = queue;
    this.#onTrouble = onTrouble;
    this.#onClose = onClose;
    of.takers.add(this);
  }

  get publishers(): number {
    return this.#of.connected;
  }

  async connected(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (this.#of.connected === 0) {
      if (performance.now() > until)
        throw new RosFault("no-answer", `No publisher of ${this.topic} within ${withinMs} ms.`, "Start the peer.");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async close(): Promise<void> {
    this.#waiting.length = 0;
    if (this.#of.takers.delete(this)) await this.#onClose();
  }

  take(bytes: Uint8Array): void {
    this.received += 1;
    if (!this.#isBusy) {
      this.#handle(bytes);
      return;
    }
    // What waits is kept beyond the chunk that it came in.
    this.#waiting.push(new Uint8Array(bytes));
    if (this.#waiting.length <= this.#size) return;
    this.#waiting.shift();
    this.dropped += 1;
  }

  #handle(bytes: Uint8Array): void {
    try {
      const done = this.#handler(this.#type.read(bytes));
      if (!(done instanceof Promise)) return;
      this.#isBusy = true;
      void done.catch((error: unknown) => this.#failed(error)).then(() => this.#next());
    } catch (error) {
      this.#failed(error);
    }
  }

  #next(): void {
    this.#isBusy = false;
    while (!this.#isBusy) {
      const bytes = this.#waiting.shift();
      if (!bytes) return;
      this.#handle(bytes);
    }
  }

  #failed(error: unknown): void {
    this.#onTrouble({ code: "handler", why: `A message of ${this.topic} was not handled: ${reason(error)}` });
  }
}
