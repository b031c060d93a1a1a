import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, MINUTE, type Signal, type SourceId, type ValueOf } from "@sakiyomi/core";
import { addDays } from "@sakiyomi/skills/handbook";
import { subjectOf } from "../http/looks.ts";
import { type Asker, NOON, type TestHouse, testHouse } from "../testing/test-house.ts";
import { recordingId } from "./recordings.ts";
import type { HandbookView, MaternityView, PersonMaternityView, TraceView } from "./shapes.ts";
import { onGrid } from "./trace.ts";

const RATE = 4;
const GAP = -0x8000_0000;
let sequence = 0;

/** A minute of a child's heart about 140, as a sensor sends it; `bpm` null: nothing heard. */
const minuteOf = (
  person: string,
  at: Instant,
  bpm: (second: number) => number | null,
  source = "device:ctg",
): Signal => {
  const samples = Int32Array.from({ length: 60 * RATE }, (_, i) => {
    const value = bpm(i / RATE);
    return value === null ? GAP : Math.round(value * 4);
  });
  sequence += 1;
  const value: ValueOf<"fetal-heart-rate"> = { rate: RATE, scale: 0.25, offset: 0, samples };
  const who = { subject: subjectOf(person), source: source as SourceId, sequence };
  return { ...who, kind: "fetal-heart-rate", at, receivedAt: at, value, quality: "good" } as Signal;
};
/** Faster than six waves a minute, so that nobody takes it for a sinusoid. */
const steady = (second: number) => 140 + 5 * Math.sin(second * 1.1) + 3 * Math.sin(second * 1.7);

async function record(
  house: TestHouse,
  person: string,
  minutes: number,
  bpm = steady as (second: number) => number | null,
) {
  const from = house.ward.now();
  for (let m = 0; m < minutes; m++) {
    await house.pass(MINUTE);
    await house.ward.loop.receive([minuteOf(person, from + m * MINUTE, bpm)]);
  }
  return from;
}

const json = async <T>(asked: Promise<{ readonly status: number; readonly json: unknown }>): Promise<T> => {
  const { status, json: body } = await asked;
  assert.equal(status, 200, JSON.stringify(body));
  return body as T;
};
const get = <T>(ask: Asker, path: string) => json<T>(ask("GET", path));
const today = "2026-01-10";

test("a recording waits for a doctor with its week until it is answered, and the answer is found again in the person's page and handbook", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle("佐藤 美咲");
  const doctor = await house.as(["doctor"], { name: "Ito" });
  await json(
    doctor("POST", `/api/people/${person}/handbook/pregnancy`, {
      due: addDays(today, 42),
      dueBy: "ultrasound",
      fetuses: 1,
    }),
  );
  const from = await record(house, person, 12);
  const before = await get<MaternityView>(doctor, "/api/maternity");
  assert.deepEqual(
    before.live.map((one) => [one.name, one.id, one.weeks, one.figures?.minutes]),
    [["佐藤 美咲", recordingId(from), { weeks: 34, days: 0 }, 12]],
  );
  assert.ok(Math.abs((before.live[0]?.figures?.baselineBpm ?? 0) - 140) < 3);
  assert.equal(before.expecting[0]?.pregnancy.weeks?.weeks, 34);
  await house.pass(5 * MINUTE);
  const { waiting, live } = await get<MaternityView>(doctor, "/api/maternity");
  assert.deepEqual([live.length, waiting.length, waiting[0]?.concerns.includes("not-judged")], [0, 1, true]);
  const words = "赤ちゃんは元気です。明日また測ってください。";
  await json(
    doctor("POST", `/api/people/${person}/maternity/advice`, { about: recordingId(from), words, urgency: "none" }),
  );
  assert.equal((await get<MaternityView>(doctor, "/api/maternity")).waiting.length, 0);
  const page = await get<PersonMaternityView>(doctor, `/api/people/${person}/maternity`);
  assert.deepEqual([page.advice[0]?.words, page.advice[0]?.by, page.recordings.length], [words, "Ito", 1]);
  const book = await get<HandbookView>(doctor, `/api/people/${person}/handbook`);
  assert.equal(book.advice[0]?.words, words);
  await house.close();
});

