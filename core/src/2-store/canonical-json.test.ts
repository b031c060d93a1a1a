import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson, jsonCopy } from "./canonical-json.ts";

test("the order in which keys were written does not matter", () => {
  assert.equal(canonicalJson({ b: 1, a: { d: 2, c: 3 } }), canonicalJson({ a: { c: 3, d: 2 }, b: 1 }));
  assert.equal(canonicalJson({ b: [2, 1], a: null }), '{"a":null,"b":[2,1]}');
});

test("Japanese and Korean keys are ordered by their UTF-16 units and kept as they are", () => {
  const said = { 体温: 36.8, 김: "물 200 mL", あ: "お水を飲みました", "\u{20bb7}": "𠮷田", ｱ: 1 };
  // U+20BB7 is a surrogate pair (D842 …) and so comes before the half-width U+FF71, though its code point is higher.
  assert.equal(canonicalJson(said), '{"あ":"お水を飲みました","体温":36.8,"김":"물 200 mL","𠮷":"𠮷田","ｱ":1}');
  assert.notEqual(canonicalJson("が"), canonicalJson("が".normalize("NFD")), "text is never normalised");
});

test("numbers are printed as RFC 8785, appendix B, prints them", () => {
  const rows: readonly (readonly [number, string])[] = [
    [-0, "0"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [9007199254740992, "9007199254740992"],
    [295147905179352830000, "295147905179352830000"],
    [1e21, "1e+21"],
    [333333333.3333333, "333333333.3333333"],
    [0.000001, "0.000001"],
    [1e-7, "1e-7"],
  ];
  for (const [number, printed] of rows) assert.equal(canonicalJson(number), printed);
});

test("what JSON cannot say is refused, never written as null", () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 10n, () => 1, undefined, Symbol("x")])
    assert.throws(() => canonicalJson({ list: [{ wrong: [wrong] }], wrong: wrong ?? (() => 1) }), TypeError);
});

test("fields that are undefined are left out, and a date is its ISO text", () => {
  assert.equal(
    canonicalJson({ a: undefined, b: new Date(0), c: [undefined] }),
    '{"b":"1970-01-01T00:00:00.000Z","c":[null]}',
  );
});

test("a copy shares nothing with what it was made from", () => {
  const original = { list: [1, { deep: "깊은" }] };
  const copy = jsonCopy(original);
  assert.deepEqual(copy, original);
  assert.notEqual(copy.list, original.list);
});
