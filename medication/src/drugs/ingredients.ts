import type { Drug } from "./drug.ts";
import { oneWidth } from "./width.ts";

/**
 * Salts, hydrates and clathrates as the list writes them behind a name (the rules of the Japanese Accepted Names: the base
 * first, the acid, then the water). Taken off one after another from the right. What is not here stays in the name: a nitrate
 * in front is another drug (硝酸イソソルビド is not イソソルビド).
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
  "メタンスルホン酸",
  "エタンスルホン酸",
  "リンゴ酸",
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
/**
 * Esters that the body splits into the same drug and that are given for the whole body: 水溶性プレドニン and プレドニン, a depot and
 * its tablets. Those of the skin and the airways (吉草酸, 酪酸, プロピオン酸, フランカルボン酸) are drugs of their own names and stay.
 */
const esters = [
  "コハク酸",
  "リン酸",
  "二リン酸",
  "メタスルホ安息香酸",
  "酢酸",
  "デカン酸",
  "エナント酸",
  "パルミチン酸",
] as const;
const salts = [
  ...acids.map((acid) => `${acid}塩`),
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
  "硫酸水素塩",
  " アルファデクス",
  " ベータデクス",
  ...["メドキソミル", "シレキセチル", "ピボキシル", "プロキセチル", "アキセチル"],
  ...esters.map((ester) => `${ester}エステル`),
] as const;
/** Longer ones first. */
const metals = [
  "二ナトリウム",
  "ナトリウム",
  "カリウム",
  "カルシウム",
  "マグネシウム",
  "リチウム",
  "アルミニウム",
  "亜鉛",
] as const;
/** Older names say the acid first: 塩酸ロメフロキサシン. Only before katakana that is not itself a metal, and never a nitrate. */
const acidBefore =
  /^(?:塩酸|臭化水素酸|マレイン酸|フマル酸|酒石酸|コハク酸|メシル酸|クエン酸|硫酸|リン酸|酢酸|乳酸|グルコン酸|臭化)(?=[ァ-ヶー]{4,}$)/;
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

const longestFirst: readonly string[] = [...salts].sort((one, other) => other.length - one.length);
/** What is left has to be a name: L-アルギニン is an amino acid, not the salt of "L-". */
const isName = /[ァ-ヶー一-龠]{2}[A-Z]? ?$/;

function withoutSalt(name: string): string | null {
  const salt = longestFirst.find((one) => name.endsWith(one));
  if (salt !== undefined && isName.test(name.slice(0, -salt.length))) return name.slice(0, -salt.length).trim();
  const metal = metals.find((one) => name.endsWith(one) && name.length - one.length >= 3);
  if (metal === undefined) return null;
  const base = name.slice(0, -metal.length).trim();
  return isNoBase.test(base) ? null : base;
}

const kept = new Map<string, readonly string[]>();
/** More than the list has; words that people write must not fill the memory. */
const MOST_KEPT = 50_000;

/**
 * The ingredients, each without its salt, for finding the same one in another product, form or combination. Products that the
 * list calls only by a mixture's name ("総合ビタミン剤") have that one name.
 */
export function ingredientsOf(drug: Pick<Drug, "ingredient">): readonly string[] {
  const known = kept.get(drug.ingredient);
  if (known !== undefined) return known;
  const all = basesOf(oneWidth(drug.ingredient).replace(asides, ""));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(drug.ingredient, all);
  return all;
}

/** Words of infusions that name no substance: two bags of "糖・電解質" are no duplicate of an ingredient. */
const kinds = new Set(["アミノ酸", "糖", "電解質", "脂肪", "ビタミン", "水溶性ビタミン", "水", "ブドウ糖加"]);

function basesOf(ingredient: string): readonly string[] {
  const parts = ingredient.split("・").filter((part) => part !== "" && !kinds.has(part));
  if (parts.length < 2) return [baseOf(parts.length === 0 ? ingredient : (parts[0] ?? ""))];
  return [...new Set(parts.map((part) => baseOf(part.replace(/配合剤$/, ""))))].sort();
}

/** The ingredients that both hold; empty: none. */
export function sharedIngredients(one: Pick<Drug, "ingredient">, other: Pick<Drug, "ingredient">): readonly string[] {
  const there = new Set(ingredientsOf(other));
  return ingredientsOf(one).filter((ingredient) => there.has(ingredient));
}
