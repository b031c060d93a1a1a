import assert from "node:assert/strict";
import { test } from "node:test";
import type { EpisodeSource } from "../episodes/episode.ts";
import { episodesOf } from "../episodes/memory.ts";
import { reaching } from "../toys/reaching.ts";
import { cached } from "./cached.ts";
import { resized } from "./resized.ts";

test("a cached source reads each episode once, gives the same frames, and stays within its memory", async () => {
  const toy = reaching({ episodes: 3, frames: 10, image: 8 });
  const reads: number[] = [];
  const counted: EpisodeSource = {
    ...toy,
    read: (episode, start, end) => {
      reads.push(episode);
      return toy.read(episode, start, end);
    },
  };
  // An episode is 10 frames of 3 · 8 · 8 + 8 · 4 + 8 bytes: two fit.
  const source = cached(counted, 5000);
  for (const episode of [0, 1, 2, 0, 1, 2])
    assert.deepEqual(await source.read(episode, 3, 7), await toy.read(episode, 3, 7));
  assert.deepEqual(reads, [0, 1, 2, 2]);
});

test("an episode that could not be read takes no room in the cache, and is tried again", async () => {
  const toy = reaching({ episodes: 3, frames: 10, image: 8 });
  const reads: number[] = [];
  let fails = 2;
  const broken: EpisodeSource = {
    ...toy,
    read: async (episode, start, end) => {
      reads.push(episode);
      if (fails-- > 0) throw new Error("the disk was away");
      return toy.read(episode, start, end);
    },
  };
  const source = cached(broken, 5000);
  await assert.rejects(source.read(0, 0, 5), /the disk was away/);
  await assert.rejects(source.read(1, 0, 5), /the disk was away/);
  for (const episode of [0, 1, 0, 1]) await source.read(episode, 0, 5);
  assert.deepEqual(reads, [0, 1, 0, 1]);
});

test("a resized picture holds the mean of what each pixel covers", async () => {
  const image = Uint8Array.from([0, 100, 30, 60, 200, 100, 90, 60, 1, 1, 1, 1, 3, 3, 3, 3]);
  const source = episodesOf({
    features: [{ name: "camera", shape: [1, 4, 4], kind: "image" }],
    rate: 10,
    episodes: [{ columns: { camera: image } }],
  });
  const half = resized(source, 2, 2);
  assert.deepEqual(half.features[0]?.shape, [1, 2, 2]);
  assert.deepEqual((await half.read(0, 0, 1)).columns.camera?.data, Uint8Array.of(100, 60, 2, 2));
  const wide = resized(source, 4, 3);
  assert.equal((await wide.read(0, 0, 1)).columns.camera?.data[0], 25, "one pixel and a third of the next");
  const same = resized(source, 4, 4);
  assert.deepEqual((await same.read(0, 0, 1)).columns.camera?.data, image);
});
