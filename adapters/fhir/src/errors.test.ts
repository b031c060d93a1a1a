import assert from "node:assert/strict";
import { test } from "node:test";
import { harmLevels, type Incident, mishaps, type NearMiss } from "@sakiyomi/medication";
import { adverseEventOf, harmMeanings } from "./adverse-event.ts";
import { detectedIssueOf } from "./detected-issue.ts";

const at = Date.UTC(2026, 10, 22, 23, 5);
const nearMiss: NearMiss = {
  id: "check-1",
  at,
  person: "person:ann",
  place: "Room 2",
  by: "staff:tanaka",
  mishaps: ["wrong-drug", "allergy"],
  wanted: "2149001F1999",
  scanned: "3999001F1999",
  overridden: false,
  offline: false,
};
const incident: Incident = {
  id: "incident-1",
  at,
  reportedAt: at + 90_000,
  by: "staff:tanaka",
  person: "person:ann",
  place: "Room 2",
  mishap: "double",
  harm: "C",
  what: "Both of us gave it",
  wanted: "2149001F1999",
  given: null,
  causes: [],
};

type Coded = { readonly coding: readonly { readonly system: string; readonly code: string }[] };
const codesOf = (concept: unknown) => (concept as Coded | undefined)?.coding.map(({ code }) => code);

test("a near miss is a DetectedIssue of the person, with both drugs and that nothing was given", () => {
  const issue = detectedIssueOf(nearMiss);
  assert.deepEqual(codesOf(issue.code), ["wrong-drug", "ALGY", "allergy"]);
  assert.deepEqual(issue.patient, { reference: "Patient/ann" });
  assert.equal(issue.identifiedDateTime, "2026-11-22T23:05:00.000Z");
  assert.deepEqual(
    (issue.implicated as { identifier: { value: string } }[]).map(({ identifier }) => identifier.value),
    ["2149001F1999", "3999001F1999"],
  );
  const [mitigation] = issue.mitigation as { action: Coded }[];
  assert.deepEqual(codesOf(mitigation?.action), ["not-given"]);
  assert.equal(Object.hasOwn(issue, "severity"), false, "nobody judged it");
});

test("an override is told, an erased person is not, and one drug is named once", () => {
  const issue = detectedIssueOf({ ...nearMiss, overridden: true, person: null, scanned: nearMiss.wanted });
  assert.equal(Object.hasOwn(issue, "patient"), false);
  assert.equal((issue.implicated as unknown[]).length, 1);
  assert.deepEqual(codesOf((issue.mitigation as { action: Coded }[])[0]?.action), ["overridden"]);
});

test("whoever is left unnamed is no author: an empty value is none in FHIR", () => {
  assert.doesNotMatch(JSON.stringify(detectedIssueOf({ ...nearMiss, by: "", person: null })), /author|patient|""/);
});

test("ids are those that FHIR takes, the same each time, and different for different ones", () => {
  const long = (end: string) => String(detectedIssueOf({ ...nearMiss, id: `check:${"x".repeat(100)}/${end}` }).id);
  assert.match(long("a"), /^[A-Za-z0-9.-]{1,64}$/);
  assert.equal(long("a"), long("a"));
  assert.notEqual(long("a"), long("b"));
  assert.equal(detectedIssueOf(nearMiss).id, "check-1");
});

test("what reached the person is actual, with seriousness and outcome; A and B are potential, without", () => {
  const told = harmLevels.map((harm) => {
    const event = adverseEventOf({ ...incident, harm });
    return [harm, event.actuality, codesOf(event.seriousness)?.[0], codesOf(event.outcome)?.[0]];
  });
  assert.deepEqual(told, [
    ["A", "potential", undefined, undefined],
    ["B", "potential", undefined, undefined],
    ["C", "actual", "Non-serious", "resolved"],
    ["D", "actual", "Non-serious", "resolved"],
    ["E", "actual", "Non-serious", "resolved"],
    ["F", "actual", "SeriousResultsInHospitalization", "resolved"],
    ["G", "actual", "SeriousResultsInDisability", "resolvedWithSequelae"],
    ["H", "actual", "SeriousIsLifeThreatening", "unknown"],
    ["I", "actual", "SeriousResultsInDeath", "fatal"],
  ]);
  assert.deepEqual(Object.keys(harmMeanings), [...harmLevels]);
});

/** http://hl7.org/fhir/R4/valueset-adverse-event-category.html */
const r4Categories = [
  "product-problem",
  "product-quality",
  "product-use-error",
  "wrong-dose",
  "incorrect-prescribing-information",
  "wrong-technique",
  "wrong-route-of-administration",
  "wrong-rate",
  "wrong-duration",
  "wrong-time",
  "expired-drug",
  "medical-device-use-error",
  "problem-different-manufacturer",
  "unsafe-physical-environment",
];

test("every mishap has categories of R4, and is told in our words", () => {
  for (const mishap of mishaps) {
    const event = adverseEventOf({ ...incident, mishap });
    const categories = (event.category as Coded[]).flatMap((category) => codesOf(category) ?? []);
    assert.equal(categories[0], "product-use-error");
    assert.ok(
      categories.every((code) => r4Categories.includes(code)),
      mishap,
    );
    assert.deepEqual(codesOf(event.event), [mishap, "C"]);
  }
});

test("what was told without a name stays so: no recorder, and no minute", () => {
  const event = adverseEventOf({ ...incident, by: null });
  assert.equal(event.recordedDate, "2026-11-22");
  assert.doesNotMatch(JSON.stringify(event), /recorder|tanaka/);
  assert.equal(adverseEventOf(incident).recordedDate, "2026-11-22T23:06:30.000Z");
});

test("an incident of nobody in particular has a subject without a reference", () => {
  const event = adverseEventOf({ ...incident, person: null });
  assert.deepEqual(event.subject, { display: "not told" });
});
