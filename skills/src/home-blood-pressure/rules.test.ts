import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "@sakiyomi/core";
import { averagesOf, homeClass, lastDays, morningTypeOf, patternFound } from "./averages.ts";
import { classOf, patternOf, pressureClasses } from "./classes.ts";
import { whenAt } from "./hear.ts";
import { occasionsOf, visitsOf } from "./occasions.ts";
import { classChances, normal } from "./outlook.ts";
import { doubtsOf } from "./quality.ts";
import type { Reading } from "./reading.ts";
import { BEGIN } from "./sim.ts";

const rules = { utcOffsetMin: 540, countsPerTime: 2 };
const reading = (said: Partial<Reading>): Reading => ({
  ids: ["x"],
  at: BEGIN + 7 * HOUR,
  ...{
    systolic: 130,
    diastolic: 70,
    pulse: null,
    where: "home",
    when: "morning",
    series: "s",
    arm: null,
    symptoms: null,
  },
  ...said,
});

// JSH 2019, table 2-5, written down row by row and not from the code.
const rows = {
  home: [
    ["normal", 114, 74],
    ["high-normal", 115, 74],
    ["high-normal", 124, 74],
    ["elevated", 125, 74],
    ["elevated", 114, 75],
    ["elevated", 134, 84],
    ["grade-1", 135, 84],
    ["grade-1", 114, 85],
    ["grade-1", 144, 89],
    ["grade-2", 145, 89],
    ["grade-2", 114, 90],
    ["grade-2", 159, 99],
    ["grade-3", 160, 99],
    ["grade-3", 114, 100],
  ],
  office: [
    ["normal", 119, 79],
    ["high-normal", 120, 79],
    ["high-normal", 129, 79],
    ["elevated", 130, 79],
    ["elevated", 119, 80],
    ["elevated", 139, 89],
    ["grade-1", 140, 89],
    ["grade-1", 119, 90],
    ["grade-1", 159, 99],
    ["grade-2", 160, 99],
    ["grade-2", 119, 100],
    ["grade-2", 179, 109],
    ["grade-3", 180, 109],
    ["grade-3", 119, 110],
  ],
} as const;

test("every bound of the guideline's table is where it stands there", () => {
  for (const where of ["home", "office"] as const)
    for (const [name, systolic, diastolic] of rows[where])
      assert.equal(classOf(where, { systolic, diastolic }).class, name, `${where} ${systolic}/${diastolic}`);
});

test("over every whole pressure the class is that of the table's words, and never falls as a pressure rises", () => {
  const inWords = (s: number, d: number) =>
    [
      ["grade-3", s >= 160 || d >= 100],
      ["grade-2", s >= 145 || d >= 90],
      ["grade-1", s >= 135 || d >= 85],
      ["elevated", s >= 125 || d >= 75],
      ["high-normal", s >= 115],
    ].find(([, holds]) => holds)?.[0] ?? "normal";
  for (let s = 60; s <= 250; s += 1)
    for (let d = 30; d <= 150; d += 1)
      assert.equal(classOf("home", { systolic: s, diastolic: d }).class, inWords(s, d));
  assert.equal(classOf("home", { systolic: 134.9, diastolic: 84.9 }).class, "elevated");
});

test("isolated systolic hypertension: 135 and more with less than 85 at home, 140 and 90 in the office", () => {
  const isolated = (where: "home" | "office", systolic: number, diastolic: number) =>
    classOf(where, { systolic, diastolic }).isolatedSystolic;
  assert.deepEqual(
    [isolated("home", 135, 84), isolated("home", 134, 84), isolated("home", 135, 85)],
    [true, false, false],
  );
  assert.deepEqual(
    [isolated("office", 140, 89), isolated("office", 139, 89), isolated("office", 140, 90)],
    [true, false, false],
  );
});

test("white-coat and masked patterns turn at 140/90 in the office and 135/85 at home", () => {
  const of = (office: readonly [number, number], home: readonly [number, number]) =>
    patternOf({ systolic: office[0], diastolic: office[1] }, { systolic: home[0], diastolic: home[1] });
  assert.equal(of([139, 89], [134, 84]), "both-normal");
  assert.equal(of([140, 89], [134, 84]), "white-coat");
  assert.equal(of([139, 90], [134, 84]), "white-coat");
  assert.equal(of([139, 89], [135, 84]), "masked");
  assert.equal(of([139, 89], [134, 85]), "masked");
  assert.equal(of([140, 90], [135, 85]), "sustained");
});

