import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, languages, MINUTE, say } from "@sakiyomi/core";
import fc from "fast-check";
import { ingredientOf } from "../drugs/drug.ts";
import { FNC1 } from "../gs1/index.ts";
import type { DoseEvent } from "../ledger/dose-event.ts";
import { eventOf } from "../testing/chart.ts";
import { inventedCode, inventedDrug, inventedGtin } from "../testing/invented-formulary.ts";
import { bedsideOfRow, type SituationRow } from "../testing/situations/index.ts";
import { instantOf } from "../testing/situations/when.ts";
import { medicationWords } from "../words/index.ts";
import type { Bedside, CheckName, Decision } from "./bedside.ts";
import { check } from "./check.ts";

const tablets = ["pressure5", "heart", "stool", "memory5", "fat", "clotting", "bones"] as const;
const zones = ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"] as const;

interface Right {
  readonly key: (typeof tablets)[number];
  readonly n: number;
  readonly hour: number;
  readonly offset: number;
  readonly day: number;
  readonly zone: (typeof zones)[number];
  readonly by: "package" | "scans" | "pack";
  readonly wanted: boolean;
}

/** Hours at which no clock is changed; every minute of the window of a daily dose. */
const rightThing: fc.Arbitrary<Right> = fc.record({
  key: fc.constantFrom(...tablets),
  n: fc.integer({ min: 1, max: 3 }),
  hour: fc.integer({ min: 6, max: 21 }),
  offset: fc.integer({ min: -120, max: 120 }),
  day: fc.integer({ min: 1, max: 28 }),
  zone: fc.constantFrom(...zones),
  by: fc.constantFrom("package", "scans", "pack"),
  wanted: fc.boolean(),
});

const two = (n: number): string => String(n).padStart(2, "0");
const scans = {
  package: (n: number, key: string) => `${n} x ${key}`,
  scans: (n: number, key: string) => Array(n).fill(key).join(" + "),
};

/** A bedside at which everything is right: one order, its dose due, scanned in one of three ways. */
function rightBedside({ key, n, hour, offset, day, zone, by, wanted }: Right): Bedside {
  const at = `${two(hour)}:00`;
  const date = `2026-05-${two(day)}`;
  const amount = `${n} ${n > 1 ? "tablets" : "tablet"}`;
  const row: SituationRow = {
    number: "1",
    title: "",
    ordered: `${key} ${amount} at ${at}`,
    before: "-",
    person: "wristband",
    scanned: by === "pack" ? `pack for ${at}: ${key} ${amount}` : scans[by](n, key),
    when: `${date} ${at} ${zone}`,
    how: wanted ? `online; wanted 1 at ${at}` : "online",
    staff: "nurse",
    verdict: "",
    findings: "",
    words: "",
  };
  return { ...bedsideOfRow(row), now: instantOf(date, at, zone) + offset * MINUTE };
}

const nonRight = ({ findings }: Decision): readonly CheckName[] =>
  findings.filter(({ result }) => result !== "right").map((finding) => finding.check);

const withOrder = (bedside: Bedside, said: Partial<Bedside["chart"]["orders"][number]>): Bedside => ({
  ...bedside,
  chart: { ...bedside.chart, orders: bedside.chart.orders.map((order) => ({ ...order, ...said })) },
});
const withChart = (bedside: Bedside, said: Partial<Bedside["chart"]>): Bedside => ({
  ...bedside,
  chart: { ...bedside.chart, ...said },
});
const withItems = (bedside: Bedside, code: string): Bedside => ({
  ...bedside,
  items: [{ code, count: 1, isPartial: false }],
});
const theOrder = ({ chart }: Bedside) => {
  const [order] = chart.orders;
  assert.ok(order);
  return order;
};
const theDose = (bedside: Bedside) => {
  const [dose] = check(bedside).doses;
  assert.ok(dose);
  return dose;
};
const event = (bedside: Bedside, type: "handed" | "taken", more: Partial<DoseEvent> = {}): DoseEvent =>
  eventOf({ id: type, at: bedside.now - MINUTE, type, dose: theDose(bedside).id, order: "o1", ...more } as never);

