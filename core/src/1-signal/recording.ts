import type { Instant } from "./ids.ts";
import type { WaveBlock } from "./kinds.ts";

/** A channel of a recording as its file names it; which kind it is, is decided when it is imported. */
export interface RecordedChannel {
  readonly name: string;
  /** As the file declares it, UCUM or not; "" where the file declares none. */
  readonly unit: string;
  /** Samples a second. */
  readonly rate: number;
}

/** Samples of one channel that follow each other. */
export interface RecordedBlock {
  /** Index into the recording's channels. */
  readonly channel: number;
  /** Milliseconds from the beginning of the recording to the first sample. */
  readonly atMs: number;
  readonly block: WaveBlock;
}

export interface RecordedAnnotation {
  /** Milliseconds from the beginning of the recording. */
  readonly atMs: number;
  readonly durationMs?: number;
  /** The code or text of the format: `N` of a normal beat, `Sleep stage W`. */
  readonly label: string;
  readonly note?: string;
  readonly isBeat?: boolean;
  readonly channel?: number;
}

/** A recording made elsewhere, in whatever format, read piece by piece: a day of ECG does not fit in memory. */
export interface Recording {
  readonly title: string;
  /** When it began, where the file says it with a zone. */
  readonly start: Instant | null;
  /** When it began by the clock on the wall, `2009-12-10T12:44:02`, where the file says it without a zone. */
  readonly localStart: string | null;
  readonly durationMs: number;
  readonly channels: readonly RecordedChannel[];
  readonly comments: readonly string[];
  /** In order of time. Throws Fault FILE_FORM at the first damage. */
  annotations(): Promise<readonly RecordedAnnotation[]>;
  /** In order of time within a channel. Throws Fault FILE_FORM at the first damage; can be begun again at any time. */
  blocks(): AsyncIterable<RecordedBlock>;
}
