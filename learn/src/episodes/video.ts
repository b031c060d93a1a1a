/** Frames of a video that lie beside the data. */
export interface VideoRequest {
  /** The set's folder, and the video's path in it. */
  readonly folder: string;
  readonly path: string;
  /** Seconds into the file at which the first frame stands. */
  readonly from: number;
  /** Frames a second. */
  readonly rate: number;
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

/** Answers [count, height, width, 3] bytes. @throws {LearnFault} "video" with what to install. */
export type VideoDecoder = (request: VideoRequest) => Promise<Uint8Array>;
