import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyReport, incidentOf, type Report } from "./report-form.ts";

const at = Date.UTC(2026, 10, 23, 3, 42);
const sentence = (noticed: string) => `Noticed: ${noticed}.`;
const whole: Report = { ...emptyReport(at, "Ward 1"), mishap: "wrong-drug", noticed: "before", harm: "B" };

test("what, how bad and where are enough: four taps, and no word typed", () => {
  assert.deepEqual(incidentOf(whole, sentence), {
    ...{ mishap: "wrong-drug", harm: "B", place: "Ward 1", anonymous: false, what: "Noticed: before.", causes: [] },
    ...{ wanted: null, given: null, at, person: null },
  });
});

test("a report without what, how bad, where, or any sentence is none yet", () => {
  for (const part of [{ mishap: null }, { harm: null }, { place: "" }, { noticed: null }])
    assert.equal(incidentOf({ ...whole, ...part }, sentence), null, JSON.stringify(part));
  assert.equal(
    incidentOf({ ...whole, noticed: null, words: " She had two cups " }, sentence)?.what,
    "She had two cups",
  );
});

test("without a name there is no person and no minute by which somebody could be found", () => {
  const told = incidentOf({ ...whole, person: "person:ann", anonymous: true }, sentence);
  assert.deepEqual([told?.person, told?.at], [null, Date.UTC(2026, 10, 23, 3)]);
  assert.equal(incidentOf({ ...whole, person: "person:ann" }, sentence)?.person, "person:ann");
});
