import assert from "node:assert/strict";
import { test } from "node:test";
import { languages, say } from "@sakiyomi/core";
import { type Answers, type FormId, formIds, forms, mustOfBmi, mustOfLoss, scoreOf } from "./forms.ts";
import { judge, labRows } from "./ranges.ts";
import { type Findings, reportOf } from "./statements.ts";
import { bmiClass, bmiOf, pressureClass, signKinds, signPlace } from "./vitals.ts";
import { words } from "./words.ts";

/** Every way of answering a form. */
function* allAnswers(id: FormId): Generator<Answers> {
  const { items } = forms[id];
  const of = (index: number): readonly Answers[] => {
    const item = items[index];
    if (item === undefined) return [{}];
    return item.points.flatMap((point) => of(index + 1).map((rest) => ({ [item.id]: point, ...rest })));
  };
  yield* of(0);
}

/** The classes as the papers print them, not as the table of the code has them. */
const printed: Readonly<Record<FormId, (total: number) => string>> = {
  braden: (n) => (n >= 19 ? "none" : n >= 15 ? "mild" : n >= 13 ? "moderate" : n >= 10 ? "high" : "severe"),
  must: (n) => (n === 0 ? "low" : n === 1 ? "medium" : "high"),
  morse: (n) => (n < 25 ? "low" : n < 45 ? "moderate" : "high"),
};
const counts = { braden: 3072, must: 18, morse: 144 } as const;

for (const id of formIds)
  test(`${id}: every one of its ${counts[id]} answers gives the printed class`, () => {
    let count = 0;
    for (const answers of allAnswers(id)) {
      const total = Object.values(answers).reduce((sum, point) => sum + point, 0);
      assert.deepEqual(scoreOf(id, answers), { known: true, total, risk: printed[id](total) });
      count += 1;
    }
    assert.equal(count, counts[id]);
  });

test("a form with an item left out, or with an answer that it does not have, has no score", () => {
  const { mental: _, ...rest } = { history: 25, diagnosis: 15, aid: 0, infusion: 0, gait: 0, mental: 0 };
  assert.deepEqual(scoreOf("morse", rest), { known: false, missing: ["mental"], wrong: [] });
  assert.deepEqual(scoreOf("morse", { ...rest, mental: 7 }), { known: false, missing: [], wrong: ["mental"] });
  assert.deepEqual(scoreOf("must", { bmi: 0, loss: 0, acute: Number.NaN }), {
    known: false,
    missing: [],
    wrong: ["acute"],
  });
  assert.deepEqual(scoreOf("must", { bmi: 0, loss: 0, acute: 0, mood: 1 }), {
    known: false,
    missing: [],
    wrong: ["mood"],
  });
});

test("the steps of MUST have their limits where BAPEN puts them", () => {
  assert.deepEqual([18.4, 18.5, 20, 20.1].map(mustOfBmi), [2, 1, 1, 0]);
  assert.deepEqual([0, 4.9, 5, 10, 10.1].map(mustOfLoss), [0, 0, 1, 1, 2]);
});

test("blood pressure has the class of its worse value, at every limit of JSH 2019", () => {
  const rows: readonly (readonly [number, number, string | null])[] = [
    [119, 79, "normal"],
    [120, 79, "high-normal"],
    [129, 79, "high-normal"],
    [119, 80, "elevated"],
    [130, 79, "elevated"],
    [139, 89, "elevated"],
    [140, 89, "isolated-systolic"],
    [140, 90, "grade-1"],
    [139, 90, "grade-1"],
    [159, 99, "grade-1"],
    [160, 99, "grade-2"],
    [159, 100, "grade-2"],
    [179, 109, "grade-2"],
    [180, 109, "grade-3"],
    [179, 110, "grade-3"],
    [80, 80, null],
    [70, 120, null],
    [Number.NaN, 80, null],
  ];
  for (const [systolic, diastolic, expected] of rows)
    assert.equal(pressureClass(systolic, diastolic), expected, `${systolic}/${diastolic}`);
});

