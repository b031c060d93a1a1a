import assert from "node:assert/strict";
import { test } from "node:test";
import type { CheckName, Finding } from "@sakiyomi/medication";
import { firstBlocking, laidOut, type Result, rowsOf } from "./finding-rows.ts";

const finding = (check: CheckName, result: Result, key = "k"): Finding => ({
  ...{ check, result, text: { key }, next: null, mayOverride: true },
});
const five = (["patient", "drug", "dose", "route", "time"] as const).map((check) => finding(check, "right"));

test("the five rights stand in sight, and whatever is not right with them; the rest is folded", () => {
  const { shown, folded } = laidOut([...five, finding("expiry", "right"), finding("allergy", "warning")]);
  assert.deepEqual(
    shown.map(({ check }) => check),
    ["patient", "drug", "dose", "route", "time", "allergy"],
  );
  assert.deepEqual(
    folded.map(({ check }) => check),
    ["expiry"],
  );
});

test("of two medicines the wrong one gives the row its mark, and the right one is not said beside it", () => {
  const [row] = rowsOf([
    finding("drug", "right", "fits"),
    finding("drug", "wrong", "other"),
    finding("drug", "warning", "like"),
  ]);
  assert.equal(row?.result, "wrong");
  assert.deepEqual(
    row?.findings.map(({ text }) => text.key),
    ["other", "like"],
  );
});

test("the verdict says what blocks, never a mere warning before it", () => {
  const findings = [
    finding("drug", "warning", "like"),
    finding("drug", "wrong", "other"),
    finding("time", "wrong", "late"),
  ];
  assert.equal(firstBlocking(findings)?.text.key, "other");
  assert.equal(firstBlocking(five), undefined);
});
