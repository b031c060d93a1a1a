import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, MINUTE } from "@sakiyomi/core";
import type { Decision, DoseEvent, Finding, Handed } from "@sakiyomi/medication";
import { skills } from "@sakiyomi/skills";
import { testHouse } from "../testing/test-house.ts";
import type { ChartsView, PackAnswer } from "./shapes.ts";
import {
  answered,
  asNeeded,
  blankOrder,
  code,
  event,
  handedOf,
  type MedicationHouse,
  medicationHouse,
  noon9pm,
  type Phone,
  phoneOf,
  recordsFolder,
  type Staff,
  takenOf,
  why,
} from "./testing/medication-house.ts";

const take = (house: MedicationHouse, phone: Phone, by: Staff = house.nurse) =>
  by("POST", "/api/medication/leases", { people: [house.person], device: phone.id });

/** As the check of a phone without a network, with some findings of its own. */
async function offlineCheck(
  house: MedicationHouse,
  phone: Phone,
  findings: readonly Partial<Finding>[],
): Promise<{ readonly decision: Decision; readonly check: string; readonly link: Awaited<ReturnType<Phone["link"]>> }> {
  const { id, decision: online } = await phone.check(house, "painTablet");
  const more = findings.map((one) => ({ next: null, mayOverride: true, result: "wrong", ...one }) as Finding);
  const decision: Decision = { ...online, verdict: more.length > 0 ? "block" : online.verdict, findings: more };
  const request = {
    ...{ person: house.person, wanted: null, items: [], route: null, device: phone.id, witness: null },
    scan: { how: "wristband" as const, code: house.band },
  };
  const check = `${phone.id}-${id}`;
  const said = {
    type: "check" as const,
    id: check,
    at: decision.at,
    request,
    decision,
    lease: null,
    chartVersion: "1",
  };
  return { decision, check, link: await phone.link(said) };
}

async function toldOf(house: MedicationHouse, findings: readonly Partial<Finding>[], more: Partial<Handed> = {}) {
  const phone = await phoneOf(house.nurse, "phone-1");
  answered(await take(house, phone));
  const { decision, check, link } = await offlineCheck(house, phone, findings);
  const handed = handedOf(house, { id: check, decision }, phone, house.nurse, { offline: true, ...more });
  const { results } = await phone.send([link, await phone.link(event(handed))]);
  return { phone, handed, result: results[1] };
}

const text = { key: "check.x" };

test("without a network nobody strikes out what somebody else gave who could not do it with one", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  assert.equal(code(await phone.say(handed)), "kept");
  const carer = await house.staffOf("carer");
  const theirs = await phoneOf(carer, "phone-2");
  const { person, order, dose, at } = handed;
  const strike = (id: string, by: string, device: string): DoseEvent => ({
    ...{ type: "struck-out", id, person, order, dose, at, by, device },
    ...{ offline: true, event: handed.id, reason: "never happened" },
  });
  assert.equal(code(await theirs.say(strike("s1", `staff:${carer.staff}`, theirs.id))), "ACCESS_ROLE");
  const again = await phone.check(house, "painTablet", { wanted: [dose] });
  assert.ok(again.decision.findings.some(({ check, result }) => check === "given" && result === "wrong"));
  assert.notEqual(code(await phone.say(strike("s2", `staff:${house.nurse.staff}`, phone.id))), "ACCESS_ROLE");
  assert.equal((await phone.check(house, "painTablet", { wanted: [dose] })).decision.verdict, "give");
  await house.close();
});

test("what the check said of another dose of the pack is not held against this one", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const held = { check: "hold", text, dose: "another@2026-01-10/0" } as const;
  assert.equal(code((await toldOf(house, [held])).result), "kept");
  await house.close();
});

test("a check of another dose, and an override of what nobody may overrule, let nothing be given", async () => {
  for (const [findings, more] of [
    [[{ check: "hold", text }], {}],
    [[{ check: "patient", text, mayOverride: false }], { override: { reason: "I know her", checks: ["patient"] } }],
    [[], { dose: "elsewhere@2026-01-10/0" }],
  ] as const satisfies readonly (readonly [readonly Partial<Finding>[], Partial<Handed>])[]) {
    const house = await medicationHouse();
    await house.order("painTablet");
    const { result } = await toldOf(house, findings, more as Partial<Handed>);
    assert.ok(why(result).includes("against-check"), JSON.stringify(result));
    await house.close();
  }
});

