import assert from "node:assert/strict";
import { test } from "node:test";
import { damaged } from "../access.ts";
import type { EpisodeSource } from "../episode.ts";
import { madeEpisodes } from "../made.ts";
import { episodesOf, type HeldEpisode } from "../memory.ts";
import { check } from "./check.ts";
import { placeOf } from "./issue.ts";

const features = [{ name: "x", shape: [2], kind: "quantity", names: ["a", "b"] }] as const;

/** 100 frames at 10 Hz; `b` is a slow sine, `a` what the test gives. */
const withA = (a: (i: number) => number, more: Partial<HeldEpisode> = {}): HeldEpisode => ({
  columns: { x: Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? a(i >> 1) : Math.sin(i / 9))) },
  ...more,
});
const wave = (i: number) => Math.sin(i / 7);

const found = async (source: EpisodeSource) =>
  (await check(source)).issues.map((issue) => `${issue.kind} @ ${placeOf(issue)}`);
const foundIn = (...episodes: HeldEpisode[]) => found(episodesOf({ features, rate: 10, episodes }));

test("a set without fault has no finding", async () => {
  assert.deepEqual(
    await foundIn(
      withA(wave),
      withA((i) => wave(i + 3)),
    ),
    [],
  );
  const { frames, statistics } = await check(madeEpisodes([30, 20]));
  assert.deepEqual([frames, statistics["observation.state"]?.count], [50, 50]);
});

test("holes, times that run back and a wrong rate are found at their frame", async () => {
  const at = (of: (i: number) => number) => ({ at: Array.from({ length: 100 }, (_, i) => of(i)) });
  assert.deepEqual(
    await foundIn(
      withA(wave),
      withA(
        wave,
        at((i) => i / 10 + (i >= 40 ? 0.3 : 0)),
      ),
    ),
    ["gap @ episode 1, frame 40"],
  );
  assert.deepEqual(
    await foundIn(
      withA(
        wave,
        at((i) => (i === 20 ? 1.85 : i / 10)),
      ),
    ),
    ["order @ episode 0, frame 20", "gap @ episode 0, frame 21"],
  );
  assert.deepEqual(
    await foundIn(
      withA(
        wave,
        at((i) => i / 9.7),
      ),
    ),
    ["rate @ episode 0"],
  );
  assert.deepEqual(
    await foundIn(
      withA(
        wave,
        at((i) => i / 10 + 0.004 * Math.sin(i)),
      ),
    ),
    [],
  );
});

test("a channel that never moves, and one that holds no number, are named", async () => {
  assert.deepEqual(
    await foundIn(
      withA(() => 4),
      withA(() => 4),
    ),
    ["constant @ x/a"],
  );
  assert.deepEqual(
    await foundIn(
      withA(() => 4),
      withA(() => 5),
    ),
    [],
  );
  assert.deepEqual(
    await foundIn(
      withA(wave),
      withA((i) => (i === 17 || i === 30 ? Number.NaN : wave(i))),
    ),
    ["not-a-number @ episode 1, frame 17, x/a"],
  );
});

test("a channel that is cut is told from one that rests, and from a gripper", async () => {
  assert.deepEqual(await foundIn(withA((i) => Math.min(wave(i), 0.7))), ["clipped @ episode 0, frame 6, x/a"]);
  const eased = (i: number) => (i < 40 ? 1 - Math.cos((Math.PI * i) / 40) : i < 70 ? 2 : 2 - 0.03 * (i - 69));
  assert.deepEqual(await foundIn(withA(eased)), []);
  assert.deepEqual(await foundIn(withA((i) => (i % 20 < 10 ? 0 : 1))), []);
  const startsAtRest = (i: number) => (i < 20 ? 0 : (i - 20) / 80);
  assert.deepEqual(await foundIn(withA(startsAtRest)), []);
});

test("bounds and statistics that do not fit the data are found, and those that do are not", async () => {
  const source = episodesOf({ features, rate: 10, episodes: [withA(wave)] });
  const { statistics } = await check(source);
  const x = statistics.x ?? assert.fail();
  assert.deepEqual(await found({ ...source, stored: { x } }), []);
  const narrow = { min: Float64Array.of(-0.9, -1), max: Float64Array.of(0.9, 1) };
  assert.deepEqual(await found({ ...source, stored: { x: narrow } }), ["bounds @ episode 0, frame 8, x/a"]);
  const degrees = { min: Float64Array.of(-90, -1), max: Float64Array.of(90, 1) };
  assert.deepEqual(await found({ ...source, stored: { x: degrees } }), ["bounds @ x/a"]);
  const shifted = { ...x, mean: x.mean.map((m, e) => (e === 1 ? m + 0.5 : m)) };
  assert.deepEqual(await found({ ...source, stored: { x: shifted } }), ["statistics @ x/b"]);
});

test("padding, single frames, and episodes that cannot be read or end early are found, and the rest is still checked", async () => {
  const padded = (i: number) => wave(Math.min(i, 60));
  const still: HeldEpisode = {
    columns: { x: Float32Array.from({ length: 200 }, (_, i) => wave(Math.min(i >> 1, 60)) + (i % 2)) },
  };
  assert.deepEqual(await foundIn(withA(padded)), []);
  assert.deepEqual(await foundIn(still), ["padded @ episode 0, frame 61"]);
  assert.deepEqual(await foundIn(withA(wave), { columns: { x: Float32Array.of(1, 2) } }), ["short @ episode 1"]);
  const source = episodesOf({ features, rate: 10, episodes: [withA(wave), withA(wave), withA(() => Number.NaN)] });
  const { statistics } = await check(episodesOf({ features, rate: 10, episodes: [withA(wave)] }));
  const failing: EpisodeSource = {
    ...source,
    // Of all three episodes: nobody can say that they are wrong.
    stored: { x: { ...statistics.x, mean: Float64Array.of(5, 5) } as never },
    read: (e, start, end) => (e === 1 ? damaged("set/data.parquet", "is cut.") : source.read(e, start, end)),
  };
  const { issues } = await check(failing);
  assert.deepEqual(
    issues.map(({ kind }) => kind),
    ["unreadable", "not-a-number"],
  );
  assert.equal(issues[0]?.what, "set/data.parquet: is cut.");
  const shorter: EpisodeSource = {
    ...source,
    episodes: [{ index: 0, length: 120 }],
    read: (e, start, end) => source.read(e, start, Math.min(end, 100)),
  };
  assert.deepEqual(await found(shorter), ["short @ episode 0, frame 100"]);
});

test("a set without episodes is no sound set", async () => {
  assert.deepEqual(await foundIn(), ["short @ the set"]);
});

test("what a mapping could not fill is told as missing, once", async () => {
  const source = episodesOf({ features, rate: 10, episodes: [withA((i) => (i === 4 ? Number.NaN : wave(i)))] });
  const reported: EpisodeSource = {
    ...source,
    read: async (e, start, end) => ({ ...(await source.read(e, start, end)), missing: { x: [4] } }),
  };
  assert.deepEqual(await found(reported), ["missing @ episode 0, frame 4, x"]);
});
