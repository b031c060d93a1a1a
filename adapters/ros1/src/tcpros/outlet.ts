import type { Socket } from "node:net";

/**
 * A connection on which messages leave. Where the peer does not take them as fast, at most `size` wait: a new one then
 * pushes out the oldest, which is counted. A slow peer delays nobody else, and gets what is newest.
 */
export interface Outlet {
  send(frame: Uint8Array): void;
  readonly sent: number;
  readonly dropped: number;
  readonly bytes: number;
  close(): void;
}

export const outlet = (socket: Socket, size: number): Outlet => new SocketOutlet(socket, size);

class SocketOutlet implements Outlet {
  readonly #socket: Socket;
  readonly #size: number;
  readonly #waiting: Uint8Array[] = [];
  #isBlocked = false;
  sent = 0;
  dropped = 0;
  bytes = 0;

  constructor(socket: Socket, size: number) {
    this.#socket = socket;
    this.#size = size;
    socket.on("drain", () => this.#drained());
  }

  send(frame: Uint8Array): void {
    if (this.#socket.destroyed) return;
    if (!this.#isBlocked) {
      this.#write(frame);
      return;
    }
    this.#waiting.push(frame);
    if (this.#waiting.length <= this.#size) return;
    this.#waiting.shift();
    this.dropped += 1;
  }

  close(): void {
    this.#waiting.length = 0;
    this.#socket.destroy();
  }

  #write(frame: Uint8Array): void {
    this.sent += 1;
    this.bytes += frame.length;
    this.#isBlocked = !this.#socket.write(frame);
  }

  #drained(): void {
    this.#isBlocked = false;
    while (!this.#isBlocked) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#write(next);
    }
  }
}
