import { parentPort, Worker, workerData } from "node:worker_threads";
import type { Backend } from "./backend.ts";
import { type NodeBackendOptions, probedNodeBackend } from "./node.ts";
import { workerBackend } from "./worker.ts";
import { nodePort } from "./worker-port.ts";
import { serveBackend } from "./worker-serve.ts";

const role = "sakiyomi-learn-backend";

/** `probedNodeBackend` on a thread of its own: this file is also the worker's script. */
export const nodeWorkerBackend = (options: NodeBackendOptions = {}): Promise<Backend> =>
  workerBackend(() => nodePort(new Worker(new URL(import.meta.url), { workerData: role, name: role })), options);

if (workerData === role && parentPort)
  serveBackend(nodePort(parentPort), (settings) => probedNodeBackend(settings as NodeBackendOptions));
