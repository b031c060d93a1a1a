import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type CheckName, checks, type Decision, type Finding } from "../check/bedside.ts";
import { check } from "../check/check.ts";
import type { MedicationOrder } from "../orders/order.ts";
import { inventedDrug } from "../testing/index.ts";
import { bedsideOfRow, readSituations } from "../testing/situations/index.ts";
import { medicationWords } from "../words/index.ts";
import { mishaps } from "./incident.ts";
import { type DecidedScan, mishapOfCheck, mishapOfText, nearMissOf } from "./near-miss.ts";

const finding = (check: CheckName, result: Finding["result"]): Finding => ({
  check,
  result,
  text: { key: "some" },
  next: null,
  mayOverride: true,
});

const order = {
  id: "order-1",
  drug: { system: "mhlw", code: "2149001F1999", text: "invented" },
} as unknown as MedicationOrder;

const scan = (findings: readonly Finding[], change: Partial<Decision> = {}): DecidedScan => ({
  id: "check-7",
  overridden: false,
  bedside: {
    chart: {
      person: "person:ann",
      name: "Ann",
      birthDate: null,
      isHere: true,
      placeName: "Room 2",
      wristbands: [],
      orders: [order],
      events: [],
      allergies: [],
      packs: [],
    },
    staff: { id: "staff:tanaka", may: "give", mayOverride: false },
    network: { online: true, leaseOfOther: null },
  },
  decision: {
    verdict: "block",
    doses: [
      {
        id: "order-1@2026-11-23/0",
        order: "order-1",
        person: "person:ann",
        at: 5,
        window: null,
        dose: null,
        held: null,
      },
    ],
    findings,
    scanned: [],
    toGive: [],
    mayOverride: false,
    needsWitness: false,
    at: 1234,
    ...change,
  },
});

const item = (code: string) => ({
  drug: { system: "mhlw" as const, code, text: code },
  amount: null,
  lot: { gtin: null, lot: null, expiry: null, serial: null, pack: null },
});

test("a blocked scan of another drug is a near miss with both drugs, its place and who scanned", () => {
  const miss = nearMissOf(
    scan([finding("patient", "right"), finding("drug", "wrong")], {
      scanned: [item("2149001F1999"), item("3999001F1999")],
    }),
  );
  assert.deepEqual(miss, {
    id: "check-7",
    at: 1234,
    person: "person:ann",
    place: "Room 2",
    by: "staff:tanaka",
    mishaps: ["wrong-drug"],
    wanted: "2149001F1999",
    scanned: "3999001F1999",
    overridden: false,
    offline: false,
  });
});

test("what is only not ready is no near miss: witness, lease, clock, permission, a code that cannot be read", () => {
  for (const check of ["witness", "lease", "clock", "permission", "code", "look-alike"] as const)
    assert.equal(nearMissOf(scan([finding(check, "wrong")])), null, check);
});

test("what is not known blocks, and is no near miss: nobody has scanned the band yet", () => {
  for (const check of checks) assert.equal(nearMissOf(scan([finding(check, "unknown")])), null, check);
});

test("whatever may be given is no near miss, warned of or not", () => {
  for (const verdict of ["give", "warn"] as const)
    assert.equal(nearMissOf(scan([finding("drug", "wrong")], { verdict })), null);
});

test("several things wrong at once are one near miss that names each once", () => {
  const miss = nearMissOf(
    scan(["given", "duplicate", "maximum", "lease", "patient"].map((it) => finding(it as CheckName, "wrong"))),
  );
  assert.deepEqual(miss?.mishaps, ["double", "wrong-dose", "wrong-person"]);
});

test("every check has a row, and each row names a mishap of the table or none", () => {
  assert.deepEqual(Object.keys(mishapOfCheck).sort(), [...checks].sort());
  for (const mishap of Object.values(mishapOfCheck)) assert.ok(mishap === null || mishaps.includes(mishap));
});

test("an old band of the same person is no near miss, a pack for another hour is one of time", () => {
  const said = (check: CheckName, key: string) => nearMissOf(scan([{ ...finding(check, "wrong"), text: { key } }]));
  assert.equal(said("patient", "check.patient.spare-band"), null);
  assert.deepEqual(said("patient", "check.patient.band-of")?.mishaps, ["wrong-person"]);
  assert.deepEqual(said("order", "check.order.pack-for-other-dose")?.mishaps, ["wrong-time"]);
  assert.deepEqual(said("drug", "check.drug.other")?.mishaps, ["wrong-drug"]);
});

test("every sentence with a meaning of its own is one that a check says, and names a mishap or none", () => {
  for (const [key, mishap] of Object.entries(mishapOfText)) {
    assert.ok(Object.hasOwn(medicationWords.en, key), key);
    assert.ok(mishap === null || mishaps.includes(mishap), key);
  }
});

const situations = readSituations(readFileSync(new URL("../../situations/bedside.csv", import.meta.url), "utf8"));

/** What a row of the table of bedside situations is as a near miss, by its title. */
const missOf = (title: string) => {
  const row = situations.find((it) => it.title === title);
  assert.ok(row, `no situation "${title}"`);
  const bedside = bedsideOfRow(row);
  return nearMissOf({ id: "check-1", bedside, decision: check(bedside), overridden: false });
};

test("of the bedside situations those are near misses in which something wrong was about to be given", () => {
  assert.deepEqual(missOf("Somebody else's wristband")?.mishaps, ["wrong-person"]);
  assert.deepEqual(missOf("The right wristband, somebody else's cup")?.mishaps, ["wrong-person"]);
  assert.deepEqual(missOf("Too much: two tablets in place of one")?.mishaps, ["wrong-dose"]);
  assert.deepEqual(missOf("Already given by a colleague")?.mishaps, ["double"]);
  assert.deepEqual(missOf("The evening's pack in the morning")?.mishaps, ["wrong-time"]);
  assert.deepEqual(missOf("Expired yesterday")?.mishaps, ["expired"]);
  assert.deepEqual(missOf("Wrong person and wrong medicine")?.mishaps, ["wrong-person", "wrong-drug"]);
});

test("a similar name is a near miss with both drugs, the wanted one first", () => {
  const miss = missOf("A similar name");
  assert.deepEqual([miss?.wanted, miss?.scanned], [inventedDrug("sugar").code, inventedDrug("sugarLookAlike").code]);
});

test("of the bedside situations those are none in which something was only not ready, not read or not decided", () => {
  const titles = [
    "A spare wristband from the drawer",
    "One of two scanned",
    "Too little: one of two tablets",
    "A damaged code",
    "Came up again",
    "A narcotic without a second person",
    "Without a network, not taken along",
    "The clock is wrong by an hour",
    "A carer with a shop's box",
  ];
  for (const title of titles) assert.equal(missOf(title), null, title);
});
