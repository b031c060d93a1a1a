import type { MessagePort, Worker } from "node:worker_threads";

/** One end of the line between two threads. */
export interface Port {
  send(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** `lost` is told once, when the other end has died. */
  listen(heard: { readonly message: (message: unknown) => void; readonly lost: (why: string) => void }): void;
  end(): Promise<void>;
}

/** What a browser's `Worker`, and inside of one its `self`, have in common. */
interface BrowserWorker {
  postMessage(message: unknown, options: { readonly transfer: ArrayBuffer[] }): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onmessageerror: (() => void) | null;
}

/** A `Worker` of a browser, or inside of one its `self`. */
export const browserPort = (worker: object): Port => {
  const end = worker as BrowserWorker & { terminate?(): void; onerror: unknown };
  return {
    send: (message, transfer = []) => end.postMessage(message, { transfer: [...transfer] }),
    listen: ({ message, lost }) => {
      end.onmessage = ({ data }) => message(data);
      end.onmessageerror = () => lost("a message could not be read");
      // Inside of a worker its errors are the page's to hear.
      if (end.terminate)
        end.onerror = (event: { readonly message?: string }) => lost(event.message ?? "its script could not be loaded");
    },
    end: async () => end.terminate?.(),
  };
};

/** A `Worker` of node:worker_threads, or inside of one its `parentPort`. */
export const nodePort = (worker: Worker | MessagePort): Port => ({
  send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
  listen: ({ message, lost }) => {
    worker.on("message", message);
    worker.on("error", (error: Error) => lost(error.message));
    worker.on("exit", (code: number) => lost(`it ended with exit code ${code}`));
  },
  end: async () => {
    if ("terminate" in worker) await worker.terminate();
  },
});
