import { sizeOf } from "../tensor.ts";
import type { EpisodeSource, Feature, Frames } from "./episode.ts";

const MEGABYTES = 1 << 20;
/** Of one piece; a piece has at least one frame. */
const PIECE_BYTES = 4 * MEGABYTES;

export const frameBytes = (features: readonly Feature[]): number =>
  features.reduce((bytes, { shape, kind }) => bytes + sizeOf(shape) * (kind === "image" ? 1 : 4), 8);

/** An episode from begin to end in pieces of bounded size, so that its length does not matter. */
export async function* pieces(source: EpisodeSource, episode: number, maxBytes = PIECE_BYTES): AsyncGenerator<Frames> {
  const length = source.episodes[episode]?.length ?? 0;
  const step = Math.max(1, Math.floor(maxBytes / frameBytes(source.features)));
  for (let start = 0; start < length; start += step)
    yield await source.read(episode, start, Math.min(start + step, length));
}
