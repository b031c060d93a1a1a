import type { EpisodeSource, Feature } from "./episode.ts";
import { episodesOf, type HeldEpisode } from "./memory.ts";

/** For tests: three joints on sines, a gripper, an image with a square that moves. The same numbers on every call. */
export const madeFeatures: readonly Feature[] = [
  { name: "observation.image", shape: [3, 8, 10], kind: "image" },
  { name: "observation.state", shape: [3], kind: "quantity", names: ["shoulder", "elbow", "wrist"], unit: "rad" },
  { name: "gripper", shape: [1], kind: "quantity" },
];

export const madeEpisodes = (lengths: readonly number[] = [12, 7], rate = 10): EpisodeSource =>
  episodesOf({ features: madeFeatures, rate, episodes: lengths.map((length, index) => madeEpisode(length, index)) });

export function madeEpisode(length: number, index: number): HeldEpisode {
  const state = Float32Array.from({ length: length * 3 }, (_, i) => Math.sin(Math.floor(i / 3) / 5 + (i % 3) + index));
  const gripper = Float32Array.from({ length }, (_, i) => (i * 2 < length ? 0 : 1));
  const image = new Uint8Array(length * 240).map((_, i) => (i * 7 + index * 31 + Math.floor(i / 240) * 13) % 251);
  const task = index % 2 === 0 ? "lift the cup" : "put the cup down";
  return { columns: { "observation.image": image, "observation.state": state, gripper }, task };
}
