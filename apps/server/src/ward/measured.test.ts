import assert from "node:assert/strict";
import { test } from "node:test";
import { type Body, type ConsentPurpose, inlineHost, memoryRecords, memoryStore, type SubjectId } from "@sakiyomi/core";
import type { Actor } from "./port.ts";
import { openWard, type RunningWard } from "./ward.ts";

const nurse: Actor = { id: "staff:tanaka", name: "田中" };
const sensor = "device:robot-airec.infrared-skin";

/** A ward with somebody in it and a robot whose measurements the test ends. */
const withRobot = async (consents: readonly ConsentPurpose[] = ["record", "predict", "robot"]) => {
  let now = Date.parse("2026-01-10T12:00:00Z");
  let [finish, fail]: [(value: number) => void, (why: string) => void] = [() => {}, () => {}];
  const body: Body = {
    id: "robot:airec" as SubjectId,
    title: "Airec",
    offers: [{ capability: "measure", only: { kind: ["body-temperature"] } }],
    carryOut: () =>
      new Promise((resolve, reject) => {
        finish = (value) => resolve({ kind: "body-temperature", value, unit: "Cel", at: now, sensor: "infrared-skin" });
        fail = (why) => reject(new Error(why));
      }),
  };
  const [store, records] = [memoryStore(), memoryRecords()];
  const open = (): Promise<RunningWard> =>
    openWard({
      ...{ mode: "real", zone: "Asia/Tokyo", store, records, skills: [], host: inlineHost([]), bodies: [body] },
      ...{ wall: () => now, monotonic: () => now, ticks: false },
    });
  const ward = await open();
  const admitted = await ward.admit({ name: "佐藤 花子", birthDate: null, place: null, consents }, nurse);
  assert.ok(admitted.ok);
  const person = admitted.value;
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) {
      await new Promise(setImmediate);
      await ward.loop.idle();
    }
    now += 1000;
  };
  const measure = async (): Promise<void> => {
    const ordered = await ward.order(person, "measure", { kind: "body-temperature" }, nurse);
    assert.ok(ordered.ok, JSON.stringify(ordered));
    await settle();
  };
  const bindings = async () => {
    const view = await ward.person(person);
    return view.ok ? view.value.bindings.map(({ device, until }) => [device, until === null]) : [];
  };
  const temperature = () => ward.boardPerson(person)?.signs.find(({ kind }) => kind === "body-temperature");
  return {
    ...{ ward, person, measure, settle, bindings, temperature, open },
    finish: (value: number) => finish(value),
    fail: (why: string) => fail(why),
  };
};

test("what a robot measures is a doubtful signal of the person, from the robot's sensor, bound for as long as it measures", async () => {
  const { ward, measure, settle, bindings, finish, temperature, person } = await withRobot();
  await measure();
  assert.deepEqual(await bindings(), [[sensor, true]]);
  finish(37.4);
  await settle();
  assert.deepEqual(await bindings(), [[sensor, false]]);
  const sign = temperature();
  assert.ok(sign?.known);
  assert.deepEqual([sign.value, sign.unit, sign.quality, sign.source], [37.4, "Cel", "questionable", sensor]);
  const [order] = ward.board().orders;
  assert.deepEqual(order?.found, { kind: "body-temperature", value: 37.4 });
  const types = (await ward.records.entries({ subject: `person:${person}` as SubjectId })).map(({ type }) => type);
  assert.deepEqual(types, ["admitted", "order-placed", "order-started", "bound", "order-done"]);
  await ward.close();
});

test("nothing is bound after a measurement that failed, and after a house that stopped in the middle of one", async () => {
  const first = await withRobot();
  await first.measure();
  first.fail("the thermometer never saw the face");
  await first.settle();
  assert.deepEqual(await first.bindings(), [[sensor, false]]);
  assert.equal(first.temperature()?.known ?? false, false);
  await first.measure();
  // The power fails: nobody closes the ward.
  const again = await first.open();
  const view = await again.person(first.person);
  assert.ok(view.ok && view.value.bindings.every(({ until }) => until !== null));
  await again.close();
});

test("who has not agreed to be recorded is not measured, and whoever withdraws it meanwhile leaves no value behind", async () => {
  const refused = await withRobot(["robot"]);
  const read = await refused.ward.order(refused.person, "measure", { kind: "body-temperature" }, nurse);
  assert.equal(read.ok ? null : read.refusal.code, "ACT_CONSENT");
  await refused.ward.close();
  const { ward, person, measure, settle, finish, temperature } = await withRobot();
  await measure();
  assert.ok((await ward.consent(person, "record", false, nurse)).ok);
  finish(37.4);
  await settle();
  assert.equal(temperature()?.known ?? false, false);
  const kept = [await ward.records.search("Order"), await ward.records.entries({})];
  assert.doesNotMatch(JSON.stringify(kept), /37\.4/);
  assert.match(JSON.stringify(kept), /the consent to record was withdrawn/);
  await ward.close();
});
