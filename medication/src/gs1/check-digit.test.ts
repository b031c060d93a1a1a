import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkDigit, gsrnOf, isChecked, readGtin, withCheckDigit } from "./check-digit.ts";

test("The check digits are those of GS1's own examples", () => {
  // GS1 General Specifications, section 7.9.1: GTIN-13 629104150021 → 3; GSRN, SSCC as in its figure: 37610425002123456 → 9.
  assert.equal(checkDigit("629104150021"), "3");
  assert.equal(checkDigit("37610425002123456"), "9");
  // Two books, whose ISBN-13 are GTINs.
  assert.equal(checkDigit("978030640615"), "7");
  assert.equal(checkDigit("978316148410"), "0");
});

test("Every pair of neighbours that changed places is found, but those that differ by five", () => {
  const digits = fc
    .string({ unit: fc.constantFrom(..."0123456789"), minLength: 13, maxLength: 13 })
    .map(withCheckDigit);
  fc.assert(
    fc.property(digits, fc.integer({ min: 0, max: 12 }), (code, at) => {
      const [one = "", other = ""] = [code[at], code[at + 1]];
      const swapped = code.slice(0, at) + other + one + code.slice(at + 2);
      const cannotBeFound = one === other || Math.abs(Number(one) - Number(other)) === 5;
      assert.equal(isChecked(swapped), cannotBeFound);
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("Each wrong digit of each place of a GTIN is found", () => {
  const code = withCheckDigit("0952000112345");
  let wrong = 0;
  for (let at = 0; at < code.length; at++)
    for (let digit = 0; digit < 10; digit++)
      if (String(digit) !== code[at] && isChecked(code.slice(0, at) + digit + code.slice(at + 1))) wrong++;
  assert.equal(wrong, 0);
});

test("The number of a relation has 18 digits, and no number that does not fit is cut", () => {
  const read = gsrnOf("9520001", 42);
  assert.ok(read.ok);
  assert.equal(read.value, withCheckDigit("95200010000000042"));
  assert.equal(read.value.length, 18);
  for (const [prefix, number] of [
    ["9520001", 1e10],
    ["9520001", -1],
    ["9520001", 1.5],
    ["95", 1],
    ["x520001", 1],
  ] as const)
    assert.equal(gsrnOf(prefix, number).ok, false, `${prefix} ${number}`);
});

test("A GTIN of another length is refused, not filled up", () => {
  for (const digits of ["", "1", "952000112", "95200011234567890", "9520001a"])
    assert.equal(readGtin(digits).ok, false);
});
