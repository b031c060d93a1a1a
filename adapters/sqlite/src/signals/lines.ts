import { MessageChannel, Worker } from "node:worker_threads";
import { serveReader } from "./reader-desk.ts";
import type { Line } from "./rpc.ts";
import { type DeskOptions, serveWriter } from "./writer-desk.ts";

type Desk = "writer" | "reader";

/** A thread of its own; from source, and from compiled JavaScript. */
export function inThread(desk: Desk, workerData: DeskOptions): Line {
  const file = import.meta.url.endsWith(".ts") ? `./${desk}.ts` : `./${desk}.js`;
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  return {
    on: (event, listener) => worker.on(event, listener as (said: unknown) => void),
    postMessage: (said, transfer) => worker.postMessage(said, transfer),
    end: async () => {
      await worker.terminate();
    },
  };
}

/** The same desk behind the same messages, without a thread. */
export function inThisThread(desk: Desk, options: DeskOptions): Line {
  const { port1, port2 } = new MessageChannel();
  (desk === "writer" ? serveWriter : serveReader)(port2, options);
  return {
    on: (event, listener) => port1.on(event, listener as (said: unknown) => void),
    postMessage: (said, transfer) => port1.postMessage(said, transfer),
    end: async () => port1.close(),
  };
}
