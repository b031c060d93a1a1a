/** What runs in a browser on onnxruntime-web, in a tab or in a worker of it. */
export { threadsAllowed, type WebBackendOptions, type WebDevice, webBackend, webKernels } from "./runtime/web.ts";
export { workerBackend } from "./runtime/worker.ts";
export { browserPort, type Port } from "./runtime/worker-port.ts";
export { serveBackend } from "./runtime/worker-serve.ts";
