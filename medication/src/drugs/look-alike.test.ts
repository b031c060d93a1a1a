import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inventedDrug, inventedDrugs, inventedFormulary } from "../testing/invented-formulary.ts";
import { edits, likeness } from "./likeness.ts";
import { LOOK_ALIKE_FROM, lookAlikePairs } from "./look-alike.ts";
import { stemOf } from "./names.ts";
import { reportedPairs } from "./reported.ts";

const plain = { from: 0, isCommonEnd: () => false };
const alike = (one: string, other: string): number => likeness(one, other, plain);

test("The stem of a name is without form, strength, salt and maker", () => {
  const table: Readonly<Record<string, string>> = {
    アマリール１ｍｇ錠: "アマリール",
    "アムロジピンＯＤ錠５ｍｇ「サワイ」": "アムロジピン",
    アムロジピンベシル酸塩５ｍｇ錠: "アムロジピン",
    ガバペン錠２００ｍｇ: "ガバペン",
    "セパミット－Ｒカプセル２０": "セパミット",
    "リンデロン－ＶＧ軟膏０．１２％": "リンデロン",
    "注射用ソル・メルコート１２５": "ソル・メルコート",
    "ツムラ葛根湯エキス顆粒（医療用）": "葛根湯",
    トチモトのウコン: "ウコン",
    "ロサルタンＫ錠２５ｍｇ「科研」": "ロサルタン",
    アゾルガ配合懸濁性点眼液: "アゾルガ",
    フルタイド５０μｇエアゾール１２０吸入用: "フルタイド",
    ＭＳコンチン錠１０ｍｇ: "MSコンチン",
  };
  for (const [name, stem] of Object.entries(table)) assert.equal(stemOf(name), stem);
});

test("Letters that look or sound alike count less than others, a long vowel less, a swap as one", () => {
  assert.equal(edits("サクシン", "サクシン"), 0);
  assert.equal(edits("シロン", "ツロン"), 0.4);
  assert.equal(edits("タイロン", "ダイロン"), 0.4);
  assert.equal(edits("アツロン", "アッロン"), 0.4);
  assert.equal(edits("アマロン", "アマーロン"), 0.5);
  assert.equal(edits("アマロン", "マアロン"), 0.8, "マ and ア look alike, too");
  assert.equal(edits("アケロン", "ケアロン"), 1);
  assert.equal(edits("アケロン", "アケロ"), 1);
  assert.equal(edits("アケロン", "ヒヨミサ", 2), Number.POSITIVE_INFINITY);
});

test("The same first letters bring two names nearer than the same middle, and last letters less so", () => {
  const head = alike("サキヨミン", "サキヨテラ");
  const tail = alike("テラヨミン", "サキヨミン");
  const middle = alike("テキヨミラ", "サキヨミン");
  assert.ok(head > tail && tail > middle, `${head} ${tail} ${middle}`);
});

const kana = fc.string({ unit: fc.constantFrom(..."アイウエカガシツッーリルロンァ"), minLength: 1, maxLength: 9 });

test("Likeness is from 0 to 1, the same from either side, 1 for the same name; stopping early changes no answer", () => {
  fc.assert(
    fc.property(kana, kana, fc.constantFrom(0, 0.4, 0.525, 0.8), (one, other, from) => {
      const value = alike(one, other);
      assert.ok(value >= 0 && value <= 1);
      assert.ok(Math.abs(value - alike(other, one)) < 1e-9);
      assert.equal(alike(one, one), 1);
      const early = likeness(one, other, { ...plain, from });
      if (value >= from) assert.ok(Math.abs(early - value) < 1e-9);
      else assert.ok(early < from);
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("An ending that many names share counts nothing", () => {
  const one = likeness("サキヨマイシン", "テラツマイシン", plain);
  const other = likeness("サキヨマイシン", "テラツマイシン", { from: 0, isCommonEnd: (end) => end === "イシン" });
  assert.ok(Math.abs(one - other - 0.15) < 1e-9);
});

test("Names of the same ingredient are no look-alikes, and one name is said once with all of its codes", () => {
  const formulary = inventedFormulary();
  const [first, second] = formulary.lookAlikes(inventedDrug("sugar").code);
  assert.equal(first?.drug.name, "アケナール錠10mg");
  assert.deepEqual([first?.codes, first?.reported], [[inventedDrug("sugarLookAlike").code], null]);
  assert.equal(second, undefined);
  for (const { drug } of formulary.lookAlikes(inventedDrug("pressure").code))
    assert.notEqual(drug.ingredient, inventedDrug("pressure").ingredient);
});

test("A pair that was reported is named whatever its letters say, and who reported it", () => {
  const named = (name: string, code: string, ingredient: string) => ({
    ...inventedDrug("fat"),
    name,
    code,
    ingredient,
  });
  const drugs = [
    ...inventedDrugs(),
    named("レキソタン錠２", "1124391F1013", "サキヨミアゼパム"),
    named("レキサルティ錠１ｍｇ", "1179391F1013", "サキヨミピプラゾール"),
  ];
  const pairs = [...lookAlikePairs(drugs)];
  const reported = pairs.filter((pair) => pair.reported !== null);
  assert.deepEqual(
    reported.map(({ one, other, reported: source }) => [one.name, other.name, source]),
    [["レキソタン錠２", "レキサルティ錠１ｍｇ", "PMDA 医療安全情報 No.69, 2024-11"]],
  );
  assert.ok((reported[0]?.likeness ?? 1) < LOOK_ALIKE_FROM, "the measure alone would not have said it");
  assert.ok(pairs.some(({ one, other }) => [one.name, other.name].includes("アカネール錠1mg")));
});

test("Each reported pair stands once, with two names and a source", () => {
  const keys = reportedPairs.map(({ names }) => names.toSorted().join(" "));
  assert.equal(new Set(keys).size, keys.length);
  for (const { names, source } of reportedPairs) assert.ok(names.every((name) => name.length > 2) && source.length > 5);
});
