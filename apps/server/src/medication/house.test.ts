import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { DAY, HOUR, type SubjectId } from "@sakiyomi/core";
import { checkResource, fhirTypes } from "@sakiyomi/fhir";
import type { Analysis, Incident, MedicationPolicy } from "@sakiyomi/medication";
import { inventedCode, inventedDrugs } from "@sakiyomi/medication/testing";
import type { Problem } from "../api.ts";
import { Feed } from "../live/feed.ts";
import type {
  FormularyView,
  IncidentsView,
  OrderAnswer,
  OrderRequest,
  PackAnswer,
  PersonMedication,
} from "./shapes.ts";
import {
  answered,
  blankOrder,
  handedOf,
  medicationHouse,
  noon9pm,
  phoneOf,
  recordsFolder,
} from "./testing/medication-house.ts";

const code = ({ json }: { readonly json: unknown }) => (json as Problem).code;

test("who is named in a body has to be within reach, too, and the refusal is journalled", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const outsider = await house.as(["nurse", "pharmacist"], { places: ["another-ward"] });
  const { person } = house;
  const device = "phone-9";
  await phoneOf(outsider, device);
  const scan = { person, wanted: null, scan: null, items: [], route: null, device, witness: null };
  const witness = { staff: house.nurse.staff, pin: "481526", person, doses: ["x"] };
  const incident = { ...anIncident(house.ward.now()), person };
  for (const [path, body] of [
    ["/api/medication/check", scan],
    ["/api/medication/witness", witness],
    ["/api/medication/packs", { person, doses: ["x"], expiry: null }],
    ["/api/medication/incidents", incident],
    ["/api/medication/leases", { people: [person], device }],
  ] as const)
    assert.equal(code(await outsider("POST", path, body)), "ACCESS_PERSON", path);
  assert.deepEqual(answered<{ charts: unknown[] }>(await outsider("GET", "/api/medication/charts")).charts, []);
  const refused = await house.ward.records.entries({ types: ["access.refused"], actor: `staff:${outsider.staff}` });
  assert.ok(refused.length >= 4);
  await house.close();
});

test("the charts of a place come bed by bed, and each is a look that the person can read", async () => {
  const house = await medicationHouse();
  const by = { id: "staff:x", name: "x" };
  const second = await house.settle("山田 太郎");
  const all = answered<{ charts: { person: string }[] }>(await house.nurse("GET", "/api/medication/charts"));
  assert.deepEqual(
    all.charts.map(({ person }) => person).toSorted(),
    [house.person, `person:${second.person}`].toSorted(),
  );
  const one = answered<{ charts: { person: string; placeName: string }[] }>(
    await house.nurse("GET", `/api/medication/charts?place=${second.ward}`),
  );
  assert.deepEqual(
    one.charts.map(({ person, placeName }) => [person, placeName]),
    [[`person:${second.person}`, "ward · bed"]],
  );
  const looks = await house.ward.records.entries({ types: ["access.look"], subject: house.person });
  assert.equal(looks.length, 1);
  await house.ward.discharge(second.person, by);
  const left = answered<{ charts: unknown[] }>(await house.nurse("GET", "/api/medication/charts"));
  assert.equal(left.charts.length, 1);
  await house.close();
});

test("what speaks against an order is said before it is kept, and needs a reason to be kept all the same", async () => {
  const house = await medicationHouse();
  const bare = house.person.slice(7);
  const allergy = { to: { type: "ingredient", code: inventedCode("painTablet").code.slice(0, 7), text: "x" } };
  const path = `/api/people/${bare}/medication`;
  answered(await house.nurse("POST", `${path}/allergies`, { ...allergy, severity: "severe", note: "" }));
  const ask = (confirmed: boolean, reason: string | null, more: Partial<OrderRequest["order"]> = {}) =>
    house.nurse("POST", `${path}/orders`, {
      order: { ...blankOrder("painTablet", house.ward.now()), ...more },
      confirmed,
      reason,
    });
  const dry = answered<OrderAnswer>(await ask(false, null));
  assert.equal(dry.kept, false);
  assert.ok(dry.findings.some(({ check, result }) => check === "allergy" && result === "wrong"));
  assert.ok(dry.next.length > 0);
  assert.equal(answered<OrderAnswer>(await ask(true, null)).kept, false, "wrong, and no reason");
  assert.equal(answered<PersonMedication>(await house.nurse("GET", path)).orders.length, 0);
  assert.equal(answered<OrderAnswer>(await ask(true, "given for years without harm")).kept, true);
  assert.equal(code(await ask(true, null, { dose: { value: -1, unit: "mg" } as never })), "HTTP_SHAPE");
  assert.equal(code(await ask(true, null, { until: house.ward.now() - HOUR })), "MED_ORDER");
  await house.close();
});

