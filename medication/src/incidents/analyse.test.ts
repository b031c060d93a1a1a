import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import fc from "fast-check";
import type { Drug, Formulary } from "../drugs/drug.ts";
import { analyse, attempts } from "./analyse.ts";
import type { AnalysisRequest, DoseGiven, Part } from "./analysis.ts";
import { houseClock } from "./house-clock.ts";
import { harmLevels, type Incident, mishaps, type NearMiss } from "./incident.ts";
import { pareto } from "./pareto.ts";
import { namedPlaces } from "./parts.ts";

const meals = { breakfast: "08:00", lunch: "12:00", dinner: "18:00", bedtime: "21:00" };
/** Midnight in Tokyo. */
const FROM = Date.UTC(2026, 9, 31, 15);
const dose = (at: number, more: Partial<DoseGiven> = {}): DoseGiven => ({
  at,
  person: "person:a",
  place: "A",
  by: "staff:x",
  ...more,
});
const miss = (at: number, more: Partial<NearMiss> = {}): NearMiss => ({
  id: `check-${at}`,
  at,
  person: "person:a",
  place: "A",
  by: "staff:x",
  mishaps: ["wrong-drug"],
  wanted: null,
  scanned: null,
  overridden: false,
  offline: false,
  ...more,
});
const incident = (at: number, more: Partial<Incident> = {}): Incident => ({
  id: `incident-${at}`,
  at,
  reportedAt: at,
  by: null,
  person: null,
  place: "A",
  mishap: "omitted",
  harm: "C",
  what: "it",
  wanted: null,
  given: null,
  causes: [],
  ...more,
});
const asked = (more: Partial<AnalysisRequest>): AnalysisRequest => ({
  nearMisses: [],
  incidents: [],
  doses: [],
  from: FROM,
  until: FROM + 30 * DAY,
  zone: "Asia/Tokyo",
  policy: { meals },
  formulary: null,
  period: "day",
  baseline: null,
  ...more,
});
const partsOf = (parts: readonly Part[]) => Object.fromEntries(parts.map((part) => [part.key, part]));

test("an empty time has no rates, 30 points without p, and no marks", () => {
  const analysis = analyse(asked({}));
  assert.equal(analysis.nearMisses.perThousand, null);
  assert.equal(analysis.nearMissChart.points.length, 30);
  assert.ok(analysis.nearMissChart.points.every(({ p, special }) => p === null && special.length === 0));
  assert.deepEqual([analysis.pairs, analysis.paretoOfMishaps, analysis.byPlace], [[], [], []]);
});

test("what lies outside the time does not count; its end is outside", () => {
  const times = [FROM - 1, FROM, FROM + 30 * DAY - 1, FROM + 30 * DAY];
  const analysis = analyse(
    asked({
      doses: times.map((at) => dose(at)),
      nearMisses: times.map((at) => miss(at)),
      incidents: times.map((at) => incident(at)),
    }),
  );
  assert.deepEqual([analysis.doses, analysis.nearMisses.events, analysis.incidents.events], [2, 2, 2]);
});

test("hours and rounds are those of the house's wall", () => {
  const at = FROM + 8 * HOUR + 20 * MINUTE;
  const { byHour, byRound } = analyse(asked({ doses: [dose(at)], nearMisses: [miss(FROM + 15 * HOUR)] }));
  assert.equal(partsOf(byHour)["8"]?.nearMisses.doses, 1);
  assert.equal(partsOf(byRound).breakfast?.nearMisses.doses, 1);
  assert.equal(partsOf(byRound).between?.nearMisses.events, 1, "15:00 is an hour past lunch's reach");
});

test("the round of bedtime goes on past midnight, and is one round", () => {
  const clock = houseClock("Asia/Tokyo", { ...meals, bedtime: "23:30" });
  const [before, after] = [clock.roundOf(FROM - 40 * MINUTE), clock.roundOf(FROM + 40 * MINUTE)];
  assert.deepEqual(before, after);
  assert.equal(before.name, "bedtime");
});

test("days of 23 and 25 hours are one point of the chart each", () => {
  const clock = houseClock("Europe/Berlin", meals);
  const lengths = (from: number) =>
    clock.periods("day", from, from + 2 * DAY).map(({ from: a, until: b }) => (b - a) / HOUR);
  assert.deepEqual(lengths(Date.UTC(2026, 2, 27, 23)), [24, 23, 1]);
  assert.deepEqual(lengths(Date.UTC(2026, 9, 23, 22)), [24, 24]);
  assert.deepEqual(lengths(Date.UTC(2026, 9, 24, 22)), [25, 23]);
});

test("weeks begin on Monday, months on the first, and the ends are cut", () => {
  const clock = houseClock("Asia/Tokyo", meals);
  const days = (period: "week" | "month") =>
    clock.periods(period, FROM + 3 * DAY, FROM + 33 * DAY).map(({ from, until }) => (until - from) / DAY);
  assert.deepEqual(days("month"), [27, 3], "4 November to 3 December 2026");
  assert.deepEqual(days("week"), [5, 7, 7, 7, 4], "a Wednesday to a Thursday");
});

