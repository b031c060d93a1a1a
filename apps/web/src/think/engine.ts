import type { Backend } from "@sakiyomi/learn";
import { browserPort, threadsAllowed, workerBackend } from "@sakiyomi/learn/web";

/** ONNX Runtime in a worker of this tab. Its files come from the same place as the page. */
export const openEngine = (): Promise<Backend> =>
  workerBackend(() => browserPort(new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module" })), {
    device: "wasm",
    threads: threadsAllowed(),
  });
