import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dataFolder } from "../../../tools/test-data.ts";
import { type Analysis, analyse, type Circumstances, unknownCircumstances } from "./ctg/analyse.ts";
import { baselineOf } from "./ctg/baseline.ts";
import { accelerationRules, accelerationsOf, decelerationsOf, PRETERM, TERM } from "./ctg/changes.ts";
import { contractionsOf, tachysystole } from "./ctg/contractions.ts";
import { epochsOf } from "./ctg/epochs.ts";
import { gridOf } from "./ctg/grid.ts";
import { heardIn } from "./ctg/heard.ts";
import { coincidenceOf } from "./ctg/mother.ts";
import { HZ, type Maybe, notKnown, type Recording } from "./ctg/recording.ts";
import { traceOf } from "./ctg/trace.ts";
import { variationOf } from "./ctg/variation.ts";
import { gestationAt } from "./ctg/weeks.ts";
import { type Mood, play, type Script } from "./sim.ts";

const term: Circumstances = { ...unknownCircumstances, weeks: 38 };
const labour: Circumstances = { ...term, inLabour: true };
const of = (script: Script, about = term): Analysis => analyse(play(script), about);
const always = (mood: Mood) => () => mood;

const known = (maybe: Maybe<number>): number => {
  assert(maybe.known, JSON.stringify(maybe));
  return maybe.value;
};
const kinds = ({ decelerations }: Analysis) => decelerations.map(({ kind }) => kind);

/** A rate drawn by hand: `at` seconds. */
const drawn = (minutes: number, bpm: (s: number) => number): Float64Array =>
  Float64Array.from({ length: minutes * 60 * HZ }, (_, i) => bpm(i / HZ));
const recorded = (fhr: Float64Array, toco: Float64Array | null = null): Recording => ({ fhr, toco, mother: null });
/** A trapezium: so high, from, falling and rising within two seconds, for so long at its foot. */
const step = (s: number, fromS: number, seconds: number, height: number): number =>
  height * Math.max(0, Math.min(1, (s - fromS) / 2, (fromS + seconds - s) / 2));

test("what cannot be a heart is taken out, and told: spikes, rates out of range, nothing else", () => {
  const fhr = drawn(5, () => 140);
  for (const i of [100, 300, 500]) fhr[i] = 250;
  fhr[700] = 239;
  fhr[800] = 10;
  const { fhr: heard, quality } = heardIn(fhr);
  assert.equal(heard.filter((bpm) => Number.isNaN(bpm)).length, 5);
  assert.equal(Math.round(quality.rejected * fhr.length), 5);
  assert.equal(heardIn(drawn(5, () => 140)).quality.lost, 0);
  assert.equal(heardIn(new Float64Array(0)).quality.seconds, 0);
});

test("a count that jumps to half or double and back is the counter's; one that stays is kept, and told as doubtful", () => {
  const { fhr, quality } = heardIn(drawn(5, (s) => (s >= 100 && s < 125 ? 70 : 140)));
  assert.equal(quality.halvedS, 25);
  assert.ok(fhr.every((bpm) => Number.isNaN(bpm) || bpm === 140));
  const stays = heardIn(drawn(5, (s) => (s >= 100 ? 70 : 140)));
  assert.equal(stays.quality.perhapsHalvedSinceS, 100);
  assert.ok(stays.fhr.filter((bpm) => bpm === 70).length > 190 * HZ, "a child whose heart has halved is not taken out");
});

test("an epoch is the mean pulse interval of 3.75 s, and missing with fewer than three values", () => {
  const fhr = new Float64Array(45)
    .fill(Number.NaN)
    .fill(120, 0, 3)
    .fill(150, 15, 17)
    .fill(100, 30, 37)
    .fill(200, 37, 44);
  const epochs = epochsOf(fhr);
  assert.equal(epochs[0], 500);
  assert.ok(Number.isNaN(epochs[1]));
  assert.equal(epochs[2], 450);
});

