import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStore, say } from "@sakiyomi/core";
import type { Handed } from "@sakiyomi/medication";
import type { JournalLine } from "../api.ts";
import type { TestHouse } from "../testing/test-house.ts";
import { serverWords } from "../words.ts";
import type {
  ChartsView,
  LeasesAnswer,
  PackAnswer,
  PersonMedication,
  WitnessAnswer,
  WristbandAnswer,
} from "./shapes.ts";
import {
  answered,
  asNeeded,
  code,
  handedOf,
  medicationHouse,
  noon9pm,
  phoneOf,
  recordsFolder,
  takenOf,
} from "./testing/medication-house.ts";

test("a dose is ordered, scanned, handed over and taken, and everybody reads it in the journal", async () => {
  const house = await medicationHouse();
  const order = await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const checked = await phone.check(house, "painTablet");
  assert.equal(
    checked.decision.verdict,
    "give",
    JSON.stringify(checked.decision.findings.filter(({ result }) => result !== "right")),
  );
  const handed = handedOf(house, checked, phone, house.nurse);
  assert.equal(handed.dose, `${order.id}@2026-01-10/0`);
  assert.equal(code(await phone.say(handed)), "kept");
  assert.equal(code(await phone.say(takenOf(handed))), "kept");
  const view = answered<PersonMedication>(await house.nurse("GET", `/api/people/${house.person.slice(7)}/medication`));
  assert.deepEqual(
    view.chart.events.map(({ type, dose }) => [type, dose]),
    [
      ["handed", handed.dose],
      ["taken", handed.dose],
    ],
  );
  const lines = answered<JournalLine[]>(await house.nurse("GET", `/api/people/${house.person.slice(7)}/journal`));
  const words = serverWords.server;
  assert.ok(words);
  for (const language of ["en", "ja", "ko"] as const)
    for (const { text } of lines.filter(({ type }) => type.startsWith("medication"))) {
      const told = say(words, text, { language, zone: "Asia/Tokyo" });
      assert.doesNotMatch(told, /[{}]|journal\./, told);
    }
  const types = new Set(lines.map(({ type }) => type));
  for (const type of ["ordered", "check-give", "handed", "taken", "wristband"])
    assert.ok(types.has(`medication.${type}`), type);
  assert.ok(lines.some(({ type, text }) => type === "access.look" && text.values?.what === "medication"));
  await house.close();
});

test("the same dose again is refused, whichever way it is asked for; struck out, it may be given", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const first = await phone.check(house, "painTablet");
  const second = await phone.check(house, "painTablet");
  const handed = handedOf(house, first, phone, house.nurse);
  assert.equal(code(await phone.say(handed)), "kept");
  assert.equal(code(await phone.say(handed)), "repeated", "the very same event");
  assert.match(code(await phone.say(handedOf(house, first, phone, house.nurse))), /^MED_(GIVEN|BLOCKED)$/);
  assert.match(code(await phone.say(handedOf(house, second, phone, house.nurse))), /^MED_(GIVEN|BLOCKED)$/);
  assert.equal((await phone.check(house, "painTablet", { wanted: [handed.dose] })).decision.verdict, "block");
  const { person, order, dose, at, by, device } = handed;
  const strike = { type: "struck-out" as const, id: "s1", person, order, dose, at, by, device, offline: false };
  assert.equal(code(await phone.say({ ...strike, event: handed.id, reason: "wrong button" })), "kept");
  const again = await phone.check(house, "painTablet");
  assert.equal(again.decision.verdict, "give");
  assert.equal(code(await phone.say(handedOf(house, again, phone, house.nurse))), "kept");
  await house.close();
});

test("a claim that lay in a queue for minutes is not heard any more, and the dose may be asked for again", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  const link = await phone.link({ type: "event", event: handed });
  await house.pass(90_000);
  const answer = await phone.send([link]);
  assert.deepEqual([answer.n, answer.results.map(code)], [1, ["MED_CHECK"]]);
  const again = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  assert.equal(code(await phone.say(again)), "kept");
  await house.close();
});

