import assert from "node:assert/strict";
import { test } from "node:test";
import { inventedDrug, inventedFormulary, inventedGtin } from "../testing/invented-formulary.ts";
import { formularyOf } from "./formulary.ts";

const formulary = inventedFormulary();
const names = (words: string, most = 10): readonly string[] => formulary.find(words, most).map(({ name }) => name);

test("A drug is found by the start of its name, in either kana, in any width", () => {
  for (const words of ["サクラミン", "さくらみん", "ｻｸﾗﾐﾝ", "サクラミ"])
    assert.deepEqual(names(words).slice(0, 2), ["サクラミン錠5mg", "サクラミン錠2.5mg"], words);
  assert.deepEqual(names("オモイデod"), ["オモイデOD錠5mg", "オモイデOD錠10mg"]);
  assert.deepEqual(names("ＯＤ錠１０ｍｇ"), ["オモイデOD錠10mg"]);
});

test("Every word has to fit, by name, ingredient or code", () => {
  assert.deepEqual(names("サクラミジピン 先読"), ["サクラミジピン錠5mg「先読」"]);
  assert.deepEqual(names("サクラミジピン 配合"), ["アサナギ配合錠"]);
  assert.deepEqual(names("8119390B"), ["ユウナギ散2.5mg"]);
  assert.deepEqual(names("サクラミン 徐放"), []);
});

test("The name that begins with the words comes before one that holds them, and no more are given than asked for", () => {
  assert.deepEqual(
    names("ユウ", 2),
    ["ユウヅキ錠10mg", "ユウナギ散2.5mg"].sort((a, b) => a.length - b.length),
  );
  assert.equal(formulary.find("錠", 3).length, 3);
  assert.deepEqual([names(""), names("  "), formulary.find("錠", 0)], [[], [], []]);
});

test("Codes that are not known are null", () => {
  assert.equal(formulary.drug("1124001F1022"), null);
  assert.equal(formulary.byGtin("00000000000000"), null);
  assert.equal(formulary.byGtin(inventedGtin("fat"))?.drug, inventedDrug("fat").code);
  assert.deepEqual(formulary.lookAlikes("1124001F1022"), []);
  assert.equal(formularyOf([], []).size, 0);
});