for (const baselineBpm of [85, 110, 125, 140, 160, 178])
  test(`a baseline of ${baselineBpm} is found, calm or lively, with gaps`, () => {
    for (const [seed, mood] of [
      [1, "active"],
      [2, "quiet"],
    ] as const) {
      const found = of({ minutes: 30, seed, baselineBpm, mood: always(mood), dropout: 0.2 });
      assert.ok(Math.abs(known(found.baselineBpm) - baselineBpm) < 3, `${mood} ${JSON.stringify(found.baselineBpm)}`);
    }
  });

test("no baseline without two minutes heard, and it says why", () => {
  assert.deepEqual(baselineOf(epochsOf(drawn(1.9, () => 140))), notKnown("too-short"));
  assert.deepEqual(baselineOf(epochsOf(drawn(10, (s) => (s < 100 ? 140 : Number.NaN)))), notKnown("signal-lost"));
  const silent = analyse(recorded(drawn(20, () => Number.NaN)), term);
  assert.equal(silent.quality.lost, 1);
  for (const maybe of [silent.baselineBpm, silent.variabilityBpm, silent.variation.stvMs, silent.jsog])
    assert.equal(maybe.known, false);
  assert.ok(silent.dawesRedman.known && silent.dawesRedman.value.verdict === "not-yet");
});

test("ten minutes with no two minutes of baseline in them are judged by the ten before", () => {
  const swings = drawn(20, (s) => (s < 600 ? 140 + Math.sin(s) : 140 + 40 * Math.sin((2 * Math.PI * s) / 90)));
  assert.ok(Math.abs(known(analyse(recorded(swings), term).baselineBpm) - 140) < 2);
});

test("accelerations and decelerations count from 15 a minute and 15 s, before 32 weeks from 10 and 10", () => {
  const count = (height: number, seconds: number, rules = TERM) => {
    const trace = traceOf(recorded(drawn(20, (s) => 140 + step(s, 600, seconds, height))));
    return accelerationsOf(trace, rules).length;
  };
  assert.deepEqual([count(15.5, 30), count(14.5, 30)], [1, 0]);
  assert.deepEqual([count(20, 16.5), count(20, 12)], [1, 0]);
  assert.deepEqual([count(10.5, 30, PRETERM), count(9.5, 30, PRETERM)], [1, 0]);
  assert.deepEqual([count(14, 12, PRETERM), count(14, 7, PRETERM)], [1, 0]);
  assert.deepEqual([accelerationRules(31), accelerationRules(32), accelerationRules(null)], [PRETERM, TERM, TERM]);
  const fall = (depth: number, seconds: number) =>
    decelerationsOf(traceOf(recorded(drawn(20, (s) => 140 - step(s, 600, seconds, depth)))), notKnown("toco-flat"));
  assert.deepEqual([fall(16.5, 30).length, fall(14.5, 30).length], [1, 0]);
  assert.deepEqual([fall(20, 18).length, fall(20, 12).length], [1, 0]);
});

test("a deceleration of two minutes is prolonged; its area is what was lost in beats; one that lasts says so", () => {
  const of = (seconds: number, minutes = 20) =>
    decelerationsOf(
      traceOf(recorded(drawn(minutes, (s) => 140 - step(s, 600, seconds, 30)))),
      notKnown("toco-flat"),
    )[0];
  assert.equal(of(117)?.kind, "variable");
  assert.equal(of(123)?.kind, "prolonged");
  // A trapezium of 60 s at its foot and 56 at its top, 30 high: 58 s times 30 a minute.
  assert.ok(Math.abs((of(60)?.lostBeats ?? 0) - 29) < 2, `${of(60)?.lostBeats}`);
  assert.equal(of(60)?.goesOn, false);
  assert.equal(of(700, 12)?.goesOn, true);
});

test("early, late, variable and prolonged decelerations are told by shape and by their contraction", () => {
  for (const kind of ["early", "late", "variable", "prolonged"] as const) {
    const falls = [1, 3, 5, 7].map((contraction) => ({ contraction, kind, depthBpm: 35 }));
    for (const seed of [1, 2, 3]) {
      const found = of({ minutes: 40, seed, mood: always("quiet"), contractionsEveryS: 240, falls }, labour);
      assert.deepEqual(kinds(found), [kind, kind, kind, kind], `${kind}, seed ${seed}`);
    }
  }
});

