import assert from "node:assert/strict";
import { test } from "node:test";
import type { Deceleration } from "./ctg/changes.ts";
import { type DawesRedmanFindings, dawesRedmanOf, lookAt } from "./ctg/dawes-redman.ts";
import { type FigoFindings, figoOf } from "./ctg/figo.ts";
import {
  baselineClass,
  baselineClasses,
  decelerationColumns,
  jsogDeceleration,
  jsogLevel,
  jsogOf,
  jsogTable,
  variabilityRows,
} from "./ctg/jsog.ts";
import { type NichdFindings, nichdOf } from "./ctg/nichd.ts";
import { found, type Maybe, notKnown } from "./ctg/recording.ts";
import { type VariabilityClass, variabilityClass } from "./ctg/variability.ts";

const value = <T>(maybe: Maybe<T>): T | string => (maybe.known ? maybe.value : maybe.why);

/** Each with each. */
const every = <A, B>(as: readonly A[], bs: readonly B[]): readonly (readonly [A, B])[] =>
  as.flatMap((a) => bs.map((b) => [a, b] as const));

const fall: Deceleration = {
  ...{ fromS: 100, untilS: 130, durationS: 30, goesOn: false, depthBpm: 30, nadirBpm: 110, nadirS: 115 },
  ...{ onsetToNadirS: 10, lostBeats: 5, kind: "variable", shape: "variable", lagS: 0 },
};

// Dawes and Redman

const healthy: DawesRedmanFindings = {
  ...{ minutes: 20, weeks: 38, basalBpm: found(140), stvMs: found(7), highMs: [50], firstCentileMs: null },
  ...{ lostBeats: [], accelerations: 3, movements: 1, hasSinusoid: false, endsBadly: false },
};
const verdict = (change: Partial<DawesRedmanFindings>) => dawesRedmanOf({ ...healthy, ...change }).verdict;
const notMet = (change: Partial<DawesRedmanFindings>) =>
  dawesRedmanOf({ ...healthy, ...change }).criteria.flatMap(({ name, is }) => (is === "met" ? [] : [`${name} ${is}`]));

test("the first look is at 10 min, then one every 2, the last at 60", () => {
  assert.equal(lookAt(9.99), null);
  assert.equal(lookAt(Number.NaN), null);
  for (let minutes = 10; minutes <= 90; minutes += 0.25)
    assert.equal(lookAt(minutes), Math.min(60, 10 + 2 * Math.floor((minutes - 10) / 2)), `${minutes}`);
});

test("each criterion of Dawes and Redman turns at its threshold, one step either way", () => {
  const rows: readonly (readonly [string, Partial<DawesRedmanFindings>, Partial<DawesRedmanFindings>])[] = [
    ["basal-rate", { basalBpm: found(116) }, { basalBpm: found(115.9) }],
    ["basal-rate", { basalBpm: found(160) }, { basalBpm: found(160.1) }],
    ["short-term-variation", { stvMs: found(3) }, { stvMs: found(2.99) }],
    ["decelerations", { minutes: 30, lostBeats: [20] }, { minutes: 30, lostBeats: [1, 20.01] }],
    ["decelerations", { minutes: 30.1, lostBeats: [100] }, { minutes: 30.1, lostBeats: [100.01] }],
    ["movement", { movements: 1, accelerations: 0 }, { movements: 0, accelerations: 2 }],
    ["movement", { movements: 0, accelerations: 3 }, { movements: 0, accelerations: 0 }],
    ["high-variation", { highMs: [32], firstCentileMs: 31.9 }, { highMs: [32], firstCentileMs: 32 }],
    ["high-variation", { highMs: [32] }, { highMs: [] }],
    ["sinusoid", { hasSinusoid: false }, { hasSinusoid: true }],
    ["end", { endsBadly: false }, { endsBadly: true }],
  ];
  for (const [name, good, bad] of rows) {
    assert.equal(verdict(good), "met", `${name} ${JSON.stringify(good)}`);
    assert.deepEqual(notMet(bad), [`${name} failed`], JSON.stringify(bad));
    assert.equal(verdict(bad), "not-yet");
    assert.equal(verdict({ ...bad, minutes: 60, lostBeats: [101] }), "not-met");
  }
});

