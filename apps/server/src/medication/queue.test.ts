import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE } from "@sakiyomi/core";
import { type DoseEvent, foldEvents, type Handed, isGiven } from "@sakiyomi/medication";
import { skills } from "@sakiyomi/skills";
import fc from "fast-check";
import type { RefusedLink } from "./kept.ts";
import type { QueueAnswer, QueueLink } from "./shapes.ts";
import {
  answered,
  asNeeded,
  code,
  event,
  handedOf,
  type MedicationHouse,
  medicationHouse,
  type Phone,
  phoneOf,
  takenOf,
  why,
} from "./testing/medication-house.ts";

const lease = (house: MedicationHouse, phone: Phone) =>
  house.nurse("POST", "/api/medication/leases", { people: [house.person], device: phone.id });

/** Given without a network, after a check that the device made by itself. */
async function offline(house: MedicationHouse, phone: Phone, more: Partial<Handed> = {}) {
  const request = {
    ...{ person: house.person, wanted: null, items: [], route: null, device: phone.id, witness: null },
    scan: { how: "wristband" as const, code: house.band },
  };
  const { id, decision } = await phone.check(house, "painTablet");
  const local = `${phone.id}-${id}`;
  const handed = handedOf(house, { id: local, decision }, phone, house.nurse, { offline: true, ...more });
  const at = handed.at;
  const said = { type: "check" as const, id: local, at, request, decision, lease: null, chartVersion: "1" };
  return { handed, links: [await phone.link(said), await phone.link(event(handed))] };
}

test("a link that is missing, changed, or signed by another stops the queue there; everything before it is kept", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  await lease(house, phone);
  const { handed, links } = await offline(house, phone);
  const [one, two] = links;
  const three = await phone.link(event(takenOf(handed)));
  assert.ok(one && two);
  const gap = await phone.send([one, three]);
  assert.deepEqual([gap.n, gap.results.map(code)], [1, ["kept", "MED_CHAIN"]]);
  const changed: QueueLink = { ...two, said: event({ ...handed, at: handed.at - 1 }) };
  const forged = await phone.send([changed, three]);
  assert.deepEqual([forged.n, forged.results.map(code)], [1, ["MED_SIGNATURE"]]);
  const stranger = await phoneOf(house.nurse, "phone-2");
  const theirs = await stranger.link(event(handed));
  const borrowed = await phone.send([{ ...theirs, device: phone.id, n: 2, before: two.before }]);
  assert.deepEqual(borrowed.results.map(code), ["MED_SIGNATURE"]);
  const rest = await phone.send([one, two, three]);
  assert.deepEqual([rest.n, rest.results.map(code)], [3, ["repeated", "kept", "kept"]]);
  const fork = await phone.send([{ ...three, staff: "staff:other" }]);
  assert.deepEqual(fork.results.map(code), ["MED_CHAIN"], "another third link");
  const unknown = await house.nurse("POST", "/api/medication/queue", { links: [{ ...one, device: "nobody" }] });
  assert.deepEqual(answered<QueueAnswer>(unknown).results.map(code), ["MED_DEVICE"]);
  const other = { id: phone.id, key: { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) } };
  assert.equal((await house.nurse("POST", "/api/medication/devices", other)).status, 422, "another key under its name");
  await house.close();
});

test("a genuine link that says what cannot be is refused and counted, and the rest is not lost", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-1");
  await lease(house, phone);
  const { handed, links } = await offline(house, phone);
  const strange = await phone.link({ type: "event", event: { ...handed, id: "bad", amount: -3 } } as never);
  const nobodys = await phone.link(event({ ...handed, id: "bad-2" }), "staff:nobody");
  const taken = await phone.link(event(takenOf(handed)));
  const answer = await phone.send([...links, strange, nobodys, taken]);
  assert.deepEqual(answer.results.map(code), ["kept", "kept", "HTTP_SHAPE", "ACCESS_WRONG", "kept"]);
  assert.equal(answer.n, 5);
  const refused = await house.ward.records.entries({ types: ["medication.link-refused"] });
  assert.equal(refused.length, 2);
  const whole = await house.ward.records.search<RefusedLink>("RefusedLink");
  assert.deepEqual(
    whole.map(({ resource }) => resource.link).toSorted((a, b) => a.n - b.n),
    [strange, nobodys],
    "what it said stays",
  );
  const theirs = await house.ward.records.ofSubject(house.person);
  assert.equal(theirs.filter(({ resource }) => resource.resourceType === "RefusedLink").length, 2, "erased with them");
  await house.close();
});