test("without contractions a slow fall has no kind, and what rests on it is not known", () => {
  const falls = [7, 8, 9].map((contraction) => ({ contraction, kind: "late" as const, depthBpm: 35 }));
  const script: Script = { minutes: 40, mood: always("quiet"), contractionsEveryS: 240, falls };
  const found = of({ ...script, withToco: false }, labour);
  assert.deepEqual(kinds(found), ["gradual", "gradual", "gradual"]);
  assert.deepEqual(found.figo, notKnown("no-contractions-measured"));
  assert.deepEqual(found.jsog, notKnown("no-contractions-measured"));
});

test("contractions are counted, and a straight line, a slipped belt or none are no contractions", () => {
  for (const everyS of [120, 180, 300]) {
    const script: Script = { minutes: 40, contractionsEveryS: everyS };
    const { toco, truth } = play(script);
    const found = contractionsOf(toco);
    assert(found.known);
    assert.equal(found.value.length, truth.contractionsS.length);
    for (const [i, { onsetS, peakS }] of found.value.entries()) {
      assert.ok(Math.abs(onsetS - (truth.contractionsS[i] as number)) < 20);
      assert.ok(Math.abs(peakS - (truth.contractionsS[i] as number) - 40) < 12);
    }
  }
  assert.deepEqual(contractionsOf(null), notKnown("no-contractions-measured"));
  assert.deepEqual(contractionsOf(drawn(20, () => 12)), notKnown("toco-flat"));
  assert.deepEqual(contractionsOf(drawn(20, () => Number.NaN)), notKnown("no-contractions-measured"));
  const slipped = contractionsOf(drawn(20, (s) => (s < 300 ? 10 : 60)));
  assert.ok(slipped.known && slipped.value.length === 0);
});

test("more than five contractions in ten minutes, over thirty, are too many", () => {
  const each = (everyS: number) =>
    Array.from({ length: Math.floor(1800 / everyS) }, (_, i) => ({
      ...{ onsetS: i * everyS, peakS: i * everyS + 30, endS: i * everyS + 60, height: 40 },
    }));
  assert.equal(tachysystole(each(120), 1800), false);
  assert.equal(tachysystole(each(112), 1800), true);
  assert.equal(tachysystole(each(112), 1799), null);
});

test("short-term variation is the mean change from epoch to epoch, in minutes outside of decelerations", () => {
  // Epochs alternate between 420 and 428 ms: each change is 8 ms.
  const alternating = (s: number) => 60_000 / (Math.floor(s / 3.75) % 2 === 0 ? 420 : 428);
  const { stvMs, ltvMs } = variationOf(traceOf(recorded(drawn(20, alternating))));
  assert.ok(Math.abs(known(stvMs) - 8) < 0.3, JSON.stringify(stvMs));
  assert.ok(Math.abs(known(ltvMs) - 8) < 0.5, JSON.stringify(ltvMs));
  const dipped = variationOf(traceOf(recorded(drawn(20, (s) => alternating(s) - step(s, 600, 120, 60)))));
  assert.equal(dipped.dips.length, 1);
  assert.ok(Math.abs(known(dipped.stvMs) - 8) < 0.3, "a deceleration adds nothing");
  assert.ok(Number.isNaN(dipped.stvMinutes[10]) && Number.isNaN(dipped.stvMinutes[11]));
});

test("high variation begins at 32 ms, low ends at 30 ms, in five of six minutes", () => {
  const wave = (ms: number) => (s: number) => 60_000 / (428 + (ms / 2) * Math.sign(Math.sin((2 * Math.PI * s) / 30)));
  const of = (ms: number) => variationOf(traceOf(recorded(drawn(15, wave(ms)))));
  assert.deepEqual([of(34).high.length, of(34).low.length], [1, 0]);
  assert.deepEqual([of(28).high.length, of(28).low.length], [0, 1]);
  assert.deepEqual([of(31).high.length, of(31).low.length], [0, 0]);
});

