import type { WebSocket } from "ws";
import { messageFrame } from "./protocol.ts";

/** What is sent to whoever subscribed. */
export interface Shown {
  readonly channel: number;
  readonly at: bigint;
  /** Encoded once, when the first asks for it. */
  readonly data: () => Uint8Array;
  /** Each one counts: events, not states. */
  readonly isEvent: boolean;
}

/** Bytes on their way to one client, above which only the newest of each channel waits. */
const mostOnTheWay = 1 << 20;
/** Events that wait for a slow client. */
const mostEvents = 256;

/** One connected client: what it wants, and what waits for it. A slow one sees fewer messages, never older ones. */
export class Viewer {
  readonly #socket: WebSocket;
  /** Subscriptions by channel. */
  readonly #wants = new Map<number, number>();
  readonly #newest = new Map<number, Shown>();
  #events: Shown[] = [];
  #onTheWay = 0;
  #skipped = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Messages that gave way to newer ones. */
  get skipped(): number {
    return this.#skipped;
  }

  wants(channel: number): boolean {
    return this.#wants.has(channel);
  }

  subscribe(id: number, channel: number): void {
    this.#wants.set(channel, id);
  }

  unsubscribe(id: number): void {
    for (const [channel, one] of this.#wants)
      if (one === id) {
        this.#wants.delete(channel);
        this.#newest.delete(channel);
      }
  }

  say(words: unknown): void {
    this.#socket.send(JSON.stringify(words));
  }

  answer(frame: Uint8Array): void {
    this.#socket.send(frame);
  }

  show(shown: Shown): void {
    if (!this.wants(shown.channel)) return;
    if (this.#onTheWay > mostOnTheWay) this.#wait(shown);
    else this.#send(shown);
  }

  #wait(shown: Shown): void {
    if (!shown.isEvent) {
      if (this.#newest.has(shown.channel)) this.#skipped += 1;
      this.#newest.set(shown.channel, shown);
    } else if (this.#events.length < mostEvents) this.#events.push(shown);
    else this.#skipped += 1;
  }

  #send({ channel, at, data }: Shown): void {
    const subscription = this.#wants.get(channel);
    if (subscription === undefined) return;
    const frame = messageFrame(subscription, at, data());
    this.#onTheWay += frame.length;
    this.#socket.send(frame, () => {
      this.#onTheWay -= frame.length;
      if (this.#onTheWay <= mostOnTheWay / 2) this.#catchUp();
    });
  }

  #catchUp(): void {
    const waiting = [...this.#events, ...this.#newest.values()];
    this.#events = [];
    this.#newest.clear();
    for (const shown of waiting) this.show(shown);
  }
}
