import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { DAY, type Resource } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import { confirmOrder, expand, type MedicationOrder, medicationPolicy, type Timing } from "@sakiyomi/medication";
import { anyOrder, timingTypes } from "@sakiyomi/medication/testing";
import fc from "fast-check";
import { dataFolder } from "../../../tools/test-data.ts";
import { readOrders } from "./medication-report.ts";
import { orderOf, type ReadOrder, readRequest } from "./medication-request.ts";
import { requestOf } from "./medication-write.ts";
import { readResources } from "./read-file.ts";
import { checkResource } from "./resource.ts";

const policy = medicationPolicy.parse({});
const house = { zone: "Asia/Tokyo", policy };
const near = Date.parse("2026-11-23T08:00:00+09:00");
const writing = { now: near, zone: house.zone, language: "ja" } as const;
/** What is sent and received: text. */
const sent = (order: MedicationOrder, now = near): Resource =>
  JSON.parse(JSON.stringify(requestOf(order, { ...writing, now }))) as Resource;
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

test("an order of any kind is the same one after it went through FHIR, and what goes out is FHIR", () => {
  fc.assert(
    fc.property(
      seeds,
      fc.constantFrom(...timingTypes),
      fc.constantFrom("active", "draft", "stopped", "completed", "entered-in-error"),
      (seed, timing, status) => {
        const order = { ...anyOrder(chanceOf(seed), { near, timing }), status };
        const request = sent(order);
        assert.ok(checkResource(request, "here").ok);
        assert.deepEqual(orderOf(request, "here", house), { ok: true, value: [order] });
      },
    ),
    { seed: 11, numRuns: 1200 },
  );
});

test("an order that leaves something open comes back as it was, and open", () => {
  fc.assert(
    fc.property(
      seeds,
      fc.constantFrom("dose", "timing"),
      fc.constantFrom("draft", "stopped"),
      (seed, missing, status) => {
        const any = anyOrder(chanceOf(seed), { near });
        fc.pre(missing !== "dose" || any.timing?.type !== "taper");
        const order = { ...any, status, [missing]: null };
        const read = readRequest(sent(order), "here", house);
        assert.deepEqual(read.ok && read.value[0]?.order, order);
        assert.ok(read.ok && read.value[0]?.unsaid.includes(missing));
      },
    ),
    { seed: 12, numRuns: 300 },
  );
});

const base = {
  resourceType: "MedicationRequest",
  id: "a",
  status: "active",
  intent: "order",
  subject: { reference: "Patient/ann" },
  authoredOn: "2026-11-23T08:00:00+09:00",
  medicationCodeableConcept: {
    coding: [{ system: "urn:oid:1.2.392.100495.20.1.73", code: "2149001F1999", display: "invented tablets" }],
  },
};
const tablet = [{ doseQuantity: { value: 1, unit: "錠", system: "urn:oid:1.2.392.100495.20.2.101", code: "TAB" } }];
const route = { coding: [{ system: "http://jpfhir.jp/fhir/core/CodeSystem/route-codes", code: "PO", display: "口" }] };
const request = (dosage: object | null, more: object = {}): Resource => ({
  ...base,
  ...(dosage && { dosageInstruction: [{ route, doseAndRate: tablet, ...dosage }] }),
  ...more,
});
const read = (resource: Resource): readonly ReadOrder[] => {
  const orders = readRequest(resource, "here", house);
  assert.ok(orders.ok, orders.ok ? "" : JSON.stringify(orders.refusal));
  return orders.value;
};
const one = (resource: Resource): ReadOrder => {
  const [first, ...others] = read(resource);
  assert.ok(first && others.length === 0);
  return first;
};
const refusedFor = (resource: Resource): string => {
  const orders = readRequest(resource, "here", house);
  return orders.ok ? "accepted" : orders.refusal.field;
};
const repeated = (repeat: object) => one(request({ timing: { repeat } }));
const usage = (code: string, more: object = {}) =>
  one(request({ timing: { code: { coding: [{ system: "urn:oid:1.2.392.200250.2.2.20.20", code }] } }, ...more }));

