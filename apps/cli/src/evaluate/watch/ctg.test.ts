import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { defineSkill, type Skill, text } from "@sakiyomi/core";
import { z } from "zod";
import { dataFolder } from "../../../../../tools/test-data.ts";
import { tableText } from "../table.ts";
import { evaluateCtgAlarms } from "./ctg-alarms.ts";
import { evaluateCtgClasses } from "./ctg-classes.ts";
import { ctgFeaturesOf } from "./ctg-features.ts";
import { type Birth, chosen, crossFear, ctgCandidates, fitCtgModel, foldsOf, foretoldPh } from "./ctg-model.ts";
import { evaluateCtgOutcome } from "./ctg-outcome.ts";

const births = dataFolder("ctu-uhb-ctg");
const classes = dataFolder("uci-ctg");

test("low pH is foretold from real recordings, better than by the spread alone", {
  skip: births === null && "skipped: no data",
}, async () => {
  const table = await evaluateCtgOutcome(births ?? "", { repeats: 1 });
  for (const limit of ["ph7.05", "ph7.15"]) {
    const { auc, floor } = table.figures[limit] as { readonly auc: number; readonly floor: { readonly auc: number } };
    assert.ok(auc > 0.7 && auc > floor.auc, tableText(table));
  }
  assert.match(tableText(table), /pH ≤ 7\.05: area under the curve +\d+ of \d+ +0\.\d{3} +0\.\d{3} to 0\.\d{3}/);
});

test("the experts' classes are found in 93 of 100 real rows", {
  skip: classes === null && "skipped: no data",
}, async () => {
  const table = await evaluateCtgClasses(classes ?? "", { seeds: 1, rounds: 40 });
  assert.deepEqual(table.failures, [], tableText(table));
});

test("a folder without such records gives an empty table, not an error", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-ctg-"));
  assert.deepEqual((await evaluateCtgOutcome(folder)).rows, []);
  assert.deepEqual((await evaluateCtgClasses(folder)).rows, []);
});

test("codes of the class and names of files are no features", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-ctg-"));
  const lines = Array.from({ length: 40 }, (_, i) => `f${i}.txt,${120 + (i % 3)},${(i * 37) % 11},1,${1 + (i % 3)}`);
  await writeFile(join(folder, "a.csv"), ["FileName,LB,ASTV,SUSP,NSP", ...lines].join("\n"));
  const { title } = await evaluateCtgClasses(folder, { seeds: 1, rounds: 2 });
  assert.match(title, /40 rows, 2 features/);
});

/** From the first second on it says that the level is high, and never what the baseline is. */
const alwaysCalls: Skill = defineSkill<null, Record<never, never>>({
  id: "always-calls",
  owner: "@sakiyomi/test",
  version: "1.0.0",
  risk: "informs",
  suits: () => true,
  reads: ["fetal-heart-rate"],
  makes: [],
  does: ["tell"],
  periodMs: 10_000,
  budgetMs: 50,
  settings: z.object({}),
  start: () => null,
  step: () => ({
    state: null,
    predictions: { baseline: { known: false, why: text("never") } },
    wishes: [{ do: "tell", key: "level", level: "medium", text: text("never") }],
  }),
  words: { en: { never: "n" }, ja: { never: "n" }, ko: { never: "n" } },
});

test("an alert that stands is one alert, and calls for every birth", {
  skip: births === null && "skipped: no data",
}, async () => {
  const table = await evaluateCtgAlarms(births ?? "", { births: 2, skill: alwaysCalls });
  const { lives } = table.figures as { readonly lives: readonly Record<string, unknown>[] };
  assert.equal(lives.length, 2);
  for (const life of lives) {
    assert.deepEqual(life.told, { level: 1 });
    assert.ok(life.isCalled === true && life.baseline === 0 && (life.turns as number) > 150);
  }
});

const HZ = 4;
/** An hour of a heart that swings by `swing` around 140, with a dip of 60 to 80 s in each `dipEveryMin` minutes. */
const hour = (swing: number, dip: number): Float64Array =>
  Float64Array.from({ length: 3600 * HZ }, (_, i) => {
    const s = i / HZ;
    const inDip = s % 300 < 60 && s > 300;
    return 140 + swing * Math.sin(s / 7) - (inDip ? dip * Math.sin((Math.PI * (s % 300)) / 60) : 0);
  });
const featuresOf = (fhr: Float64Array) => ctgFeaturesOf({ fhr, toco: null, mother: null }, null);

test("the features say what was put in: spread, level, beats lost, pauses", () => {
  const [calm, dipping] = [featuresOf(hour(5, 0)), featuresOf(hour(5, 50))];
  assert.ok(Math.abs(Math.exp(calm.spread) - 5 / Math.SQRT2) < 0.2);
  assert.ok(Math.abs(calm.level60 - 140) < 2);
  assert.equal(calm.lost60, 0);
  // Eleven dips of half a sine of 50 /min over a minute: 32 beats each.
  assert.ok(Math.abs(Math.expm1(dipping.lost60) - (11 * 32) / 6) < 15, String(Math.expm1(dipping.lost60)));
  const gappy = hour(5, 0);
  gappy.fill(Number.NaN, gappy.length - 10 * 60 * HZ);
  assert.ok(Math.abs(featuresOf(gappy).loss20 - 0.5) < 0.01);
  assert.ok(Number.isNaN(featuresOf(gappy).fall10));
});

test("of a silent recording nothing is known, and nothing is infinite", () => {
  for (const fhr of [
    new Float64Array(14_400).fill(Number.NaN),
    new Float64Array(14_400).fill(140),
    new Float64Array(0),
  ])
    for (const [name, value] of Object.entries(featuresOf(fhr)))
      assert.ok(Number.isNaN(value) || Number.isFinite(value), `${name}: ${value}`);
});

/** Births whose pH falls with the spread, and with nothing else. */
const made = (count: number): readonly Birth[] =>
  Array.from({ length: count }, (_, i) => {
    const u = (i * 0.754877666) % 1;
    const v = (i * 0.569840291) % 1;
    const features = Object.fromEntries(
      Object.keys(featuresOf(new Float64Array(0))).map((name, k) => [
        name,
        name === "spread60" ? u : ((k + 1) * v) % 1,
      ]),
    ) as Birth["features"];
    return { name: String(i), features, ph: 7.35 - 0.4 * u + 0.02 * v };
  });

test("what tells is chosen and learnt; the model is JSON", () => {
  const all = made(80);
  const model = fitCtgModel(chosen(ctgCandidates, all, 1), all);
  const back = JSON.parse(JSON.stringify(model)) as typeof model;
  const [low, high] = [...all].sort((a, b) => a.ph - b.ph).filter((_, i) => i === 0 || i === 79) as [Birth, Birth];
  assert.ok(foretoldPh(model, low) < foretoldPh(model, high));
  assert.equal(foretoldPh(back, low), foretoldPh(model, low));
});

test("no birth is foretold by a model that has learnt from it", () => {
  const all = made(40);
  const folds = foldsOf(all, 4, 1);
  crossFear(all, folds, (others, fold) => {
    assert.ok(others.every((birth) => folds[all.indexOf(birth)] !== fold));
    assert.equal(others.length, all.filter((_, i) => folds[i] !== fold).length);
    return fitCtgModel(ctgCandidates.slice(0, 1), others);
  });
});