test("an order is changed, held, lifted and stopped; the loop hears each, and nothing without consent", async () => {
  const house = await medicationHouse();
  const order = await house.order("memory5");
  const say = (what: string, body: object) => house.nurse("POST", `/api/medication/orders/${order.id}/${what}`, body);
  answered(await say("hold", { reason: "nil by mouth" }));
  answered(await say("resume", { reason: "may eat again" }));
  const request = { order: { ...blankOrder("memory10", house.ward.now()) }, confirmed: true, reason: "more" };
  const changed = answered<OrderAnswer>(await say("change", request));
  assert.equal(changed.order.replaces, order.id);
  assert.equal(code(await say("stop", { reason: "again" })), "MED_CHANGE", "it ended when the other began");
  await house.ward.loop.idle();
  const heard = async () => {
    const latest = await house.ward.store.latest(house.person);
    return latest.filter(({ kind }) => kind === "medication-order").length;
  };
  const range = { from: 0, to: house.ward.now() + DAY };
  const signals = async () =>
    (await house.ward.store.range({ subject: house.person, kind: "medication-order", ...range })).length;
  assert.ok((await heard()) > 0);
  const before = await signals();
  assert.equal(before, 5, "ordered, held, lifted, and both of the change");
  const by = { id: "staff:x", name: "x" };
  await house.ward.consent(house.person.slice(7), "record", false, by);
  await house.order("sleep");
  assert.equal(await signals(), before, "the record is kept, the signal is not");
  await house.ward.consent(house.person.slice(7), "record", true, by);
  await new Promise(setImmediate);
  await house.ward.loop.idle();
  assert.equal(await signals(), before + 2, "what stands is said once it may be");
  await house.close();
});

test("an open page hears whose medicines changed, and only whoever may see them", async () => {
  const house = await medicationHouse();
  const heard = new Map<string, string[]>();
  const feed = new Feed(house.ward, house.house.access, house.looks).start();
  for (const [name, asker] of [
    ["nurse", house.nurse],
    ["auditor", await house.staffOf("auditor")],
    ["outside", await house.as(["nurse"], { places: ["another-ward"] })],
  ] as const) {
    const who = house.house.access.who(/session=([^;]+)/.exec(asker.cookie)?.[1]);
    assert.ok(who);
    const texts: string[] = [];
    heard.set(name, texts);
    feed.join({ send: (text) => void texts.push(text), waiting: () => 0, close: () => {} }, who);
  }
  await house.order("painTablet");
  await house.order("sleep");
  feed.flush();
  const told = (name: string) => (heard.get(name) ?? []).filter((text) => text.includes('"medication"'));
  assert.deepEqual(
    told("nurse").map((text) => JSON.parse(text)),
    [{ type: "medication", people: [house.person.slice(7)] }],
  );
  assert.deepEqual([told("auditor"), told("outside")], [[], []]);
  feed.stop();
  await house.close();
});

test("the list of drugs travels packed, and not again while it is the same", async () => {
  const house = await medicationHouse();
  const { cookie } = house.nurse;
  const get = (headers: Record<string, string>) =>
    house.app.request("http://localhost/api/medication/formulary", {
      headers: { host: "localhost", cookie, ...headers },
    });
  const packed = await get({ "accept-encoding": "gzip, br" });
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  const view = JSON.parse(String(gunzipSync(Buffer.from(await packed.arrayBuffer())))) as FormularyView;
  assert.equal(view.drugs.length, inventedDrugs().length);
  assert.ok(view.packCodes.length > view.drugs.length);
  const etag = packed.headers.get("etag") ?? "";
  assert.equal((await get({ "if-none-match": etag })).status, 304);
  const plain = await get({});
  assert.equal(plain.headers.get("content-encoding"), null);
  const pharmacist = await house.staffOf("pharmacist");
  const wrong = await pharmacist("POST", "/api/medication/formulary", { text: "a,b\n1,2", listDate: "2026-01-01" });
  assert.equal(code(wrong), "DRUG_TABLE");
  const head = "区分,薬価基準収載医薬品コード,成分名,規格,日本薬局方,麻薬,業者名追記,品名,メーカー名,薬価";
  const empty = await pharmacist("POST", "/api/medication/formulary", { text: head, listDate: "2026-01-01" });
  assert.equal(code(empty), "FILE_FORM");
  assert.equal((await get({ "if-none-match": etag })).status, 304, "nothing was replaced");
  await house.close();
});

