import assert from "node:assert/strict";
import { test } from "node:test";
import { SECOND } from "@sakiyomi/core";
import { NOON, testHouse } from "../testing/test-house.ts";
import type { PersonReviews, QueueView } from "./shapes.ts";

const by = { id: "staff:x", name: "x" };

async function opened() {
  const house = await testHouse({ now: NOON });
  const [{ person }, other] = [await house.settle("佐藤 花子"), await house.settle("이 영희")];
  for (const one of [person, other.person]) await house.ward.consent(one, "family", true, by);
  return { house, person, other: other.person };
}

const strip = (at: number) => ({ kind: "ecg", from: at - 30 * SECOND, until: at, reason: "?", priority: "now" });
const reading = (at: number, said: object) => ({
  ...{ at, systolic: 150, diastolic: 90, pulse: 70, where: "home", when: "morning", series: "s" },
  ...said,
});

test("two answers of one doctor at one moment are one", async () => {
  const { house, person } = await opened();
  const doctor = await house.as(["doctor"]);
  await doctor("POST", `/api/people/${person}/reviews`, strip(house.ward.now()));
  const [review] = ((await doctor("GET", "/api/remote/queue")).json as QueueView).open;
  const path = `/api/people/${person}/reviews/${review?.id}`;
  const say = (words: string) => doctor("POST", `${path}/answer`, { words, urgency: "none" });
  assert.equal((await doctor("POST", `${path}/claim`)).status, 200);
  const both = await Promise.all([say("Come in now."), say("All is well.")]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  const said = await house.ward.store.range({
    subject: `person:${person}` as never,
    kind: "advice",
    from: 0,
    to: NOON * 2,
  });
  assert.equal(said.length, 1);
  await house.close();
});

test("the family asks and writes for its own person only, at home only, and not once consent is taken back", async () => {
  const { house, person, other } = await opened();
  const daughter = await house.as(["family"], { familyOf: [person] });
  const now = house.ward.now();
  const write = (id: string, said: object) => daughter("POST", `/api/people/${id}/blood-pressure`, reading(now, said));
  assert.equal((await write(person, {})).status, 200);
  assert.equal(
    (await write(person, { where: "office" })).status,
    403,
    "who is no professional makes no office reading",
  );
  assert.equal((await write(person, { where: "pharmacy" })).status, 403);
  const elsewhere = [
    (await write(other, {})).status,
    (await daughter("POST", `/api/people/${other}/reviews`, strip(now))).status,
    (await daughter("GET", `/api/people/${other}/reviews`)).status,
    (await daughter("GET", `/api/people/${other}/blood-pressure/paper`)).status,
  ];
  for (const status of elsewhere) assert.ok(status === 403 || status === 404, String(elsewhere));
  assert.equal((await daughter("POST", `/api/people/${person}/reviews`, strip(now))).status, 200);
  await house.ward.consent(person, "family", false, by);
  const after = [(await write(person, {})).status, (await daughter("GET", `/api/people/${person}/reviews`)).status];
  for (const status of after) assert.ok(status === 403 || status === 404, String(after));
  assert.deepEqual(((await daughter("GET", "/api/remote/queue")).json as QueueView).open, []);
  await house.close();
});

test("whoever asks twice with one tap too many has asked once", async () => {
  const { house, person } = await opened();
  const nurse = await house.as(["nurse"]);
  const path = `/api/people/${person}/reviews`;
  const ask = strip(house.ward.now());
  assert.equal((await nurse("POST", path, ask)).status, 200);
  assert.equal((await nurse("POST", path, ask)).status, 409);
  assert.equal(
    (await nurse("POST", path, { ...ask, from: ask.from - SECOND })).status,
    200,
    "another stretch is another",
  );
  assert.equal(((await nurse("GET", path)).json as PersonReviews).reviews.length, 2);
  const pressure = { ...ask, kind: "blood-pressure", reason: "high" };
  assert.equal((await nurse("POST", path, pressure)).status, 200);
  assert.equal((await nurse("POST", path, { ...pressure, until: pressure.until + 1 })).status, 409);
  await house.close();
});

test("who is erased leaves no claim, no request and no answer behind", async () => {
  const { house, person } = await opened();
  const doctor = await house.as(["doctor"]);
  await doctor("POST", `/api/people/${person}/reviews`, strip(house.ward.now()));
  const [review] = ((await doctor("GET", "/api/remote/queue")).json as QueueView).open;
  const path = `/api/people/${person}/reviews/${review?.id}`;
  await doctor("POST", `${path}/claim`);
  await house.ward.discharge(person, by);
  assert.equal((await doctor("POST", `${path}/answer`, { words: "x", urgency: "none" })).status, 404);
  assert.deepEqual(((await doctor("GET", "/api/remote/queue")).json as QueueView).open, []);
  await house.ward.erase(person, by);
  assert.deepEqual(await house.ward.records.search("ReviewClaim", { person: `person:${person}` }), []);
  await house.close();
});

/** Of two people each a strip and a pressure were asked about; the pharmacist measured the first one. */
async function asked() {
  const { house, person, other } = await opened();
  const doctor = await house.as(["doctor"], { name: "Mori" });
  const pharmacist = await house.as(["pharmacist"]);
  const now = house.ward.now();
  const pressure = { ...strip(now), kind: "blood-pressure", reason: "163/101 at the table" };
  for (const one of [person, other])
    assert.equal((await doctor("POST", `/api/people/${one}/reviews`, strip(now))).status, 200);
  const kept = await pharmacist("POST", `/api/people/${person}/reviews`, pressure);
  assert.equal(kept.status, 200, JSON.stringify(kept.json));
  return { house, person, other, doctor, pharmacist };
}
const kindsIn = (reviews: PersonReviews["reviews"]) => reviews.map(({ kind }) => kind);

test("a pharmacist sees what was asked about pressures and reads the answer, and nobody's heart", async () => {
  const { house, person, other, doctor, pharmacist } = await asked();
  const queue = async (ask = pharmacist) => (await ask("GET", "/api/remote/queue")).json as QueueView;
  assert.equal((await queue(doctor)).open.length, 3);
  const [review, ...more] = (await queue()).open;
  assert.deepEqual([review?.kind, review?.person, more], ["blood-pressure", person, []]);
  const looks = (await house.ward.records.entries({ types: ["access.look"] })).filter(
    ({ actor }) => actor === `staff:${pharmacist.staff}`,
  );
  assert.deepEqual(
    looks.map(({ subject }) => subject),
    [`person:${person}`],
  );
  const answer = { words: "Two pills from now on.", urgency: "routine" };
  for (const { id, person: whose } of (await queue(doctor)).open)
    assert.equal((await doctor("POST", `/api/people/${whose}/reviews/${id}/answer`, answer)).status, 200);
  const { open, answered } = await queue();
  assert.deepEqual([open, answered.map((one) => one.answer?.words)], [[], [answer.words]]);
  const own = (await pharmacist("GET", `/api/people/${person}/reviews`)).json as PersonReviews;
  assert.deepEqual(kindsIn(own.reviews), ["blood-pressure"]);
  assert.deepEqual(((await pharmacist("GET", `/api/people/${other}/reviews`)).json as PersonReviews).reviews, []);
  await house.close();
});

test("a pharmacist neither opens a strip nor asks about one; whoever has a second role sees as that one where it reaches", async () => {
  const { house, person, other, pharmacist } = await asked();
  const now = house.ward.now();
  const path = (one: string) => `/api/people/${one}/strips/${now - 10 * SECOND}-${now}`;
  const refusals = [
    await pharmacist("GET", path(person)),
    await pharmacist("GET", `${path(person)}/paper`),
    await pharmacist("POST", `/api/people/${person}/reviews`, strip(now)),
  ];
  assert.deepEqual(
    refusals.map(({ status, json }) => [status, (json as { code: string }).code]),
    refusals.map(() => [403, "ACCESS_ROLE"]),
  );
  const son = await house.as(["pharmacist", "family"], { familyOf: [other] });
  const { open } = (await son("GET", "/api/remote/queue")).json as QueueView;
  assert.deepEqual(open.map((one) => `${one.kind} ${one.person === other}`).sort(), [
    "blood-pressure false",
    "ecg true",
  ]);
  assert.deepEqual([(await son("GET", path(other))).status, (await son("GET", path(person))).status], [200, 403]);
  await house.close();
});

test("through a broken glass a doctor sees a strip, and a pharmacist does not", async () => {
  const { house, person } = await opened();
  const now = house.ward.now();
  const path = `/api/people/${person}/strips/${now - 10 * SECOND}-${now}`;
  for (const [roles, status] of [
    [["doctor"], 200],
    [["pharmacist"], 403],
    [["pharmacist", "family"], 403],
  ] as const) {
    const outside = await house.as(roles, { places: ["another-ward"] });
    assert.equal((await outside("GET", path)).status, 403);
    const broken = await outside("POST", `/api/people/${person}/break-glass`, { reason: "he fell in front of me" });
    assert.equal(broken.status, 200, JSON.stringify(broken.json));
    assert.equal((await outside("GET", `/api/people/${person}`)).status, 200);
    assert.equal((await outside("GET", path)).status, status, roles.join(" "));
  }
  await house.close();
});