test("what was given without a network is kept and flagged where it should not have been", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const [one, two] = await Promise.all([phoneOf(house.nurse, "phone-1"), phoneOf(house.nurse, "phone-2")]);
  assert.ok(one && two);
  await lease(house, one);
  const first = await offline(house, one);
  const second = await offline(house, two);
  assert.deepEqual((await one.send(first.links)).results.map(code), ["kept", "kept"], "with the round, and right");
  const double = (await two.send(second.links)).results;
  assert.deepEqual(double.map(code), ["kept", "flagged"]);
  // Its own check said that another device had the round, and nobody overruled that.
  assert.deepEqual(why(double[1]), ["given-twice", "no-lease", "against-check"]);
  const bare = house.person.slice(7);
  const { chart } = answered<{ chart: { events: DoseEvent[]; flagged: unknown[] } }>(
    await house.nurse("GET", `/api/people/${bare}/medication`),
  );
  assert.equal(chart.events.filter(({ type }) => type === "handed").length, 2, "both are kept");
  assert.deepEqual(chart.flagged, [{ event: second.handed.id, flags: why(double[1]) }]);
  await house.close();
});

test("what a colleague saw before the shift changed is kept; a claim in her name is not", async () => {
  const house = await medicationHouse();
  await house.order("painTablet");
  const phone = await phoneOf(house.nurse, "phone-shared");
  const handed = handedOf(house, await phone.check(house, "painTablet"), phone, house.nurse);
  const links = [await phone.link(event(handed)), await phone.link(event(takenOf(handed)))];
  const carer = await house.staffOf("carer");
  const line = {
    at: house.ward.now() - MINUTE,
    type: "access.sign-in",
    actor: `staff:${house.nurse.staff}`,
    content: {},
  };
  await house.ward.records.commit({ by: "system", at: house.ward.now(), journal: [line] });
  const { results } = await phone.send(links, carer);
  assert.deepEqual(results.map(code), ["ACCESS_WRONG", "kept"]);
  await house.close();
});

test("whoever is on the ward is told of a double at once", async () => {
  const house = await medicationHouse(undefined, skills);
  await house.order("painTablet");
  const [one, two] = await Promise.all([phoneOf(house.nurse, "phone-1"), phoneOf(house.nurse, "phone-2")]);
  assert.ok(one && two);
  await lease(house, one);
  const [first, second] = [await offline(house, one), await offline(house, two)];
  await one.send(first.links);
  await house.pass(1000);
  const before = new Set(house.ward.board().alerts.map(({ id }) => id));
  await two.send(second.links);
  await house.pass(1000);
  const news = house.ward.board().alerts.filter(({ id }) => !before.has(id));
  assert.ok(
    news.some(({ person, level }) => `person:${person}` === house.person && level === "high"),
    JSON.stringify(news),
  );
  await house.close();
});

test("stopped, discharged, unknown or ahead of the clock: all is kept, and says so", async () => {
  const house = await medicationHouse();
  const order = await house.order("painTablet", { timing: asNeeded(30, 4) });
  const phone = await phoneOf(house.nurse, "phone-1");
  await lease(house, phone);
  const said = (await offline(house, phone)).links;
  assert.deepEqual((await phone.send(said)).results.map(code), ["kept", "kept"]);
  const at = house.ward.now();
  const again = handedOf(house, await phone.check(house, null, { wanted: [`${order.id}@prn`] }), phone, house.nurse);
  const prn = (id: string, more: Partial<Handed> = {}): Handed => ({
    ...{ ...again, id, dose: `${order.id}@prn/${id}`, offline: true, check: null },
    ...{ override: { reason: "was in pain", checks: ["code"] }, ...more },
  });
  assert.deepEqual(why(await phone.say(prn("soon", { at: at + MINUTE }))), ["too-soon"]);
  assert.deepEqual(why(await phone.say(prn("ahead", { at: at + 3 * 60 * MINUTE }))), ["clock"]);
  assert.deepEqual(why(await phone.say(prn("unknown", { order: "gone", dose: "gone@1" }))), ["unknown-order"]);
  await house.pass(MINUTE);
  answered(await house.nurse("POST", `/api/medication/orders/${order.id}/stop`, { reason: "no more pain" }));
  assert.ok(why(await phone.say(prn("stopped", { at: house.ward.now() }))).includes("after-end"));
  const bare = house.person.slice(7);
  answered(await house.nurse("POST", `/api/people/${bare}/discharge`));
  await house.pass(MINUTE);
  assert.ok(why(await phone.say(prn("left", { at: house.ward.now() }))).includes("not-here"));
  const carer = await house.staffOf("carer");
  const shared = await phone.link(event(prn("colleague", { by: `staff:${carer.staff}` })), `staff:${carer.staff}`);
  const [late] = (await phone.send([shared])).results;
  assert.ok(why(late).includes("unknown-session") && why(late).includes("not-permitted"), JSON.stringify(late));
  await house.close();
});