test("the rules are set with a reason, and every order that stands is said anew with them", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const policy = answered<MedicationPolicy>(await house.nurse("GET", "/api/medication/policy"));
  const body = { policy: { ...policy, omittedMin: 300 }, reason: "long corridors" };
  assert.equal(code(await house.nurse("PUT", "/api/medication/policy", body)), "ACCESS_ROLE");
  const doctor = await house.staffOf("doctor");
  answered(await doctor("PUT", "/api/medication/policy", body));
  assert.equal(answered<MedicationPolicy>(await house.nurse("GET", "/api/medication/policy")).omittedMin, 300);
  await house.close();
});

const anIncident = (at: number) => ({
  ...{ anonymous: false, person: null as string | null, at, place: "ward · bed", mishap: "wrong-time" as const },
  ...{ harm: "C" as const, what: "forgotten in the drawer", wanted: null, given: null, causes: ["interrupted"] },
});

test("a report without a name has none anywhere: not in the record, not as its author, not in the journal", async () => {
  const house = await medicationHouse();
  await house.pass(3 * 60_000);
  const carer = await house.staffOf("carer");
  const before = await house.ward.records.entries({});
  const body = { ...anIncident(house.ward.now() - HOUR), anonymous: true, person: house.person };
  const made = answered<Incident>(await carer("POST", "/api/medication/incidents", body));
  const named = answered<Incident>(
    await carer("POST", "/api/medication/incidents", { ...anIncident(house.ward.now()), anonymous: false }),
  );
  assert.deepEqual([made.by, named.by], [null, `staff:${carer.staff}`]);
  const history = await house.ward.records.history("Incident", made.id);
  const people = await house.ward.records.history("PersonOfMishap", made.id);
  assert.deepEqual([history.length, people.length], [1, 1]);
  const after = (await house.ward.records.entries({})).slice(before.length);
  assert.deepEqual(
    after.map(({ type, actor }) => [type, actor]),
    [
      ["medication.incident-unnamed", "system"],
      ["medication.incident", `staff:${carer.staff}`],
    ],
  );
  const traces = JSON.stringify([history, people, after[0]]);
  assert.ok(!traces.includes(carer.staff), "neither name nor id");
  const midnight = Date.parse("2026-01-10T00:00:00+09:00");
  assert.equal(made.reportedAt, midnight, "the day, and not the minute in which somebody sat at the page");
  assert.equal(after[0]?.at, midnight);
  assert.equal(house.log.join("").includes(carer.staff), false);
  const nurse = answered<IncidentsView>(
    await house.nurse("GET", `/api/medication/incidents?from=${house.ward.now() - DAY}&until=${house.ward.now() + 1}`),
  );
  assert.deepEqual(
    nurse.incidents.map(({ by, person }) => [by, person]),
    [
      [null, null],
      [null, null],
    ],
  );
  assert.equal((await carer("GET", "/api/medication/incidents?from=0&until=1")).status, 403);
  await house.close();
});