test("of fifty who hand over one dose at once exactly one is heard", async (t) => {
  const open = recordsFolder(t);
  const house = await medicationHouse(await open(noon9pm));
  await house.order("painTablet");
  const claims = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const phone = await phoneOf(house.nurse, `phone-${i}`);
      const checked = await phone.check(house, "painTablet");
      return { phone, handed: handedOf(house, checked, phone, house.nurse) };
    }),
  );
  const results = await Promise.all(claims.map(({ phone, handed }) => phone.say(handed)));
  const kept = results.filter(({ result }) => result === "kept");
  assert.equal(kept.length, 1, JSON.stringify(results.map(code)));
  assert.ok(results.filter((one) => one !== kept[0]).every((one) => /^MED_(GIVEN|BLOCKED)$/.test(code(one))));
  const stored = await house.ward.records.search("DoseEvent", { type: "handed" });
  assert.equal(stored.length, 1);
  await house.close();
});

test("a robot and a nurse who reach for one cup at once: one of them hands it over", async () => {
  const house = await medicationHouse();
  const order = await house.order("painTablet");
  const desk = house.house.medication;
  const wanted = [`${order.id}@2026-01-10/0`];
  const pack = await house.nurse("POST", "/api/medication/packs", {
    person: house.person,
    doses: wanted,
    expiry: "2026-06-30",
  });
  const items = [{ code: answered<PackAnswer>(pack).code, count: 1, isPartial: false }];
  const robot = { id: "robot:airec", name: "airec" };
  const giver = { actor: robot, may: "assist" as const, mayOverride: false, sees: () => false };
  const scan = { how: "wristband" as const, code: house.band };
  const request = { person: house.person, wanted, scan, items, route: null, device: robot.id, witness: null };
  const seen = await desk.check(request, giver);
  assert.ok(seen.ok && seen.value.decision.verdict === "give");
  const phone = await phoneOf(house.nurse, "phone-1");
  const checked = await phone.check(house, null, { items, wanted });
  const byNurse = await phone.link({ type: "event", event: handedOf(house, checked, phone, house.nurse) });
  const byRobot = handedOf(house, seen.value, phone, house.nurse, { by: robot.id, device: robot.id });
  const [first, second] = await Promise.all([desk.say(byRobot, giver), phone.send([byNurse])]);
  const heard = [first.ok, second.results[0]?.result === "kept"].filter(Boolean);
  assert.equal(heard.length, 1, JSON.stringify([first, second]));
  await house.close();
});

test("as needed: of twenty at once only one within the interval, and never more than the maximum", async () => {
  const house = await medicationHouse();
  await house.order("painTablet", { timing: asNeeded(20, 3) });
  const phones = await Promise.all(Array.from({ length: 20 }, (_, i) => phoneOf(house.nurse, `phone-${i}`)));
  const round = async () => {
    const claims = await Promise.all(
      phones.map(async (phone) => ({ phone, checked: await phone.check(house, "painTablet") })),
    );
    const able = claims.filter(
      ({ checked }) => checked.decision.toGive.length > 0 && checked.decision.verdict !== "block",
    );
    const results = await Promise.all(
      able.map(({ phone, checked }) => phone.say(handedOf(house, checked, phone, house.nurse))),
    );
    return results.filter(({ result }) => result === "kept").length;
  };
  const given: number[] = [];
  for (let time = 0; time < 6; time += 1) {
    given.push(await round());
    await house.pass(21 * 60_000);
  }
  assert.deepEqual(given, [1, 1, 1, 0, 0, 0]);
  await house.close();
});

