import type { Column } from "./columns.ts";

/** What is counted while an episode is taken. */
export interface Tally {
  readonly rate: number;
  readonly maxAges: ReadonlyMap<string, number>;
  /** Frames by the source that was too old for them. */
  readonly stale: Map<string, number>;
  /** Frames marked late, for whatever reason. */
  late: number;
  /** Frames for which no turn came. */
  missed: number;
  /** Times that nothing came for so long that nothing was filled in. */
  pauses: number;
  /** Sources that have not spoken yet. */
  waiting: readonly string[];
  /** Why no more frames are taken. */
  fault: Error | null;
}

export const tally = (rate: number, columns: readonly Column[]): Tally => ({
  rate,
  maxAges: new Map(columns.map(({ source, maxAge }) => [source, maxAge])),
  stale: new Map(),
  late: 0,
  missed: 0,
  pauses: 0,
  waiting: columns.map(({ source }) => source),
  fault: null,
});

export interface EpisodeReport {
  readonly index: number;
  /** Kept. */
  readonly frames: number;
  /** Of them marked late. */
  readonly late: number;
  readonly missed: number;
  readonly stale: ReadonlyMap<string, number>;
  /** Taken, but not kept by a full disk. */
  readonly lost: number;
  readonly fault: Error | null;
  /** What a person has to know; nothing: the episode is as it should be. */
  readonly words: readonly string[];
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;

const wordsOf = (tally: Tally, frames: number, lost: number): readonly string[] => {
  const { rate, maxAges, missed, pauses, waiting, fault } = tally;
  const reached = (rate * Math.max(0, frames - missed)) / Math.max(1, frames);
  const stale = [...tally.stale].map(
    ([source, count]) =>
      `${source} was older than ${milliseconds(maxAges.get(source) ?? 0)} in ${count} of ${frames} frames.`,
  );
  return [
    ...(missed > 0
      ? [`It came at ${reached.toFixed(1)} instead of ${rate} frames a second: ${missed} are missing.`]
      : []),
    ...(pauses > 0 ? [`${pauses} pauses were left out.`] : []),
    ...stale,
    ...(frames === 0 && waiting.length > 0 ? [`Nothing came from ${waiting.join(", ")}.`] : []),
    ...(lost > 0 ? [`The disk did not take the last ${lost} frames.`] : []),
    ...(fault ? [fault.message] : []),
  ];
};

export const reported = (tally: Tally, index: number, frames: number, lost: number): EpisodeReport => ({
  index,
  frames,
  late: tally.late,
  missed: tally.missed,
  stale: tally.stale,
  lost,
  fault: tally.fault,
  words: wordsOf(tally, frames, lost),
});
