export type { ChannelRow } from "./channel.ts";
export { type KillRound, type KillRunOptions, killRun } from "./kill-run.ts";
export { riceDecode, riceEncode } from "./rice.ts";
export {
  type EventRow,
  type FilesQuery,
  openSignalFiles,
  type SampleColumns,
  type SignalFiles,
} from "./signal-files.ts";
export { openSignalStore, type SignalStore, type SignalStoreOptions } from "./store.ts";