test("only a doctor or a nurse answers, and only for somebody in their care; the family reads it while the person agrees", async () => {
  const house = await testHouse({ skills: [] });
  const { person, ward } = await house.settle();
  const from = await record(house, person, 3);
  const answer = { about: recordingId(from), words: "All is well.", urgency: "none" };
  const post = async (ask: Asker) => (await ask("POST", `/api/people/${person}/maternity/advice`, answer)).status;
  for (const role of ["carer", "teacher", "family", "pharmacist", "administrator"] as const)
    assert.equal(await post(await house.as([role])), 403, role);
  assert.equal(await post(await house.as(["doctor"], { places: [] })), 403, "not in this doctor's care");
  assert.equal(await post(await house.as(["nurse"], { places: [ward] })), 200);
  const family = await house.as(["family"], { familyOf: [person] });
  const read = async () => (await family("GET", `/api/people/${person}/handbook`)).status;
  assert.equal(await read(), 403, "nobody agreed yet");
  await house.ward.consent(person, "family", true, { id: "staff:test", name: "test" });
  const book = await get<HandbookView>(family, `/api/people/${person}/handbook`);
  assert.deepEqual(
    [book.advice[0]?.words, book.isShared, book.mayWrite, book.mayChart],
    ["All is well.", true, false, false],
  );
  assert.equal((await family("POST", `/api/people/${person}/handbook/vaccination`, {})).status, 403);
  await house.ward.consent(person, "family", false, { id: "staff:test", name: "test" });
  assert.equal(await read(), 403, "withdrawn");
  await house.close();
});

test("two women at once are never one, and somebody else's recordings are not listed", async () => {
  const house = await testHouse({ skills: [] });
  const [one, two] = [await house.settle("一"), await house.settle("二")];
  const from = house.ward.now();
  await house.pass(3 * MINUTE);
  await house.ward.loop.receive([
    ...[0, 1, 2].map((m) => minuteOf(one.person, from + m * MINUTE, () => 130, "device:a")),
    ...[0, 1, 2].map((m) => minuteOf(two.person, from + m * MINUTE, () => 150, "device:b")),
  ]);
  const inside = await house.as(["doctor"], { places: [two.ward] });
  const { live } = await get<MaternityView>(inside, "/api/maternity");
  assert.deepEqual(
    live.map(({ name }) => name),
    ["二"],
  );
  const trace = await get<TraceView>(
    inside,
    `/api/people/${two.person}/maternity/trace?from=${from}&to=${from + MINUTE}`,
  );
  assert.deepEqual([trace.fhr.length, trace.fhr[0]?.values[0], trace.fhr[0]?.values.length], [1, 150, 240]);
  await house.close();
});

test("twins are two traces of one recording, what was not heard stays a gap, and a monitor's zero is no rate", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const nurse = await house.as(["nurse"]);
  const from = house.ward.now();
  await house.pass(2 * MINUTE);
  await house.ward.loop.receive([
    minuteOf(person, from, (s) => (s < 10 ? null : s < 20 ? 0 : 140), "device:a"),
    minuteOf(person, from, () => 120, "device:b"),
  ]);
  const trace = await get<TraceView>(nurse, `/api/people/${person}/maternity/trace?from=${from}&to=${from + MINUTE}`);
  const [a, b] = ["device:a", "device:b"].map((source) => trace.fhr.find((one) => one.source === source)?.values ?? []);
  assert.deepEqual([a?.[0], a?.[39], a?.[79], a?.[80], b?.[0]], [null, null, null, 140, 120]);
  assert.equal((await nurse("GET", `/api/people/${person}/maternity/trace?from=0&to=${NOON}`)).status, 400);
  await house.close();
});

