import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withCheckDigit } from "./check-digit.ts";
import { type Elements, readElements } from "./elements.ts";
import { FNC1 } from "./fields.ts";
import { bracketed, writeElements } from "./write.ts";

/** Prefix 952 is GS1's for demonstration. */
const gtin = withCheckDigit("0952000112345");

function read(code: string, year?: number): Elements {
  const answer = readElements(code, year);
  assert.ok(answer.ok, answer.ok ? "" : JSON.stringify(answer.refusal));
  return answer.value;
}
function refused(code: string): string {
  const answer = readElements(code);
  assert.ok(!answer.ok, `was read: ${code}`);
  return `${answer.refusal.code} ${answer.refusal.field}`;
}

test("A package's code gives GTIN, expiry, lot and serial, whichever reader says it", () => {
  const code = `01${gtin}1727033110A-1/B${FNC1}21XYZ`;
  for (const said of [code, `]d2${code}`, `]C1${code}`, `]e0${FNC1}${code}`, `(01)${gtin}(17)270331(10)A-1/B(21)XYZ`]) {
    const { gtin: found, expiry, lot, serial } = read(said);
    assert.deepEqual(
      { found, expiry, lot, serial },
      { found: gtin, expiry: "2027-03-31", lot: "A-1/B", serial: "XYZ" },
    );
  }
  assert.equal(read(`]Q3${code}`).symbology, "]Q3");
});

test("A wristband's code gives the person's number and which printing", () => {
  const gsrn = withCheckDigit("95200000000000001");
  const { gsrn: found, printing } = read(`8018${gsrn}${FNC1}80193`);
  assert.deepEqual({ found, printing }, { found: gsrn, printing: 3 });
});

test("Day 00 is the last day of its month, leap years and all", () => {
  assert.equal(read(`01${gtin}17280200`).expiry, "2028-02-29");
  assert.equal(read(`01${gtin}17270200`).expiry, "2027-02-28");
  assert.equal(read(`01${gtin}17261200`).expiry, "2026-12-31");
  assert.equal(refused(`01${gtin}17270229`), "GS1_DATE AI 17");
});

test("Two digits of a year are the nearest one: 49 years back to 50 ahead", () => {
  const expiry = (yy: string, year: number): string | null => read(`01${gtin}17${yy}0115`, year).expiry;
  assert.equal(expiry("76", 2026), "2076-01-15");
  assert.equal(expiry("77", 2026), "1977-01-15");
  assert.equal(expiry("00", 2026), "2000-01-15");
  assert.equal(expiry("01", 2051), "2101-01-15");
  assert.equal(expiry("02", 2051), "2002-01-15", "49 years back");
  assert.equal(expiry("30", 2085), "2130-01-15");
});

test("An hour of expiry is kept beside its day; an expiry by day goes before it", () => {
  assert.deepEqual(
    [read(`01${gtin}70032703311430`).expiry, read(`01${gtin}70032703311430`).expiryTime],
    ["2027-03-31", "14:30"],
  );
  assert.equal(refused(`01${gtin}70032703312460`), "GS1_DATE AI 7003");
});

test("A GTIN alone is read in each of its four lengths", () => {
  for (const body of ["9520001", "95200011234", "952000112345", "1952000112345"])
    assert.equal(read(withCheckDigit(body)).gtin, withCheckDigit(body).padStart(14, "0"));
  assert.equal(read(`]E0${withCheckDigit("952000112345")}`).form, "plain");
});

test("A GS1 Digital Link is read like the fields it holds", () => {
  const { form, gtin: found, lot, expiry } = read(`https://id.gs1.org/01/${gtin}/10/A%2F1?17=270331&shown=yes`);
  assert.deepEqual({ form, found, lot, expiry }, { form: "link", found: gtin, lot: "A/1", expiry: "2027-03-31" });
  assert.equal(refused("]Q1hello"), "GS1_SHAPE symbology");
  assert.equal(refused("https://example.org/"), "GS1_SHAPE code");
});

