/** Episodes on a disk. */
export { ffmpegDecoder } from "./ffmpeg.ts";
export { folderTarget, openFile, openFolder } from "./files.ts";
export type { Frame } from "./writer/log.ts";
export {
  type EpisodeWriter,
  type EpisodeWriterOptions,
  type KeptEpisode,
  openEpisodeWriter,
  type Recovered,
  recordingOf,
} from "./writer/writer.ts";
