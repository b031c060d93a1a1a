import type { Backend } from "@sakiyomi/learn";
import { browserPort, threadsAllowed, type WebDevice, workerBackend } from "@sakiyomi/learn/web";

/** ONNX Runtime in a worker of this tab. Its files come from the same place as the page. */
export const openEngine = (device: WebDevice): Promise<Backend> =>
  workerBackend(() => browserPort(new Worker(new URL("./engine-worker.ts", import.meta.url), { type: "module" })), {
    device,
    threads: threadsAllowed(),
  });

/** `?device=webgpu` asks for the graphics card. */
export const wantedDevice = (): WebDevice =>
  new URLSearchParams(location.search).get("device") === "webgpu" ? "webgpu" : "wasm";