test("an order that says everything in FHIR's own words is live, and asks for what it says", () => {
  const table: readonly (readonly [repeat: object, timing: Partial<Timing>])[] = [
    [
      { frequency: 2, period: 1, periodUnit: "d", timeOfDay: ["08:00:00", "20:00:00"] },
      { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00", "20:00"] } },
    ],
    [
      { frequency: 3, period: 1, periodUnit: "d", when: ["PC"] },
      {
        type: "clock",
        days: { type: "daily" },
        within: { type: "meals", meals: ["breakfast", "lunch", "dinner"], offsetMin: 30 },
      },
    ],
    [
      { when: ["ACM", "ACV"], offset: 60 },
      {
        type: "clock",
        days: { type: "daily" },
        within: { type: "meals", meals: ["breakfast", "dinner"], offsetMin: -60 },
      },
    ],
    [
      { frequency: 1, period: 1, periodUnit: "d", dayOfWeek: ["mon", "thu"], when: ["HS"] },
      {
        type: "clock",
        days: { type: "weekdays", weekdays: ["mon", "thu"] },
        within: { type: "meals", meals: ["bedtime"], offsetMin: 0 },
      },
    ],
    [
      { frequency: 3, period: 1, periodUnit: "wk", dayOfWeek: ["mon", "wed", "fri"], timeOfDay: ["09:00:00"] },
      {
        type: "clock",
        days: { type: "weekdays", weekdays: ["mon", "wed", "fri"] },
        within: { type: "times", times: ["09:00"] },
      },
    ],
  ];
  for (const [repeat, timing] of table) {
    const { order, unsaid } = repeated(repeat);
    assert.deepEqual([order.timing, order.status, unsaid], [timing, "active", []]);
    assert.deepEqual([order.route, order.dose], ["oral", { value: 1, unit: "{tablet}" }]);
  }
});

test("a Japanese code of use is read where it is certain, and left open where it is not", () => {
  const within = ({ order }: ReadOrder) =>
    order.timing?.type === "clock" && order.timing.within.type === "meals"
      ? [order.status, ...order.timing.within.meals, order.timing.within.offsetMin]
      : [order.status, order.timing];
  assert.deepEqual(within(usage("1013044400000000")), ["active", "breakfast", "lunch", "dinner", 30]);
  assert.deepEqual(within(usage("1014144400000000")), ["active", "breakfast", "lunch", "dinner", "bedtime", 30]);
  assert.deepEqual(within(usage("1011000100000000")), ["active", "breakfast", -30]);
  assert.deepEqual(within(usage("1011100000000000")), ["active", "bedtime", 0]);
  assert.deepEqual(within(usage("1011000090000000")), ["draft", null], "起床時: the house has no such hour");
  assert.deepEqual(within(usage("1013000400000000")), ["draft", null], "three times, but one meal");
  assert.deepEqual(within(usage("0X0XXXXXXXXX0000")), ["draft", null], "not coded");
  const { order, unsaid } = usage("1023000000000000");
  assert.deepEqual(
    [order.timing, order.status, unsaid],
    [{ type: "interval", hours: 8, first: order.from }, "draft", ["first"]],
  );
});

test("days that a supplement names are read; one that is not understood leaves the order open", () => {
  const supplement = (code: string) => ({
    additionalInstruction: [{ coding: [{ system: "urn:oid:1.2.392.200250.2.2.20.22", code }] }],
  });
  const days = (code: string) => {
    const { order, unsaid } = usage("1011000400000000", supplement(code));
    return [order.timing?.type === "clock" ? order.timing.days : null, order.status, ...unsaid];
  };
  assert.deepEqual(days("W0100100"), [{ type: "weekdays", weekdays: ["mon", "thu"] }, "active"]);
  assert.deepEqual(days("I1100000"), [{ type: "every", days: 2, first: "2026-11-23" }, "draft", "days"]);
  assert.deepEqual(days("V14NNNNN"), [null, "draft", "days"], "uneven amounts");
});

test("a rate without hours is a draft with the house's hours as a proposal, and asks for nothing until it is confirmed", () => {
  const { order, unsaid } = repeated({ frequency: 3, period: 1, periodUnit: "d" });
  assert.deepEqual(order.timing, {
    type: "clock",
    days: { type: "daily" },
    within: { type: "times", times: ["08:00", "12:00", "18:00"] },
  });
  assert.deepEqual([order.status, unsaid, order.note], ["draft", ["hours"], "3 / d"]);
  const today = { from: near, until: near + DAY, zone: house.zone, policy };
  assert.deepEqual(expand(order, today), []);
  const confirmed = confirmOrder(order, {}, near, "staff:x");
  assert.equal(confirmed.ok && expand(confirmed.value, today).length, 3);
});

test("what is open is named, and nothing is filled in that could be wrong", () => {
  const open = (resource: Resource) => one(resource).unsaid;
  const daily = { timing: { repeat: { timeOfDay: ["08:00:00"] } } };
  assert.deepEqual(open(request(daily)), []);
  assert.deepEqual(open(request({ ...daily, doseAndRate: [{ doseQuantity: { value: 1 } }] })), ["dose"], "1 of what?");
  assert.deepEqual(open(request({ ...daily, doseAndRate: [{ doseRange: {} }] })), ["dose"]);
  assert.deepEqual(open(request({ ...daily, route: { text: "by mouth" } })), ["route"]);
  assert.deepEqual(open(request({ ...daily, maxDosePerPeriod: {} })), ["limits"]);
  assert.deepEqual(open(request(null)), ["dose", "route", "timing"]);
  assert.deepEqual(repeated({ frequency: 1, frequencyMax: 2, period: 1, periodUnit: "d" }).unsaid, ["timing"]);
  assert.deepEqual(repeated({ frequency: 3, period: 1, periodUnit: "wk" }).unsaid, ["days"]);
  assert.deepEqual(repeated({ frequency: 1, period: 4, periodUnit: "h" }).unsaid, ["first"]);
  assert.deepEqual(repeated({ count: 5, frequency: 1, period: 1, periodUnit: "d" }).unsaid, ["timing"]);
  assert.deepEqual(repeated({ timeOfDay: ["08:00:00"], frequency: 2, period: 1, periodUnit: "d" }).unsaid, ["hours"]);
  assert.deepEqual(repeated({ when: ["MORN"] }).unsaid, ["hours"]);
  assert.deepEqual(repeated({ when: ["PCM", "ACV"] }).unsaid, ["hours"]);
  assert.deepEqual(one(request({ asNeededBoolean: true })).unsaid, ["limits"]);
});

test("every 6 hours as needed is not sooner than that, and at most 4 in a day unless fewer are said", () => {
  const asNeeded = {
    timing: { repeat: { frequency: 1, period: 6, periodUnit: "h" } },
    asNeededCodeableConcept: { text: "pain" },
  };
  const most = (value: number) => ({
    numerator: { ...tablet[0]?.doseQuantity, value },
    denominator: { value: 1, system: "http://unitsofmeasure.org", code: "d" },
  });
  const limits = (dosage: object) => {
    const { timing, status } = one(request(dosage)).order;
    return timing?.type === "as-needed"
      ? [status, timing.reason, timing.minIntervalMin, timing.maxPerDay]
      : [status, null];
  };
  assert.deepEqual(limits(asNeeded), ["active", "pain", 360, 4]);
  assert.deepEqual(limits({ ...asNeeded, maxDosePerPeriod: most(3) }), ["active", "pain", 360, 3]);
  assert.deepEqual(
    limits({ ...asNeeded, maxDosePerPeriod: most(2.5) }),
    ["active", "pain", 360, 2],
    "never more than said",
  );
  assert.deepEqual(limits({ ...asNeeded, maxDosePerPeriod: most(0.5) }), ["draft", null]);
  assert.deepEqual(limits({ ...asNeeded, maxDosePerPeriod: { numerator: { value: 3 } } }), ["draft", null]);
});

test("instructions that hold at the same time are an order each; steps one after another are a taper", () => {
  const at = (time: string, value: number, more: object = {}) => ({
    route,
    doseAndRate: [{ doseQuantity: { ...tablet[0]?.doseQuantity, value } }],
    timing: { repeat: { timeOfDay: [`${time}:00`], ...more } },
  });
  const uneven = read({ ...base, dosageInstruction: [at("08:00", 4), at("12:00", 2), at("18:00", 1)] });
  assert.deepEqual(
    uneven.map(({ order }) => [order.id, order.dose?.value, order.status]),
    [
      ["a", 4, "active"],
      ["a-2", 2, "active"],
      ["a-3", 1, "active"],
    ],
  );
  const week = { boundsDuration: { value: 1, system: "http://unitsofmeasure.org", code: "wk" } };
  const start = {
    extension: [
      {
        url: "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_PeriodOfUse",
        valuePeriod: { start: "2026-11-24" },
      },
    ],
  };
  const steps = [
    { ...at("08:00", 2, week), ...start, sequence: 1 },
    { ...at("08:00", 1, week), sequence: 2 },
  ];
  const { order } = one({ ...base, dosageInstruction: steps });
  assert.equal(order.status, "active");
  assert.deepEqual(
    order.timing?.type === "taper" && [
      order.timing.first,
      ...order.timing.steps.map(({ days, dose }) => [days, dose.value]),
    ],
    ["2026-11-24", [7, 2], [7, 1]],
  );
});

test("moments are an order of one time each, and a day alone is none", () => {
  const event = ["2026-11-23T09:00:00+09:00", "2026-11-24T09:00:00+09:00"];
  assert.deepEqual(
    read(request({ timing: { event } })).map(({ order }) => [order.id, order.timing, order.status]),
    [
      ["a", { type: "once", at: Date.parse(event[0] ?? "") }, "active"],
      ["a-2", { type: "once", at: Date.parse(event[1] ?? "") }, "active"],
    ],
  );
  assert.deepEqual(one(request({ timing: { event: ["2026-11-23"] } })).unsaid, ["timing"]);
});

test("steps without a first day, or without days, are never given together", () => {
  const step = (sequence: number, value: number, repeat: object) => ({
    route,
    sequence,
    doseAndRate: [{ doseQuantity: { ...tablet[0]?.doseQuantity, value } }],
    timing: { repeat: { timeOfDay: ["08:00:00"], ...repeat } },
  });
  const days = (value: number, code = "d") => ({
    boundsDuration: { value, system: "http://unitsofmeasure.org", code },
  });
  const open = one({ ...base, dosageInstruction: [step(2, 1, days(7)), step(1, 2, days(3))] });
  assert.deepEqual([open.order.status, open.unsaid, open.order.dose?.value], ["draft", ["days"], 2]);
  const loose = read({ ...base, dosageInstruction: [step(1, 2, {}), step(2, 1, {})] });
  assert.deepEqual(
    loose.map(({ order, unsaid }) => [order.status, unsaid]),
    [
      ["draft", ["timing"]],
      ["draft", ["timing"]],
    ],
  );
  assert.deepEqual(one({ ...base, dosageInstruction: [step(1, 2, days(2, "mo"))] }).unsaid, ["timing"]);
  const weeks = (start: string, end: string) => ({ boundsPeriod: { start, end } });
  const following = read({
    ...base,
    dosageInstruction: [step(1, 2, weeks("2026-11-24", "2026-11-30")), step(1, 1, weeks("2026-12-01", "2026-12-07"))],
  });
  const doses = following.flatMap(({ order }) =>
    expand(order, { from: near, until: near + 30 * DAY, zone: house.zone, policy }),
  );
  assert.deepEqual(
    doses.map(({ dose }) => dose?.value),
    [2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1],
  );
});

test("what forbids, only plans, or has a mark that is not known is refused: it must not be acted on as if it were an order", () => {
  const daily = { timing: { repeat: { timeOfDay: ["08:00:00"] } } };
  const unknown = [{ url: "https://example.org/only-if-awake", valueBoolean: true }];
  assert.equal(refusedFor(request(daily)), "accepted");
  assert.equal(refusedFor(request(daily, { doNotPerform: true })), "here, MedicationRequest.doNotPerform");
  assert.equal(refusedFor(request(daily, { intent: "plan" })), "here, MedicationRequest.intent");
  assert.equal(refusedFor(request(daily, { modifierExtension: unknown })), "here, MedicationRequest.modifierExtension");
  assert.equal(
    refusedFor(request({ ...daily, modifierExtension: unknown })),
    "here, MedicationRequest.modifierExtension",
  );
  assert.equal(refusedFor(request(daily, { subject: { display: "Ann" } })), "here, MedicationRequest.subject");
  assert.equal(refusedFor(request(daily, { medicationCodeableConcept: {} })), "here, MedicationRequest.medication");
  assert.equal(refusedFor(request(daily, { authoredOn: undefined })), "here, MedicationRequest.authoredOn");
  assert.equal(refusedFor(request(daily, { authoredOn: "yesterday" })), "here, MedicationRequest.authoredOn");
  assert.equal(
    refusedFor(request({ timing: { repeat: { timeOfDay: ["08:00:00", "08:00:00"] } } })),
    "here, order.timing.within.times.1",
  );
});

test("dates are days of the house: an order until the 30th holds on the 30th", () => {
  const bounds = { boundsPeriod: { start: "2026-11-24", end: "2026-11-30" }, timeOfDay: ["08:00:00"] };
  const { order } = repeated(bounds);
  assert.equal(order.from, Date.parse("2026-11-24T00:00:00+09:00"));
  assert.equal(order.until, Date.parse("2026-12-01T00:00:00+09:00"));
  assert.equal(expand(order, { from: near, until: near + 30 * DAY, zone: house.zone, policy }).length, 7);
  const days = {
    boundsDuration: { value: 3, system: "http://unitsofmeasure.org", code: "d" },
    timeOfDay: ["07:00:00"],
  };
  assert.equal(repeated(days).order.until, Date.parse("2026-11-26T00:00:00+09:00"));
});

test("whoever does not know our extension reads the same hours, dose and end", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const order = anyOrder(chanceOf(seed), { near, timing: "clock" });
      fc.pre(order.timing?.type === "clock" && order.timing.days.type !== "every");
      const { extension: _, ...others } = sent(order);
      const { order: seen } = one(others as Resource);
      const { timing, dose, from, until } = order;
      assert.deepEqual([seen.timing, seen.dose, seen.from, seen.until], [timing, dose, from, until]);
    }),
    { seed: 13, numRuns: 200 },
  );
});

