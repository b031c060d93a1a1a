export { type KillRound, type KillRunOptions, killRun } from "./kill-run.ts";
export { openSignalStore, type SignalStore, type SignalStoreOptions } from "./store.ts";
