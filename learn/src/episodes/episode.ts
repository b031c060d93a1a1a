import type { Tensor } from "../tensor.ts";

/** One column of an episode, readable before any frame is. */
export interface Feature {
  /** "observation.image", "observation.state", "action", "language", … */
  readonly name: string;
  /** Of one frame: [8] joints, [3, 64, 64] image (channels first). */
  readonly shape: readonly number[];
  /** image: uint8 as stored, 0..255; quantity: float32. */
  readonly kind: "quantity" | "image";
  /** Names of the elements, where known: joint names. */
  readonly names?: readonly string[];
  /** UCUM: "rad", "N", "1". */
  readonly unit?: string;
}

export interface EpisodeInfo {
  readonly index: number;
  /** Frames. */
  readonly length: number;
  /** What was done, in words: LeRobot's task. */
  readonly task?: string;
  /** Where the set itself keeps its episodes apart, as EIPL does. */
  readonly split?: "train" | "test";
}

/** Consecutive frames of an episode, one tensor a feature: [frames, ...shape of the feature]. */
export interface Frames {
  readonly start: number;
  /** Seconds since the episode began, of each frame. */
  readonly at: Float64Array;
  readonly columns: Readonly<Record<string, Tensor<"float32"> | Tensor<"uint8">>>;
  /**
   * Frames of the episode (counted from its begin) in which a feature was not measured: quantities are NaN there,
   * images black. Absent where the format has a value in every frame.
   */
  readonly missing?: Readonly<Record<string, readonly number[]>>;
}

/** What the values of one feature look like: one number an element; of an image, one a channel, in 0..255. */
export interface ElementStatistics {
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Absent where a set stores bounds alone. */
  readonly mean?: Float64Array;
  readonly std?: Float64Array;
  /** Frames that were counted. */
  readonly count?: number;
}

/** A set of episodes, read piece by piece: it is never held whole. Every format of `episodes/` gives one. */
export interface EpisodeSource {
  readonly features: readonly Feature[];
  /** Frames a second. */
  readonly rate: number;
  readonly episodes: readonly EpisodeInfo[];
  /** What the set says of its own values (LeRobot's stats.json, EIPL's bounds), by feature. It may be wrong: see `check`. */
  readonly stored?: Readonly<Record<string, ElementStatistics>>;
  /** What was left out or done on reading, in sentences: a column that has no place here, a rate that was resampled. */
  readonly notes?: readonly string[];
  /** SHA-256 over what defines the data (files and their contents), for the model's card. */
  hash(): Promise<string>;
  /** @throws {LearnFault} "data" with file and place when a stored episode cannot be read. */
  read(episode: number, start: number, end: number): Promise<Frames>;
  close(): Promise<void>;
}