test("Dawes leaves out what he calls a deceleration: 10 a minute for 60 s, or 20 for 30 s", () => {
  const dips = (depth: number, seconds: number) =>
    variationOf(traceOf(recorded(drawn(20, (s) => 140 - step(s, 600, seconds, depth))))).dips.length;
  assert.deepEqual([dips(11, 68), dips(9, 68), dips(11, 50)], [1, 0, 0]);
  assert.deepEqual([dips(22, 38), dips(18, 38), dips(22, 20)], [1, 0, 0]);
});

test("a sinusoidal child is told from a lively and a flat one", () => {
  assert.ok(of({ minutes: 30, mood: always("sinusoidal") }).sinusoids.length > 0);
  for (const seed of [1, 2, 3, 4])
    for (const mood of ["active", "quiet", "flat"] as const)
      assert.deepEqual(of({ minutes: 40, seed, mood: always(mood) }).sinusoids, [], `${mood} ${seed}`);
  const wave = (perMin: number, height: number) => {
    const fhr = drawn(20, (s) => 140 + (height / 2) * Math.sin((2 * Math.PI * perMin * s) / 60));
    return analyse(recorded(fhr), term).sinusoids.length;
  };
  assert.deepEqual([wave(4, 12), wave(4, 4), wave(4, 40), wave(9, 12), wave(1.2, 12)], [1, 0, 0, 0, 0]);
});

test("an active child meets the criteria, a sleeping one not yet, one without variation never", () => {
  const verdict = (script: Script) => {
    const { dawesRedman } = of(script);
    assert(dawesRedman.known);
    return dawesRedman.value.verdict;
  };
  for (const seed of [1, 2, 3, 4, 5]) assert.equal(verdict({ minutes: 20, seed }), "met");
  assert.equal(verdict({ minutes: 40, mood: always("quiet") }), "not-yet");
  assert.equal(verdict({ minutes: 50, mood: (m) => (m < 25 ? "quiet" : "active") }), "met");
  assert.equal(verdict({ minutes: 60, mood: always("flat") }), "not-met");
  assert.equal(verdict({ minutes: 8 }), "too-short");
});

test("for whom the criteria are not made they are not given", () => {
  const why = (about: Partial<Circumstances>) => {
    const { dawesRedman } = of({ minutes: 12 }, { ...term, ...about });
    return dawesRedman.known ? "given" : dawesRedman.why;
  };
  assert.deepEqual(
    [
      why({}),
      why({ inLabour: true }),
      why({ weeks: 25 }),
      why({ weeks: 26 }),
      why({ fetuses: 2 }),
      why({ weeks: null }),
    ],
    ["given", "in-labour", "before-26-weeks", "given", "several-children", "given"],
  );
  const home = of({ minutes: 12 });
  assert.deepEqual([home.figo, home.nichd], [notKnown("not-in-labour"), notKnown("not-in-labour")]);
});

test("the mother's heart is told from the child's, where the monitor jumps to it", () => {
  const found = of({ minutes: 30, hearsMother: [[20, 30]] });
  assert(found.mother.known);
  assert.deepEqual(found.mother.value.now, { fromS: 1200, untilS: 1800, isSure: true });
  for (const maybe of [found.dawesRedman, found.jsog]) assert.deepEqual(maybe, notKnown("signal-of-mother"));
  const part = of({ minutes: 40, hearsMother: [[10, 15]] });
  assert.ok(part.mother.known && part.mother.value.now === null && part.mother.value.stretches.length === 1);
  assert.ok(Math.abs(known(part.baselineBpm) - 140) < 3, "what was the mother's is left out");
  assert.deepEqual(coincidenceOf(play({ minutes: 20, motherBpm: null })), notKnown("no-mother-pulse"));
});