test("signs are usual where NEWS2 gives nothing, urgent where it gives 3 for one sign", () => {
  const rows = {
    "body-temperature": [
      [35, "urgent"],
      [35.1, "below"],
      [36, "below"],
      [36.1, "usual"],
      [38, "usual"],
      [38.04, "usual"],
      [38.1, "above"],
    ],
    "pulse-rate": [
      [40, "urgent"],
      [41, "below"],
      [50, "below"],
      [51, "usual"],
      [90, "usual"],
      [91, "above"],
      [130, "above"],
      [131, "urgent"],
    ],
    "respiration-rate": [
      [8, "urgent"],
      [9, "below"],
      [11, "below"],
      [12, "usual"],
      [20, "usual"],
      [21, "above"],
      [24, "above"],
      [25, "urgent"],
    ],
    spo2: [
      [91, "urgent"],
      [92, "below"],
      [95, "below"],
      [96, "usual"],
      [100, "usual"],
    ],
  } as const;
  for (const kind of signKinds)
    for (const [value, place] of rows[kind]) assert.equal(signPlace(kind, value), place, `${kind} ${value}`);
  assert.equal(signPlace("spo2", Number.NaN), null);
});

test("weight has its class by height and age, and none for a child", () => {
  assert.equal(bmiOf(50, 150), 22.2);
  assert.equal(bmiOf(50, 0), null);
  assert.deepEqual(
    [18.4, 18.5, 24.9, 25, 30, 35, 40].map((bmi) => bmiClass(bmi, 40)),
    ["under", "usual", "usual", "obese-1", "obese-2", "obese-3", "obese-4"],
  );
  assert.deepEqual(
    [21.4, 21.5].map((bmi) => bmiClass(bmi, 65)),
    ["below-target", "usual"],
  );
  assert.equal(bmiClass(22, 12), null);
  assert.equal(bmiClass(22, null), null);
});

test("the laboratory's own limits come first, then those of the population, and what cannot be said is not said", () => {
  const hb = { code: "718-7", name: "Hb", value: 12, unit: "g/dL" };
  assert.deepEqual(judge({ ...hb, low: 12.5, high: 16 }, 80), {
    known: true,
    place: "below",
    low: 12.5,
    high: 16,
    by: "laboratory",
  });
  assert.deepEqual(judge({ ...hb, high: 16 }, 80), {
    known: true,
    place: "within",
    low: null,
    high: 16,
    by: "laboratory",
  });
  assert.deepEqual(judge(hb, 80), { known: false, why: "depends-on-sex" });
  assert.deepEqual(judge({ ...hb, value: 11 }, 80), {
    known: true,
    place: "below",
    low: 11.6,
    high: 16.8,
    by: "population",
  });
  assert.deepEqual(judge({ ...hb, value: 120, unit: "g/L" }, 80), { known: false, why: "other-unit" });
  assert.deepEqual(judge({ ...hb, code: "x" }, 80), { known: false, why: "no-range" });
  assert.deepEqual(judge({ ...hb, value: 11 }, 8), { known: false, why: "other-people" });
  assert.deepEqual(judge({ ...hb, low: 16, high: 12 }, 80), { known: false, why: "no-range" });
  for (const { code, range, unit } of labRows)
    for (const [low, high] of "female" in range ? [] : [range])
      assert.deepEqual(
        [low - 0.01, low, high, high + 0.01].map((value) => {
          const judged = judge({ code, name: code, value, unit }, 80);
          return judged.known ? judged.place : judged.why;
        }),
        ["below", "within", "within", "above"],
        code,
      );
});