test("a restart keeps orders, events, bands, packs, rules, leases and the ends of queues", async (t) => {
  const open = recordsFolder(t);
  const first = await medicationHouse(await open(noon9pm));
  const order = await first.order("painTablet");
  const phone = await phoneOf(first.nurse, "phone-1");
  const handed = handedOf(first, await phone.check(first, "painTablet"), phone, first.nurse);
  const link = await phone.link({ type: "event", event: handed });
  await phone.send([link]);
  const bare = first.person.slice(7);
  answered(await first.nurse("POST", "/api/medication/leases", { people: [first.person], device: "phone-1" }));
  const pack = { person: first.person, doses: [`${order.id}@2026-01-11/0`], expiry: null };
  answered(await first.nurse("POST", "/api/medication/packs", pack));
  const allergy = { to: { type: "class", code: "6131", text: "ペニシリン系" }, severity: "severe", note: "" };
  answered(await first.nurse("POST", `/api/people/${bare}/medication/allergies`, allergy));
  const before = answered<PersonMedication>(await first.nurse("GET", `/api/people/${bare}/medication`));
  await first.close();

  const { testHouse } = await import("../testing/test-house.ts");
  const second = await testHouse({ skills: [], now: noon9pm, records: await open(noon9pm) });
  const nurse = await second.as(["nurse"]);
  const after = answered<PersonMedication>(await nurse("GET", `/api/people/${bare}/medication`));
  const { version: _a, ...was } = before.chart;
  const { version: _b, ...is } = after.chart;
  assert.deepEqual(is, was);
  assert.deepEqual(after.orders, before.orders);
  const view = answered<ChartsView>(await nurse("GET", "/api/medication/charts"));
  assert.equal(view.leases.length, 1);
  assert.equal(view.formularyVersion, first.house.medication.room.shelf.version);
  const again = await nurse("POST", "/api/medication/queue", { links: [link] });
  assert.deepEqual(answered<{ n: number; results: unknown }>(again), { n: 1, results: [{ n: 1, result: "repeated" }] });
  await second.close();
});

test("another's round is not given online; broken with a reason, its holder reads it", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const holder = await house.staffOf("carer");
  const held = await phoneOf(holder, "phone-holder");
  answered(await holder("POST", "/api/medication/leases", { people: [house.person], device: held.id }));
  const other = await phoneOf(house.nurse, "phone-other");
  const checked = await other.check(house, "painTablet");
  assert.equal(checked.decision.verdict, "block");
  assert.ok(checked.decision.findings.some(({ check, result }) => check === "lease" && result === "wrong"));
  const lease = answered<ChartsView>(await holder("GET", "/api/medication/charts")).leases[0];
  assert.ok(lease);
  const path = `/api/medication/leases/${lease.id}/break`;
  assert.equal((await holder("POST", path, { reason: "I want it" })).status, 403, "a carer breaks none");
  answered(await house.nurse("POST", path, { reason: "her phone is at home" }));
  const view = answered<ChartsView>(await holder("GET", "/api/medication/charts"));
  assert.deepEqual(
    [view.leases.length, view.brokenLeases.map(({ by, reason }) => [by, reason])],
    [0, [["Tanaka", "her phone is at home"]]],
  );
  assert.equal((await other.check(house, "painTablet")).decision.verdict, "give");
  await house.close();
});

test("a lease ends by itself after a shift", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const held = await phoneOf(house.nurse, "phone-lost");
  answered(await house.nurse("POST", "/api/medication/leases", { people: [house.person], device: held.id }));
  await house.pass(8 * 60 * 60_000 - 1000);
  const { leases } = house.house.medication.room;
  assert.equal(leases.standing(house.person, house.ward.now())?.device, "phone-lost");
  await house.pass(1000);
  assert.equal(leases.standing(house.person, house.ward.now()), null);
  const other = await house.staffOf("nurse");
  const phone = await phoneOf(other, "phone-found");
  const got = await other("POST", "/api/medication/leases", { people: [house.person], device: phone.id });
  assert.equal(answered<LeasesAnswer>(got).leases.length, 1);
  await house.close();
});

