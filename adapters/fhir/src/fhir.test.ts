import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  type Alert,
  GAP,
  type Kind,
  kinds,
  type Read,
  type Refusal,
  type Signal,
  type SourceId,
  type SubjectId,
} from "@sakiyomi/core";
import fc from "fast-check";
import { dataFolder } from "../../../tools/test-data.ts";
import {
  bundleOf,
  checkResource,
  communicationOf,
  type FhirResource,
  flagOf,
  KIND,
  kindOf,
  type Observed,
  observationOf,
  observedIn,
  readResources,
  subjectOf,
} from "./index.ts";

const synthea = dataFolder("synthea");
const skip = synthea === null && "skipped: no data";

async function inFile<T>(name: string, content: string, run: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-fhir-"));
  try {
    const path = join(folder, name);
    await writeFile(path, content);
    return await run(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
async function readAll(path: string): Promise<{ resources: FhirResource[]; refusals: Refusal[] }> {
  const resources: FhirResource[] = [];
  const refusals: Refusal[] = [];
  for await (const read of readResources(path)) {
    if (read.ok) resources.push(read.value.resource);
    else refusals.push(read.refusal);
  }
  return { resources, refusals };
}

const observation = (more: object): FhirResource => ({
  resourceType: "Observation",
  id: "o1",
  status: "final",
  code: { coding: [{ system: "http://loinc.org", code: "8867-4" }] },
  subject: { reference: "Patient/ann" },
  effectiveDateTime: "2026-01-31T09:30:00+09:00",
  ...more,
});
const quantity = (value: unknown, code: string) => ({
  valueQuantity: { value, code, unit: code, system: "http://unitsofmeasure.org" },
});
const at = Date.UTC(2026, 0, 31, 0, 30);
const values = (reads: readonly Read<Observed>[]): readonly Observed[] =>
  reads.flatMap((read) => (read.ok ? [read.value] : []));
const codes = (reads: readonly Read<Observed>[]): readonly string[] =>
  reads.flatMap((read) => (read.ok ? [] : [read.refusal.code]));

const counts = {
  Patient: 13,
  Encounter: 1215,
  Location: 44,
  MedicationRequest: 1745,
  Condition: 555,
  AllergyIntolerance: 11,
  Immunization: 161,
  Device: 16,
  Organization: 43,
  Practitioner: 43,
};
for (const [type, count] of Object.entries(counts))
  test(`all ${count} of Synthea's ${type} are read, each with its person`, { skip }, async () => {
    const { resources, refusals } = await readAll(join(synthea ?? "", `${type}.ndjson`));
    assert.deepEqual([resources.length, refusals], [count, []]);
    const isPersonal = !["Location", "Organization", "Practitioner"].includes(type);
    assert.ok(resources.every((resource) => (subjectOf(resource) !== null) === isPersonal));
  });

test("a blood pressure is two signals, and its panel none", () => {
  const component = [
    { code: { coding: [{ system: "http://loinc.org", code: "8480-6" }] }, ...quantity(120, "mm[Hg]") },
    { code: { coding: [{ system: "http://loinc.org", code: "8462-4" }] }, ...quantity(80, "mm[Hg]") },
  ];
  const read = observedIn(
    observation({ code: { coding: [{ system: "http://loinc.org", code: "85354-9" }] }, component }),
    "f",
  );
  const common = { subject: "person:ann", at, quality: "good", unit: "mm[Hg]" };
  assert.deepEqual(values(read), [
    { ...common, kind: "systolic", value: 120 },
    { ...common, kind: "diastolic", value: 80 },
  ]);
});

test("an alias of the table means its kind, and a code that is none means nothing", () => {
  assert.equal(kindOf({ coding: [{ system: "http://loinc.org", code: "2708-6" }] }), "spo2");
  assert.equal(kindOf({ coding: [{ system: "urn:iso:std:iso:11073:10101", code: "131330" }] }), "ecg");
  assert.equal(kindOf({ coding: [{ system: "http://snomed.info/sct", code: "8867-4" }] }), null);
  assert.deepEqual(
    observedIn(
      observation({ code: { coding: [{ system: "http://loinc.org", code: "718-7" }] }, ...quantity(13, "g/dL") }),
      "f",
    ),
    [],
  );
});

const refused: readonly [what: string, more: object, code: string][] = [
  ["in another unit", quantity(1.2, "Hz"), "SIG_UNIT"],
  ["in the unit's name, without a code", { valueQuantity: { value: 72, unit: "/min" } }, "SIG_UNIT"],
  [
    "that is a limit",
    { valueQuantity: { value: 40, code: "/min", system: "http://unitsofmeasure.org", comparator: "<" } },
    "SIG_VALUE",
  ],
  ["that is text", quantity("72", "/min"), "SIG_NUMBER"],
  ["of a day without a time", { ...quantity(72, "/min"), effectiveDateTime: "2026-01-31" }, "SIG_TIME"],
  ["of no time", { ...quantity(72, "/min"), effectiveDateTime: undefined }, "SIG_TIME"],
  ["of nobody", { ...quantity(72, "/min"), subject: { reference: "Group/all" } }, "SIG_SUBJECT"],
  ["that was cancelled", { ...quantity(72, "/min"), status: "cancelled" }, "SIG_VALUE"],
];
for (const [what, more, code] of refused)
  test(`a heart rate ${what} is refused, never repaired`, () => {
    assert.deepEqual(codes(observedIn(observation(more), "f")), [code]);
  });

test("what only a desk may say is refused from a file, as a value, as parts, and in the shape of our own chart", () => {
  const code = { coding: [{ system: KIND, code: "advice" }] };
  assert.deepEqual(codes(observedIn(observation({ code, ...quantity(1, "1") }), "f")), ["SIG_DESK"]);
  const value = { about: "r-1", words: "All is well.", urgency: "none", by: "Mori" } as const;
  assert.deepEqual(codes(observedIn(observationOf(signal("advice", value)) as FhirResource, "f")), ["SIG_DESK"]);
  const panel = observation({ code: { text: "a panel" }, component: [{ code, valueString: "All is well." }] });
  assert.deepEqual(codes(observedIn(panel, "f")), ["SIG_DESK"]);
  assert.deepEqual(observedIn(observationOf(signal("void", { volumeMl: 250 })) as FhirResource, "f"), []);
  const charted = { ...observation({ code: { text: "of a chart" } }), person: "person:ann", kind: "pregnancy" };
  const read = checkResource(charted, "f");
  assert.equal(read.ok ? null : read.refusal.code, "SIG_DESK");
  assert.equal(read.ok ? null : read.refusal.field, "f, Observation.person");
});

test("an observation entered in error strikes out its signal", () => {
  const read = values(observedIn(observation({ ...quantity(72, "/min"), status: "entered-in-error" }), "f"));
  assert.deepEqual(
    read.map(({ quality }) => quality),
    ["entered-in-error"],
  );
});

const sampled = (more: object) =>
  observation({
    code: { coding: [{ system: "urn:iso:std:iso:11073:10101", code: "131330" }] },
    valueSampledData: {
      origin: { value: 0.5, code: "mV" },
      period: 4,
      factor: 0.001,
      dimensions: 1,
      data: "2041 E 2043 U 2037 L -5",
      ...more,
    },
  });

test("SampledData is a block: origin, period and factor, and gaps where the sensor has no value", () => {
  const [observed] = values(observedIn(sampled({}), "f"));
  assert.deepEqual(observed?.value, {
    rate: 250,
    scale: 0.001,
    offset: 0.5,
    samples: Int32Array.of(2041, GAP, 2043, GAP, 2037, GAP, -5),
  });
  const [decimals] = values(observedIn(sampled({ data: "1.25 -0.5 .75", factor: -2 }), "f"));
  assert.deepEqual(decimals?.value, { rate: 250, scale: 0.02, offset: 0.5, samples: Int32Array.of(-125, 50, -75) });
});

const refusedSamples: readonly [what: string, more: object, code: string][] = [
  ["in another unit", { origin: { value: 0, code: "uV" } }, "SIG_UNIT"],
  ["of two dimensions", { dimensions: 2 }, "SIG_VALUE"],
  ["with a period of 0", { period: 0 }, "SIG_VALUE"],
  ["with a factor of 0", { factor: 0 }, "SIG_VALUE"],
  ["with a word", { data: "1 x 2" }, "SIG_NUMBER"],
  ["with a number beyond 32 bits", { data: "1 99999999999" }, "SIG_NUMBER"],
  ["with nothing", { data: "" }, "SIG_VALUE"],
];
for (const [what, more, code] of refusedSamples)
  test(`SampledData ${what} is refused`, () => {
    assert.deepEqual(codes(observedIn(sampled(more), "f")), [code]);
  });

const signal = (kind: Kind, value: unknown): Signal =>
  ({
    subject: "person:ann" as SubjectId,
    source: "device:d1" as SourceId,
    kind,
    value,
    at,
    receivedAt: at + 5,
    sequence: 3,
    quality: "good",
  }) as Signal;

test("what is handed out comes back the same: quantities, waveforms and states", () => {
  const block = { rate: 250, scale: 0.005, offset: 0.25, samples: Int32Array.of(1, GAP, -3) };
  for (const given of [signal("heart-rate", 72), signal("ecg", block), signal("consciousness", "voice")]) {
    const out = observationOf(given);
    assert.ok(checkResource(out, "f").ok);
    const [back] = values(observedIn(out as FhirResource, "f"));
    assert.deepEqual([back?.kind, back?.at, back?.value, back?.subject], [given.kind, at, given.value, "person:ann"]);
  }
});

test("every quantity can be handed out and read again, whatever its value", () => {
  const quantities = Object.entries(kinds).flatMap(([kind, row]) => (row.class === "quantity" ? [kind as Kind] : []));
  fc.assert(
    fc.property(fc.constantFrom(...quantities), fc.double({ noNaN: true, noDefaultInfinity: true }), (kind, value) => {
      const [back] = values(observedIn(JSON.parse(JSON.stringify(observationOf(signal(kind, value)))), "f"));
      assert.deepEqual([back?.kind, back?.value], [kind, value === 0 ? 0 : value]);
    }),
    { seed: 1 },
  );
});

test("an event is handed out part by part, and the same signal keeps its id", () => {
  const given = signal("void", { volumeMl: 250, how: "toilet", leaked: false });
  const out = observationOf(given) as unknown as { id: string; component: object[] };
  assert.deepEqual(out.component, [
    { code: { text: "volumeMl" }, valueQuantity: { value: 250 } },
    { code: { text: "how" }, valueString: "toilet" },
    { code: { text: "leaked" }, valueBoolean: false },
  ]);
  assert.equal(observationOf(given).id, out.id);
  assert.notEqual(observationOf({ ...given, sequence: 4 }).id, out.id);
  assert.match(out.id, /^[A-Za-z0-9.-]{1,64}$/);
});

test("an alert is handed out as a flag and as a message, in words", () => {
  const alert = {
    id: "a-1",
    subject: "person:ann",
    skill: "early-warning",
    level: "high",
    raisedAt: at,
    closedAt: null,
    state: "taken",
    takenBy: "staff:tanaka",
  } as unknown as Alert;
  const flag = flagOf(alert, "Score 7");
  assert.deepEqual(
    [flag.status, flag.code, flag.subject],
    [
      "active",
      { coding: [{ system: "urn:sakiyomi:skill", code: "early-warning" }], text: "Score 7" },
      { reference: "Patient/ann" },
    ],
  );
  const message = communicationOf({ ...alert, state: "done", closedAt: at + 1 }, "Score 7");
  assert.deepEqual(
    [message.status, message.priority, message.payload],
    ["completed", "stat", [{ contentString: "Score 7" }]],
  );
  const bundle = bundleOf([flag, message], at);
  assert.deepEqual(
    bundle.entry.map(({ resource }) => resource.id),
    ["a-1", "a-1"],
  );
});

test("a bundle's own names are resolved, and what is wrong in it is refused by entry", async () => {
  const uuid = "urn:uuid:8f0bd5a0-0f8c-4d0e-9f0a-0123456789ab";
  const bundle = {
    resourceType: "Bundle",
    type: "transaction",
    entry: [
      { fullUrl: uuid, resource: { resourceType: "Patient", name: [{ text: "Ann" }] } },
      { resource: { ...observation(quantity(72, "/min")), subject: { reference: uuid } } },
      { resource: { resourceType: "Patient", id: "has space" } },
      { resource: { resourceType: "Account", id: "a", roles: ["administrator"] } },
      {},
    ],
  };
  const { resources, refusals } = await inFile("bundle.json", JSON.stringify(bundle), readAll);
  assert.deepEqual(resources.map(subjectOf), [
    "person:8f0bd5a0-0f8c-4d0e-9f0a-0123456789ab",
    "person:8f0bd5a0-0f8c-4d0e-9f0a-0123456789ab",
  ]);
  assert.deepEqual(
    refusals.map(({ field }) => field.replace(/^.*bundle\.json, /, "")),
    ["entry 3, Patient.id", "entry 4, resourceType", "entry 5"],
  );
});

test("records that give rights never come in from outside", () => {
  for (const resourceType of ["Account", "DeviceToken", "Consent", "EscalationPolicy", "Retention", "Alert", "Binding"])
    assert.equal(checkResource({ resourceType, id: "x", status: "active" }, "f").ok, false, resourceType);
});

test("a line of NDJSON that is cut off is refused, and the lines before it are read", async () => {
  const line = JSON.stringify({ resourceType: "Patient", id: "ann" });
  const { resources, refusals } = await inFile("p.ndjson", `${line}\n\n${line.slice(0, 20)}`, readAll);
  assert.equal(resources.length, 1);
  assert.match(refusals[0]?.field ?? "", /p\.ndjson, line 3$/);
});

for (const [what, content] of [
  ["empty", ""],
  ["foreign", "%PDF-1.4"],
  ["cut off", '{"resourceType":"Bundle","entry":['],
  ["a list", "[]"],
] as const)
  test(`a file that is ${what} is refused as a whole`, () =>
    inFile("x.json", content, async (path) => {
      await assert.rejects(readAll(path), { code: "FILE_FORM" });
    }));

test("whatever JSON comes, checking it never throws", () => {
  const change = fc.tuple(
    fc.constantFrom("status", "code", "subject", "component", "valueQuantity", "valueSampledData", "effectiveDateTime"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(change, ([field, value]) => {
      const read = checkResource(observation({ ...quantity(72, "/min"), [field]: value }), "f");
      if (read.ok) observedIn(read.value, "f");
    }),
    { seed: 2, numRuns: 500 },
  );
});