test("periods of any zone cover the time without gap or overlap", () => {
  const zones = fc.constantFrom(
    "Asia/Tokyo",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
  );
  fc.assert(
    fc.property(
      zones,
      fc.constantFrom("day", "week", "month"),
      fc.integer({ min: 0, max: 700 * 24 * 60 }),
      fc.integer({ min: 1, max: 100 * 24 * 60 }),
      (zone, period, begin, length) => {
        const [from, until] = [FROM + begin * MINUTE, FROM + (begin + length) * MINUTE];
        const cuts = houseClock(zone, meals).periods(period, from, until);
        assert.equal(cuts[0]?.from, from);
        assert.equal(cuts.at(-1)?.until, until);
        for (const [i, cut] of cuts.entries()) {
          assert.ok(cut.until > cut.from);
          if (i > 0) assert.equal(cut.from, cuts[i - 1]?.until);
        }
      },
    ),
    { seed: 9, numRuns: 60 },
  );
});

const people = (place: string, many: number, events: number) => ({
  doses: Array.from({ length: many }, (_, i) => dose(FROM + i, { place, person: `person:${place}${i}` })),
  nearMisses: Array.from({ length: events }, (_, i) => miss(FROM + i * HOUR, { place })),
});
const house = (...places: readonly ReturnType<typeof people>[]) =>
  analyse(
    asked({ doses: places.flatMap(({ doses }) => doses), nearMisses: places.flatMap(({ nearMisses }) => nearMisses) }),
  );

test("a place of four people is not named, and what it is put together with hides it", () => {
  const { byPlace } = house(people("North", 4, 3), people("East", 9, 1), people("South", 7, 0));
  assert.deepEqual(
    byPlace.map(({ key }) => key),
    ["East", "together"],
    "South, the next smallest, is put to it: else the rest of the whole would be North",
  );
  assert.deepEqual([byPlace[1]?.nearMisses.events, byPlace[1]?.nearMisses.doses], [3, 11]);
});

test("places of five people and more are named", () => {
  assert.deepEqual(
    house(people("North", 5, 1), people("East", 6, 1)).byPlace.map(({ key }) => key),
    ["East", "North"],
  );
});

test("small places that come to five together leave the others alone", () => {
  assert.deepEqual(
    house(people("R1", 2, 1), people("R2", 3, 1), people("East", 6, 1)).byPlace.map(({ key }) => key),
    ["East", "together"],
  );
});

test("the places that may be named are those that an analysis names", () => {
  const all = [people("North", 4, 1), people("East", 9, 1), people("South", 7, 1), people("West", 8, 0)];
  const { byPlace } = house(...all);
  const named = byPlace.map(({ key }) => key).filter((key) => key !== "together");
  assert.deepEqual([...namedPlaces(all.flatMap(({ doses }) => doses))].sort(), named.sort());
});

test("a house of four names no place at all", () => {
  assert.deepEqual(
    house(people("R1", 2, 1), people("R2", 2, 1)).byPlace.map(({ key }) => key),
    ["together"],
  );
});

test("staff load is that of the round: doses over those who gave them", () => {
  const morning = FROM + 8 * HOUR;
  const doses = Array.from({ length: 60 }, (_, i) => dose(morning + i * MINUTE, { by: `staff:${i % 2}` }));
  const { byStaffLoad } = analyse(asked({ doses, nearMisses: [miss(morning + 5 * MINUTE), miss(morning + DAY)] }));
  assert.deepEqual(
    [partsOf(byStaffLoad)["20-39"]?.nearMisses.events, partsOf(byStaffLoad)["20-39"]?.nearMisses.doses],
    [1, 60],
  );
  assert.equal(partsOf(byStaffLoad)["0-19"]?.nearMisses.events, 1, "the next morning nobody gave anything");
});

test("the same attempt scanned again within two minutes is one, and overridden if it was in the end", () => {
  const again = [
    miss(FROM),
    miss(FROM + MINUTE),
    miss(FROM + 3 * MINUTE, { overridden: true }),
    miss(FROM + 6 * MINUTE),
  ];
  assert.deepEqual(
    attempts(again).map(({ at, overridden }) => [at - FROM, overridden]),
    [
      [0, true],
      [6 * MINUTE, false],
    ],
  );
  assert.equal(
    attempts([miss(FROM), miss(FROM + 1, { scanned: "2149001F1999" })]).length,
    2,
    "another drug is another one",
  );
  assert.equal(
    attempts([miss(FROM, { person: null }), miss(FROM + 1, { person: null })]).length,
    2,
    "erased people are not one",
  );
});

