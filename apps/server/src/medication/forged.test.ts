// What somebody may try with a phone of their own, or who has a bad network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE } from "@sakiyomi/core";
import { type DoseEvent, foldEvents, isGiven } from "@sakiyomi/medication";
import {
  code,
  event,
  handedOf,
  type MedicationHouse,
  medicationHouse,
  phoneOf,
  type Staff,
  takenOf,
  why,
} from "./testing/medication-house.ts";

const chartOf = (house: MedicationHouse) => house.house.medication.room.book.chart(house.person);
const isOpen = (house: MedicationHouse, dose: string) => {
  const state = foldEvents(chartOf(house)?.events ?? []).get(dose);
  return state === undefined || !isGiven(state);
};
const signIn = (house: MedicationHouse, { staff }: Staff) =>
  house.ward.records.commit({
    ...{ by: "system", at: house.ward.now(), puts: [] },
    journal: [{ at: house.ward.now() - MINUTE, type: "access.sign-in", actor: `staff:${staff}`, content: {} }],
  });

const struck = (said: DoseEvent, by: Staff, device: string, id: string): DoseEvent => {
  const { person, order, dose, at } = said;
  const who = { by: `staff:${by.staff}`, device, offline: true };
  return { type: "struck-out", id, person, order, dose, at, ...who, event: said.id, reason: "a mistake" };
};

test("a strike-out opens a dose again: who may not say it with a network may not say it without one either", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-nurse");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  assert.equal(code(await phone.say(handed)), "kept");
  const carer = await house.staffOf("carer");
  await signIn(house, house.nurse);
  const own = await phoneOf(carer, "phone-carer");
  assert.equal(code(await own.say(struck(handed, carer, own.id, "s1"))), "ACCESS_ROLE", "a nurse's record");
  const forged = await own.link(event(struck(handed, house.nurse, own.id, "s2")), `staff:${house.nurse.staff}`);
  assert.equal(code((await own.send([forged])).results[0]), "ACCESS_WRONG", "in her name, on his phone");
  assert.equal(isOpen(house, handed.dose), false);
  assert.equal(code(await phone.say(struck(handed, house.nurse, phone.id, "s3"))), "kept", "her own");
  assert.equal(isOpen(house, handed.dose), true);
  await house.close();
});

test("in the name of a colleague who is on duty, from a phone that she never held: kept, and said", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  await signIn(house, house.nurse);
  const hers = await phoneOf(house.nurse, "phone-nurse");
  const checked = await hers.check(house, "painTablet");
  const carer = await house.staffOf("carer");
  const own = await phoneOf(carer, "phone-carer");
  const handed = handedOf(house, checked, own, house.nurse, { offline: true, device: own.id });
  const link = await own.link(event(handed), `staff:${house.nurse.staff}`);
  const [result] = (await own.send([link])).results;
  assert.ok(why(result).includes("unknown-session"), JSON.stringify(result));
  await house.close();
});

test("an answer that was lost is given again: what was refused is not taken for kept", async () => {
  const house = await medicationHouse();
  const order = await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  const nobody = { ...handed, id: "lost", person: "person:nobody", offline: true };
  const [kept, refused, after] = [
    await phone.link(event(handed)),
    await phone.link(event(nobody)),
    await phone.link(event({ ...handed, type: "effect", effect: "good", note: "", id: "ef" } as never)),
  ];
  assert.ok(kept && refused && after && order);
  const first = await phone.send([kept, refused, after]);
  const again = await phone.send([kept, refused, after]);
  assert.deepEqual(first.results.map(code), ["kept", "REC_MISSING", "HTTP_SHAPE"]);
  assert.deepEqual(again.results.map(code), ["repeated", "REC_MISSING", "HTTP_SHAPE"]);
  assert.equal(again.n, 3);
  await house.close();
});

test("a check of somebody who is not in one's care is not written into their record", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-nurse");
  const { id, decision } = await phone.check(house, "painTablet");
  const outsider = await house.as(["nurse"], { places: ["another-ward"] });
  const own = await phoneOf(outsider, "phone-outsider");
  const scan = { how: "wristband" as const, code: house.band };
  const request = { person: house.person, wanted: null, items: [], route: null, device: own.id, witness: null, scan };
  const at = house.ward.now();
  const said = { type: "check" as const, id: `o-${id}`, at, request, decision, lease: null, chartVersion: "1" };
  assert.deepEqual((await own.send([await own.link(said)])).results.map(code), ["ACCESS_PERSON"]);
  await house.close();
});

test("a phone that was set back says something else by an old number: it is told where to go on, and loses nothing", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  const first = await phone.link(event(handed));
  const taken = takenOf(handed);
  const second = await phone.link(event(taken));
  assert.equal((await phone.send([first, second])).n, 2);
  phone.setBack(0, "");
  const other = { ...taken, id: "after" };
  const answer = await phone.send([await phone.link(event(other))]);
  assert.deepEqual([answer.n, answer.results.map(code)], [2, ["MED_CHAIN"]]);
  const end = await phone.introduce();
  assert.equal(end.n, 2);
  phone.setBack(end.n, end.hash);
  assert.deepEqual((await phone.send([await phone.link(event(other))])).results.map(code), ["kept"]);
  await house.close();
});
