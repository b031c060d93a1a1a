import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  addDays,
  afterDays,
  afterMonths,
  ageOn,
  curves,
  dayIn,
  dueOfLastPeriod,
  dueOfTransfer,
  dueOfUltrasound,
  gainOf,
  gestationOf,
  gestationOn,
  growthOf,
  isDate,
  lmsAt,
  massIndex,
  nextVisit,
  percentileOf,
  plannedWeeks,
  pregnancyOn,
  reaches,
  termOf,
  valueAt,
  whoRows,
  zOf,
} from "./index.ts";

test("an age in months is reached the day before the same day, and on the last of a month that has no such day", () => {
  // The health ministry's own example: born on 31 July, two months on 30 September.
  assert.equal(reaches("2025-07-31", 2), "2025-09-30");
  assert.equal(reaches("2025-03-15", 2), "2025-05-14");
  assert.equal(reaches("2025-03-01", 2), "2025-04-30");
  assert.equal(reaches("2023-12-31", 2), "2024-02-29", "a leap year has the day");
  assert.equal(reaches("2024-12-31", 2), "2025-02-28");
  assert.equal(reaches("2024-02-29", 12), "2025-02-28", "born on the leap day");
  assert.equal(reaches("2024-02-29", 48), "2028-02-28");
  assert.equal(reaches("2025-11-30", 2), "2026-01-29", "over the turn of the year");
});

test("an interval of days lies between two days, one of months ends on the same day or on the first that there is", () => {
  assert.equal(afterDays("2025-06-02", 27), "2025-06-30", "the same weekday four weeks later");
  assert.equal(afterDays("2025-06-02", 6), "2025-06-09");
  assert.equal(afterMonths("2025-03-01", 6), "2025-09-01");
  assert.equal(afterMonths("2025-08-31", 6), "2026-03-01");
  assert.equal(afterMonths("2023-08-31", 6), "2024-03-01");
  assert.equal(afterMonths("2025-11-30", 3), "2026-03-01");
});

test("a date is a day that exists, and today is asked of the house's clock", () => {
  assert.ok(isDate("2024-02-29"));
  for (const no of ["2025-02-29", "2025-13-01", "2025-1-1", "", "tomorrow"]) assert.ok(!isDate(no), no);
  const at = Date.parse("2026-03-31T16:00:00Z");
  assert.equal(dayIn("Asia/Tokyo", at), "2026-04-01");
  assert.equal(dayIn("Europe/Berlin", at), "2026-03-31");
});

test("gestation counts 280 days back from the due date, over a leap day, and is unknown outside of one pregnancy", () => {
  assert.deepEqual(gestationOn("2026-12-01", "2026-12-01"), { weeks: 40, days: 0 });
  assert.deepEqual(gestationOn("2026-12-01", "2026-11-30"), { weeks: 39, days: 6 });
  assert.deepEqual(gestationOn("2024-03-10", "2024-02-28"), { weeks: 38, days: 3 }, "29 February lies between");
  assert.deepEqual(gestationOn("2023-03-10", "2023-02-28"), { weeks: 38, days: 4 });
  assert.deepEqual(gestationOn("2026-12-01", addDays("2026-12-01", -280)), { weeks: 0, days: 0 });
  assert.equal(gestationOn("2026-12-01", addDays("2026-12-01", -281)), null);
  assert.deepEqual(gestationOn("2026-12-01", addDays("2026-12-01", 41)), { weeks: 45, days: 6 });
  assert.equal(gestationOn("2026-12-01", addDays("2026-12-01", 42)), null);
  assert.equal(gestationOn("2026-12-01", "nothing"), null);
});

test("the due date follows from the last period, from a scan, and from the transfer of an embryo", () => {
  assert.equal(dueOfLastPeriod("2026-02-24"), "2026-12-01");
  assert.equal(dueOfUltrasound("2026-05-05", { weeks: 10, days: 0 }), "2026-12-01");
  assert.deepEqual(gestationOn(dueOfTransfer("2026-03-15", 5), "2026-03-15"), { weeks: 2, days: 5 });
});

test("preterm ends with 37 weeks 0 days, post-term begins with 42 weeks 0 days", () => {
  assert.equal(termOf({ weeks: 36, days: 6 }), "preterm");
  assert.equal(termOf({ weeks: 37, days: 0 }), "term");
  assert.equal(termOf({ weeks: 41, days: 6 }), "term");
  assert.equal(termOf({ weeks: 42, days: 0 }), "post-term");
});

test("after its end a pregnancy stays as it was on that day", () => {
  const pregnancy = { due: "2026-12-01", ended: "2026-11-24" };
  assert.deepEqual(pregnancyOn(pregnancy, "2026-11-23"), { gestation: { weeks: 38, days: 6 }, ongoing: true });
  assert.deepEqual(pregnancyOn(pregnancy, "2026-12-24"), { gestation: { weeks: 39, days: 0 }, ongoing: false });
});

const due = "2026-12-01";
const dayAt = (weeks: number, days = 0) => addDays(due, weeks * 7 + days - 280);

test("visits come every four weeks to 23 weeks, every two to 35 weeks, then weekly, denser from the first day of the new rhythm", () => {
  assert.equal(nextVisit(due, null), dayAt(8));
  assert.equal(nextVisit(due, dayAt(8)), dayAt(12));
  assert.equal(nextVisit(due, dayAt(20)), dayAt(24));
  assert.equal(nextVisit(due, dayAt(21)), dayAt(24), "two weeks after 21 is 23, but the denser rhythm begins at 24");
  assert.equal(nextVisit(due, dayAt(23, 6)), dayAt(25, 6));
  assert.equal(nextVisit(due, dayAt(24)), dayAt(26));
  assert.equal(nextVisit(due, dayAt(35)), dayAt(36));
  assert.equal(nextVisit(due, dayAt(35, 6)), dayAt(36, 6));
  assert.equal(nextVisit(due, dayAt(36)), dayAt(37));
  assert.equal(nextVisit(due, dayAt(41)), dayAt(42));
  assert.equal(nextVisit(due, "2020-01-01"), null);
  assert.deepEqual(plannedWeeks, [8, 12, 16, 20, 24, 26, 28, 30, 32, 34, 36, 37, 38, 39, 40]);
});