/** What two phones do in the lift, and how it comes back. */
const deeds = fc.array(
  fc.record({
    phone: fc.integer({ min: 0, max: 1 }),
    day: fc.integer({ min: 1, max: 3 }),
    does: fc.constantFrom("give" as const, "take" as const, "strike" as const),
  }),
  { minLength: 1, maxLength: 12 },
);
/** Who sends, from which link on, how many of them arrive. */
const uploads = fc.array(
  fc.record({
    phone: fc.integer({ min: 0, max: 1 }),
    from: fc.integer({ min: 0, max: 12 }),
    count: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 12 },
);

test("two phones come back in any order, in pieces, repeated and cut: everything is kept once, every double is flagged", async () => {
  const house = await medicationHouse();
  const order = await house.order("painTablet");
  let run = 0;
  await fc.assert(
    fc.asyncProperty(deeds, uploads, async (done, sent) => {
      run += 1;
      const scene = await onTheRoad(house, order.id, done, run);
      for (const { phone, from, count } of sent) await sendSome(scene.phones[phone], from, count);
      for (const one of scene.phones) await sendSome(one, 0, one.links.length);
      await isWhole(house, scene.said);
    }),
    { numRuns: 60, seed: 5 },
  );
  await house.close();
});

const drugs = ["painTablet", "memory5", "sleep"] as const;
const turns = fc.array(
  fc.record({
    phone: fc.integer({ min: 0, max: 1 }),
    drug: fc.integer({ min: 0, max: 2 }),
    does: fc.constantFrom("online" as const, "offline" as const, "sync" as const),
  }),
  { minLength: 2, maxLength: 14 },
);

type Turn = typeof turns extends fc.Arbitrary<(infer T)[]> ? T : never;

/** One reaches for a dose: asks for it now, or gives it where there is no network, or only sends what waits. */
async function turn(house: MedicationHouse, scene: Scene, { phone: index, drug: which, does }: Turn): Promise<void> {
  const [one, drug] = [scene.phones[index], drugs[which]];
  assert.ok(one && drug);
  const wanted = [`${scene.orders.get(drug)}@2026-01-10/0`];
  const checked = await one.phone.check(house, drug, { wanted });
  const said = handedOf(house, checked, one.phone, house.nurse, { offline: does === "offline" });
  if (does !== "sync") one.links.push(await one.phone.link(event(said)));
  // With a network everything that waits goes first, in its order.
  if (does !== "offline") await one.phone.send(one.links.splice(0));
}

interface Scene {
  readonly orders: ReadonlyMap<string, string>;
  readonly phones: readonly { readonly phone: Phone; readonly links: QueueLink[] }[];
}

async function sceneOf(house: MedicationHouse): Promise<Scene> {
  const orders = new Map<string, string>();
  for (const drug of drugs) orders.set(drug, (await house.order(drug)).id);
  const phones = ["phone-1", "phone-2"].map(async (id) => ({ phone: await phoneOf(house.nurse, id), links: [] }));
  return { orders, phones: await Promise.all(phones) };
}

test("with and without a network, in any order: online one dose is given once, and no double is without a flag", async () => {
  await fc.assert(
    fc.asyncProperty(turns, async (all) => {
      const house = await medicationHouse();
      const scene = await sceneOf(house);
      for (const one of all) await turn(house, scene, one);
      for (const { phone, links } of scene.phones) await phone.send(links);
      everyDouble(house);
      await house.close();
    }),
    { numRuns: 40, seed: 11 },
  );
});

function everyDouble(house: MedicationHouse): void {
  const { book } = house.house.medication.room;
  const handed = (book.chart(house.person)?.events ?? []).filter(({ type }) => type === "handed");
  const flags = book.flags(house.person);
  for (const theirs of Map.groupBy(handed, ({ dose }) => dose).values()) {
    assert.ok(theirs.filter(({ offline }) => !offline).length <= 1, "online once");
    const doubles = theirs.filter(({ id }) => flags.get(id)?.includes("given-twice"));
    assert.equal(doubles.length, theirs.length - 1, "each one beside the first that was heard");
  }
}

interface OnePhone {
  readonly phone: Phone;
  readonly links: QueueLink[];
  readonly flags: Map<string, readonly string[]>;
}

async function onTheRoad(
  house: MedicationHouse,
  order: string,
  done: readonly { readonly phone: number; readonly day: number; readonly does: "give" | "take" | "strike" }[],
  run: number,
) {
  const phones: OnePhone[] = await Promise.all(
    [0, 1].map(async (i) => ({
      ...{ phone: await phoneOf(house.nurse, `phone-${run}-${i}`), links: [], flags: new Map() },
    })),
  );
  const said: DoseEvent[] = [];
  const last = new Map<string, string>();
  for (const [i, { phone: index, day, does }] of done.entries()) {
    const one = phones[index];
    assert.ok(one);
    const common = {
      ...{ id: `r${run}-${i}`, person: house.person, order, dose: `${order}@20${10 + run}-02-0${day}/0` },
      ...{ at: house.ward.now() - (100 - i) * MINUTE, by: `staff:${house.nurse.staff}`, device: one.phone.id },
      offline: true,
    };
    const key = `${index} ${day}`;
    const made = deed(does, common, last.get(key));
    if (made.type === "handed") last.set(key, made.id);
    said.push(made);
    one.links.push(await one.phone.link(event(made)));
  }
  return { phones, said };
}

type Common = Pick<DoseEvent, "id" | "person" | "order" | "dose" | "at" | "by" | "device" | "offline">;

function deed(does: "give" | "take" | "strike", common: Common, given: string | undefined): DoseEvent {
  if (does === "take") return { ...common, type: "taken", confirmed: "seen", share: 1 };
  if (does === "strike" && given) return { ...common, type: "struck-out", event: given, reason: "mistake" };
  const hand = { amount: null, route: "oral" as const, lots: [], identified: [], witness: null };
  return { ...common, type: "handed", ...hand, override: null, check: null };
}

/** A message may arrive, and its answer be lost: the phone sends the same again. */
async function sendSome(one: OnePhone | undefined, from: number, count: number): Promise<void> {
  const links = one?.links.slice(from, from + count) ?? [];
  if (!one || links.length === 0) return;
  const { results } = await one.phone.send(links);
  for (const result of results) {
    const said = one.links[result.n - 1]?.said;
    if (result.result === "flagged" && said?.type === "event") one.flags.set(said.event.id, why(result));
    // A piece that begins in the middle is told where the gap is.
    assert.ok(["kept", "repeated", "flagged", "MED_CHAIN"].includes(code(result)), code(result));
  }
}

async function isWhole(house: MedicationHouse, said: readonly DoseEvent[]): Promise<void> {
  const { book } = house.house.medication.room;
  const events = book.chart(house.person)?.events ?? [];
  for (const one of said) {
    assert.deepEqual(
      events.filter(({ id }) => id === one.id),
      [one],
      "kept exactly once",
    );
  }
  const flags = book.flags(house.person);
  const ids = new Set(said.map(({ id }) => id));
  for (const state of foldEvents(events.filter(({ id }) => ids.has(id))).values()) {
    const doubles = state.contradictions.filter(({ type }) => type === "handed");
    if (doubles.length === 0) continue;
    // On the event that arrived last: until then there was only one.
    const known = events.some(({ id, dose }) => dose === state.dose && flags.get(id)?.includes("given-twice"));
    assert.ok(isGiven(state) && known, `a double of ${state.dose} is flagged`);
  }
}