test("an averted attempt is an attempt of the chart, and no dose of the rate", () => {
  const doses = Array.from({ length: 9 }, (_, i) => dose(FROM + i));
  const { nearMissChart, nearMisses } = analyse(asked({ doses, nearMisses: [miss(FROM)] }));
  assert.deepEqual([nearMissChart.points[0]?.n, nearMissChart.points[0]?.x], [10, 1]);
  assert.equal(nearMisses.doses, 9);
  const given = analyse(asked({ doses, nearMisses: [miss(FROM, { overridden: true })] }));
  assert.equal(given.nearMissChart.points[0]?.n, 9, "one that was given all the same is among the doses");
});

test("reached is C and worse, harmed E and worse", () => {
  const { reached, harmed, byHarm } = analyse(
    asked({ doses: [dose(FROM)], incidents: harmLevels.map((harm, i) => incident(FROM + i, { harm })) }),
  );
  assert.deepEqual([reached.events, harmed.events], [7, 5]);
  assert.deepEqual(
    byHarm.map(({ count }) => count),
    Array(9).fill(1),
  );
});

const drug = (code: string, name: string) => ({ code, name }) as Drug;
const formulary: Formulary = {
  size: 2,
  drug: (code) => (code === "a" ? drug("a", "Alpha") : code === "b" ? drug("b", "Alpho") : null),
  byGtin: () => null,
  find: () => [],
  lookAlikes: (code) =>
    code === "a" ? [{ drug: drug("b", "Alpho"), likeness: 0.8, codes: ["b"], reported: null }] : [],
};

test("pairs that met are counted with their names, and marked where the list calls them alike", () => {
  const { pairs } = analyse(
    asked({
      formulary,
      nearMisses: [
        miss(FROM, { wanted: "a", scanned: "b" }),
        miss(FROM + DAY, { wanted: "a", scanned: "b" }),
        miss(FROM + 1, { wanted: "a", scanned: "c" }),
        miss(FROM + 2, { wanted: "b", scanned: "b" }),
        miss(FROM + 3, { wanted: "a", scanned: "b", mishaps: ["wrong-time"] }),
      ],
      incidents: [incident(FROM, { mishap: "wrong-drug", wanted: "a", given: "b" })],
    }),
  );
  assert.deepEqual(pairs, [
    {
      wanted: "a",
      scanned: "b",
      wantedName: "Alpha",
      scannedName: "Alpho",
      nearMisses: 2,
      incidents: 1,
      likeness: 0.8,
    },
    { wanted: "a", scanned: "c", wantedName: "Alpha", scannedName: "c", nearMisses: 1, incidents: 0, likeness: null },
  ]);
});

test("a Pareto goes from the most frequent to the rarest and comes to all", () => {
  assert.deepEqual(
    pareto(["b", "a", "c", "a", "b", "a", "a", "d"]).map(({ key, count, upTo }) => [key, count, upTo]),
    [
      ["a", 4, 0.5],
      ["b", 2, 0.75],
      ["c", 1, 0.875],
      ["d", 1, 1],
    ],
  );
  assert.deepEqual(pareto([]), []);
});

/** A made-up month of a house. */
function month(seed: number): AnalysisRequest {
  const chance = chanceOf(seed);
  const any = <T>(list: readonly T[]) => list[Math.floor(chance() * list.length)] as T;
  const where = () => ({
    at: FROM + Math.floor(chance() * 30 * DAY),
    person: `person:${any([1, 2, 3, 4, 5, 6, 7, 8])}`,
    place: any(["A", "B", "C"]),
  });
  return asked({
    period: any(["day", "week", "month"] as const),
    doses: Array.from({ length: Math.floor(chance() * 400) }, () =>
      dose(0, { ...where(), by: any(["staff:x", "staff:y"]) }),
    ),
    nearMisses: Array.from({ length: Math.floor(chance() * 40) }, () =>
      miss(0, { ...where(), mishaps: [any(mishaps)], overridden: chance() < 0.2 }),
    ),
    incidents: Array.from({ length: Math.floor(chance() * 20) }, () =>
      incident(0, { ...where(), mishap: any(mishaps), harm: any(harmLevels) }),
    ),
  });
}

test("whatever happened, the parts of each kind come to the whole, and nobody is named", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const analysis = analyse(month(seed));
      for (const parts of [analysis.byHour, analysis.byRound, analysis.byPlace, analysis.byStaffLoad]) {
        const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
        assert.equal(
          sum(({ nearMisses }) => nearMisses.events),
          analysis.nearMisses.events,
        );
        assert.equal(
          sum(({ incidents }) => incidents.events),
          analysis.incidents.events,
        );
        assert.equal(
          sum(({ nearMisses }) => nearMisses.doses),
          analysis.doses,
        );
      }
      for (const chart of [analysis.nearMissChart, analysis.incidentChart])
        assert.ok(chart.points.every(({ n, x }) => x <= n));
      assert.equal(
        analysis.nearMissChart.points.reduce((sum, { x }) => sum + x, 0),
        analysis.nearMisses.events,
      );
      assert.doesNotMatch(JSON.stringify(analysis), /person:|staff:/);
    }),
    { seed: 10, numRuns: 60 },
  );
});