test("the weight to be gained changes at an index of 18.5, 25 and 30, and the last class has no least", () => {
  const body = (index: number) => gainOf(index).body;
  assert.deepEqual([18.49, 18.5, 24.99, 25, 29.99, 30, 60].map(body), [
    "underweight",
    "normal",
    "normal",
    "obese-1",
    "obese-1",
    "obese-2",
    "obese-2",
  ]);
  assert.deepEqual([gainOf(18).leastKg, gainOf(18).mostKg], [12, 15]);
  assert.deepEqual([gainOf(35).leastKg, gainOf(35).mostKg], [null, 5]);
  assert.equal(massIndex(50, 160)?.toFixed(1), "19.5", "the example of the National Institute of Health and Nutrition");
  for (const [kg, cm] of [
    [50, 0],
    [50, 1.6],
    [Number.NaN, 160],
  ] as const)
    assert.equal(massIndex(kg, cm), null);
});

/** WHO's own expanded tables: weight-for-age boys at 2 and girls at 6 months (61 and 183 days), length boys at a year. */
const published = [
  ["weight", "male", 0, 3, 2.5],
  ["weight", "male", 0, 97, 4.3],
  ["weight", "male", 730, 50, 12.1],
  ["weight", "female", 0, 50, 3.2],
  ["weight", "female", 365, 50, 8.9],
  ["length", "male", 0, 50, 49.9],
  ["length", "male", 365, 50, 75.7],
  ["length", "female", 730, 50, 86.4],
  ["head", "male", 0, 50, 34.5],
  ["head", "female", 365, 50, 44.9],
] as const;
test("the curves give the values that WHO prints", () => {
  for (const [measure, sex, day, percentile, wanted] of published) {
    const lms = lmsAt(measure, sex, day);
    const z = curves.find((curve) => curve.percentile === percentile)?.z;
    assert.ok(lms && z !== undefined);
    assert.ok(Math.abs(valueAt(z, lms) - wanted) < 0.06, `${measure} ${sex} ${day}: ${valueAt(z, lms)}`);
  }
});

test("a value and its distance from the median are each other's inverse, and percentiles are those of the normal distribution", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 730 }), fc.double({ min: -3, max: 3, noNaN: true }), (day, z) => {
      for (const measure of ["weight", "length", "head"] as const) {
        const lms = lmsAt(measure, "female", day);
        assert.ok(lms && Math.abs(zOf(valueAt(z, lms), lms) - z) < 1e-9);
      }
    }),
    { numRuns: 200 },
  );
  for (const { percentile, z } of curves) assert.ok(Math.abs(percentileOf(z) - percentile) < 1e-4, String(percentile));
});

test("rows rise by age, begin at birth and end at two years", () => {
  for (const bySex of Object.values(whoRows))
    for (const rows of Object.values(bySex)) {
      assert.deepEqual([rows[0]?.[0], rows.at(-1)?.[0]], [0, 730]);
      assert.ok(rows.every(([day], i) => i === 0 || day > (rows[i - 1]?.[0] ?? 0)));
    }
  assert.equal(lmsAt("weight", "male", 731), null);
  assert.equal(lmsAt("weight", "male", -1), null);
  assert.equal(lmsAt("weight", "male", Number.NaN), null);
});

test("a child born too early is compared by the age from the day when it was expected, one born at 37 weeks is not", () => {
  const born = "2026-01-01";
  assert.deepEqual(ageOn(born, { weeks: 32, days: 0 }, "2026-04-01"), { days: 90, growthDays: 34, corrected: true });
  assert.deepEqual(ageOn(born, { weeks: 36, days: 6 }, "2026-04-01"), { days: 90, growthDays: 68, corrected: true });
  assert.deepEqual(ageOn(born, { weeks: 37, days: 0 }, "2026-04-01"), { days: 90, growthDays: 90, corrected: false });
  assert.deepEqual(ageOn(born, null, "2026-04-01"), { days: 90, growthDays: 90, corrected: false });
  assert.equal(ageOn(born, null, "2025-12-31"), null, "not born yet");
  const beforeTerm = ageOn(born, { weeks: 32, days: 0 }, "2026-02-01");
  assert.ok(beforeTerm);
  assert.equal(growthOf("weight", "female", beforeTerm, 2.2), null, "no curve before the day when it was expected");
  const after = ageOn(born, { weeks: 32, days: 0 }, "2029-01-05");
  assert.equal(after?.corrected, false, "from the third birthday on by the real age");
});

test("a measurement that cannot be is compared with nothing", () => {
  const age = ageOn("2026-01-01", null, "2026-04-01");
  assert.ok(age);
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(growthOf("weight", "male", age, value), null);
  const two = ageOn("2026-01-01", null, "2028-01-01");
  assert.ok(two);
  assert.equal(Math.round(growthOf("length", "male", two, 87.8)?.percentile ?? 0), 50);
});

test("whole weeks and days come back from days", () => {
  assert.deepEqual(gestationOf(0), { weeks: 0, days: 0 });
  assert.deepEqual(gestationOf(258), { weeks: 36, days: 6 });
});
