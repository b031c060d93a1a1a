import assert from "node:assert/strict";
import { test } from "node:test";
import { routesOf, useOf } from "./routes.ts";

const routes = (code: string, name: string, kind = ""): string => routesOf({ code, name, kind }).join(" ");

test("Characters 5 to 7 of the code say by mouth, by injection, or external", () => {
  assert.deepEqual(
    ["1124001", "1124399", "1124400", "1124699", "1124700", "1124999", "1124000", "1124AAA"].map(useOf),
    ["internal", "internal", "injection", "injection", "external", "external", null, null],
  );
});

test("Where a drug goes is read from code, form letter and name", () => {
  const table: readonly (readonly [code: string, name: string, route: string])[] = [
    ["1124390F1015", "ヨイヤミン錠", "oral enteral-tube"],
    ["1124390G1010", "ヨイヤミン錠", "oral"],
    ["1124390F1015", "ヨイヤミン腸溶錠", "oral"],
    ["2171390K1010", "ヨイヤミン錠", "sublingual"],
    ["4490390F1010", "ヨイヤミン舌下錠", "sublingual"],
    ["2492690G1013", "ヒバリ注", "injection"],
    ["2492690G1013", "ヒバリ皮下注ペン", "subcutaneous"],
    ["2119690A1012", "ツバメ点滴静注", "intravenous"],
    ["2119690A1012", "ツバメ筋注・静注", "intramuscular intravenous"],
    ["1319990Q1018", "シズク点眼液", "ophthalmic"],
    ["1319990Q1018", "シズク点眼・点鼻用", "ophthalmic nasal"],
    ["1329990Q1018", "シズク点鼻液", "nasal"],
    ["1329990Q1018", "シズク点耳液", "otic"],
    ["2290990G1010", "カスミエアゾール", "inhalation"],
    ["1149991J1012", "ヤワラギン坐剤", "rectal"],
    ["2529990H1012", "ヤワラギン腟錠", "vaginal"],
    ["2646990M1015", "ナギサ軟膏", "cutaneous"],
    ["2617990Q1015", "ナギサ", "cutaneous"],
    ["2649990S1015", "ナギサテープ", "cutaneous transdermal"],
    ["1149992S1011", "ソヨカゼテープ", "transdermal"],
    ["7290990X1011", "ソヨカゼ", "other"],
  ];
  for (const [code, name, route] of table) assert.equal(routes(code, name), route, `${code} ${name}`);
  assert.equal(routes("2760990D1010", "ナギサ歯科用", "歯科用薬剤"), "dental");
});