test("a slower sensor fills its own time and no more, and blocks that overlap are averaged", () => {
  const block = (at: number, samples: number[], rate = 1) => ({
    at,
    value: { rate, scale: 1, offset: 0, samples: Int32Array.from(samples) },
  });
  assert.deepEqual(
    [...onGrid([block(0, [100, GAP, 120])], 0, 4000)],
    [
      ...[100, 100, 100, 100],
      ...[Number.NaN, Number.NaN, Number.NaN, Number.NaN],
      ...[120, 120, 120, 120],
      ...[Number.NaN, Number.NaN, Number.NaN, Number.NaN],
    ],
  );
  assert.deepEqual([...onGrid([block(0, [100, 110], 8), block(0, [130], 4)], 0, 250)], [(100 + 110 + 130) / 3]);
  assert.equal(onGrid([], 1000, 0).length, 0);
});

test("what was asked for at once comes first, and a recording over midnight is one", async () => {
  const house = await testHouse({ skills: [], now: Date.parse("2026-01-09T23:50:00Z") });
  const [quiet, asked] = [await house.settle("静"), await house.settle("急")];
  const from = await record(house, quiet.person, 20);
  const later = await record(house, asked.person, 3);
  const nurse = await house.as(["nurse"]);
  const request = {
    kind: "fetal-heart-rate",
    from: later,
    until: later + MINUTE,
    reason: "胎動が少ない",
    priority: "now",
  };
  const body = { kind: "review-request", value: request, at: house.ward.now() };
  await json(nurse("POST", `/api/people/${asked.person}/chart`, body));
  await house.pass(5 * MINUTE);
  const { waiting } = await get<MaternityView>(nurse, "/api/maternity");
  assert.deepEqual(
    waiting.map(({ name, priority }) => [name, priority === 0]),
    [
      ["急", true],
      ["静", false],
    ],
  );
  assert.deepEqual([waiting[1]?.from, waiting[0]?.request?.reason], [from, "胎動が少ない"]);
  await house.close();
});

test("a handbook keeps pregnancy, visits and weights, counts weeks on the house's clock, and forgets what was struck out", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const nurse = await house.as(["nurse"]);
  const write = (what: string, body: unknown) => nurse("POST", `/api/people/${person}/handbook/${what}`, body);
  for (const wrong of [
    { due: "2027-12-01", dueBy: "ultrasound", fetuses: 1 },
    { due: addDays(today, 42), dueBy: "guess", fetuses: 1 },
    { due: addDays(today, 42), dueBy: "ultrasound", fetuses: 1, ended: "2026-02-01" },
  ])
    assert.equal((await write("pregnancy", wrong)).status, 400);
  await json(write("pregnancy", { due: addDays(today, 42), dueBy: "ultrasound", fetuses: 1 }));
  const chart = (kind: string, value: unknown, unit: string | null, at = house.ward.now()) =>
    json<{ id: string; version: number }>(nurse("POST", `/api/people/${person}/chart`, { kind, value, unit, at }));
  await chart("body-height", 160, "cm");
  await chart("body-weight", 50, "kg", NOON - 230 * 86_400_000);
  const visit = await chart("pregnancy-visit", { weightKg: 57, systolic: 118, diastolic: 70, urineProtein: "-" }, null);
  const book = await get<HandbookView>(nurse, `/api/people/${person}/handbook`);
  assert.deepEqual([book.today, book.pregnancy?.weeks], [today, { weeks: 34, days: 0 }]);
  assert.deepEqual([book.body.gain?.body, book.body.gain?.leastKg, book.nextVisit], ["normal", 10, addDays(today, 14)]);
  assert.deepEqual([book.visits[0]?.weightKg, book.visits[0]?.weeks], [57, { weeks: 34, days: 0 }]);
  const strike = { version: visit.version, reason: "another woman's" };
  await json(nurse("POST", `/api/chart/${visit.id}/error`, strike));
  assert.deepEqual((await get<HandbookView>(nurse, `/api/people/${person}/handbook`)).visits, []);
  await house.close();
});

async function motherAndChild(house: TestHouse) {
  const mother = await house.settle("佐藤 美咲");
  const by = { id: "staff:test", name: "test" };
  const baby = { name: "佐藤 陽向", birthDate: "2025-11-01", place: null, consents: ["record"] as const };
  const admitted = await house.ward.admit(baby, by);
  assert.ok(admitted.ok);
  return { mother, child: admitted.value };
}