test("the codes of LOINC have the right check digit", () => {
  const isRight = (code: string): boolean => {
    const [body = "", check] = code.split("-");
    const sum = [...body].reverse().reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    return String((10 - (sum % 10)) % 10) === check;
  };
  const codes = [...labRows.map(({ loinc }) => loinc), ...formIds.flatMap((id) => forms[id].loinc ?? [])];
  for (const code of codes) assert.ok(isRight(code), code);
  assert.equal(new Set(codes).size, codes.length);
});

const measured = <T>(value: T, at = 1000) => ({ value, at, by: "staff:sato" });
const empty: Findings = {
  ageYears: 84,
  isPregnant: false,
  ...{ systolic: null, diastolic: null, weightKg: null, weightBefore: null, heightCm: null, ecg: null, laboratory: [] },
  signs: { "body-temperature": null, "pulse-rate": null, "respiration-rate": null, spo2: null },
  forms: { braden: null, must: null, morse: null },
};

test("what was not measured is listed as missing and nothing is said of it", () => {
  const { statements, missing } = reportOf(empty);
  assert.deepEqual(statements, []);
  assert.deepEqual(
    missing.map(({ id }) => id),
    [
      "pressure",
      "body-temperature",
      "pulse-rate",
      "respiration-rate",
      "spo2",
      "weight",
      "ecg",
      "braden",
      "must",
      "morse",
      "laboratory",
    ],
  );
});

const whole: Findings = {
  ...empty,
  systolic: measured(164),
  diastolic: measured(84),
  signs: {
    "body-temperature": measured(36.6),
    "pulse-rate": measured(95),
    "respiration-rate": measured(16),
    spo2: measured(90),
  },
  weightKg: measured(44),
  heightCm: measured(152),
  forms: {
    braden: measured({ sensory: 3, moisture: 3, activity: 2, mobility: 2, nutrition: 2, friction: 2 }),
    must: measured({ bmi: 1, loss: 0, acute: 0 }),
    morse: measured({ history: 25, diagnosis: 15, aid: 0, infusion: 0, gait: 10, mental: 0 }),
  },
  laboratory: [
    measured({ code: "Hb", name: "Hb", value: 10.8, unit: "g/dL" }),
    measured({ code: "CRP", name: "CRP", value: 0.1, unit: "mg/dL", high: 0.3 }, 900),
    measured({ code: "CRP", name: "CRP", value: 0.9, unit: "mg/dL", high: 0.3 }, 1100),
  ],
  ecg: { at: 1000, seconds: 10, rate: 72, by: "device:ecg" },
};

test("a statement says what was found, what it means, what to do and where from, in three languages, the urgent first", () => {
  const { statements, missing } = reportOf(whole);
  assert.deepEqual(missing, []);
  assert.deepEqual(
    statements
      .slice(0, 3)
      .map(({ id }) => id)
      .sort(),
    ["morse", "pressure", "spo2"],
  );
  assert.deepEqual(
    statements.filter(({ id }) => id === "lab:CRP").map(({ found }) => found.values?.value),
    [0.9],
  );
  for (const language of languages)
    for (const { title, found, means, next, source } of statements)
      for (const said of [title, found, means, next]) {
        const sentence = say(words, said, { language, zone: "Asia/Tokyo" });
        assert.doesNotMatch(sentence, /[{}]/, said.key);
        assert.ok(words[language][said.key], `${said.key} has no words in ${language}`);
        assert.ok(words[language][source], source);
      }
});

test("an answer that contradicts what was measured makes no score", () => {
  const must = measured({ bmi: 0, loss: 0, acute: 0 });
  const { statements, missing } = reportOf({ ...whole, forms: { ...whole.forms, must } });
  assert.ok(!statements.some(({ id }) => id === "must"));
  assert.deepEqual(
    missing.map(({ why }) => [why.key, why.values]),
    [["missing.contradicts", { bmi: 19, said: 0, is: 1 }]],
  );
});