test("'not met' is no result before the hour, whatever is not met; and what is not known is never taken for met", () => {
  const flaws: readonly Partial<DawesRedmanFindings>[] = [
    { stvMs: found(2) },
    { highMs: [] },
    { endsBadly: true },
    { hasSinusoid: true },
    { movements: null, accelerations: 2 },
    { stvMs: notKnown("signal-lost") },
    { basalBpm: notKnown("no-baseline") },
  ];
  for (let set = 1; set < 1 << flaws.length; set += 1) {
    const change = Object.assign({}, ...flaws.filter((_, i) => set & (1 << i))) as Partial<DawesRedmanFindings>;
    for (const minutes of [10, 34, 58, 59.9]) assert.equal(verdict({ ...change, minutes }), "not-yet");
    const last = verdict({ ...change, minutes: 60 });
    const hasFailed = notMet({ ...change, minutes: 60 }).some((one) => one.endsWith("failed"));
    assert.equal(last, hasFailed ? "not-met" : "unknown");
  }
});

test("what a reader must know stands beside the verdict", () => {
  assert.deepEqual(dawesRedmanOf({ ...healthy, accelerations: 0, weeks: null }).cautions, [
    "no-centile-table",
    "no-acceleration",
    "week-unknown",
  ]);
  assert.deepEqual(dawesRedmanOf({ ...healthy, firstCentileMs: 30 }).cautions, []);
  assert.equal(verdict({ minutes: 9.9 }), "too-short");
});

// JSOG

/** The table as it was read a second time, from the printed order: none, early, variable, late, prolonged. */
const PRINTED: Readonly<Record<string, string>> = {
  "normal normal": "12233334",
  "normal tachycardia": "22333434",
  "normal bradycardia": "33344444",
  "normal severe-bradycardia": "44-444--",
  "decreased normal": "23343445",
  "decreased tachycardia": "33444545",
  "decreased bradycardia": "44455555",
  "decreased severe-bradycardia": "55-555--",
  "absent normal": "45555555",
  "absent tachycardia": "45555555",
  "absent bradycardia": "55555555",
  "absent severe-bradycardia": "55555555",
  "increased normal": "22333434",
  "increased tachycardia": "22333434",
  "increased bradycardia": "33344444",
  "increased severe-bradycardia": "44-444--",
};

test("the five levels: every combination of the table, and as many as were published", () => {
  for (const variability of variabilityRows)
    for (const baseline of baselineClasses) {
      const row = decelerationColumns.map((column) => jsogLevel(baseline, variability, column) ?? "-").join("");
      assert.equal(row, variability === "sinusoidal" ? "44445555" : PRINTED[`${variability} ${baseline}`]);
    }
  const printed = ["normal", "decreased"].flatMap((row) => Object.values(jsogTable[row as "normal"]).flat());
  const cells = printed.filter((level) => level !== null).length + 3 * decelerationColumns.length;
  assert.equal(cells, 82, "two tables by baseline, three for any baseline");
});

/** What both are known of must not fall. */
const rises = (levels: readonly (number | null | undefined)[]): boolean => {
  const known = levels.filter((level) => level !== null && level !== undefined);
  return known.every((level, i) => i === 0 || (known[i - 1] as number) <= level);
};

test("the five levels never fall when a deceleration becomes severe, or variability less", () => {
  for (const [variability, baseline] of every(variabilityRows, baselineClasses)) {
    const row = jsogTable[variability][baseline];
    for (const mild of [2, 4, 6]) assert.ok(rises([row[mild], row[mild + 1]]), `${variability} ${baseline}`);
  }
  for (const [column, baseline] of every(decelerationColumns, baselineClasses)) {
    const less = ["normal", "decreased", "absent"] as const;
    assert.ok(rises(less.map((row) => jsogLevel(baseline, row, column))), `${baseline} ${column}`);
  }
});

test("the classes of baseline and variability turn at their thresholds", () => {
  const baselines: readonly (readonly [number, string])[] = [
    [79.9, "severe-bradycardia"],
    [80, "bradycardia"],
    [109.9, "bradycardia"],
    [110, "normal"],
    [160, "normal"],
    [160.1, "tachycardia"],
  ];
  for (const [bpm, name] of baselines) assert.equal(baselineClass(bpm), name, `${bpm}`);
  const bands: readonly (readonly [number, VariabilityClass])[] = [
    [0, "absent"],
    [1.9, "absent"],
    [2, "minimal"],
    [5.4, "minimal"],
    [5.5, "moderate"],
    [25.4, "moderate"],
    [25.5, "marked"],
  ];
  for (const [bpm, name] of bands) assert.equal(variabilityClass(bpm), name, `${bpm}`);
});

