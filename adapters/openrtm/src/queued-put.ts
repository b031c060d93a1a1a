import type { PortCode } from "./data-ports.ts";
import { boundedQueue, type WhenFull } from "./queue.ts";

/** Puts without being waited for, one after another; what does not fit the queue is lost by its policy, and counted. */
export interface QueuedPut {
  put(payload: Uint8Array): boolean;
  readonly dropped: number;
  /** Puts that failed or were answered with something else than PORT_OK. */
  readonly refused: number;
}

export const queuedPut = (
  put: (payload: Uint8Array) => Promise<PortCode>,
  { most, whenFull }: { readonly most: number; readonly whenFull: WhenFull },
): QueuedPut => {
  const queue = boundedQueue<Uint8Array>(most, whenFull);
  let isSending = false;
  let refused = 0;
  const send = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      const code = await put(next).catch(() => null);
      if (code !== "PORT_OK") refused += 1;
    }
    isSending = false;
  };
  return {
    put: (payload) => {
      const isTaken = queue.push(payload);
      void send();
      return isTaken;
    },
    get dropped() {
      return queue.dropped;
    },
    get refused() {
      return refused;
    },
  };
};