test("all readings stay; the first two of the first series count, and what is not plausible does not", () => {
  const readings = [
    reading({ systolic: 150 }),
    reading({ systolic: 140, at: BEGIN + 7 * HOUR + 2 * MINUTE }),
    reading({ systolic: 100, at: BEGIN + 7 * HOUR + 4 * MINUTE }),
    reading({ systolic: 200, at: BEGIN + 9 * HOUR, series: "later" }),
    reading({ systolic: 74, at: BEGIN + 6 * HOUR }),
    reading({ systolic: 180, when: "other" }),
    reading({ systolic: 180, where: "office" }),
  ];
  const [only, ...more] = occasionsOf(readings, rules);
  assert.deepEqual(more, []);
  assert.deepEqual([only?.systolic, only?.counted, only?.measured], [145, 2, 3]);
});

test("an evening after midnight belongs to the evening before", () => {
  const days = occasionsOf(
    [
      reading({ when: "evening", at: BEGIN + 23 * HOUR }),
      reading({ when: "evening", at: BEGIN + DAY + HOUR, series: "t" }),
    ],
    rules,
  );
  assert.equal(days.length, 1);
});

test("mornings and evenings weigh alike, however many there are of each", () => {
  const at = (day: number, when: "morning" | "evening", systolic: number) =>
    reading({ at: BEGIN + day * DAY + (when === "morning" ? 7 : 22) * HOUR, when, systolic, series: `${day}${when}` });
  const occasions = occasionsOf(
    [at(0, "morning", 150), at(1, "morning", 150), at(2, "morning", 150), at(0, "evening", 130)],
    rules,
  );
  const averages = averagesOf(occasions);
  assert.deepEqual([averages.all?.systolic, averages.difference, averages.days], [140, 20, 3]);
  assert.equal(morningTypeOf(averages), "morning-rise");
  assert.deepEqual(homeClass(averages, 5), { known: false, why: "few-days" });
  assert.equal(lastDays(occasions, BEGIN + 7 * DAY, 540).length, 2, "seven days with today: days 1 to 7");
});

test("a pattern wants five days at home and two visits", () => {
  const home = Array.from({ length: 5 }, (_, i) => reading({ at: BEGIN + i * DAY + 7 * HOUR, series: `d${i}` }));
  const averages = averagesOf(occasionsOf(home, rules));
  const visit = (day: number, systolic: number) =>
    reading({ where: "office", when: "other", at: BEGIN + day * DAY, systolic, series: `v${day}` });
  assert.deepEqual(patternFound(visitsOf([visit(1, 150)], "office"), averages, 5), { known: false, why: "few-visits" });
  const two = visitsOf([visit(1, 150), visit(3, 148)], "office");
  assert.deepEqual(patternFound(two, averages, 5), { known: true, value: "white-coat" });
});

test("a visit counts its first two readings that agree", () => {
  const at = (n: number, systolic: number) =>
    reading({ where: "office", series: "v", at: BEGIN + n * MINUTE, systolic });
  assert.equal(visitsOf([at(0, 160), at(2, 150), at(4, 146)], "office")[0]?.systolic, 148);
  assert.equal(visitsOf([at(0, 160), at(2, 150)], "office")[0]?.systolic, 155);
});

test("what was measured badly is said", () => {
  const home = Array.from({ length: 12 }, (_, i) =>
    reading({
      at: BEGIN + i * DAY + 14 * HOUR,
      systolic: 130 + 10 * (i % 3),
      series: `d${i}`,
      arm: i % 2 === 0 ? "left" : "right",
    }),
  );
  const doubts = doubtsOf(
    [...home, reading({ systolic: 75, series: "odd" }), reading({ series: "d0", systolic: 170 })],
    occasionsOf(home, rules),
    () => 14,
  );
  assert.deepEqual(
    doubts.map(({ what, n }) => [what, n]),
    [
      ["single", 12],
      ["spread", 1],
      ["zeros", 13],
      ["implausible", 1],
      ["both-arms", 2],
      ["wrong-time", 14],
    ],
  );
  const fair = Array.from({ length: 20 }, (_, i) => reading({ systolic: 121 + i, series: `${i >> 1}`, at: BEGIN + i }));
  assert.deepEqual(
    doubtsOf(fair, occasionsOf(fair, rules), () => 7).map(({ what }) => what),
    ["single"].slice(1),
  );
});

test("a cuff's hours on the house's clock", () => {
  const at = (hour: number) => whenAt(BEGIN + hour * HOUR, 540);
  assert.deepEqual([3.9, 4, 10.9, 11, 17.9, 18, 23, 25.9, 26].map(at), [
    ...["other", "morning", "morning", "other", "other", "evening", "evening", "evening", "other"],
  ]);
});

test("the chances of the classes are one together, and an average far inside a class is sure", () => {
  const chances = classChances({ systolic: 140, diastolic: 70 }, 7, { systolic: 9, diastolic: 6 });
  assert.ok(Math.abs(Object.values(chances).reduce((a, b) => a + b, 0) - 1) < 1e-9);
  assert.deepEqual(Object.keys(chances), [...pressureClasses]);
  assert.ok((chances["grade-1"] ?? 0) > 0.8);
  assert.ok(Math.abs(normal(1.96) - 0.975) < 1e-4);
});
