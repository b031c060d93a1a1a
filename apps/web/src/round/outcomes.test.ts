import assert from "node:assert/strict";
import { test } from "node:test";
import { outcomes, roundParts } from "@sakiyomi/medication";
import { outcomeRows } from "./outcomes.ts";
import { counted, partLooks } from "./parts.ts";

test("each outcome of the record can be said, each with reasons and what is done about it", () => {
  assert.deepEqual(outcomeRows.map(({ outcome }) => outcome).sort(), [...outcomes].sort());
  for (const { reasons, next } of outcomeRows) assert.ok(reasons.length > 0 && next.length > 0);
});

test("before the handing over nothing is said that needs it, and the other way round", () => {
  const said = (when: "before" | "after") =>
    outcomeRows.filter((row) => row.when === when).map(({ outcome }) => outcome);
  assert.deepEqual(said("before"), ["held", "missing"]);
  assert.deepEqual(said("after"), ["partly", "spat-out", "vomited"]);
});

test("each part of a round has its picture and its word, and the figures at the top are parts", () => {
  assert.deepEqual(partLooks.map(({ part }) => part).sort(), [...roundParts].sort());
  assert.equal(new Set(partLooks.map(({ icon }) => icon)).size, partLooks.length);
  for (const part of counted) assert.ok(partLooks.some((look) => look.part === part));
});