test("two pressures that were not taken together, and signs of a child, are not judged", () => {
  const apart = reportOf({ ...whole, diastolic: measured(84, 1000 + 6 * 60_000) });
  assert.deepEqual(
    apart.missing.map(({ why }) => why.key),
    ["missing.noPair"],
  );
  const child = reportOf({ ...whole, ageYears: 8 });
  assert.equal(child.statements.find(({ id }) => id === "spo2")?.tone, "plain");
  assert.equal(child.statements.find(({ id }) => id === "weight")?.tone, "plain");
  const pregnant = reportOf({ ...whole, ageYears: 30, isPregnant: true });
  const toneOf = (wanted: string) => pregnant.statements.find(({ id }) => id === wanted)?.tone;
  assert.deepEqual(["spo2", "weight", "lab:Hb", "lab:CRP"].map(toneOf), ["plain", "plain", "plain", "watch"]);
});

test("every item, every option and every risk of a form has words in three languages", () => {
  const keys = Object.values(forms).flatMap(({ id, items, limits }) => [
    ...limits.flatMap(({ risk }) => [`${id}.${risk}`, `next.${id}.${risk}`]),
    ...items.flatMap((item) => [
      `item.${id}.${item.id}`,
      ...item.points.map((point) => `option.${id}.${item.id}.${point}`),
    ]),
  ]);
  for (const language of languages) for (const key of keys) assert.ok(words[language][key], `${key} in ${language}`);
});

test("weight that was lost in three to six months is told with MUST's steps; a gain, a child and a pregnancy are not", () => {
  const now = 120 * 86_400_000;
  const of = (before: number, weight: number, more: Partial<Findings> = {}) =>
    reportOf({ ...empty, weightBefore: measured(before, 0), weightKg: measured(weight, now), ...more }).statements.find(
      ({ id }) => id === "weight-loss",
    );
  assert.deepEqual(
    [50, 47.6, 47.5, 45, 44.9].map((weight) => of(50, weight)?.tone),
    [undefined, "plain", "watch", "watch", "act"],
  );
  assert.deepEqual(of(50, 47.5)?.found.values, { before: 50, weight: 47.5, percent: 5, days: 120 });
  assert.equal(of(50, 52), undefined);
  assert.equal(of(50, 44, { ageYears: 9 }), undefined);
  assert.equal(of(50, 44, { isPregnant: true }), undefined);
});

test("a value that is not judged names the range that does not hold, or that there was none", () => {
  const source = (lab: object) =>
    reportOf({ ...empty, laboratory: [measured({ code: "Hb", name: "Hb", value: 12, unit: "g/dL", ...lab })] })
      .statements[0]?.source;
  assert.deepEqual(
    [source({}), source({ code: "x" }), source({ low: 11 })],
    ["source.jccls", "source.sheet", "source.laboratory"],
  );
});

test("a pressure that is far too low is called for and never 'normal'; a child has no class of grown people", () => {
  const of = (systolic: number, diastolic: number, ageYears: number | null) => {
    const found = reportOf({ ...empty, ageYears, systolic: measured(systolic), diastolic: measured(diastolic) });
    const one = found.statements.find(({ id }) => id === "pressure");
    return [one?.tone, one?.means.key, one?.next.key, one?.source];
  };
  assert.deepEqual(of(70, 40, 84), ["act", "pressure.very-low", "next.urgent", "source.news2"]);
  assert.deepEqual(of(90, 60, null), ["act", "pressure.very-low", "next.urgent", "source.news2"]);
  assert.deepEqual(of(91, 60, 84), ["watch", "pressure.low", "next.again", "source.news2"]);
  assert.deepEqual(of(100, 60, 84), ["watch", "pressure.low", "next.again", "source.news2"]);
  assert.deepEqual(of(101, 60, 84), ["good", "pressure.normal", "next.pressure.good", "source.jsh"]);
  assert.deepEqual(of(118, 78, 5).slice(0, 3), ["plain", "pressure.noClass", "next.clinician"]);
});
