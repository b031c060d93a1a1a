import assert from "node:assert/strict";
import { test } from "node:test";
import type { Receipt } from "../api.ts";
import { testHouse } from "../testing/test-house.ts";

const by = { id: "staff:test", name: "test" };

const loinc = (code: string) => ({ coding: [{ system: "http://loinc.org", code }] });
const ucum = (value: number, code: string) => ({ value, system: "http://unitsofmeasure.org", code });
const base = { resourceType: "Observation", status: "final", effectiveDateTime: "2026-01-10T20:59:00+09:00" };
const pressureOf = (person: string) => ({
  ...base,
  subject: { reference: `Patient/${person}` },
  code: loinc("85354-9"),
  component: [
    { code: loinc("8480-6"), valueQuantity: ucum(128, "mm[Hg]") },
    { code: loinc("8462-4"), valueQuantity: ucum(81, "mm[Hg]") },
  ],
});
const inPounds = { ...pressureOf("x"), code: loinc("29463-7"), component: [], valueQuantity: ucum(150, "[lb_av]") };

test("a FHIR bundle of a device becomes signals of its wearer; what is no signal is refused by its entry", async () => {
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  await house.ward.bind("cuff-1", person, house.ward.now() - 3_600_000, by);
  const made = await house.house.access.devices.add({ id: "cuff-1", name: "cuff" }, by.id, 0);
  assert(made.ok);
  const pressure = pressureOf(person);
  const resources = [pressure, inPounds, { resourceType: "Patient", id: "x" }];
  const bundle = { resourceType: "Bundle", type: "batch", entry: resources.map((resource) => ({ resource })) };
  const headers = { authorization: `Bearer ${made.value.token}`, "content-type": "application/fhir+json" };
  const { status, json } = await house.ask("POST", "/api/fhir", { raw: JSON.stringify(bundle), headers });
  const { stored, refused } = json as Receipt;
  assert.deepEqual([status, stored], [200, 2]);
  assert.deepEqual(
    refused.map(({ index, refusal }) => [index, refusal.code]),
    [
      [1, "SIG_UNIT"],
      [2, "REC_SHAPE"],
    ],
  );
  const signs = house.ward.board().people[0]?.signs.map((sign) => (sign.known ? [sign.kind, sign.value] : null));
  assert.deepEqual(signs, [
    ["systolic", 128],
    ["diastolic", 81],
  ]);
  const again = await house.ask("POST", "/api/fhir", { raw: JSON.stringify(pressure), headers });
  assert.deepEqual(again.json, { stored: 0, repeated: 2, refused: [] });
  assert.equal(
    (await house.ask("POST", "/api/fhir", { raw: "{}", headers: { "content-type": "application/fhir+json" } })).status,
    401,
  );
  await house.close();
});