interface Spoiled {
  readonly name: string;
  readonly check: CheckName;
  readonly spoil: (bedside: Bedside) => Bedside;
}
const wrongThings: readonly Spoiled[] = [
  { name: "nobody scanned", check: "patient", spoil: (at) => ({ ...at, person: null }) },
  {
    name: "the photo alone",
    check: "patient",
    spoil: (at) => ({ ...at, person: { how: "photo", person: at.chart.person, second: null } }),
  },
  { name: "another person's chart", check: "patient", spoil: (at) => withChart(at, { wristbands: [] }) },
  { name: "not here", check: "patient", spoil: (at) => withChart(at, { isHere: false }) },
  { name: "another medicine", check: "drug", spoil: (at) => withItems(at, `01${inventedGtin("diuretic")}17271231`) },
  { name: "nothing scanned", check: "drug", spoil: (at) => ({ ...at, items: [] }) },
  {
    name: "one more tablet than scanned",
    check: "dose",
    spoil: (at) => withOrder(at, { dose: { value: 7, unit: "{tablet}" } }),
  },
  {
    name: "counted twice",
    check: "dose",
    spoil: (at) => ({ ...at, items: at.items.map((item) => ({ ...item, count: item.count * 2 })) }),
  },
  { name: "an order without a dose", check: "dose", spoil: (at) => withOrder(at, { dose: null }) },
  {
    name: "a unit that cannot be compared",
    check: "dose",
    spoil: (at) => withOrder(at, { dose: { value: 1, unit: "mL" } }),
  },
  { name: "another route", check: "route", spoil: (at) => ({ ...at, route: "intravenous" }) },
  {
    name: "ordered by a route that is not the drug's",
    check: "route",
    spoil: (at) => withOrder(at, { route: "ophthalmic" }),
  },
  { name: "too early", check: "time", spoil: (at) => ({ ...at, now: theDose(at).at - 121 * MINUTE }) },
  { name: "too late", check: "time", spoil: (at) => ({ ...at, now: theDose(at).at + 121 * MINUTE }) },
  { name: "no hours", check: "time", spoil: (at) => withOrder(at, { timing: null }) },
  { name: "a damaged code", check: "code", spoil: (at) => withItems(at, "(01)12") },
  { name: "a code that nobody knows", check: "code", spoil: (at) => withItems(at, "0109529999999990") },
  { name: "a draft", check: "order", spoil: (at) => withOrder(at, { status: "draft" }) },
  { name: "stopped", check: "order", spoil: (at) => withOrder(at, { status: "stopped", until: at.now - MINUTE }) },
  { name: "expired", check: "expiry", spoil: (at) => withItems(at, `01${inventedGtin(keyOf(at))}17200101`) },
  {
    name: "on hold",
    check: "hold",
    spoil: (at) => withOrder(at, { holds: [{ from: 0, until: null, reason: "fasting", by: "x" }] }),
  },
  { name: "allergic", check: "allergy", spoil: (at) => withChart(at, { allergies: [allergyTo(at)] }) },
  {
    name: "ordered twice",
    check: "duplicate",
    spoil: (at) => withChart(at, { orders: [theOrder(at), { ...theOrder(at), id: "o2" }] }),
  },
  { name: "handed over already", check: "given", spoil: (at) => withChart(at, { events: [event(at, "handed")] }) },
  { name: "taken already", check: "given", spoil: (at) => withChart(at, { events: [event(at, "taken")] }) },
  { name: "no second person", check: "witness", spoil: (at) => withOrder(at, { needsWitness: true }) },
  { name: "no right to give", check: "permission", spoil: (at) => ({ ...at, staff: { ...at.staff, may: "nothing" } }) },
  {
    name: "no network and no lease",
    check: "lease",
    spoil: (at) => ({ ...at, network: { online: false, lease: null } }),
  },
  { name: "a clock that is off by an hour", check: "clock", spoil: (at) => ({ ...at, clockOffMs: -HOUR }) },
  { name: "a clock that nobody knows", check: "clock", spoil: (at) => ({ ...at, clockOffMs: null }) },
];

const keyOf = (bedside: Bedside): (typeof tablets)[number] =>
  tablets.find((key) => inventedDrug(key).code === theOrder(bedside).drug.code) ?? "pressure5";
const allergyTo = (bedside: Bedside) => ({
  id: "a",
  to: { type: "ingredient" as const, code: ingredientOf(theOrder(bedside).drug.code), text: "x" },
  severity: "unknown" as const,
  note: "",
});

test("where all is right, at every minute of the window and in every zone, it may be given", () => {
  fc.assert(
    fc.property(rightThing, (thing) => {
      const decision = check(rightBedside(thing));
      assert.deepEqual(nonRight(decision), []);
      assert.equal(decision.verdict, "give");
      assert.equal(decision.toGive[0]?.amount?.value, thing.n);
    }),
    { seed: 5, numRuns: 150 },
  );
});

for (const { name, check: which, spoil } of wrongThings)
  test(`it is never given with one thing wrong: ${name}`, () => {
    fc.assert(
      fc.property(rightThing, (thing) => {
        const decision = check(spoil(rightBedside({ ...thing, wanted: true })));
        assert.equal(decision.verdict, "block");
        assert.ok(nonRight(decision).includes(which), `${which} is not among ${nonRight(decision).join()}`);
      }),
      { seed: 5, numRuns: 25 },
    );
  });

test("it is never given with two things wrong, and each of the two is said", () => {
  // What makes another thing unseen: without a medicine there is no dose, and another order has other hours.
  const apart = wrongThings.filter(
    ({ check: which }) => !["drug", "code", "order", "time", "dose", "expiry", "given", "duplicate"].includes(which),
  );
  fc.assert(
    fc.property(rightThing, fc.constantFrom(...wrongThings), fc.constantFrom(...apart), (thing, one, other) => {
      const decision = check(other.spoil(one.spoil(rightBedside({ ...thing, wanted: true }))));
      assert.equal(decision.verdict, "block");
      if (one.name !== other.name && one.check !== other.check && decision.doses.length > 0)
        assert.ok(nonRight(decision).includes(other.check), `${one.name} + ${other.name}`);
    }),
    { seed: 5, numRuns: 300 },
  );
});