test("mild and severe decelerations turn at their thresholds", () => {
  const rows: readonly (readonly [Partial<Deceleration>, string | null])[] = [
    [{ nadirBpm: 69.9, durationS: 30 }, "severe-variable"],
    [{ nadirBpm: 69.9, durationS: 29.9 }, "mild-variable"],
    [{ nadirBpm: 70, durationS: 59.9 }, "mild-variable"],
    [{ nadirBpm: 70, durationS: 60 }, "severe-variable"],
    [{ nadirBpm: 79.9, durationS: 60 }, "severe-variable"],
    [{ nadirBpm: 80, durationS: 100 }, "mild-variable"],
    [{ kind: "late", depthBpm: 14.9 }, "mild-late"],
    [{ kind: "late", depthBpm: 15 }, "severe-late"],
    [{ kind: "prolonged", nadirBpm: 80 }, "mild-prolonged"],
    [{ kind: "prolonged", nadirBpm: 79.9 }, "severe-prolonged"],
    [{ kind: "early", depthBpm: 40 }, "early"],
    [{ kind: "gradual" }, null],
  ];
  for (const [change, name] of rows) assert.equal(jsogDeceleration({ ...fall, ...change }), name);
});

test("the worst of several decelerations gives the level; a fall that may be early or late leaves it open", () => {
  const calm = { baselineBpm: found(140), variability: found<VariabilityClass>("moderate"), isSinusoidal: false };
  const level = (...decelerations: readonly Deceleration[]) => {
    const jsog = jsogOf({ ...calm, decelerations });
    return jsog.known ? jsog.value.level : jsog.why;
  };
  assert.equal(level(), 1);
  assert.equal(level(fall), 2);
  assert.equal(level(fall, { ...fall, kind: "prolonged", nadirBpm: 60 }, fall), 4);
  assert.equal(level({ ...fall, kind: "gradual" }), "no-contractions-measured");
  assert.equal(level({ ...fall, kind: "gradual" }, { ...fall, kind: "prolonged", nadirBpm: 60 }), 4);
  assert.equal(value(jsogOf({ ...calm, decelerations: [], baselineBpm: notKnown("no-baseline") })), "no-baseline");
  assert.equal(value(jsogOf({ ...calm, decelerations: [], variability: notKnown("signal-lost") })), "signal-lost");
  const slow = jsogOf({ ...calm, baselineBpm: found(75), decelerations: [fall] });
  assert.equal(value(slow), "not-in-the-table");
  const wave = jsogOf({ ...calm, isSinusoidal: true, decelerations: [{ ...fall, kind: "late" }] });
  assert.equal(wave.known && wave.value.level, 5);
});

// FIGO

const easy: FigoFindings = {
  ...{ baselineBpm: found(140), variabilityBpm: found(12), reducedMin: 0, increasedMin: 0, sinusoidMin: 0 },
  ...{ reducedInDecelerationMin: 0, isRepetitive: false, lateOrProlongedMin: 0, longestDecelerationMin: 0 },
};
const figo = (change: Partial<FigoFindings>) => value(figoOf({ ...easy, ...change }));

