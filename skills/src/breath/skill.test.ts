import assert from "node:assert/strict";
import { test } from "node:test";
import { type Prediction, SECOND, type Signal, type SourceId, type Step } from "@sakiyomi/core";
import { keepsPromises } from "@sakiyomi/core/testing";
import { countedRate } from "./count.ts";
import { HZ } from "./series.ts";
import { ann, BEGIN, chestOf, heartOf } from "./sim.ts";
import { breath } from "./skill.ts";

keepsPromises(breath);

const settings = breath.settings.parse({});

/** A turn every four seconds, the state stored in between. */
function live(signals: readonly Signal[], seconds: number, ageYears: number | null = 80): readonly Step<unknown>[] {
  let state: unknown = breath.start(BEGIN);
  return Array.from({ length: seconds / 4 }, (_, i) => {
    const now = BEGIN + (i + 1) * 4 * SECOND;
    const arrived = signals.filter(({ receivedAt }) => receivedAt > now - 4 * SECOND && receivedAt <= now);
    const person = { id: ann, ageYears, pregnant: null };
    const step = breath.step(state, { signals: arrived, settings, person }, now);
    state = JSON.parse(JSON.stringify(step.state));
    return step;
  });
}

const lastOf = (steps: readonly Step<unknown>[]): Prediction => steps.at(-1)?.predictions.rate as Prediction;
function value(prediction: Prediction): number {
  assert(prediction.known && prediction.what.type === "quantity", JSON.stringify(prediction));
  return prediction.what.value;
}
const whyOf = (prediction: Prediction): string => (prediction.known ? "known" : prediction.why.key);

/** Mulberry32: the same noise in every run. */
function noiseOf(seed: number, size: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return 2 * size * (((t ^ (t >>> 14)) >>> 0) / 4294967296 - 0.5);
  };
}

for (const perMin of [7, 9, 14, 20, 28, 40])
  test(`${perMin} breaths a minute are counted in the impedance`, () => {
    assert.ok(Math.abs(value(lastOf(live(chestOf({ seconds: 48, perMin }), 48))) - perMin) < 0.6);
  });

for (const perMin of [8, 12, 16, 22, 30])
  test(`${perMin} breaths a minute show in pulse and ECG alone`, () => {
    const noise = noiseOf(perMin, 0.03);
    assert.ok(Math.abs(value(lastOf(live(heartOf({ seconds: 60, perMin, noise }), 60))) - perMin) < 1);
  });

test("breaths show in a chest that moves by a few thousandths of a g", () => {
  const day = chestOf({ seconds: 60, perMin: 18, noise: noiseOf(4, 0.5) }, "acceleration-z");
  assert.ok(Math.abs(value(lastOf(live(day, 60))) - 18) < 0.6);
});

test("an infant's fast breath is found, and the age is what makes it usual", () => {
  const day = heartOf({ seconds: 60, perMin: 44, heartPerMin: 130 });
  assert.ok(Math.abs(value(lastOf(live(day, 60, 0))) - 44) < 1.5);
});

test("the answer comes with the first whole window, with its interval, confidence and reasons", () => {
  const steps = live(chestOf({ seconds: 36, perMin: 15 }), 36);
  assert.deepEqual(
    steps.slice(0, 7).map(({ predictions }) => predictions.rate?.known),
    Array.from({ length: 7 }, () => false),
  );
  const rate = lastOf(steps);
  assert(rate.known);
  assert.deepEqual(
    rate.because.map(({ key }) => key),
    ["counted", "confidence"],
  );
});

test("it makes the respiration rate, never of the future, and only when it is sure", () => {
  const steps = live(chestOf({ seconds: 60, perMin: 15 }), 60);
  steps.forEach((step, i) => {
    assert.equal((step.made ?? []).length, step.predictions.rate?.known ? 1 : 0);
    for (const { kind, at } of step.made ?? []) {
      assert.equal(kind, "respiration-rate");
      assert.ok(at <= BEGIN + (i + 1) * 4 * SECOND);
    }
  });
});

