import type { Drug } from "./drug.ts";
import { oneWidth } from "./width.ts";

/**
 * Salts, hydrates and clathrates as the list writes them behind a name (日本薬局方 通則 and JAN rules of naming: the base first,
 * the acid, then the water). Taken off one after another from the right. Esters stay: hydrocortisone butyrate on the skin is
 * another drug than hydrocortisone.
 */
const acids = [
  "塩酸",
  "二塩酸",
  "三塩酸",
  "硫酸",
  "硝酸",
  "リン酸",
  "二リン酸",
  "臭化水素酸",
  "ヨウ化水素酸",
  "メシル酸",
  "ベシル酸",
  "トシル酸",
  "エシル酸",
  "エジシル酸",
  "ナパジシル酸",
  "トリフェニル酢酸",
  "マレイン酸",
  "フマル酸",
  "ヘミフマル酸",
  "酒石酸",
  "コハク酸",
  "クエン酸",
  "酢酸",
  "乳酸",
  "シュウ酸",
  "安息香酸",
  "サリチル酸",
  "ピコリン酸",
  "オロチン酸",
  "グルコン酸",
  "パモ酸",
  "キシナホ酸",
  "テオクル酸",
  "ヒベンズ酸",
  "フェンジゾ酸",
  "ジメチルアミノエタノール",
  "トロメタモール",
] as const;
const salts = [
  ...acids.map((acid) => `${acid}塩`),
  "塩酸塩エステル",
  "一水和物",
  "二水和物",
  "水和物",
  "無水物",
  "臭化物",
  "塩化物",
  "ヨウ化物",
  "メチル硫酸塩",
  "メチル臭化物",
  "メグルミン",
  "アルギニン",
  "エルブミン",
  " アルファデクス",
  " ベータデクス",
  " メドキソミル",
  " シレキセチル",
  " ピボキシル",
  " プロキセチル",
  " アキセチル",
] as const;
const metals = [
  "ナトリウム",
  "二ナトリウム",
  "カリウム",
  "カルシウム",
  "マグネシウム",
  "リチウム",
  "アルミニウム",
  "亜鉛",
] as const;
/** Older names say the acid first: 塩酸ロメフロキサシン. Only before katakana that is not itself a metal. */
const acidBefore = new RegExp(`^(?:${acids.join("|")}|臭化|ヨウ化)(?=[ァ-ヶー]{4,}$)`);
const says = /^(?:精製|日局|乾燥(?=[ァ-ヶー]))/;
/** How it was made or which of many it is, not what it is: （遺伝子組換え）, ［テリパラチド後続１］. */
const asides = /\((?:遺伝子組換え|合成|沈降|組換え)\)|\[[^\]]*\]/g;

/** Behind these, a metal is the drug itself, or the acid would be left alone: クエン酸ナトリウム, 塩化カリウム. */
const isNoBase = /(?:酸|化|水素|水酸|硫|ケイ|グリセロ)$/;
const isMetal = new RegExp(`^(?:${metals.join("|")}|アンモニウム|バリウム|リンゲル|マンガン|コバルト)`);

/** "アムロジピンベシル酸塩" → "アムロジピン". What is not in the tables stays as it is. */
export function baseOf(ingredient: string): string {
  let name = oneWidth(ingredient).replace(asides, "").replace(says, "").trim();
  if (!isMetal.test(name.replace(acidBefore, ""))) name = name.replace(acidBefore, "");
  for (;;) {
    const shorter = withoutSalt(name);
    if (shorter === null) return name;
    name = shorter;
  }
}

function withoutSalt(name: string): string | null {
  const salt = salts.filter((one) => name.endsWith(one)).sort((one, other) => other.length - one.length)[0];
  if (salt !== undefined && name.length - salt.length >= 2) return name.slice(0, -salt.length).trim();
  const metal = metals.find((one) => name.endsWith(one) && name.length - one.length >= 3);
  if (metal === undefined) return null;
  const base = name.slice(0, -metal.length).trim();
  return isNoBase.test(base) ? null : base;
}

const kept = new Map<string, readonly string[]>();

/**
 * The ingredients, each without its salt, for finding the same one in another product, form or combination. Products that the
 * list calls only by a mixture's name ("総合ビタミン剤") have that one name.
 */
export function ingredientsOf(drug: Pick<Drug, "ingredient">): readonly string[] {
  const known = kept.get(drug.ingredient);
  if (known !== undefined) return known;
  const bases = oneWidth(drug.ingredient).replace(asides, "").split("・").map(baseOf).filter(Boolean);
  const all = [...new Set(bases)].sort();
  kept.set(drug.ingredient, all);
  return all;
}

/** The ingredients that both hold; empty: none. */
export function sharedIngredients(one: Pick<Drug, "ingredient">, other: Pick<Drug, "ingredient">): readonly string[] {
  const there = new Set(ingredientsOf(other));
  return ingredientsOf(one).filter((ingredient) => there.has(ingredient));
}
