/** Episodes in every format, in Node and in a browser; what needs a disk is exported from ../node.ts. */
export { blobFile, bytesFile, type Folder, folderOf, type RandomAccess } from "./access.ts";
export { type CheckOptions, type CheckReport, check } from "./check/check.ts";
export { type Issue, type IssueKind, placeOf } from "./check/issue.ts";
export { type CsvOptions, openCsv } from "./csv/read.ts";
export { type CsvWriteOptions, writeCsv } from "./csv/write.ts";
export { type EiplOptions, openEipl } from "./eipl/read.ts";
export { type EiplWriteOptions, writeEipl } from "./eipl/write.ts";
export type { ElementStatistics, EpisodeInfo, EpisodeSource, Feature, Frames } from "./episode.ts";
export {
  type FormatName,
  formatOf,
  formats,
  type OpenOptions,
  openEpisodes,
  type WriteOptions,
  writable,
  writeEpisodes,
} from "./formats.ts";
export { decodePicture, encodePngPicture, type Picture, pictureOf, planesInto } from "./image.ts";
export { type LeRobotOptions, openLeRobot } from "./lerobot/read.ts";
export { type LeRobotWriteOptions, type Written, writeLeRobot } from "./lerobot/write.ts";
export { type MappedFeature, type McapMapping, readMapping } from "./mcap/mapping.ts";
export { openMcap } from "./mcap/read.ts";
export { episodesOf, type HeldEpisode, type HeldEpisodes } from "./memory.ts";
export { type NpyFile, npyHeader, openNpy } from "./npy.ts";
export { pieces } from "./pieces.ts";
export { hashFiles, type Sha256, sha256 } from "./sha256.ts";
export { ownSplit, type Split, type SplitOptions, splitEpisodes } from "./split.ts";
export { type Counting, counted, type FullStatistics, type StatisticsOptions, statistics } from "./statistics.ts";
export { type ByteSink, type MemoryTarget, memoryTarget, type Target } from "./target.ts";
export type { VideoDecoder, VideoRequest } from "./video.ts";
export { openRecording } from "./writer/source.ts";
export { openZip, type ZipFile } from "./zip.ts";