test("a child's handbook knows its mother, how it grew and which vaccination is due, and refuses what cannot be", async () => {
  const house = await testHouse({ skills: [] });
  const { mother, child } = await motherAndChild(house);
  const nurse = await house.as(["nurse"]);
  const write = (what: string, body: unknown) => nurse("POST", `/api/people/${child}/handbook/${what}`, body);
  const birth = {
    weightG: 2400,
    lengthCm: 46,
    weeks: 36,
    days: 6,
    sex: "female",
    mother: mother.person,
    day: "2025-11-01",
  };
  assert.equal(
    (await write("birth", { ...birth, day: "2025-11-02" })).status,
    400,
    "another birth date stands already",
  );
  assert.equal((await write("birth", { ...birth, mother: child })).status, 400);
  await json(write("birth", birth));
  const dose = { vaccine: "five-in-one", dose: 1, given: "2026-01-05", lot: "A12", site: "左上腕" };
  assert.equal((await write("vaccination", { ...dose, given: "2025-10-31" })).status, 400, "before birth");
  assert.equal((await write("vaccination", { ...dose, given: "2026-01-11" })).status, 400, "tomorrow");
  await json(write("vaccination", dose));
  assert.equal((await write("vaccination", dose)).status, 409, "the same dose twice");
  const book = await get<HandbookView>(nurse, `/api/people/${child}/handbook`);
  assert.deepEqual(
    [book.birth?.mother?.name, book.birth?.weeks, book.growth.weight],
    ["佐藤 美咲", { weeks: 36, days: 6 }, [{ day: "2025-11-01", value: 2.4 }]],
  );
  const due = (vaccine: string) => book.due.find((one) => one.vaccine === vaccine);
  assert.deepEqual(
    [due("five-in-one")?.dose, due("five-in-one")?.earliest, due("rota-1")?.state],
    [2, "2026-01-26", "due"],
  );
  const hers = await get<HandbookView>(nurse, `/api/people/${mother.person}/handbook`);
  assert.deepEqual([hers.children, hers.birth, hers.due], [[{ id: child, name: "佐藤 陽向" }], null, []]);
  const outsider = await house.as(["nurse"], { places: [mother.ward] });
  assert.equal((await outsider("POST", `/api/people/${child}/handbook/birth`, birth)).status, 403);
  await house.close();
});

test("the handbook is a paper in three languages, also of who has only a name", async () => {
  const house = await testHouse({ skills: [] });
  const { mother, child } = await motherAndChild(house);
  const nurse = await house.as(["nurse"]);
  const born = {
    weightG: 2400,
    lengthCm: 46,
    weeks: 36,
    days: 6,
    sex: "female",
    mother: mother.person,
    day: "2025-11-01",
  };
  await json(nurse("POST", `/api/people/${child}/handbook/birth`, born));
  const dose = { vaccine: "bcg", dose: 1, given: "2026-01-05" };
  await json(nurse("POST", `/api/people/${child}/handbook/vaccination`, dose));
  const weight = { kind: "body-weight", value: 4.1, unit: "kg", at: house.ward.now() };
  await json(nurse("POST", `/api/people/${child}/chart`, weight));
  const due = { due: addDays(today, 42), dueBy: "ultrasound", fetuses: 1 };
  await json(nurse("POST", `/api/people/${mother.person}/handbook/pregnancy`, due));
  const visit = { kind: "pregnancy-visit", value: { weightKg: 57, systolic: 118 }, at: house.ward.now() };
  await json(nurse("POST", `/api/people/${mother.person}/chart`, visit));
  for (const person of [child, mother.person, (await house.settle("三郎")).person])
    for (const language of ["en", "ja", "ko"]) {
      const asked = await nurse("GET", `/api/people/${person}/handbook/paper?language=${language}`);
      assert.deepEqual([asked.status, asked.headers.get("content-type")], [200, "application/pdf"]);
      assert.equal(String(asked.json).slice(0, 5), "%PDF-");
    }
  assert.equal((await nurse("GET", `/api/people/${child}/handbook/paper?language=fr`)).status, 400);
  await house.close();
});
