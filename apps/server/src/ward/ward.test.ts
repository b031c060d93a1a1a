import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Instant,
  inlineHost,
  languages,
  MINUTE,
  memoryRecords,
  memoryStore,
  type SubjectId,
} from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import { serverWords } from "../words.ts";
import type { Actor } from "./port.ts";
import { forgetOld } from "./retention.ts";
import { openWard, type RunningWard } from "./ward.ts";

const NOON: Instant = Date.parse("2026-01-10T12:00:00Z");
const nurse: Actor = { id: "staff:tanaka", name: "田中" };

/** A ward with one person in one bed, whose time moves only when told. */
async function smallWard(): Promise<{
  ward: RunningWard;
  person: string;
  pass: (ms: number) => Promise<void>;
  reopen: () => Promise<RunningWard>;
}> {
  let now = NOON;
  const [store, records] = [memoryStore(), memoryRecords()];
  const open = () =>
    openWard({
      mode: "real",
      zone: "Asia/Tokyo",
      store,
      records,
      skills,
      host: inlineHost(skills),
      wall: () => now,
      monotonic: () => now,
      ticks: false,
    });
  const ward = await open();
  const bed = await ward.addPlace({ name: "B", type: "bed", parent: null }, nurse);
  assert(bed.ok);
  const admitted = await ward.admit(
    { name: "佐藤 花子", birthDate: "1940-05-01", place: bed.value, consents: ["record", "predict"] },
    nurse,
  );
  assert(admitted.ok);
  const pass = async (ms: number) => {
    now += ms;
    ward.loop.tick();
    await ward.loop.idle();
  };
  return { ward, person: admitted.value, pass, reopen: open };
}

const vitals: readonly (readonly [string, number | string, string | null])[] = [
  ["respiration-rate", 26, "/min"],
  ["spo2", 90, "%"],
  ["supplemental-oxygen", "air", null],
  ["systolic", 95, "mm[Hg]"],
  ["heart-rate", 118, "/min"],
  ["consciousness", "alert", null],
  ["body-temperature", 38.4, "Cel"],
];

async function chartAll(ward: RunningWard, person: string, list = vitals): Promise<void> {
  for (const [kind, value, unit] of list) {
    const charted = await ward.chart(person, kind, value, unit, ward.now(), nurse);
    assert(charted.ok, JSON.stringify(charted));
  }
  await ward.loop.idle();
}

test("vital signs charted by hand raise an alert at once; somebody takes it, and the journal tells it", async () => {
  const { ward, person } = await smallWard();
  await chartAll(ward, person);
  const [alert] = ward.board().alerts;
  assert(alert);
  assert.equal(alert.level, "high");
  assert.equal(alert.personName, "佐藤 花子");
  assert.deepEqual(alert.toldTo, ["nurse"]);
  const taken = await ward.takeAlert(alert.id, nurse);
  assert(taken.ok);
  assert.equal(ward.board().alerts[0]?.takenBy, "田中");
  const types = (await ward.records.entries({})).map(({ type }) => type);
  for (const type of ["admitted", "charted", "alert-raised", "alert-told", "alert-taken"])
    assert(types.includes(type), type);
});

test("what a cuff says as one event is the pressure of the board while it is newer, and grows old as a pressure does", async () => {
  const { ward, person, pass } = await smallWard();
  const cuff = { where: "home", when: "morning", series: "s-1" };
  const pressure = () =>
    Object.fromEntries(
      ["systolic", "diastolic"].map((kind) => {
        const sign = ward.boardPerson(person)?.signs.find((one) => one.kind === kind);
        return [kind, sign?.known ? sign.value : (sign?.why.key ?? null)];
      }),
    );
  const measured = (systolic: number, diastolic: number) =>
    ward.chart(person, "blood-pressure", { ...cuff, systolic, diastolic }, null, ward.now(), nurse);
  assert.deepEqual(pressure(), { systolic: null, diastolic: null });
  const first = await measured(151, 92);
  assert(first.ok, JSON.stringify(first));
  assert.deepEqual(pressure(), { systolic: 151, diastolic: 92 });
  await pass(MINUTE);
  await ward.chart(person, "systolic", 128, "mm[Hg]", ward.now(), nurse);
  await ward.chart(person, "diastolic", 79, "mm[Hg]", ward.now(), nurse);
  assert.deepEqual(pressure(), { systolic: 128, diastolic: 79 }, "a plain sign that is newer holds");
  await pass(MINUTE);
  const again = await measured(149, 90);
  assert.deepEqual(pressure(), { systolic: 149, diastolic: 90 });
  assert(again.ok);
  assert.ok((await ward.enteredInError(again.value.id, 1, "wrong arm", nurse)).ok);
  assert.deepEqual(pressure(), { systolic: 128, diastolic: 79 }, "struck out, it is gone");
  await measured(150, 91);
  await pass(12 * 60 * MINUTE);
  assert.deepEqual(pressure(), { systolic: 150, diastolic: 91 });
  await pass(MINUTE);
  assert.deepEqual(pressure(), { systolic: "core.staleHours", diastolic: "core.staleHours" });
});

