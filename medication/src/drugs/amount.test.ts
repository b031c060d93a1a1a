import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inventedDrug } from "../testing/invented-formulary.ts";
import type { InventedKey } from "../testing/invented-list.ts";
import { amountIn, inUnit, sameAmount } from "./amount.ts";
import { type DoseUnit, doseUnits, type Quantity } from "./drug.ts";

const of = (value: number, unit: DoseUnit): Quantity => ({ value, unit });
const said = (quantity: Quantity | null): string => (quantity === null ? "?" : `${quantity.value} ${quantity.unit}`);
const amount = (key: InventedKey, value: number, unit: DoseUnit): string =>
  said(amountIn(of(value, unit), inventedDrug(key)));

test("Counted, measured and weighed doses come to the amount of the drug", () => {
  assert.equal(amount("pressure5", 2, "{tablet}"), "10 mg");
  assert.equal(amount("pressure5", 0.5, "{tablet}"), "2.5 mg");
  assert.equal(amount("pressure5", 10, "mg"), "10 mg");
  assert.equal(amount("pressure5", 0.01, "g"), "10 mg");
  assert.equal(amount("heart", 125, "ug"), "0.125 mg");
  assert.equal(amount("cough", 5, "mL"), "10 mg");
  assert.equal(amount("cough", 10, "mg"), "10 mg");
  assert.equal(amount("drip", 1, "{vial}"), "50 mg");
  assert.equal(amount("drip", 5, "mL"), "25 mg");
  assert.equal(amount("insulin", 8, "[iU]"), "8 [iU]");
  assert.equal(amount("penicillinVial", 500, "mg"), "0.5 g");
  assert.equal(amount("inhaler", 2, "{puff}"), "100 ug");
  assert.equal(amount("penicillin", 2, "g"), "200 mg");
});

test("What the list does not say, or what could be tenfold wrong, is unknown", () => {
  assert.equal(amount("penicillin", 200, "mg"), "?", "of the drug, or of the powder?");
  assert.equal(amount("skin", 5, "mg"), "?");
  assert.equal(amount("kampo", 2.5, "g"), "?", "no strength");
  assert.equal(amount("eyeDrops", 1, "{drop}"), "?", "a drop of which size?");
  assert.equal(amount("pressure5", 1, "{capsule}"), "?");
  assert.equal(amount("pressure5", 1, "mL"), "?");
  assert.equal(amount("insulin", 1, "[arb'U]"), "?");
  assert.equal(amount("parkinson", 1, "{tablet}"), "?");
});

test("Two ways of saying one amount are one, and another is not", () => {
  const same = (key: InventedKey, one: Quantity, other: Quantity): boolean | null =>
    sameAmount(one, other, inventedDrug(key));
  assert.equal(same("pressure5", of(2, "{tablet}"), of(10, "mg")), true);
  assert.equal(same("pressure5", of(2, "{tablet}"), of(5, "mg")), false);
  assert.equal(same("pressure5", of(0.01, "g"), of(10, "mg")), true);
  assert.equal(same("cough", of(5, "mL"), of(10, "mg")), true);
  assert.equal(same("parkinson", of(2, "{tablet}"), of(2, "{tablet}")), true, "the same unit needs no strength");
  assert.equal(same("parkinson", of(2, "{tablet}"), of(1, "{tablet}")), false);
  assert.equal(same("parkinson", of(1, "{tablet}"), of(100, "mg")), null);
  assert.equal(same("penicillin", of(1, "g"), of(100, "mg")), null, "a tenth or the same?");
  assert.equal(same("penicillin", of(1, "g"), of(1, "g")), true);
});

const keys = ["pressure5", "cough", "drip", "insulin", "penicillinVial", "inhaler", "penicillin", "kampo"] as const;
const quantity = fc.record({
  value: fc.integer({ min: 1, max: 100_000 }).map((value) => value / 100),
  unit: fc.constantFrom(...doseUnits),
});

test("Twice as much is twice the amount, and what is the same from one side is from the other", () => {
  fc.assert(
    fc.property(fc.constantFrom(...keys), quantity, quantity, (key, one, other) => {
      const drug = inventedDrug(key);
      const [single, double] = [amountIn(one, drug), amountIn({ ...one, value: one.value * 2 }, drug)];
      assert.equal(single === null, double === null);
      if (single && double) assert.ok(Math.abs(double.value - 2 * single.value) <= 1e-9 * double.value);
      assert.equal(sameAmount(one, other, drug), sameAmount(other, one, drug));
      assert.equal(sameAmount(one, one, drug), true);
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("Grams, milligrams and micrograms are changed into each other, and nothing else is", () => {
  assert.equal(said(inUnit(of(0.5, "g"), "mg")), "500 mg");
  assert.equal(said(inUnit(of(250, "ug"), "mg")), "0.25 mg");
  assert.equal(said(inUnit(of(1, "mL"), "g")), "?");
});