test("the less the pulse follows the breath, the less sure it is", () => {
  const sureness = [0.08, 0.02, 0].map((follows) => {
    const rates = live(heartOf({ seconds: 200, perMin: 15, follows, noise: noiseOf(9, 0.2) }), 200)
      .slice(8)
      .map(({ predictions }) => predictions.rate as Prediction);
    const percents = rates.map((rate) => Number((rate.known ? rate.because.at(-1) : rate.why)?.values?.percent));
    return percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  });
  const [much = 0, little = 0, none = 0] = sureness;
  assert.ok(much > little + 5 && little > none + 10, `${sureness}`);
});

test("a pause is not averaged away: no rate is given, and it says since when no breath is seen", () => {
  const depth = (second: number) => (second < 60 ? 1 : 0);
  const steps = live(chestOf({ seconds: 160, perMin: 15, depth, noise: noiseOf(2, 0.01) }), 160);
  const at = (second: number) => steps[second / 4 - 1]?.predictions.rate as Prediction;
  assert.equal(whyOf(at(60)), "known");
  for (const second of [76, 84, 92, 100, 120, 160]) assert.equal(whyOf(at(second)), "pause", `${second}`);
});

test("without a wave, after a silence, and before half a minute nothing is known", () => {
  assert.equal(whyOf(lastOf(live([], 8))), "never");
  assert.equal(whyOf(lastOf(live(chestOf({ seconds: 16, perMin: 15 }), 16))), "too-short");
  assert.equal(whyOf(lastOf(live(chestOf({ seconds: 40, perMin: 15 }), 60))), "silent");
});

test("a hole in the wave makes it wait for a whole window", () => {
  const day = chestOf({ seconds: 80, perMin: 15 }).filter(({ at }) => at < BEGIN + 40_000 || at >= BEGIN + 46_000);
  const steps = live(day, 80);
  assert.equal(whyOf(steps[14]?.predictions.rate as Prediction), "too-short");
  assert.ok(Math.abs(value(lastOf(steps)) - 15) < 0.6);
});

test("blocks said twice, and a second sensor beside the first, change nothing", () => {
  const day = chestOf({ seconds: 60, perMin: 15 });
  const other = chestOf({ seconds: 60, perMin: 25 }).map((one) => ({ ...one, source: "device:other" as SourceId }));
  const twice = day.flatMap((one, i) => [one, one, other[i] as Signal]);
  assert.deepEqual(lastOf(live(twice, 60)), lastOf(live(day, 60)));
});

test("a notch in a breath is no breath of its own", () => {
  const values = Array.from({ length: 32 * HZ }, (_, i) => {
    const phase = (2 * Math.PI * i) / HZ / 4;
    return Math.sin(phase) + 0.12 * Math.sin(5 * phase);
  });
  assert.ok(Math.abs((countedRate(values)?.perMin ?? 0) - 15) < 0.3);
});

/** Noise and nothing else: a sensor whose electrodes have come off. */
const noiseIn = (
  kind: "respiration-impedance" | "ppg" | "ecg",
  seconds: number,
  seed: number,
  size = 1,
): readonly Signal[] => {
  const noise = noiseOf(seed, size);
  return Array.from({ length: seconds }, (_, second) => ({
    ...{ subject: ann, kind, at: BEGIN + second * SECOND, receivedAt: BEGIN + (second + 1) * SECOND, sequence: 0 },
    value: {
      rate: 125,
      scale: 1e-4,
      offset: 0,
      samples: Int32Array.from({ length: 125 }, () => Math.round(1e4 * noise())),
    },
    ...{ quality: "good", source: `device:${kind}` as SourceId },
  })) as Signal[];
};

test("noise is no breath, from whatever wave it comes", () => {
  for (const kinds of [["respiration-impedance"], ["ppg", "ecg"], ["respiration-impedance", "ppg", "ecg"]] as const)
    for (const seed of [3, 4]) {
      const steps = live(
        kinds.flatMap((kind, i) => noiseIn(kind, 240, seed * 10 + i)),
        240,
      );
      const known = steps.filter(({ predictions }) => predictions.rate?.known).length;
      assert.ok(known <= 3, `${kinds}: ${known} of ${steps.length}`);
      assert.equal(
        whyOf(lastOf(steps)) === "known" ? "not-sure" : whyOf(lastOf(steps)).replace("too-short", "not-sure"),
        "not-sure",
      );
    }
});