test("one scan of a medicine as needed gives it once; one scan of a pack gives each of its doses", async () => {
  const house = await medicationHouse();
  const needed = await house.order("painTablet", { timing: asNeeded(60, 3) });
  const phone = await phoneOf(house.nurse, "phone-1");
  const checked = await phone.check(house, "painTablet");
  assert.equal(code(await phone.say(handedOf(house, checked, phone, house.nurse))), "kept");
  assert.equal(code(await phone.say(handedOf(house, checked, phone, house.nurse))), "MED_BLOCKED");
  assert.equal(
    code(await phone.say(handedOf(house, checked, phone, house.nurse, { dose: `${needed.id}@prn/x` }))),
    "HTTP_SHAPE",
  );

  const one = await house.order("memory5");
  const two = await house.order("sleep");
  const doses = [`${one.id}@2026-01-10/0`, `${two.id}@2026-01-10/0`];
  const made = await house.nurse("POST", "/api/medication/packs", {
    person: house.person,
    doses,
    expiry: "2026-06-30",
  });
  const { code: label } = answered<PackAnswer>(made);
  const carer = await house.staffOf("carer");
  const hers = await phoneOf(carer, "phone-carer");
  const pack = await hers.check(house, null, { items: [{ code: label, count: 1, isPartial: false }] });
  assert.equal(
    pack.decision.verdict,
    "give",
    JSON.stringify(pack.decision.findings.filter(({ result }) => result !== "right")),
  );
  assert.deepEqual(pack.decision.toGive.map(({ dose }) => dose).toSorted(), doses.toSorted());
  for (const { dose, order, amount } of pack.decision.toGive)
    assert.equal(code(await hers.say(handedOf(house, pack, hers, carer, { dose, order, amount }))), "kept");
  await house.close();
});

test("what speaks against it is overruled by name, with a reason, by somebody who may; never the wrong person", async () => {
  const house = await medicationHouse();
  await house.order("painTablet", {
    timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["12:00"] } },
    from: house.ward.now() - 86_400_000,
  });
  const phone = await phoneOf(house.nurse, "phone-1");
  const late = await phone.check(house, "painTablet");
  const wrong = [
    ...new Set(late.decision.findings.filter(({ result }) => result === "wrong").map(({ check }) => check)),
  ];
  assert.deepEqual([late.decision.verdict, wrong], ["block", ["time"]]);
  assert.equal(code(await phone.say(handedOf(house, late, phone, house.nurse))), "MED_BLOCKED");
  const other = { override: { reason: "he slept until now", checks: ["dose"] } };
  assert.equal(code(await phone.say(handedOf(house, late, phone, house.nurse, other))), "MED_BLOCKED");
  const carer = await house.staffOf("carer");
  const hers = await phoneOf(carer, "phone-carer");
  const override = { reason: "he slept until now", checks: wrong };
  const byCarer = await hers.check(house, "painTablet");
  assert.equal(code(await hers.say(handedOf(house, byCarer, hers, carer, { override }))), "MED_BLOCKED");
  assert.equal(code(await hers.say(handedOf(house, late, hers, carer, { override }))), "MED_CHECK", "another's scan");
  assert.equal(code(await phone.say(handedOf(house, late, phone, house.nurse, { override }))), "kept");
  const [miss] = house.house.medication.room.near.ofPerson(house.person).filter(({ overridden }) => overridden);
  assert.deepEqual(miss?.mishaps, ["wrong-time"]);

  const stranger = await house.ward.admit(
    { name: "別の人", birthDate: null, place: null, consents: ["record"] },
    { id: "staff:x", name: "x" },
  );
  assert.ok(stranger.ok);
  const wristband = await house.nurse("POST", `/api/people/${stranger.value}/wristbands`, { reason: "admission" });
  const { code: band } = answered<WristbandAnswer>(wristband);
  const mistaken = await phone.check(house, "painTablet", { scan: { how: "wristband", code: band } });
  assert.deepEqual([mistaken.decision.verdict, mistaken.decision.mayOverride], ["block", false]);
  await house.close();
});

