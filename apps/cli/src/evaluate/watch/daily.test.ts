import assert from "node:assert/strict";
import { test } from "node:test";
import { livedBowel } from "./daily-bowels.ts";
import { noonsOf } from "./daily-noons.ts";
import { auc, brier, calibrationGap, type Said } from "./daily-scores.ts";

const said = (...rows: readonly (readonly [number, boolean])[]): readonly Said[] =>
  rows.map(([p, came]) => ({ p, came }));

test("AUC counts pairs, a tie as half, and is not known where nothing came or everything did", () => {
  assert.equal(auc(said([0.9, true], [0.8, false], [0.7, true], [0.1, false])), 0.75);
  assert.equal(auc(said([0.5, true], [0.5, false])), 0.5);
  assert.ok(Number.isNaN(auc(said([0.5, true]))));
});

test("the Brier score and the calibration gap of what was said", () => {
  assert.ok(Math.abs(brier(said([1, true], [0, false], [0.5, true])) - 0.25 / 3) < 1e-12);
  assert.ok(Math.abs(calibrationGap(said([0.85, true], [0.85, false])) - 0.35) < 1e-12);
});

test("simulated people live the same days again with the same seed, and others with another", () => {
  assert.deepEqual(livedBowel("a", 10), livedBowel("a", 10));
  assert.notDeepEqual(livedBowel("a", 10).stools, livedBowel("b", 10).stools);
});

test("at noon the skill knows better than half-by-noon which days will miss the water goal", () => {
  const noons = Array.from({ length: 8 }, (_, i) => noonsOf(`test/${i}`, i, 12, 6)).flat();
  const known = noons.filter(({ missed }) => missed.water !== null);
  assert.ok(known.length > 0.9 * noons.length);
  const came = (truth: number) => truth < 1500;
  const skill = brier(known.map(({ missed, truth }) => ({ p: missed.water ?? 0, came: came(truth.water) })));
  const pace = brier(known.map(({ soFar, truth }) => ({ p: Number(soFar.water < 750), came: came(truth.water) })));
  assert.ok(skill < pace, `${skill} against ${pace}`);
});
