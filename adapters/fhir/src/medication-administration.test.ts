import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE, type Resource } from "@sakiyomi/core";
import { type DoseEvent, expand, type MedicationOrder, medicationPolicy } from "@sakiyomi/medication";
import { eventOf, orderOf } from "@sakiyomi/medication/testing";
import { administrationsOf } from "./medication-administration.ts";
import { dispensesOf } from "./medication-dispense.ts";
import { checkResource } from "./resource.ts";

const now = Date.parse("2026-11-23T08:00:00+09:00");
const order: MedicationOrder = {
  ...orderOf(now),
  id: "a",
  person: "person:ann",
  dose: { value: 2, unit: "{tablet}" },
  timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["08:00"] } },
};
const [due = null] = expand(order, {
  from: now,
  until: now + 1,
  zone: "Asia/Tokyo",
  policy: medicationPolicy.parse({}),
});
const at = (min: number) => now + min * MINUTE;
const common = { person: "person:ann", order: "a", dose: "a@2026-11-23/0", device: "phone-1", offline: false };

const handed = (id: string, min: number, more: object = {}): DoseEvent =>
  eventOf({
    ...common,
    id,
    at: at(min),
    type: "handed",
    by: "staff:tanaka",
    amount: { value: 2, unit: "{tablet}" },
    route: "oral",
    lots: [],
    identified: ["wristband"],
    witness: null,
    override: null,
    check: null,
    ...more,
  });
const taken = (id: string, min: number): DoseEvent =>
  eventOf({ ...common, id, at: at(min), type: "taken", by: "robot:airec", confirmed: "robot", share: 1 });
const notTaken = (id: string, min: number, outcome: "refused" | "partly" | "away" | "vomited", share = 0): DoseEvent =>
  eventOf({
    ...common,
    id,
    at: at(min),
    type: "not-taken",
    by: "staff:tanaka",
    outcome,
    share,
    reason: "did not want to",
    next: "offer again at 9",
  });
const made = (...events: DoseEvent[]): readonly Resource[] => administrationsOf(order, due, events);
const statuses = (...events: DoseEvent[]) => made(...events).map(({ status }) => status);

test("handed over is in progress, and completed only once it was seen taken", () => {
  assert.deepEqual(statuses(), []);
  assert.deepEqual(statuses(handed("h", 0)), ["in-progress"]);
  assert.deepEqual(statuses(handed("h", 0), taken("t", 3)), ["completed"]);
});

test("who gave it, who signed second and what saw it taken are named, a robot as a device", () => {
  const [one] = made(handed("h", 0, { witness: "staff:sato" }), taken("t", 3));
  const performers = (one?.performer ?? []) as {
    function: { coding: { code: string }[] };
    actor: { type?: string; identifier: { value: string } };
  }[];
  assert.deepEqual(
    performers.map(({ function: as, actor }) => [as.coding[0]?.code, actor.identifier.value, actor.type]),
    [
      ["performer", "staff:tanaka", undefined],
      ["verifier", "staff:sato", undefined],
      ["witness", "robot:airec", "Device"],
    ],
  );
  assert.equal(one?.effectiveDateTime, new Date(now).toISOString());
  assert.deepEqual(one?.request, { reference: "MedicationRequest/a" });
});

test("what was not given says why, in HL7's reasons where it has them; nothing is in the dosage", () => {
  const [away] = made(notTaken("n", 5, "away"));
  assert.deepEqual([away?.status, away?.dosage], ["not-done", undefined]);
  const codes = (away?.statusReason as { coding: { code: string }[] }[] | undefined)?.[0]?.coding.map(
    ({ code }) => code,
  );
  assert.deepEqual(codes, ["b", "away"]);
  assert.deepEqual(away?.note, [{ text: "away: did not want to: offer again at 9" }]);
});

test("refused, offered again and taken are two records: one not done, one completed", () => {
  const both = [handed("h1", 0), notTaken("n", 2, "refused"), handed("h2", 60), taken("t", 62)];
  assert.deepEqual(statuses(...both), ["not-done", "completed"]);
  assert.deepEqual(statuses(...both.toReversed()), ["not-done", "completed"], "in whatever order they arrived");
});

test("two that were really given are two administrations", () => {
  assert.deepEqual(statuses(handed("h1", 0), handed("h2", 1, { by: "robot:airec" })), ["in-progress", "in-progress"]);
});

test("a part that was taken is that part; what came up again was given whole, and says so", () => {
  const dose = (...events: DoseEvent[]) =>
    made(...events).map(({ status, dosage }) => [
      status,
      (dosage as { dose: { value: number } } | undefined)?.dose.value,
    ]);
  assert.deepEqual(dose(handed("h", 0), notTaken("n", 2, "partly", 0.5)), [["stopped", 1]]);
  const [one] = made(handed("h", 0), taken("t", 2), notTaken("n", 20, "vomited", 0.9));
  assert.equal(one?.status, "completed");
  assert.match(JSON.stringify(one?.note), /vomited/);
});

test("what was struck out is entered in error, and what stays beside it counts", () => {
  const strike = eventOf({
    ...common,
    id: "s",
    at: at(9),
    type: "struck-out",
    by: "staff:tanaka",
    event: "h1",
    reason: "wrong person's page",
  });
  assert.deepEqual(statuses(handed("h1", 0), strike), ["entered-in-error"]);
  assert.deepEqual(statuses(handed("h1", 0), strike, handed("h2", 10), taken("t", 11)), [
    "entered-in-error",
    "completed",
  ]);
});

test("an override, a merge from offline and the packages are told", () => {
  const lots = [{ gtin: "09521234543213", lot: "L1", expiry: "2027-03-31", serial: null, pack: null }];
  const [one] = made(
    handed("h", 0, { offline: true, lots, override: { reason: "doctor on the phone", checks: ["time"] } }),
  );
  assert.match(JSON.stringify(one?.note), /Given although: time\. Reason: doctor on the phone.*without a network/);
  assert.match(JSON.stringify(one?.extension), /"urn:sakiyomi:due".*"lot","valueString":"L1"/);
});

test("a pack is dispensed for the orders that it is for; one that was taken back is cancelled", () => {
  const pack = {
    id: "p1",
    person: "person:ann",
    doses: ["a@2026-11-23/0"],
    contents: [{ drug: order.drug, amount: { value: 2, unit: "{tablet}" as const } }],
    expiry: null,
    preparedAt: now,
    by: "staff:pharma",
    withdrawn: null,
  };
  const [ready] = dispensesOf(pack, [order]);
  assert.deepEqual(
    [ready?.status, ready?.authorizingPrescription],
    ["preparation", [{ reference: "MedicationRequest/a" }]],
  );
  assert.deepEqual(dispensesOf(pack, [order], now)[0]?.status, "completed");
  const [back] = dispensesOf({ ...pack, withdrawn: "order changed" }, [order]);
  assert.deepEqual([back?.status, back?.statusReasonCodeableConcept], ["cancelled", { text: "order changed" }]);
  assert.ok(checkResource(JSON.parse(JSON.stringify(ready)), "here").ok);
});

test("what goes out has what FHIR asks of a MedicationAdministration", () => {
  for (const one of made(handed("h/1:x", 0), taken("t", 3)))
    assert.ok(checkResource(JSON.parse(JSON.stringify(one)), "here").ok);
});