test("a narcotic needs a second person with their own secret, for this dose, once, and not the same one", async () => {
  const house = await medicationHouse();
  await house.order("narcotic", { dose: { value: 1, unit: "{tablet}" } });
  const phone = await phoneOf(house.nurse, "phone-1");
  const alone = await phone.check(house, "narcotic");
  assert.ok(alone.decision.needsWitness);
  assert.equal(code(await phone.say(handedOf(house, alone, phone, house.nurse))), "MED_BLOCKED");
  const { access } = house.house;
  const second = await house.staffOf("pharmacist");
  for (const staff of [second.staff, house.nurse.staff])
    assert.ok((await access.accounts.change(staff, { pin: "481526" }, "staff:x", house.ward.now())).ok);
  const doses = alone.decision.toGive.map(({ dose }) => dose);
  const sign = (staff: string, pin: string) =>
    house.nurse("POST", "/api/medication/witness", { staff, pin, person: house.person, doses });
  assert.equal((await sign(second.staff, "481527")).status, 401);
  assert.equal((await sign(house.nurse.staff, "481526")).status, 422, "oneself");
  const { token, staff } = answered<WitnessAnswer>(await sign(second.staff, "481526"));
  const both = await phone.check(house, "narcotic", { witness: token });
  assert.equal(
    both.decision.verdict,
    "give",
    JSON.stringify(both.decision.findings.filter(({ result }) => result !== "right")),
  );
  assert.equal(code(await phone.say(handedOf(house, both, phone, house.nurse))), "MED_WITNESS", "without the name");
  const handed = handedOf(house, both, phone, house.nurse, { witness: staff as Handed["witness"] });
  assert.equal(code(await phone.say(handed)), "kept");
  const { person, order, dose, at, by, device } = handed;
  const strike = { type: "struck-out" as const, id: "strike", person, order, dose, at, by, device, offline: false };
  assert.equal(code(await phone.say({ ...strike, event: handed.id, reason: "it fell" })), "kept");
  const again = handedOf(house, both, phone, house.nurse, { witness: staff as Handed["witness"] });
  assert.equal(code(await phone.say(again)), "MED_WITNESS", "used");
  await house.close();
});

test("what was durable and did not reach the loop any more is said at the next start, once", async (t) => {
  const open = recordsFolder(t);
  const first = await medicationHouse(await open(noon9pm));
  const { signals } = first.house.medication.room;
  // The house is cut off between the record and the loop.
  signals.orders = async () => {};
  signals.dose = async () => {};
  const order = await first.order("painTablet");
  const phone = await phoneOf(first.nurse, "phone-1");
  await phone.say(handedOf(first, await phone.check(first, "painTablet"), phone, first.nurse));
  const range = { from: 0, to: noon9pm + 86_400_000 };
  const { testHouse } = await import("../testing/test-house.ts");
  const heard = async (house: TestHouse) => {
    const of = async (kind: "medication-order" | "medication-dose") =>
      (await house.ward.store.range({ subject: first.person, kind, ...range })).length;
    return [await of("medication-order"), await of("medication-dose")];
  };
  assert.deepEqual(await heard(first), [0, 0]);
  await first.close();
  const store = memoryStore();
  for (const time of ["said", "not said again"]) {
    const kept = new Proxy(store, { get: (of, name) => (name === "close" ? async () => {} : bound(of, name)) });
    const next = await testHouse({ skills: [], now: noon9pm, records: await open(noon9pm), store: kept });
    await next.ward.loop.idle();
    assert.deepEqual(await heard(next), [1, 1], time);
    assert.equal(next.house.medication.room.book.order(first.person, order.id)?.id, order.id);
    await next.close();
  }
});

/** A store that outlives its house. */
function bound(of: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(of, name);
  return typeof value === "function" ? value.bind(of) : value;
}
