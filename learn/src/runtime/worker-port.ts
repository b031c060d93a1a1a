import type { MessagePort, Worker } from "node:worker_threads";

/** One end of the line between two threads. */
export interface Port {
  send(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** `lost` is told once, when the other end has died. */
  listen(heard: { readonly message: (message: unknown) => void; readonly lost: (why: string) => void }): void;
  end(): Promise<void>;
}

interface BrowserWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: string, listener: (event: never) => void): void;
  terminate?(): void;
}

/** A `Worker` of a browser, or inside of one its `self`. */
export const browserPort = (worker: BrowserWorker): Port => ({
  send: (message, transfer = []) => worker.postMessage(message, [...transfer]),
  listen: ({ message, lost }) => {
    worker.addEventListener("message", ({ data }: { readonly data: unknown }) => message(data));
    worker.addEventListener("error", (event: { readonly message?: string }) => {
      lost(event.message ?? "its script could not be loaded");
    });
    worker.addEventListener("messageerror", () => lost("a message could not be read"));
  },
  end: async () => worker.terminate?.(),
});

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
