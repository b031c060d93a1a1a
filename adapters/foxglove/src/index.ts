/** MCAP recordings and a live WebSocket that Foxglove and Lichtblick open. */
export * from "./fault.ts";
export { type PlayOptions, playMcap } from "./live/play.ts";
export { type LiveMessage, type LiveServer, type LiveSettings, openLiveServer } from "./live/server.ts";
export { type LiveOptions, type LiveView, openLiveView } from "./live/view.ts";
export type { Compression } from "./mcap/chunk.ts";
export type { Disk, OpenDisk } from "./mcap/disk.ts";
export { type McapOptions, openMcapRecorder } from "./mcap/recorder.ts";
export { type McapRecording, openMcapRecording } from "./mcap/recording.ts";
export { type Recovery, recoverMcap } from "./mcap/recover.ts";
export { schemaText } from "./schemas.ts";