test("what somebody else changed in FHIR's own words counts, although our extension still says what was", () => {
  const timing = {
    type: "clock" as const,
    days: { type: "daily" as const },
    within: { type: "times" as const, times: ["08:00"] },
  };
  const order = {
    ...anyOrder(chanceOf(5), { near, timing: "clock" }),
    timing,
    from: near,
    until: null,
    holds: [],
    note: "",
  };
  const copy = sent(order);
  const [dosage] = copy.dosageInstruction as { timing: { repeat: { boundsPeriod: object } } }[];
  const repeat = { ...dosage?.timing.repeat, boundsPeriod: { start: "2026-11-24", end: "2026-11-25" } };
  const changed = { ...dosage, timing: { ...dosage?.timing, repeat }, patientInstruction: "only if awake" };
  const { order: seen } = one({ ...copy, dosageInstruction: [changed], status: "on-hold" } as Resource);
  assert.deepEqual(
    [seen.from, seen.until, seen.note, seen.holds.length],
    [Date.parse("2026-11-24T00:00:00+09:00"), Date.parse("2026-11-26T00:00:00+09:00"), "only if awake", 1],
  );
});

test("an order on hold is said to be on hold, and a change names what it replaces", () => {
  const held = one(
    request(
      { timing: { repeat: { timeOfDay: ["08:00:00"] } } },
      { status: "on-hold", statusReason: { text: "surgery" } },
    ),
  );
  assert.deepEqual(
    [held.order.status, held.order.holds[0]?.reason, held.order.holds[0]?.until],
    ["active", "surgery", null],
  );
  assert.equal(sent(held.order).status, "on-hold");
  const replaced = one(
    request(
      { timing: { repeat: { timeOfDay: ["08:00:00"] } } },
      { priorPrescription: { reference: "MedicationRequest/old" } },
    ),
  );
  assert.equal(replaced.order.replaces, "old");
});

