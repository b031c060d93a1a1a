import type { Drug, Formulary, LookAlike, PackCode } from "./drug.ts";
import { lookAlikeIndex } from "./look-alike.ts";
import { oneWidth, searchKey } from "./width.ts";

/**
 * All that is known about drugs, in memory. Of two drugs with one code the later counts, and of two pack codes with one GTIN;
 * `readPriceList` and `readPackCodes` let neither through.
 */
export function formularyOf(drugs: readonly Drug[], packCodes: readonly PackCode[]): Formulary {
  const byCode = new Map(drugs.map((drug) => [drug.code, drug]));
  const byGtin = new Map(packCodes.map((packCode) => [packCode.gtin, packCode]));
  const keys = once(() => [...byCode.values()].map(keysOf));
  const index = once(() => lookAlikeIndex([...byCode.values()]));
  return {
    size: byCode.size,
    drug: (code) => byCode.get(code) ?? null,
    byGtin: (gtin) => byGtin.get(gtin) ?? null,
    find: (words, most) => bestOf(keys(), words, most),
    lookAlikes: (code): readonly LookAlike[] => {
      const drug = byCode.get(code);
      return drug === undefined ? [] : index().of(drug);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

interface Keys {
  readonly drug: Drug;
  readonly name: string;
  readonly ingredient: string;
}

const keysOf = (drug: Drug): Keys => ({ drug, name: searchKey(drug.name), ingredient: searchKey(drug.ingredient) });

/** How well one word fits, 0 is best; null: not at all. */
function fit({ drug, name, ingredient }: Keys, word: string): number | null {
  if (name.startsWith(word)) return 0;
  if (drug.code.toLowerCase().startsWith(word)) return 0;
  if (ingredient.startsWith(word)) return 1;
  if (name.includes(word)) return 2;
  return ingredient.includes(word) ? 3 : null;
}

/** Every word has to fit somewhere: "アムロジピン 5mg". Among equals the shorter name is nearer to what was typed. */
function bestOf(all: readonly Keys[], words: string, most: number): readonly Drug[] {
  const parts = oneWidth(words).split(" ").map(searchKey).filter(Boolean);
  if (parts.length === 0 || most < 1) return [];
  const found: { readonly keys: Keys; readonly rank: number }[] = [];
  for (const keys of all) {
    const rank = rankOf(keys, parts);
    if (rank !== null) found.push({ keys, rank });
  }
  const order = (one: Keys, other: Keys): number =>
    one.name.length - other.name.length || (one.drug.code < other.drug.code ? -1 : 1);
  return found
    .sort((one, other) => one.rank - other.rank || order(one.keys, other.keys))
    .slice(0, most)
    .map(({ keys }) => keys.drug);
}

function rankOf(keys: Keys, parts: readonly string[]): number | null {
  let sum = 0;
  for (const part of parts) {
    const rank = fit(keys, part);
    if (rank === null) return null;
    sum += rank;
  }
  return sum;
}
