import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays, doubtsOf, type Given, type NextDose, nextDoses, type Vaccine } from "./index.ts";

const birth = "2026-01-15";
const next = (vaccine: Vaccine, today: string, given: readonly Given[] = [], born = birth): NextDose | undefined =>
  nextDoses(born, given, today).find((dose) => dose.vaccine === vaccine);
const gave = (vaccine: string, ...dates: readonly string[]): readonly Given[] =>
  dates.map((given) => ({ vaccine, given }));
const age = (weeks: number, days = 0) => addDays(birth, weeks * 7 + days);

test("a newborn's list begins with what is due at two months, and nothing is due in the first weeks", () => {
  const list = nextDoses(birth, [], birth);
  assert.deepEqual(
    list.map(({ vaccine, state }) => [vaccine, state]),
    [
      ["rota-1", "later"],
      ["hepatitis-b", "later"],
      ["pneumococcal", "later"],
      ["five-in-one", "later"],
      ["bcg", "later"],
      ["measles-rubella", "later"],
      ["varicella", "later"],
      ["japanese-encephalitis", "later"],
    ],
  );
  assert.equal(next("five-in-one", "2026-02-11")?.state, "later");
  assert.equal(next("five-in-one", "2026-02-12")?.state, "soon");
  assert.equal(next("five-in-one", "2026-03-13")?.state, "soon");
  assert.equal(next("five-in-one", "2026-03-14")?.state, "due", "the day before the same day two months later");
});

test("rota is possible from 6 weeks, not begun after 14 weeks 6 days, and over at 24 or 32 weeks", () => {
  assert.equal(next("rota-1", birth)?.earliest, age(6));
  assert.equal(next("rota-1", age(14, 6))?.state, "due");
  assert.equal(next("rota-1", age(15))?.state, "missed");
  const one = gave("rota-1", age(9));
  assert.equal(next("rota-1", age(10), one)?.earliest, age(13), "27 days between: four weeks later");
  assert.equal(next("rota-1", age(24), one)?.state, "due");
  assert.equal(next("rota-1", age(24, 1), one)?.state, "missed");
  const five = gave("rota-5", age(9), age(13));
  assert.equal(next("rota-1", age(20), five), undefined, "the two are not mixed");
  assert.deepEqual([next("rota-5", age(20), five)?.dose, next("rota-5", age(20), five)?.last], [3, age(32)]);
  assert.equal(next("rota-1", age(20), gave("rota-1", age(9), age(13))), undefined, "complete");
});

test("five in one: 20 days between the first three, six months to the fourth", () => {
  const one = gave("five-in-one", "2026-03-20");
  assert.equal(next("five-in-one", "2026-04-01", one)?.earliest, "2026-04-10");
  const three = gave("five-in-one", "2026-03-20", "2026-04-17", "2026-05-15");
  const fourth = next("five-in-one", "2026-06-01", three);
  assert.deepEqual([fourth?.dose, fourth?.of, fourth?.earliest, fourth?.state], [4, 4, "2026-11-15", "later"]);
  assert.equal(next("five-in-one", "2026-11-15", three)?.state, "due");
});

test("who began with four in one goes on with five in one, and Hib is counted with both", () => {
  const given = [...gave("four-in-one", "2026-03-20", "2026-04-17"), ...gave("hib", "2026-03-20")];
  assert.equal(next("five-in-one", "2026-05-01", given)?.dose, 3);
  assert.equal(next("hib", "2026-05-01", given)?.dose, 2);
  assert.equal(next("hib", "2026-05-01", gave("five-in-one", "2026-03-20")), undefined);
});

test("hepatitis B: the third at least 139 days after the first, and routine until the first birthday", () => {
  const two = gave("hepatitis-b", "2026-03-20", "2026-04-17");
  assert.equal(next("hepatitis-b", "2026-05-01", two)?.earliest, "2026-08-07");
  assert.equal(next("hepatitis-b", "2026-10-15", two)?.state, "late", "the usual time ends at nine months");
  assert.equal(next("hepatitis-b", "2027-01-14", two)?.state, "late");
  assert.equal(next("hepatitis-b", "2027-01-15", two)?.state, "missed", "on the birthday itself it is over");
});

