import assert from "node:assert/strict";
import { test } from "node:test";
import type { Drug } from "./drug.ts";
import { readPriceList } from "./price-list.ts";

interface Row {
  readonly kind?: string;
  readonly code?: string;
  readonly ingredient?: string;
  readonly name?: string;
  readonly pack: string;
}

/** As a row of the list, so that route and unit take part. */
function drugOf({
  kind = "内用薬",
  code = "1124390F1015",
  ingredient = "ヨイヤミゾラム",
  name = "ヨイヤミン",
  pack,
}: Row): Drug {
  const { drugs } = readPriceList(
    `区分,薬価基準収載医薬品コード,成分名,規格,品名\n${kind},${code},${ingredient},${pack},${name}`,
  );
  const [drug] = drugs;
  assert.ok(drug);
  return drug;
}

function said(row: Row): string {
  const { strength, fill, unit } = drugOf(row);
  const amount =
    strength && `${strength.amount.value} ${strength.amount.unit}/${strength.per.value} ${strength.per.unit}`;
  return [amount ?? "-", fill ? `${fill.value} ${fill.unit}` : "-", unit ?? "-"].join("; ");
}

const injection = { kind: "注射薬", code: "2119690A1012" };
const external = { kind: "外用薬", code: "2646990M1015" };
const eye = { kind: "外用薬", code: "1319990Q1018", name: "シズク点眼液" };

test("Each form in which the list writes an amount is read", () => {
  const table: readonly (readonly [row: Row, read: string])[] = [
    [{ pack: "２００ｍｇ１錠" }, "200 mg/1 {tablet}; -; {tablet}"],
    [{ pack: "０．０５μｇ１カプセル" }, "0.05 ug/1 {capsule}; -; {capsule}"],
    [{ pack: "１％１ｇ" }, "10 mg/1 g; -; g"],
    [{ pack: "２０ｍｇ１ｇ" }, "20 mg/1 g; -; g"],
    [{ pack: "０．１％１ｍＬ" }, "1 mg/1 mL; -; mL"],
    [{ pack: "０．４％１０ｍＬ１包" }, "40 mg/1 {packet}; 10 mL; {packet}"],
    [{ pack: "０．１％５００ｍｇ１包" }, "0.5 mg/1 {packet}; 0.5 g; {packet}"],
    [{ pack: "１００ｍｇ１包（レボフロキサシンとして）" }, "100 mg/1 {packet}; -; {packet}"],
    [{ pack: "鉄５０ｍｇ１錠" }, "50 mg/1 {tablet}; -; {tablet}"],
    [{ pack: "カリウム８ｍＥｑ１錠" }, "8 meq/1 {tablet}; -; {tablet}"],
    [{ pack: "１，８００単位１錠" }, "1800 [arb'U]/1 {tablet}; -; {tablet}"],
    [{ ...injection, pack: "１％１０ｍＬ１管" }, "100 mg/1 {vial}; 10 mL; {vial}"],
    [{ ...injection, pack: "５％５００ｍＬ１袋" }, "25 g/1 {vial}; 500 mL; {vial}"],
    [{ ...injection, pack: "５００国際単位１瓶（溶解液付）" }, "500 [iU]/1 {vial}; -; {vial}"],
    [{ ...injection, pack: "１００万単位１瓶" }, "1000000 [arb'U]/1 {vial}; -; {vial}"],
    [{ pack: "２ｇ１包", name: "ヨイヤミン粒状カプセル２ｇ" }, "2 g/1 {packet}; -; {packet}"],
    [{ ...injection, pack: "１ｇ１瓶" }, "1 g/1 {vial}; -; {vial}"],
    [{ ...injection, pack: "３０ｍｇ０．３ｍＬ１筒" }, "30 mg/1 {kit}; 0.3 mL; {kit}"],
    [{ ...injection, pack: "１００単位１ｍＬバイアル", ingredient: "インスリンヒバリ" }, "100 [iU]/1 mL; -; mL"],
    [{ ...external, pack: "０．１２％１ｇ" }, "1.2 mg/1 g; -; g"],
    [
      { ...external, code: "1149991J1012", name: "坐剤", pack: "５０ｍｇ１個" },
      "50 mg/1 {suppository}; -; {suppository}",
    ],
    [{ ...external, code: "1149992S1011", pack: "（２５ｍｇ）１０ｃｍ²１枚" }, "25 mg/1 {patch}; -; {patch}"],
    [
      { ...external, code: "2649992S1011", pack: "１０ｃｍ×１４ｃｍ１枚", name: "パップ７０ｍｇ" },
      "70 mg/1 {patch}; -; {patch}",
    ],
    [{ ...eye, pack: "０．１％５ｍＬ１瓶" }, "1 mg/1 mL; -; {drop}"],
    [
      { ...external, code: "2290990G1010", name: "吸入用", pack: "５０μｇ６０ブリスター１個" },
      "50 ug/1 {puff}; -; {puff}",
    ],
    [
      { ...external, code: "1329990Q1010", name: "点鼻液５０μｇ２８噴霧用", pack: "２．０４ｍｇ４ｍＬ１瓶" },
      "50 ug/1 {puff}; -; {puff}",
    ],
  ];
  for (const [row, read] of table) assert.equal(said(row), read, row.pack);
});

test("What can be read in two ways, or not at all, is left unknown", () => {
  const table: readonly (readonly [row: Row, read: string])[] = [
    [{ pack: "１ｇ" }, "-; -; g"],
    [{ pack: "１錠" }, "-; -; {tablet}"],
    [{ pack: "２ｇ１包" }, "-; 2 g; {packet}"],
    [{ pack: "３７５ｍｇ１錠", ingredient: "アオゾラシリン・ミズキラン酸" }, "-; -; {tablet}"],
    [{ pack: "２０ｍｇ１錠", name: "アサナギ配合錠" }, "-; -; {tablet}"],
    [{ pack: "１０ｍｇ２錠" }, "-; -; {tablet}"],
    [{ pack: "１錠", name: "サキヨミ錠１０ｍｇ／２０ｍｇ" }, "-; -; {tablet}"],
    [{ ...injection, pack: "３．７ＭＢｑ１カプセル" }, "-; -; -"],
    [{ ...injection, pack: "０．５モル２０ｍＬ１管" }, "-; -; -"],
    [{ ...injection, pack: "１単位約２０ｍＬ１袋" }, "-; -; -"],
    [{ ...injection, pack: "１患者当たり" }, "-; -; -"],
    [{ pack: "" }, "-; -; -"],
  ];
  for (const [row, read] of table) assert.equal(said(row), read, row.pack);
});
