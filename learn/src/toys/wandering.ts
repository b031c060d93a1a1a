import type { EpisodeSource, Feature } from "../episodes/episode.ts";
import { episodesOf, type HeldEpisode } from "../episodes/memory.ts";
import { type Random, random } from "../random.ts";

export interface WanderingSettings {
  readonly episodes?: number;
  readonly frames?: number;
  /** Share of the steps at which nothing is measured. */
  readonly gaps?: number;
  readonly seed?: number;
}

const features: readonly Feature[] = [
  { name: "value", shape: [1], kind: "quantity" },
  { name: "present", shape: [1], kind: "quantity" },
];

/**
 * A made-up scalar signal that is pulled back to its level, in some episodes wider than in others, with gaps: where
 * `present` is 0, `value` is the last one again.
 */
export function wandering({
  episodes = 16,
  frames = 120,
  gaps = 0.1,
  seed = 1,
}: WanderingSettings = {}): EpisodeSource {
  const draw = random(seed);
  return episodesOf({
    features,
    rate: 1,
    episodes: Array.from({ length: episodes }, () => wanderedEpisode(frames, gaps, draw)),
  });
}

function wanderedEpisode(frames: number, gaps: number, draw: Random): HeldEpisode {
  const width = 0.3 + draw.uniform();
  const [value, present] = [new Float32Array(frames), new Float32Array(frames)];
  let [at, last] = [0, 0];
  for (let t = 0; t < frames; t += 1) {
    at = 0.8 * at + width * draw.normal();
    const isThere = draw.uniform() >= gaps;
    if (isThere) last = at;
    value[t] = last;
    present[t] = isThere ? 1 : 0;
  }
  return { columns: { value, present } };
}