test("what nobody takes climbs to the next role", async () => {
  const { ward, person, pass } = await smallWard();
  const told: string[] = [];
  ward.on((event) => void (event.type === "telling" && told.push(event.to)));
  await chartAll(ward, person);
  await pass(MINUTE);
  await pass(2 * MINUTE);
  assert.deepEqual([...new Set(told)], ["carer", "nurse", "doctor"]);
});

test("an alert is still there after the house was closed and opened again", async () => {
  const { ward, person, reopen } = await smallWard();
  await chartAll(ward, person);
  const before = ward.board().alerts.map(({ id }) => id);
  assert.equal(before.length > 0, true);
  await ward.loop.stop();
  const again = await reopen();
  assert.deepEqual(
    again.board().alerts.map(({ id }) => id),
    before,
  );
});

test("an entry in error is kept, struck out, and no longer read", async () => {
  const { ward, person } = await smallWard();
  await chartAll(ward, person);
  const view = await ward.person(person);
  assert(view.ok);
  const entry = view.value.chart.find(({ kind }) => kind === "spo2");
  assert(entry);
  const struck = await ward.enteredInError(entry.id, entry.version, "probe was on the table", nurse);
  assert(struck.ok);
  await ward.loop.idle();
  const after = await ward.person(person);
  assert(after.ok);
  assert.equal(
    after.value.person.signs.some(({ kind }) => kind === "spo2"),
    false,
  );
  assert.equal(after.value.chart.find(({ id }) => id === entry.id)?.enteredInError, true);
  assert.equal((await ward.records.history("Observation", entry.id)).length, 2);
});

test("whoever is charted to be pregnant is so for every rule, until it has ended, or was struck out", async () => {
  const { ward, person, reopen } = await smallWard();
  const isPregnant = (house = ward) => house.loop.roster.people.get(`person:${person}` as SubjectId)?.pregnant;
  const said = { due: "2026-05-01", dueBy: "ultrasound", fetuses: 1 };
  assert.equal(isPregnant(), null);
  const first = await ward.chart(person, "pregnancy", said, null, NOON, nurse);
  assert.ok(first.ok);
  assert.equal(isPregnant(), true);
  const ended = await ward.chart(person, "pregnancy", { ...said, ended: "2026-01-10" }, null, NOON, nurse);
  assert.equal(isPregnant(), false);
  assert.ok(ended.ok);
  await ward.enteredInError(ended.value.id, ended.value.version, "somebody else's", nurse);
  assert.equal(isPregnant(), true);
  await ward.loop.stop();
  const again = await reopen();
  assert.equal(isPregnant(again), true, "after a restart, too");
  await again.discharge(person, nurse);
  const back = {
    id: person,
    name: "佐藤 花子",
    birthDate: null,
    place: null,
    consents: ["record", "predict"] as const,
  };
  assert.ok((await again.admit(back, nurse)).ok);
  assert.equal(isPregnant(again), true, "who comes back is what the chart says");
  await again.enteredInError(first.value.id, first.value.version, "somebody else's", nurse);
  assert.equal(isPregnant(again), null);
});

test("withdrawn consent has effect at once: nothing is stored, nothing is predicted, alerts are withdrawn", async () => {
  const { ward, person } = await smallWard();
  await chartAll(ward, person);
  assert.equal(ward.board().alerts.length > 0, true);
  await ward.consent(person, "predict", false, nurse);
  await ward.loop.idle();
  assert.deepEqual(ward.board().alerts, []);
  await ward.consent(person, "record", false, nurse);
  const refused = await ward.chart(person, "spo2", 97, "%", ward.now(), nurse);
  assert(!refused.ok);
  assert.equal(refused.refusal.code, "SIG_CONSENT");
});