test("a child whose heart has slowed to the mother's rate stays the child: it is never taken out", () => {
  for (const seed of [1, 2, 3]) {
    const found = of({ minutes: 30, seed, slow: [{ atMin: 20, forMin: 9, depthBpm: 62 }] });
    assert.ok(found.mother.known && found.mother.value.stretches.every(({ isSure }) => !isSure));
    assert.ok(kinds(found).includes("prolonged"), `seed ${seed}: ${kinds(found)}`);
  }
});

test("weeks are counted from the expected date, at the place's own midnight", () => {
  const at = Date.parse("2026-06-01T14:59:00Z");
  const due = "2026-09-07";
  assert.deepEqual(gestationAt(due, at, 540), { weeks: 26, days: 0 });
  assert.deepEqual(gestationAt(due, at + 60_000, 540), { weeks: 26, days: 1 });
  assert.deepEqual(gestationAt(due, at + 60_000), { weeks: 26, days: 0 });
  assert.equal(gestationAt("2025-01-01", at), null);
  assert.equal(gestationAt("2027-06-01", at), null);
  assert.equal(gestationAt("soon", at), null);
});

test("points of a chart are laid on four places a second, and hold no longer than told", () => {
  const points = [
    { at: 1000, value: 140 },
    { at: 2000, value: 150 },
    { at: 3500, value: Number.NaN },
  ];
  const grid = gridOf(points, 0, 5000, 1500);
  assert.deepEqual([...grid.slice(3, 10)], [Number.NaN, 140, 140, 140, 140, 150, 150]);
  assert.ok(Number.isNaN(grid[14]) && Number.isNaN(grid[19]));
});

const strange: readonly ((s: number) => number)[] = [
  () => Number.NaN,
  () => 0,
  () => 350,
  (s) => (s % 2 < 1 ? 60 : 200),
  (s) => 30 + ((s * 7919) % 210),
  (s) => (s % 60 < 31 ? Number.NaN : 140),
  (s) => 140 - s / 20,
];

for (const minutes of [0, 0.1, 3, 12])
  test(`whatever is put in for ${minutes} min, figures are finite or said to be unknown`, () => {
    for (const wave of strange) {
      const fhr = drawn(minutes, wave);
      const found = analyse({ fhr, toco: fhr, mother: fhr }, labour);
      const figures = [found.baselineBpm, found.basalBpm, found.variabilityBpm, found.variation.stvMs];
      assert.ok(figures.every((maybe) => !maybe.known || (Number.isFinite(maybe.value) && maybe.value >= 0)));
      const isSound = ({ lostBeats, depthBpm, durationS }: (typeof found.decelerations)[number]) =>
        lostBeats >= 0 && depthBpm > 0 && durationS > 0;
      assert.ok(found.decelerations.every(isSound));
    }
  });

const folder = dataFolder("ctu-uhb-ctg");

function recordOf(name: string): Recording {
  const bytes = readFileSync(join(folder ?? "", `${name}.dat`));
  const both = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const wave = (k: number) =>
    Float64Array.from({ length: both.length / 2 }, (_, i) => (both[2 * i + k] as number) / 100);
  return { fhr: wave(0).map((bpm) => (bpm === 0 ? Number.NaN : bpm)), toco: wave(1), mother: null };
}

test("records of real labours give plausible figures", { skip: folder === null && "no data" }, () => {
  const names = readdirSync(folder ?? "").filter((name) => name.endsWith(".dat"));
  for (const name of names.slice(0, 12)) {
    const whole = recordOf(name.slice(0, -4));
    const first = {
      ...whole,
      fhr: whole.fhr.subarray(0, 40 * 60 * HZ),
      toco: whole.toco?.subarray(0, 40 * 60 * HZ) ?? null,
    };
    const found = analyse(first, labour);
    const basal = known(found.basalBpm);
    assert.ok(basal > 100 && basal < 190, `${name}: ${basal}`);
    const stv = known(found.variation.stvMs);
    assert.ok(stv > 1.5 && stv < 25, `${name}: ${stv}`);
    assert.ok(found.contractions.known && found.contractions.value.length <= 40);
    for (const { nadirBpm, depthBpm } of found.decelerations) assert.ok(nadirBpm > 30 && depthBpm < 140);
  }
});
