import { sizeOf } from "../../tensor.ts";
import type { EpisodeSource, Frames } from "../episode.ts";
import type { Issue } from "./issue.ts";

/** Equal frames at the end from which they are called padding: a tenth of the episode, and five at least. */
const LEAST_FRAMES = 5;
const LEAST_SHARE = 0.1;

/** Watches whether an episode ends in copies of one frame. */
export interface PaddingWatch {
  add(frames: Frames): void;
  issues(): readonly Issue[];
}

export function watchPadding(source: EpisodeSource, episode: number): PaddingWatch {
  const length = source.episodes[episode]?.length ?? 0;
  let last: readonly (Float32Array | Uint8Array)[] | null = null;
  let equal = 0;
  return {
    add: (frames) => {
      for (let i = 0; i < frames.at.length; i++) {
        const frame = source.features.map(({ name, shape }) => {
          const size = sizeOf(shape);
          return frames.columns[name]?.data.subarray(i * size, (i + 1) * size) ?? new Uint8Array();
        });
        equal = last && isEqual(last, frame) ? equal + 1 : 0;
        last = frame;
      }
      // The piece is let go; the last frame of it is kept.
      last = last?.map((values) => values.slice()) ?? null;
    },
    issues: () => {
      if (equal < LEAST_FRAMES || equal < LEAST_SHARE * length) return [];
      const what = `its last ${equal} frames are copies of the one before.`;
      const remedy = "If it was padded, give its length (EIPL: lengths.npy), or the model learns to stand still.";
      return [{ kind: "padded", episode, frame: length - equal, what, remedy }];
    },
  };
}

const isEqual = (a: readonly (Float32Array | Uint8Array)[], b: readonly (Float32Array | Uint8Array)[]): boolean =>
  a.every((values, f) => values.every((value, i) => value === b[f]?.[i]));