test("an account that was closed meanwhile loses nothing of what is still on the phone", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const temporary = await house.as(["nurse"], { name: "Ito" });
  const phone = await phoneOf(temporary, "phone-1");
  answered(await take(house, phone, temporary));
  const checked = await phone.check(house, "painTablet");
  const handed = handedOf(house, checked, phone, temporary, { offline: true });
  const links = [await phone.link(event(handed)), await phone.link(event(takenOf(handed)))];
  const administrator = await house.as(["administrator"]);
  assert.equal((await administrator("PUT", `/api/staff/${temporary.staff}`, { active: false })).status, 200);
  const { results } = await phone.send(links, house.nurse);
  assert.ok(
    results.every(({ result }) => result === "kept" || result === "flagged"),
    JSON.stringify(results),
  );
  assert.ok(!results.some((result) => why(result).includes("not-permitted")), JSON.stringify(results));
  const { decision } = await (await phoneOf(house.nurse, "phone-2")).check(house, "painTablet", {
    wanted: [handed.dose],
  });
  assert.equal(decision.verdict, "block", "it was given");
  await house.close();
});

test("whoever left the ward after the dose makes nobody guilty of having given it", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const [bed] = [...house.ward.roster.places.values()].filter(({ type }) => type === "ward");
  const nurse = await house.as(["nurse"], { places: [bed?.id ?? ""] });
  const phone = await phoneOf(nurse, "phone-1");
  answered(await take(house, phone, nurse));
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, nurse, { offline: true });
  await house.pass(MINUTE);
  answered(await house.nurse("POST", `/api/people/${house.person.slice(7)}/discharge`));
  assert.deepEqual(why(await phone.say(handed)), []);
  await house.close();
});

test("a phone knows on Thursday that Monday's weekly tablet was given", async () => {
  const house = await medicationHouse();
  const times = { type: "times" as const, times: ["21:00"] };
  const weekly = await house.order("painTablet", {
    timing: { type: "clock", days: { type: "weekdays", weekdays: ["sat"] }, within: times },
  });
  const phone = await phoneOf(house.nurse, "phone-1");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  assert.equal(code(await phone.say(handed)), "kept");
  await house.pass(3 * DAY);
  const nurse = await house.as(["nurse"]);
  const { charts } = answered<ChartsView>(await nurse("GET", "/api/medication/charts"));
  assert.deepEqual(
    charts.flatMap(({ events }) => events.map(({ dose }) => dose)),
    [`${weekly.id}@2026-01-10/0`],
  );
  await house.close();
});

test("more than ordered, or by another way, is nobody's to overrule; a dose belongs to its order", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const checked = await phone.check(house, "painTablet");
  const override = { reason: "she is heavy", checks: ["dose", "route"] };
  const say = (more: Partial<Handed>) => phone.say(handedOf(house, checked, phone, house.nurse, { override, ...more }));
  assert.equal(code(await say({ amount: { value: 10, unit: "{tablet}" } })), "MED_BLOCKED");
  assert.equal(code(await say({ route: "rectal" })), "MED_BLOCKED");
  assert.equal(code(await say({ check: null, dose: "elsewhere@2026-01-10/0" })), "HTTP_SHAPE");
  assert.equal(code(await say({ amount: { value: 0.5, unit: "{tablet}" } })), "kept");
  await house.close();
});

test("somebody without a band gets the pack that was made for them", async () => {
  const house = await medicationHouse();
  const { person: bare } = await house.settle("山田 太郎");
  const person = `person:${bare}`;
  const from = house.ward.now();
  const order = answered<{ order: { id: string } }>(
    await house.nurse("POST", `/api/people/${bare}/medication/orders`, {
      order: blankOrder("painTablet", from),
      confirmed: true,
      reason: "the doctor knows",
    }),
  ).order;
  const pharmacist = await house.staffOf("pharmacist");
  const dose = `${order.id}@2026-01-10/0`;
  const { code: label } = answered<PackAnswer>(
    await pharmacist("POST", "/api/medication/packs", { person, doses: [dose], expiry: "2027-01-31" }),
  );
  const carer = await house.staffOf("carer");
  const phone = await phoneOf(carer, "phone-1");
  const scan = { how: "photo" as const, person, second: { type: "name" as const, value: "山田 太郎" } };
  const items = [{ code: label, count: 1, isPartial: false }];
  const { decision } = await phone.check(house, null, { person, scan, items });
  assert.equal(decision.verdict, "give", JSON.stringify(decision.findings.filter(({ result }) => result !== "right")));
  await house.close();
});