const irrelevant: readonly ((bedside: Bedside) => Bedside)[] = [
  (at) => withChart(at, { placeName: "909", name: "Hanako" }),
  (at) => withChart(at, { orders: [...at.chart.orders, { ...theOrder(at), id: "o9", drug: inventedCode("cough") }] }),
  (at) => withChart(at, { orders: [{ ...theOrder(at), id: "o9", drug: inventedCode("cough") }, ...at.chart.orders] }),
  (at) => withChart(at, { orders: [...at.chart.orders, { ...theOrder(at), id: "o9", status: "draft" }] }),
  (at) =>
    withChart(at, {
      events: [event(at, "handed"), eventOf({ type: "struck-out", id: "s", at: at.now, event: "handed" })],
    }),
  (at) => withChart(at, { events: [event(at, "handed", { dose: "o9@2026-01-01/0", order: "o9" })] }),
  (at) =>
    withChart(at, {
      allergies: [{ id: "a", to: { type: "class", code: "6131", text: "penicillins" }, severity: "severe", note: "" }],
    }),
  (at) => ({ ...at, items: at.items.map((item) => ({ ...item, code: `]d2${item.code}` })) }),
  (at) => ({ ...at, items: at.items.toReversed() }),
  (at) => ({ ...at, witness: "staff:abe" }),
  (at) => ({ ...at, route: "oral" }),
  (at) => ({ ...at, clockOffMs: -MINUTE }),
  (at) => ({ ...at, device: "phone-7" }),
  (at) => withOrder(at, { holds: [{ from: 0, until: at.now - 3 * HOUR, reason: "over", by: "x" }] }),
  (at) => withOrder(at, { note: "with water", until: at.now + 30 * DAY }),
];

test("what has nothing to do with it changes nothing", () => {
  fc.assert(
    fc.property(rightThing, fc.subarray([...irrelevant]), (thing, changes) => {
      const bedside = changes.reduce((at, change) => change(at), rightBedside(thing));
      assert.deepEqual(nonRight(check(bedside)), []);
    }),
    { seed: 5, numRuns: 200 },
  );
});

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}

test("the same bedside gives the same decision, and nothing of it is changed", () => {
  fc.assert(
    fc.property(rightThing, fc.constantFrom(...wrongThings), (thing, { spoil }) => {
      const bedside = spoil(rightBedside(thing));
      const { formulary, policy, ...rest } = bedside;
      freeze(rest);
      const first = JSON.stringify(check(bedside));
      assert.equal(JSON.stringify(check(structuredCopy(bedside))), first);
      assert.equal(JSON.stringify(check(bedside)), first);
    }),
    { seed: 5, numRuns: 60 },
  );
});

/** Other objects with the same content, so that nothing that was remembered is found. */
const structuredCopy = (bedside: Bedside): Bedside => ({ ...bedside, chart: structuredClone(bedside.chart) });

const hostileCode = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...`${FNC1}()0123456789`), maxLength: 60 }),
  fc.stringMatching(/^(01|8018|\]d2|\(01\))[0-9A-Z]{0,40}$/),
  fc.constantFrom("__proto__", "\u0000", "https://id.gs1.org/01/%ZZ", "]C1", "9".repeat(9000), "constructor"),
);

test("no code, however hostile, makes it throw or is ever given", () => {
  const numbers = fc.constantFrom(0, -1, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e308);
  fc.assert(
    fc.property(
      rightThing,
      hostileCode,
      hostileCode,
      numbers,
      fc.array(fc.string(), { maxLength: 2 }),
      (thing, one, other, count, ids) => {
        const bedside = rightBedside(thing);
        const decisions = [
          check({ ...bedside, person: { how: "wristband", code: one } }),
          check({ ...bedside, items: [{ code: other, count, isPartial: count > 0 }] }),
          check({ ...bedside, wanted: ids.length > 0 ? ids : ["@"] }),
          check({ ...bedside, items: bedside.items.map((item) => ({ ...item, count: Number.NaN })) }),
        ];
        for (const { verdict } of decisions) assert.equal(verdict, "block");
      },
    ),
    { seed: 5, numRuns: 250 },
  );
});

const allSaid = (bedside: Bedside): readonly string[] =>
  check(bedside).findings.flatMap(({ text, next }) =>
    languages.flatMap((language) =>
      (next ? [text, next] : [text]).map((said) => say(medicationWords, said, { language, zone: bedside.zone })),
    ),
  );

test("every sentence has words in three languages, with nothing left open", () => {
  const thing: Right = { key: "heart", n: 2, hour: 8, offset: 0, day: 3, zone: "Asia/Tokyo", by: "pack", wanted: true };
  for (const { spoil, name } of wrongThings)
    for (const sentence of allSaid(spoil(rightBedside(thing)))) assert.doesNotMatch(sentence, /[{}]|check\./, name);
});
