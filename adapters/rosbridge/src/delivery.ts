import type { WebSocket } from "ws";
import { writeCbor } from "./cbor.ts";
import { type Operation, written } from "./protocol.ts";

export interface DeliveryOptions {
  /** At least so long between two messages, ms; 0: each at once. */
  readonly everyMs: number;
  /** Messages that wait; the oldest is dropped for a new one. 0 counts as 1. */
  readonly queue: number;
  readonly isCbor: boolean;
}

/** One subscription's way to its client: no faster than it wants, and never more waiting than it said. */
export interface Delivery {
  send(operation: Operation): void;
  readonly dropped: number;
  close(): void;
}

export const delivery = (socket: WebSocket, options: DeliveryOptions): Delivery => new QueuedDelivery(socket, options);

/** With more than this in the socket's buffer its client is slower than we send: messages wait here and are dropped. */
const fullAt = 2 ** 20;
const lookAgainMs = 5;

class QueuedDelivery implements Delivery {
  readonly #socket: WebSocket;
  readonly #options: DeliveryOptions;
  readonly #waiting: Operation[] = [];
  #timer: NodeJS.Timeout | null = null;
  #lastAt = Number.NEGATIVE_INFINITY;
  dropped = 0;

  constructor(socket: WebSocket, options: DeliveryOptions) {
    this.#socket = socket;
    this.#options = options;
  }

  send(operation: Operation): void {
    this.#waiting.push(operation);
    if (this.#waiting.length > Math.max(1, this.#options.queue)) {
      this.#waiting.shift();
      this.dropped += 1;
    }
    if (!this.#timer) this.#go();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #go(): void {
    this.#timer = null;
    while (this.#waiting.length > 0 && this.#socket.readyState === this.#socket.OPEN) {
      const wait = this.#wait();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#go(), wait);
        this.#timer.unref();
        return;
      }
      const next = this.#waiting.shift();
      if (!next) return;
      this.#lastAt = performance.now();
      this.#socket.send(this.#options.isCbor ? writeCbor(next) : written(next));
    }
  }

  #wait(): number {
    const rest = this.#lastAt + this.#options.everyMs - performance.now();
    return this.#socket.bufferedAmount > fullAt ? Math.max(lookAgainMs, rest) : rest;
  }
}
