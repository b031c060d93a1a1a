import type { EpisodeSource } from "../episodes/episode.ts";
import { LearnFault } from "../fault.ts";

/** A stretch of an episode that is one row of a batch. */
export interface Window {
  readonly episode: number;
  /** Frame of its first step. */
  readonly start: number;
  /** Steps that exist; the rest of the batch's time is padding. */
  readonly steps: number;
}

export interface WindowSettings {
  /** Steps of a window. Without it, a window is a whole episode. */
  readonly length?: number;
  /** Steps from one window's begin to the next one's; `length` unless given. */
  readonly stride?: number;
}

/**
 * Cuts episodes so that every step is in a window. A step that predicts `ahead` frames needs them: an episode of 60
 * frames has 59 steps of 1 ahead.
 */
export function windowsOf(
  source: Pick<EpisodeSource, "episodes">,
  episodes: readonly number[],
  ahead: number,
  { length = Number.POSITIVE_INFINITY, stride = length }: WindowSettings = {},
): readonly Window[] {
  if (!(length >= 1 && stride >= 1))
    throw new LearnFault("setting", `Windows of ${length} every ${stride} are none.`, "Give 1 or more.");
  const windows: Window[] = [];
  for (const episode of episodes) {
    const steps = (source.episodes[episode]?.length ?? 0) - ahead;
    for (let start = 0; start < steps; start += stride) {
      windows.push({ episode, start, steps: Math.min(length, steps - start) });
      if (start + length >= steps) break;
    }
  }
  return windows;
}

export const longest = (windows: readonly Window[]): number => Math.max(0, ...windows.map(({ steps }) => steps));
