import type { EpisodeSource, Feature } from "../episodes/episode.ts";
import { episodesOf, type HeldEpisode } from "../episodes/memory.ts";
import { type Random, random } from "../random.ts";

export interface TellingSettings {
  readonly episodes?: number;
  /** Of the slow motions; the quick ones have two thirds. */
  readonly frames?: number;
  readonly seed?: number;
}

/** Words, one-hot: lift, push · red, blue · slowly, quickly. */
export const tellingWords = ["lift", "push", "red", "blue", "slowly", "quickly"] as const;

const features: readonly Feature[] = [
  { name: "joints", shape: [4], kind: "quantity", names: ["left reach", "left lift", "right reach", "right lift"] },
  { name: "features", shape: [2], kind: "quantity", names: ["left is red", "right is red"] },
  { name: "sentence", shape: [3, tellingWords.length], kind: "quantity" },
];

/**
 * Two objects, red and blue, before two made-up arms: one is lifted or pushed, slowly or quickly, and a sentence says so.
 * Which arm moves does not tell the colour, nor does the picture alone: both together do.
 */
export function telling({ episodes = 48, frames = 18, seed = 1 }: TellingSettings = {}): EpisodeSource {
  const draw = random(seed);
  return episodesOf({
    features,
    rate: 10,
    episodes: Array.from({ length: episodes }, (_, i) => toldEpisode(i, frames, draw)),
  });
}

function toldEpisode(index: number, frames: number, draw: Random): HeldEpisode {
  const bit = (place: number): number => (index >> place) & 1;
  const [isPush, isRight, isLeftRed, isQuick] = [bit(0), bit(1), bit(2), bit(3)];
  const isBlue = isRight === isLeftRed ? 1 : 0;
  const length = Math.round(isQuick ? (frames * 2) / 3 : frames);
  const noisy = (x: number): number => x + 0.02 * draw.normal();
  const joints = new Float32Array(length * 4);
  for (let t = 0; t < length; t += 1) {
    const move = Math.sin((Math.PI * t) / (length - 1));
    for (let joint = 0; joint < 4; joint += 1) {
      const isMoving = joint >> 1 === isRight;
      const size = joint % 2 === isPush ? 0.2 : 0.8;
      joints[t * 4 + joint] = noisy(isMoving ? move * size : 0);
    }
  }
  const views = Float32Array.from({ length: length * 2 }, (_, i) => noisy(i % 2 === 0 ? isLeftRed : 1 - isLeftRed));
  const words = [isPush, 2 + isBlue, 4 + isQuick];
  const size = tellingWords.length;
  const sentence = Float32Array.from({ length: length * 3 * size }, (_, i) =>
    words[Math.floor(i / size) % 3] === i % size ? 1 : 0,
  );
  return {
    columns: { joints, features: views, sentence },
    task: words.map((word) => tellingWords[word]).join(" "),
  };
}