test("FIGO: each sign turns at its threshold, one step either way", () => {
  const rows: readonly (readonly [Partial<FigoFindings>, string])[] = [
    [{}, "normal"],
    [{ baselineBpm: found(110) }, "normal"],
    [{ baselineBpm: found(109.9) }, "suspicious"],
    [{ baselineBpm: found(160) }, "normal"],
    [{ baselineBpm: found(160.1) }, "suspicious"],
    [{ baselineBpm: found(100) }, "suspicious"],
    [{ baselineBpm: found(99.9) }, "pathological"],
    [{ variabilityBpm: found(5) }, "normal"],
    [{ variabilityBpm: found(4.9) }, "suspicious"],
    [{ variabilityBpm: found(25) }, "normal"],
    [{ variabilityBpm: found(25.1) }, "suspicious"],
    [{ reducedMin: 50 }, "normal"],
    [{ reducedMin: 51 }, "pathological"],
    [{ increasedMin: 30 }, "normal"],
    [{ increasedMin: 31 }, "pathological"],
    [{ sinusoidMin: 30 }, "normal"],
    [{ sinusoidMin: 31 }, "pathological"],
    [{ reducedInDecelerationMin: 3 }, "normal"],
    [{ reducedInDecelerationMin: 4 }, "pathological"],
    [{ isRepetitive: true }, "suspicious"],
    [{ isRepetitive: true, lateOrProlongedMin: 30 }, "suspicious"],
    [{ isRepetitive: true, lateOrProlongedMin: 31 }, "pathological"],
    [{ isRepetitive: true, lateOrProlongedMin: 20, variabilityBpm: found(4.9) }, "suspicious"],
    [{ isRepetitive: true, lateOrProlongedMin: 21, variabilityBpm: found(4.9) }, "pathological"],
    [{ isRepetitive: true, lateOrProlongedMin: 21, variabilityBpm: found(5) }, "suspicious"],
    [{ longestDecelerationMin: 5 }, "normal"],
    [{ longestDecelerationMin: 5.01 }, "pathological"],
    [{ isRepetitive: null, lateOrProlongedMin: null }, "no-contractions-measured"],
    [{ isRepetitive: null, longestDecelerationMin: 6 }, "pathological"],
    [{ baselineBpm: notKnown("no-baseline") }, "no-baseline"],
    [{ baselineBpm: notKnown("no-baseline"), sinusoidMin: 31 }, "pathological"],
    [{ variabilityBpm: notKnown("signal-lost") }, "signal-lost"],
  ];
  for (const [change, name] of rows) assert.equal(figo(change), name, JSON.stringify(change));
});

// NICHD

const plain: NichdFindings = {
  ...{ baselineBpm: found(140), variability: found<VariabilityClass>("moderate"), isSinusoidal: false },
  ...{ hasLate: false, hasVariable: false, hasProlonged: false, hasGradual: false },
  ...{ recurrentLate: false, recurrentVariable: false },
};
const nichd = (change: Partial<NichdFindings>) => value(nichdOf({ ...plain, ...change }));

/** The table of 2008 in words of its own: I only if all is normal, III by four signs, II the rest. */
function categoryOf(f: NichdFindings): string {
  const bpm = f.baselineBpm.known ? Math.round(f.baselineBpm.value / 5) * 5 : 0;
  const bands = f.variability.known ? f.variability.value : "";
  const absentWith = f.recurrentLate || f.recurrentVariable || bpm < 110;
  if (f.isSinusoidal || (bands === "absent" && absentWith)) return "III";
  const isOne = bpm >= 110 && bpm <= 160 && bands === "moderate" && !f.hasLate && !f.hasVariable && !f.hasProlonged;
  return isOne ? "I" : "II";
}

test("NICHD: all combinations of the table", () => {
  const rates = [95, 107.4, 107.6, 110, 140, 162.4, 162.6, 180];
  const bands = ["absent", "minimal", "moderate", "marked"] as const;
  const kinds = every(every([0, 1, 2], [0, 1, 2]), every([false, true], [false, true]));
  const all = every(every(rates, bands), kinds);
  assert.equal(all.length, 8 * 4 * 3 * 3 * 2 * 2);
  for (const [[bpm, band], [[late, variable], [isSinusoidal, hasProlonged]]] of all) {
    const findings: NichdFindings = {
      ...{ baselineBpm: found(bpm), variability: found(band), isSinusoidal, hasProlonged },
      ...{ hasLate: late > 0, recurrentLate: late === 2, hasGradual: false },
      ...{ hasVariable: variable > 0, recurrentVariable: variable === 2 },
    };
    assert.equal(value(nichdOf(findings)), categoryOf(findings), JSON.stringify(findings));
  }
});

test("NICHD: what cannot be told from III, or from I, is not called II", () => {
  const open = { recurrentLate: null, recurrentVariable: null };
  assert.equal(nichd({ variability: found("absent"), hasVariable: true, ...open }), "no-contractions-measured");
  assert.equal(nichd({ variability: found("absent"), ...open }), "II");
  assert.equal(nichd({ hasGradual: true, ...open }), "no-contractions-measured");
  assert.equal(nichd({ hasGradual: true, hasVariable: true, ...open }), "II");
  assert.equal(nichd({ baselineBpm: notKnown("no-baseline") }), "no-baseline");
  assert.equal(nichd({ baselineBpm: notKnown("no-baseline"), isSinusoidal: true }), "III");
});
