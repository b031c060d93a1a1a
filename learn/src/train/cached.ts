import type { EpisodeSource, Frames } from "../episodes/episode.ts";
import { frameBytes } from "../episodes/pieces.ts";

const MEGABYTES = 1 << 20;
const DEFAULT_BYTES = 512 * MEGABYTES;

/**
 * A source whose decoded episodes stay in memory as long as they fit: a second pass decodes no picture again. What does
 * not fit is read anew each time; memory stays bounded whatever the size of the set.
 */
export function cached(source: EpisodeSource, maxBytes = DEFAULT_BYTES): EpisodeSource {
  const held = new Map<number, Promise<Frames>>();
  const frame = frameBytes(source.features);
  let bytes = 0;
  const whole = (episode: number): Promise<Frames> | null => {
    const known = held.get(episode);
    if (known) return known;
    const length = source.episodes[episode]?.length ?? 0;
    if (bytes + length * frame > maxBytes) return null;
    bytes += length * frame;
    const reading = source.read(episode, 0, length);
    reading.catch(() => {
      held.delete(episode);
      bytes -= length * frame;
    });
    held.set(episode, reading);
    return reading;
  };
  return {
    ...source,
    hash: () => source.hash(),
    close: async () => {
      held.clear();
      await source.close();
    },
    read: async (episode, start, end) => {
      const reading = whole(episode);
      return reading === null ? source.read(episode, start, end) : cut(await reading, start, end);
    },
  };
}

/** Views, without a copy. */
function cut({ at, columns, missing }: Frames, start: number, end: number): Frames {
  const part = Object.entries(columns).map(([name, { type, shape, data }]) => {
    const size = data.length / (shape[0] || 1);
    return [name, { type, shape: [end - start, ...shape.slice(1)], data: data.subarray(start * size, end * size) }];
  });
  return { start, at: at.subarray(start, end), columns: Object.fromEntries(part), ...(missing ? { missing } : {}) };
}
