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