test("a skill that begins anew hears what stands and what was given: it calls nothing omitted", async () => {
  const house = await medicationHouse(undefined, skills);
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  assert.equal(code(await phone.say(handed)), "kept");
  assert.equal(code(await phone.say(takenOf(handed))), "kept");
  const by = { id: "staff:x", name: "x" };
  const bare = house.person.slice(7);
  const calls = async () => {
    await new Promise(setImmediate);
    await house.ward.loop.idle();
    await house.pass(MINUTE);
    return house.ward.board().alerts.filter(({ skill }) => skill === "medication-rounds").length;
  };
  await house.pass(7 * 60 * MINUTE);
  assert.equal(await calls(), 0);
  await house.ward.consent(bare, "record", false, by);
  await house.ward.consent(bare, "record", true, by);
  assert.equal(await calls(), 0, "given before the consent was withdrawn");
  const skill = "medication-rounds";
  assert.ok((await house.ward.setSkill(bare, skill, false, {}, 0, by)).ok);
  assert.ok((await house.ward.setSkill(bare, skill, true, {}, 1, by)).ok);
  assert.equal(await calls(), 0);
  await house.pass(20 * 60 * MINUTE);
  assert.equal(await calls(), 1, "tomorrow's dose is missed, and the skill that was off and on knows of it");
  await house.close();
});

test("the orders of an earlier stay are said to be that", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  assert.equal((await phone.check(house, "painTablet")).decision.verdict, "give");
  const [id, by] = [house.person.slice(7), { id: "staff:x", name: "x" }];
  await house.pass(MINUTE);
  await house.ward.discharge(id, by);
  await house.pass(MINUTE);
  const back = { id, name: "Ann", birthDate: null, place: null, consents: ["record" as const] };
  assert.ok((await house.ward.admit(back, by)).ok);
  const { decision } = await phone.check(house, "painTablet");
  assert.equal(decision.verdict, "warn", JSON.stringify(decision.findings));
  const within = { type: "times" as const, times: ["21:30"] };
  await house.order("memory5", { timing: { type: "clock", days: { type: "daily" }, within } });
  assert.equal((await phone.check(house, "memory5")).decision.verdict, "give");
  await house.close();
});

test("a carer at night gives a medicine as needed from the pack that was made for it, once", async () => {
  const house = await medicationHouse();
  const order = await house.order("painTablet", { timing: asNeeded(5, 4) });
  const { person } = house;
  const pharmacist = await house.staffOf("pharmacist");
  const pack = async () =>
    answered<PackAnswer>(
      await pharmacist("POST", "/api/medication/packs", { person, doses: [`${order.id}@prn`], expiry: "2027-01-31" }),
    ).code;
  const carer = await house.staffOf("carer");
  const phone = await phoneOf(carer, "phone-1");
  const check = (label: string) => phone.check(house, null, { items: [{ code: label, count: 1, isPartial: false }] });
  const first = await pack();
  const checked = await check(first);
  assert.equal(checked.decision.verdict, "give", JSON.stringify(checked.decision.findings));
  assert.equal(code(await phone.say(handedOf(house, checked, phone, carer))), "kept");
  await house.pass(10 * MINUTE);
  const again = (await check(first)).decision;
  assert.deepEqual(
    [
      again.verdict,
      again.mayOverride,
      ...again.findings.filter(({ result }) => result === "wrong").map((one) => one.text.key),
    ],
    ["block", false, "check.order.pack-used"],
    "its label lay on the table still",
  );
  assert.equal((await check(await pack())).decision.verdict, "give");
  await house.close();
});

test("what a clock put days ahead is still given after a restart", async (t) => {
  const open = recordsFolder(t);
  const first = await medicationHouse(await open(noon9pm));
  const order = await first.order("painTablet", { timing: asNeeded(600, 4) });
  const phone = await phoneOf(first.nurse, "phone-1");
  answered(await take(first, phone));
  const checked = await phone.check(first, "painTablet");
  const at = first.ward.now() + 5 * DAY;
  const handed = handedOf(first, checked, phone, first.nurse, { offline: true, at });
  assert.ok(why(await phone.say(handed)).includes("clock"));
  await first.close();
  const again = await testHouse({ skills: [], now: noon9pm, records: await open(noon9pm) });
  const { room } = again.house.medication;
  assert.deepEqual(
    room.book.chart(first.person)?.events.map(({ order: of, id }) => [of, id]),
    [[order.id, handed.id]],
  );
  await again.close();
});
