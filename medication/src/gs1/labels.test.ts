import assert from "node:assert/strict";
import { test } from "node:test";
import { languages } from "@sakiyomi/core";
import fc from "fast-check";
import { gsrnOf, withCheckDigit } from "./check-digit.ts";
import { checkPair, withCheckPair } from "./check-pair.ts";
import { FNC1 } from "./fields.ts";
import { packLabel, readLabel, wristbandLabel } from "./labels.ts";
import { packageLevel, packageWords } from "./packages.ts";

const gsrn = withCheckDigit("95200010000000042");

test("A wristband says whose it is and which printing, and nothing else", () => {
  const label = wristbandLabel({ gsrn, printing: 2 });
  assert.ok(label.ok);
  assert.deepEqual(label.value, { code: `8018${gsrn}${FNC1}80192`, line: `(8018)${gsrn}(8019)2` });
  for (const said of [label.value.code, `]d2${label.value.code}`, label.value.line]) {
    const read = readLabel(said);
    assert.ok(read.ok);
    assert.deepEqual(read.value, { type: "wristband", gsrn, printing: 2 });
  }
  assert.equal(wristbandLabel({ gsrn: "952", printing: 2 }).ok, false);
});

test("A pack's label gives its id back; one wrong or swapped character of the id is refused", () => {
  const id = fc.stringMatching(/^[0-9A-Za-z.-]{1,64}$/);
  fc.assert(
    fc.property(id, fc.nat(), fc.constantFrom(..."0A9zZ-"), (pack, place, letter) => {
      const label = packLabel({ gsrn, id: pack });
      assert.ok(label.ok);
      const read = readLabel(label.value.code);
      assert.ok(read.ok);
      assert.deepEqual(read.value, { type: "pack", gsrn, pack });
      const at = place % pack.length;
      const wrong = pack.slice(0, at) + letter + pack.slice(at + 1);
      if (wrong !== pack) assert.equal(readLabel(label.value.code.replace(`91${pack}`, `91${wrong}`)).ok, false);
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("Any two neighbours of an id that changed places change its pair", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Za-z.-]{2,64}$/), fc.nat(), (id, place) => {
      const at = place % (id.length - 1);
      const swapped = id.slice(0, at) + id.charAt(at + 1) + id.charAt(at) + id.slice(at + 2);
      if (swapped !== id) assert.notEqual(checkPair(swapped), checkPair(id));
    }),
    { numRuns: 500, seed: 2 },
  );
});

test("The check pair is that of GS1's own example", () => {
  // GS1 General Specifications, section 7.9.5: GMN 1987654Ad4X4bL5ttr2310c with the pair 2K.
  assert.equal(withCheckPair("1987654Ad4X4bL5ttr2310c"), "1987654Ad4X4bL5ttr2310c2K");
});

test("A code of a package is a package, and one of both a person and a package is refused", () => {
  const gtin = withCheckDigit("1952000112345");
  const read = readLabel(`01${gtin}`);
  assert.ok(read.ok && read.value.type === "package");
  assert.equal(read.value.gtin, gtin);
  assert.equal(readLabel(`01${gtin}8018${gsrn}`).ok, false);
  assert.equal(readLabel(`(10)A1`).ok, false);
  assert.equal(packageLevel(gtin), "sold");
  assert.equal(packageLevel(withCheckDigit("952000112345")), "dispensed");
});

test("Each level of package has a word in each language", () => {
  for (const level of ["dispensed", "sold", "carton", "other", "variable"] as const)
    for (const language of languages) assert.ok(packageWords[language][`package.${level}`]);
});

test("A house's numbers give codes that are read", () => {
  const own = gsrnOf("9520001", 7);
  assert.ok(own.ok);
  const label = wristbandLabel({ gsrn: own.value, printing: 1 });
  assert.ok(label.ok && readLabel(label.value.code).ok);
});