test("days that FHIR cannot say go out as a modifier, so that nobody else takes them for every day", () => {
  const days = { type: "cycle", on: 21, off: 7, first: "2026-11-01" } as const;
  const order = {
    ...anyOrder(chanceOf(3), { near, timing: "clock" }),
    timing: { type: "clock" as const, days, within: { type: "times" as const, times: ["08:00"] } },
  };
  const [dosage] = sent(order).dosageInstruction as { modifierExtension?: unknown[]; text?: string }[];
  assert.equal(dosage?.modifierExtension?.length, 1);
  assert.match(dosage?.text ?? "", /21日間投与・7日間休薬/);
});

test("a Japanese order goes out with its code of use, in units of what is handed over", () => {
  const within = { type: "meals" as const, meals: ["breakfast" as const, "dinner" as const], offsetMin: 30 };
  const order = {
    ...anyOrder(chanceOf(4), { near, timing: "clock" }),
    route: "oral" as const,
    dose: { value: 1, unit: "{tablet}" as const },
    timing: { type: "clock" as const, days: { type: "daily" as const }, within },
  };
  const [dosage] = sent(order).dosageInstruction as {
    timing: { code: { coding: { code: string }[] } };
    text: string;
    doseAndRate: { type: { coding: { code: string }[] } }[];
  }[];
  assert.equal(dosage?.timing.code.coding[0]?.code, "1012040400000000");
  assert.equal(dosage?.text, "1回1錠 1日2回 朝夕食後");
  assert.equal(dosage?.doseAndRate[0]?.type.coding[0]?.code, "1");
});

const synthea = dataFolder("synthea");

test("all of Synthea's 1,745 orders are accounted for, and none of them is live on a guess", {
  skip: synthea === null && "skipped: no data",
}, async () => {
  const file = join(synthea ?? "", "MedicationRequest.ndjson");
  const report = await readOrders(readResources(file), { zone: "America/New_York", policy });
  assert.deepEqual([report.requests, report.orders, report.refused, report.others], [1745, 1745, [], 0]);
  assert.deepEqual(report.byStatus, { stopped: 1722, draft: 23 });
  assert.deepEqual(report.byTiming, { none: 1413, clock: 331, interval: 1 });
  assert.deepEqual([report.withoutInstruction, report.asNeeded], [1335, 78]);
  assert.equal(report.unsaid.dose, 1745, "not one of them says a unit");
  assert.deepEqual([report.live.length, report.waiting.length], [0, 23]);
});