test("a device that was moved an hour ago: what it said since is no longer the person's", async () => {
  const { ward, person, pass } = await smallWard();
  const bound = await ward.bind("watch-1", person, ward.now(), nurse);
  assert(bound.ok);
  const say = (value: number) =>
    ward.receive([{ kind: "heart-rate", unit: "/min", value, at: new Date(ward.now()).toISOString() }], {
      source: "device:watch-1" as never,
    });
  await say(70);
  await pass(60 * MINUTE);
  await say(120);
  await ward.endBinding(bound.value.id, ward.now() - 30 * MINUTE, nurse);
  const plot = await ward.plot(person, "heart-rate", NOON - MINUTE, ward.now() + MINUTE, 100);
  assert(plot.type === "samples");
  assert.deepEqual(
    plot.series.flatMap(({ value }) => value),
    [70],
  );
});

test("a bed holds one person, and a second cannot be put into it", async () => {
  const { ward } = await smallWard();
  const [bed] = ward.places();
  const second = await ward.admit({ name: "김영희", birthDate: null, place: bed?.id ?? null, consents: [] }, nurse);
  assert(!second.ok);
  assert.match(second.refusal.expected, /佐藤 花子/);
});

test("a value that is too old is unknown, with the reason", async () => {
  const { ward, person, pass } = await smallWard();
  await chartAll(ward, person, [["heart-rate", 70, "/min"]]);
  await pass(6 * MINUTE);
  const sign = ward.board().people[0]?.signs.find(({ kind }) => kind === "heart-rate");
  assert(sign && !sign.known);
  assert.deepEqual(sign.why, { key: "core.stale", values: { minutes: 6 } });
  for (const language of languages) assert(serverWords.core?.[language][sign.why.key], `no words in ${language}`);
});

test("duty is handed over with an explicit acceptance by the one it is for, and what was taken goes with it", async () => {
  const { ward, person } = await smallWard();
  await chartAll(ward, person);
  const [alert] = ward.board().alerts;
  assert(alert);
  await ward.takeAlert(alert.id, nurse);
  const given = await ward.handOver("kim", "佐藤さんは水分を。", nurse);
  assert(given.ok);
  assert.equal(ward.board().handovers[0]?.acceptedAt, null);
  const wrong = await ward.acceptHandover(given.value, { id: "staff:nguyen", name: "Nguyen" });
  assert(!wrong.ok);
  assert.equal(wrong.refusal.code, "ACT_FORBIDDEN");
  assert.equal(ward.board().alerts[0]?.takenBy, "田中");
  assert((await ward.acceptHandover(given.value, { id: "staff:kim", name: "김" })).ok);
  assert.notEqual(ward.board().handovers[0]?.acceptedAt, null);
  assert.equal(ward.board().alerts[0]?.takenBy, "김");
  assert.equal((await ward.acceptHandover(given.value, nurse)).ok, false);
});

test("a person who is erased is gone from the board, the store and the records", async () => {
  const { ward, person } = await smallWard();
  await chartAll(ward, person);
  assert((await ward.erase(person, nurse)).ok);
  assert.deepEqual(ward.board().people, []);
  assert.deepEqual(await ward.store.extents(`person:${person}` as never), []);
  assert.deepEqual(await ward.records.ofSubject(`person:${person}` as never), []);
});

test("what the law keeps is not erased, and the refusal names the day", async () => {
  const { ward, person } = await smallWard();
  const until = NOON + 365 * 24 * 60 * MINUTE;
  const resource = { resourceType: "Retention", id: "r-1", until, law: "Medical Practitioners' Act, art. 24" };
  await ward.records.commit({ by: "staff:kim", at: NOON, puts: [{ resource, subject: `person:${person}` as never }] });
  const refused = await ward.erase(person, nurse);
  assert(!refused.ok);
  assert.equal(refused.refusal.code, "RETENTION");
  assert.match(refused.refusal.expected, /2027-01-10/);
  assert.equal(ward.board().people.length, 1);
});

test("signals older than the house keeps them are forgotten, younger ones stay, and the journal tells how many", async () => {
  const { ward, person, pass } = await smallWard();
  await chartAll(ward, person, [["heart-rate", 70, "/min"]]);
  await pass(40 * 24 * 60 * MINUTE);
  await chartAll(ward, person, [["heart-rate", 80, "/min"]]);
  const keeps = { store: ward.store, records: ward.records, now: () => ward.now() };
  assert.equal(await forgetOld(keeps, 31), 1);
  const plot = await ward.plot(person, "heart-rate", NOON - MINUTE, ward.now() + MINUTE, 100);
  assert(plot.type === "samples");
  assert.deepEqual(
    plot.series.flatMap(({ value }) => value),
    [80],
  );
  const [told] = await ward.records.entries({ types: ["retention"] });
  assert(told);
  assert.equal((told.content as { samples: number }).samples, 1);
  assert.equal(await forgetOld(keeps, 31), 0);
});