test("pneumococcal: how many doses depends on the age at the first, and after the birthday only the last one follows", () => {
  const of = (first: string) => next("pneumococcal", addDays(first, 1), gave("pneumococcal", first))?.of;
  assert.equal(of("2026-08-14"), 4, "the day on which seven months are reached still belongs to the younger");
  assert.equal(of("2026-08-15"), 3);
  assert.equal(of("2027-01-14"), 3);
  assert.equal(of("2027-01-15"), 2);
  assert.equal(of("2028-01-14"), 2);
  assert.equal(next("pneumococcal", "2028-02-01", gave("pneumococcal", "2028-01-15")), undefined, "one is enough");
  const one = next("pneumococcal", "2027-02-01", gave("pneumococcal", "2026-03-20"));
  assert.deepEqual([one?.dose, one?.earliest], [4, "2027-01-14"]);
  const three = gave("pneumococcal", "2026-03-20", "2026-04-17", "2026-11-20");
  assert.equal(next("pneumococcal", "2026-12-01", three)?.earliest, "2027-01-20", "60 days between, and 12 months");
});

test("between two live vaccines that are injected lie 27 days, on one day they may be together, and what is drunk does not count", () => {
  const bcg = gave("bcg", "2027-01-04");
  const mr = next("measles-rubella", "2027-01-20", bcg);
  assert.deepEqual([mr?.earliest, mr?.waitsFor, mr?.state], ["2027-02-01", "bcg", "soon"]);
  assert.equal(next("measles-rubella", "2027-02-01", bcg)?.state, "due");
  assert.equal(next("varicella", "2027-02-01", gave("mumps", "2027-01-30"))?.waitsFor, "mumps");
  assert.equal(next("bcg", "2026-06-20", gave("rota-1", "2026-06-15"))?.waitsFor, null);
  assert.equal(next("five-in-one", "2027-01-20", bcg)?.waitsFor, null, "the distance is one of live vaccines");
  assert.deepEqual(doubtsOf(birth, [...gave("measles-rubella", "2027-02-01"), ...gave("varicella", "2027-02-01")]), []);
});

test("the second dose of measles and rubella is due in the year before school, which turns at the second of April", () => {
  const second = (born: string) => {
    const found = next("measles-rubella", addDays(born, 1500), gave("measles-rubella", addDays(born, 380)), born);
    return [found?.earliest, found?.last];
  };
  assert.deepEqual(second("2020-04-01"), ["2025-04-01", "2026-03-31"]);
  assert.deepEqual(second("2020-04-02"), ["2026-04-01", "2027-03-31"]);
});

test("varicella: three months between, usually six; Japanese encephalitis: six days, six months, and again at nine years", () => {
  const one = gave("varicella", "2027-01-20");
  const again = next("varicella", "2027-05-01", one);
  assert.deepEqual([again?.earliest, again?.usualFrom, again?.state], ["2027-04-20", "2027-07-20", "later"]);
  const je = gave("japanese-encephalitis", "2029-01-20");
  assert.equal(next("japanese-encephalitis", "2029-01-21", je)?.earliest, "2029-01-27");
  const three = gave("japanese-encephalitis", "2029-01-20", "2029-02-10", "2030-02-10");
  assert.deepEqual(
    [
      next("japanese-encephalitis", "2030-03-01", three)?.dose,
      next("japanese-encephalitis", "2030-03-01", three)?.earliest,
    ],
    [4, "2035-01-14"],
  );
});

test("a dose outside the rules is told with the day that would have been right", () => {
  assert.deepEqual(doubtsOf(birth, gave("five-in-one", "2026-03-13")), [
    { vaccine: "five-in-one", dose: 1, given: "2026-03-13", why: "too-young", bound: "2026-03-14" },
  ]);
  assert.deepEqual(doubtsOf(birth, gave("rota-1", age(9), age(12, 6))), [
    { vaccine: "rota-1", dose: 2, given: age(12, 6), why: "too-soon", bound: age(13) },
  ]);
  assert.deepEqual(doubtsOf(birth, [...gave("bcg", "2027-01-04"), ...gave("measles-rubella", "2027-01-31")]), [
    { vaccine: "measles-rubella", dose: 1, given: "2027-01-31", why: "after-live", bound: "2027-02-01" },
  ]);
  assert.equal(doubtsOf(birth, gave("bcg", "2027-01-15"))[0]?.why, "too-late");
  assert.deepEqual(doubtsOf(birth, gave("pneumococcal", "2026-03-20", "2027-02-01")), [], "the last one, after a gap");
});

test("two entries of one day are one dose, one of tomorrow or before birth is none, an unknown name changes nothing", () => {
  assert.equal(next("five-in-one", "2026-04-01", gave("five-in-one", "2026-03-20", "2026-03-20"))?.dose, 2);
  assert.equal(next("five-in-one", "2026-04-01", gave("five-in-one", "2026-04-02", "2025-12-01"))?.dose, 1);
  assert.deepEqual(nextDoses(birth, gave("ワクチン", "2026-03-01"), "2026-04-01"), nextDoses(birth, [], "2026-04-01"));
});