test("rates, CSV and FHIR of errors name nobody", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  await phone.check(house, "sleep", { wanted: null });
  const checked = await phone.check(house, "painTablet");
  await phone.say(handedOf(house, checked, phone, house.nurse));
  const until = house.ward.now() + 1;
  answered(await house.nurse("POST", "/api/medication/incidents", { ...anIncident(until - 1), person: house.person }));
  const span = `from=${until - DAY}&until=${until}`;
  const analysis = answered<Analysis>(await house.nurse("GET", `/api/medication/analysis?${span}&period=day`));
  assert.deepEqual([analysis.doses, analysis.nearMisses.events, analysis.incidents.events], [1, 1, 1]);
  const texts = await Promise.all(
    [
      `incidents/csv?${span}&of=incidents&language=ja`,
      `incidents/csv?${span}&of=near-misses`,
      `incidents/csv?${span}&of=analysis`,
      `incidents/fhir?${span}`,
    ].map(async (path) => String((await house.nurse("GET", `/api/medication/${path}`)).json)),
  );
  for (const text of texts) {
    assert.ok(text.length > 40, text);
    assert.ok(!text.includes(house.person.slice(7)) && !text.includes(house.nurse.staff), text);
  }
  // Of a room in which one person had a medicine, the place says who it was.
  const room = house.house.medication.room.book.chart(house.person)?.placeName ?? "";
  assert.notEqual(room, "");
  for (const text of texts.filter((_, i) => i !== 2)) assert.ok(!text.includes(room), text);
  type Told = { incidents: { place: string }[]; nearMisses: { place: string }[] };
  const told = answered<Told>(await house.nurse("GET", `/api/medication/incidents?${span}`));
  const places = [...told.incidents, ...told.nearMisses].map(({ place }) => place);
  assert.deepEqual(places, ["", ""]);
  assert.ok(!texts.at(-1)?.includes('""'), "FHIR has no empty strings");
  const wide = await house.nurse("GET", `/api/medication/analysis?from=0&until=${until}`);
  assert.equal(code(wide), "HTTP_SHAPE");
  await house.close();
});

test("one person's medicines go out as FHIR: orders, what was given, packs, allergies, near misses", async () => {
  const house = await medicationHouse();
  const order = await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  const pack = { person: house.person, doses: [`${order.id}@2026-01-10/0`], expiry: null };
  const { code: label } = answered<PackAnswer>(await house.nurse("POST", "/api/medication/packs", pack));
  const items = [{ code: label, count: 1, isPartial: false }];
  const bare = house.person.slice(7);
  const allergy = { to: { type: "class", code: "6131", text: "ペニシリン系" }, severity: "severe", note: "発疹" };
  answered(await house.nurse("POST", `/api/people/${bare}/medication/allergies`, allergy));
  await phone.check(house, "sleep");
  await phone.say(handedOf(house, await phone.check(house, null, { items }), phone, house.nurse));
  const { json } = await house.nurse("GET", `/api/people/${bare}/medication/fhir`);
  const { entry } = JSON.parse(String(json)) as { entry: { resource: { resourceType: string; status?: string } }[] };
  const found = new Map(entry.map(({ resource }) => [resource.resourceType, resource.status]));
  assert.deepEqual(Object.fromEntries(found), {
    MedicationRequest: "active",
    MedicationAdministration: "in-progress",
    MedicationDispense: "completed",
    AllergyIntolerance: undefined,
    DetectedIssue: "final",
  });
  // Our reader knows the types that it imports; a DetectedIssue only goes out.
  for (const { resource } of entry)
    if (fhirTypes.includes(resource.resourceType as never))
      assert.ok(checkResource(resource, "entry").ok, resource.resourceType);
  await house.close();
});

test("erased, nothing of the person's medicines is left; what the house learnt stays, without them", async (t) => {
  const open = recordsFolder(t);
  const house = await medicationHouse(await open(noon9pm));
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  await phone.check(house, "sleep");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  await phone.say(handed);
  answered(await house.nurse("POST", "/api/medication/leases", { people: [house.person], device: phone.id }));
  const bare = house.person.slice(7);
  const { near, book } = house.house.medication.room;
  assert.equal(near.misses(0, noon9pm + DAY).length, 1);
  const administrator = await house.as(["administrator"]);
  answered(await administrator("POST", `/api/people/${bare}/erase`, { reason: "asked for it" }));
  assert.deepEqual(await house.ward.records.ofSubject(house.person as SubjectId), []);
  assert.equal(book.chart(house.person), null);
  assert.deepEqual(
    near.misses(0, noon9pm + DAY).map(({ person }) => person),
    [null],
  );
  const link = await phone.link({ type: "event", event: { ...handed, id: "late", offline: true } });
  const late = await phone.send([link]);
  assert.equal(late.results[0]?.result, "refused", "nothing is written of whoever was erased");
  assert.deepEqual(await house.ward.records.ofSubject(house.person as SubjectId), []);
  for (const type of ["NearMiss", "Incident"])
    for (const { resource } of await house.ward.records.search(type))
      assert.ok(!JSON.stringify(resource).includes(bare));
  await house.close();
});
