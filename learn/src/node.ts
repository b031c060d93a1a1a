/** What needs Node: its native runtime, its file system. */
export * from "./episodes/node.ts";
export { cpuKernels, type NodeBackendOptions, nodeBackend, probedNodeBackend } from "./runtime/node.ts";
export { nodeWorkerBackend } from "./runtime/worker-node.ts";
export { readModelFile, writeWholeFile } from "./saved/file.ts";
export { createRunFolder, openRunFolder, type RunFolder, runFiles } from "./train/run-folder.ts";
