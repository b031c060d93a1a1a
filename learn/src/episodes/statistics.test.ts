import assert from "node:assert/strict";
import { test } from "node:test";
import { madeEpisodes } from "./made.ts";
import { episodesOf } from "./memory.ts";
import { ownSplit, splitEpisodes } from "./split.ts";
import { statistics } from "./statistics.ts";

test("least, greatest, mean and deviation are those of the numbers, over the chosen episodes only", async () => {
  const values = [3, -1, 4, 1, 5, -9];
  const features = [
    { name: "x", shape: [2], kind: "quantity" },
    { name: "image", shape: [1, 1, 2], kind: "image" },
  ] as const;
  const one = (numbers: readonly number[], bytes: readonly number[]) => ({
    columns: { x: Float32Array.from(numbers), image: Uint8Array.from(bytes) },
  });
  const source = episodesOf({
    features,
    rate: 1,
    episodes: [one(values, [0, 10, 20, 30, 250, 50]), one([100, Number.NaN], [255, 255])],
  });
  const { x, image } = await statistics(source, { episodes: [0] });
  assert.deepEqual(
    [x?.min, x?.max, x?.count].map((v) => (typeof v === "number" ? v : [...(v ?? [])])),
    [[3, -9], [5, 1], 3],
  );
  assert.deepEqual([...(x?.mean ?? [])], [4, -3]);
  // numpy.std([3, 4, 5]) and numpy.std([-1, 1, -9]), numpy 1.24.
  assert.deepEqual(
    Array.from(x?.std ?? [], (s) => s.toFixed(12)),
    ["0.816496580928", "4.320493798939"],
  );
  // numpy.std([0, 10, 20, 30, 250, 50]) is 86.409875978771.
  assert.deepEqual(
    [image?.mean[0], image?.std[0]?.toFixed(12), image?.min[0], image?.max[0]],
    [60, "86.409875978771", 0, 250],
  );
  const all = await statistics(source);
  assert.deepEqual([all.x?.mean[0], all.x?.mean[1], all.x?.max[1]], [28, -3, 1]);
});

test("a mean far above the deviation does not eat it", async () => {
  const x = Float32Array.from({ length: 1000 }, (_, i) => 100_000 + (i % 2));
  const source = episodesOf({
    features: [{ name: "x", shape: [1], kind: "quantity" }],
    rate: 1,
    episodes: [{ columns: { x } }],
  });
  assert.equal((await statistics(source)).x?.std[0], 0.5);
});

test("a split keeps whole episodes apart, the same for the same seed, another for another", () => {
  const source = madeEpisodes(Array.from({ length: 20 }, () => 3));
  const { train, test: kept } = splitEpisodes(source, { test: 0.25, seed: 1 });
  assert.equal(kept.length, 5);
  assert.deepEqual(
    [...train, ...kept].sort((a, b) => a - b),
    Array.from({ length: 20 }, (_, i) => i),
  );
  assert.deepEqual(splitEpisodes(source, { test: 0.25, seed: 1 }), { train, test: kept });
  assert.notDeepEqual(splitEpisodes(source, { test: 0.25, seed: 2 }).test, kept);
});

test("small sets keep an episode on both sides where a test is wanted; impossible shares are refused", () => {
  const two = madeEpisodes([3, 3]);
  assert.deepEqual(
    [splitEpisodes(two, { test: 0.01, seed: 1 }), splitEpisodes(two, { test: 0.99, seed: 1 })].map(
      ({ train, test }) => [train.length, test.length],
    ),
    [
      [1, 1],
      [1, 1],
    ],
  );
  assert.deepEqual(splitEpisodes(two, { test: 0, seed: 1 }), { train: [0, 1], test: [] });
  assert.deepEqual(splitEpisodes(madeEpisodes([3]), { test: 0.5, seed: 1 }).train, [0]);
  assert.throws(() => splitEpisodes(two, { test: 1, seed: 1 }), /from 0 to below 1/);
  assert.equal(ownSplit(two), null);
});
