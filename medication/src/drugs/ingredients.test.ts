import assert from "node:assert/strict";
import { test } from "node:test";
import { inventedDrug } from "../testing/invented-formulary.ts";
import { baseOf, ingredientsOf, sharedIngredients } from "./ingredients.ts";

test("Salt, water and how it was made are taken off", () => {
  const table: Readonly<Record<string, string>> = {
    アムロジピンベシル酸塩: "アムロジピン",
    アトルバスタチンカルシウム水和物: "アトルバスタチン",
    ドネペジル塩酸塩: "ドネペジル",
    ワルファリンカリウム: "ワルファリン",
    塩酸ロメフロキサシン: "ロメフロキサシン",
    酢酸ノルエチステロン: "ノルエチステロン",
    "カンデサルタン　シレキセチル": "カンデサルタン",
    "テリパラチド（遺伝子組換え）［テリパラチド後続１］": "テリパラチド",
    プレドニゾロンコハク酸エステルナトリウム: "プレドニゾロン",
    ハロペリドールデカン酸エステル: "ハロペリドール",
    精製ヒアルロン酸ナトリウム: "ヒアルロン酸ナトリウム",
  };
  for (const [said, base] of Object.entries(table)) assert.equal(baseOf(said), base);
});

test("What is no salt of something else stays whole", () => {
  const whole = [
    "硝酸イソソルビド",
    "一硝酸イソソルビド",
    "酸化マグネシウム",
    "塩化カリウム",
    "炭酸水素ナトリウム",
    "クエン酸ナトリウム",
    "硫酸バリウム",
    "バルプロ酸ナトリウム",
    "L-アルギニン",
    "ベタメタゾン吉草酸エステル",
    "アスピリン",
  ];
  for (const name of whole) assert.equal(baseOf(name), name);
  assert.equal(baseOf("L-アルギニン塩酸塩"), "L-アルギニン");
});

test("A combination has each of its ingredients, and shares them with the single drug whatever its form", () => {
  assert.deepEqual(ingredientsOf(inventedDrug("pressureBoth")), ["サクラミジピン", "ユキノサルタン"]);
  assert.deepEqual(sharedIngredients(inventedDrug("pressureBoth"), inventedDrug("pressure")), ["サクラミジピン"]);
  assert.deepEqual(sharedIngredients(inventedDrug("painTablet"), inventedDrug("painSuppository")), ["ヤワラギフェン"]);
  assert.deepEqual(sharedIngredients(inventedDrug("penicillin"), inventedDrug("penicillinVial")), ["アオゾラシリン"]);
  assert.deepEqual(sharedIngredients(inventedDrug("pressure"), inventedDrug("sleep")), []);
});

test("Two bags of sugar and salts share no ingredient by those words", () => {
  const bag = { ingredient: "アミノ酸・糖・電解質" };
  assert.deepEqual(ingredientsOf(bag), ["アミノ酸・糖・電解質"]);
  assert.deepEqual(sharedIngredients(bag, { ingredient: "糖・電解質・ビタミン" }), []);
});