test("Each wrong code is refused where it is wrong", () => {
  const other = withCheckDigit("0952000199999");
  const wrong = gtin.slice(0, -1) + ((Number(gtin.at(-1)) + 1) % 10);
  const table: readonly (readonly [code: string, refusal: string])[] = [
    ["", "GS1_SHAPE code"],
    [`01${wrong}`, "GS1_CHECK AI 01 at character 1"],
    [wrong, "GS1_CHECK code"],
    [`]d201${gtin.slice(0, 12)}`, "GS1_SHAPE AI 01 at character 1"],
    [`01${gtin}1727`, "GS1_SHAPE AI 17 at character 17"],
    [`01${gtin}10`, "GS1_SHAPE AI 10 at character 17"],
    [`01${gtin}10A1${FNC1}`, "GS1_SHAPE character 21"],
    [`01${gtin}0512`, "GS1_FIELD character 17"],
    [`01${gtin}10ABCDEFGHIJKLMNOPQRST17270331`, "GS1_FIELD AI 10 at character 17"],
    [`01${gtin}10A1${FNC1}10A2`, "GS1_FIELD AI 10 at character 22"],
    [`01${gtin}01${other}`, "GS1_FIELD AI 01 at character 17"],
    [`01${gtin}10Ａ1`, "GS1_TEXT AI 10 at character 17"],
    [`01${gtin}10A 1`, "GS1_TEXT AI 10 at character 17"],
    [`01${gtin}17271301`, "GS1_DATE AI 17"],
    [`01${"0".repeat(14)}`, "GS1_TEXT AI 01 at character 1"],
    [`01${gtin}17(0103)`, "GS1_TEXT AI 17 at character 17"],
    ["17(01)", "GS1_SHAPE AI 17 at character 1"],
    [`(01)${gtin}(05)1`, "GS1_FIELD character 19"],
    [`]C0${gtin}`, "GS1_SHAPE symbology"],
    ["9".repeat(7090), "GS1_SHAPE code"],
  ];
  for (const [code, refusal] of table) {
    assert.equal(refused(code), refusal, code.slice(0, 60));
  }
});

test("A lot that swallowed the expiry behind it is refused; one that merely has such digits is not", () => {
  assert.equal(refused(`01${gtin}10A1B217270331`), "GS1_FIELD AI 10");
  assert.equal(refused(`01${gtin}21A1B217270300`), "GS1_FIELD AI 21");
  assert.equal(read(`01${gtin}1727033110A1B217270331`).lot, "A1B217270331", "the expiry is said");
  assert.equal(read(`01${gtin}10A1B217991231`).expiry, null, "no year of a medicine");
  assert.equal(read(`01${gtin}1017270331`).lot, "17270331", "a lot has a character of its own");
});

test("What is said twice alike counts once", () => {
  assert.equal(read(`01${gtin}01${gtin}10A`).all.length, 2);
});

const character = fc.constantFrom(...`!"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz`);
const text = (most: number): fc.Arbitrary<string> => fc.string({ unit: character, minLength: 1, maxLength: most });
const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length, maxLength: length });
const date = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 28 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(""));
const fields: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "01": digits(12).map((body) => withCheckDigit(`1${body}`)),
  "10": text(20),
  "11": date,
  "17": date,
  "21": text(20),
  "30": digits(4),
  "240": text(30),
  "3103": digits(6),
  "8018": digits(16).map((body) => withCheckDigit(`9${body}`)),
  "8019": digits(3),
  "91": text(90),
};
const element = fc
  .constantFrom(...Object.keys(fields))
  .chain((ai) => (fields[ai] ?? text(1)).map((value) => ({ ai, value })));
const elements = fc.uniqueArray(element, { selector: ({ ai }) => ai, minLength: 1, maxLength: 6 });

test("Whatever fields are written are read again, in any order", () => {
  fc.assert(
    fc.property(elements, (all) => {
      const written = writeElements(all);
      assert.ok(written.ok, JSON.stringify(all));
      const again = readElements(FNC1 + written.value);
      assert.ok(again.ok);
      assert.deepEqual(again.value.all, all);
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("The human-readable form says the same, where no value holds a bracket", () => {
  const plain = elements.filter((all) => all.every(({ value }) => !value.includes("(")));
  fc.assert(
    fc.property(plain, (all) => {
      const again = readElements(bracketed(all));
      assert.ok(again.ok, bracketed(all));
      assert.deepEqual(again.value.all, all);
    }),
    { numRuns: 300, seed: 2 },
  );
});

test("No text whatever makes it throw, and what it reads has right check digits", () => {
  const near = elements.map((all) => all.map(({ ai, value }) => ai + value).join(FNC1));
  const hurt = fc.tuple(near, fc.nat(), fc.string({ maxLength: 3 })).map(([code, at, piece]) => {
    const place = at % (code.length + 1);
    return code.slice(0, place) + piece + code.slice(place + 1);
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 120 }),
        hurt,
        hurt.map((code) => `]C1${code}`),
      ),
      (code) => {
        const answer = readElements(code);
        if (answer.ok && answer.value.gtin !== null)
          assert.equal(answer.value.gtin, withCheckDigit(answer.value.gtin.slice(0, 13)));
      },
    ),
    { numRuns: 3000, seed: 3 },
  );
});

test("No single wrong character of a GTIN's or GSRN's digits is read over", () => {
  const keyed = fc.oneof(
    digits(13).map((body) => ["01", withCheckDigit(body)] as const),
    digits(17).map((body) => ["8018", withCheckDigit(body)] as const),
  );
  fc.assert(
    fc.property(keyed, fc.nat(), fc.integer({ min: 1, max: 9 }), ([ai, number], place, by) => {
      const at = place % number.length;
      const wrong = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
      assert.equal(readElements(ai + wrong).ok, false);
    }),
    { numRuns: 1000, seed: 4 },
  );
});
