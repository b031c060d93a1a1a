import type { Drug, LookAlike } from "./drug.ts";
import { ingredientsOf } from "./ingredients.ts";
import { type Comparing, likeness } from "./likeness.ts";
import { stemOf } from "./names.ts";
import { reportsOf } from "./reported.ts";
import { useOf } from "./routes.ts";

/**
 * From here on two names are said to be alike: the lowest step of 0.025 at which no more than 2 % of the names of the price list
 * have more than five (docs/medication/codes.md has the curve). Chosen by how many warnings people can read, not by which pairs
 * it catches.
 */
export const LOOK_ALIKE_FROM = 0.525;

/** From here on it is worth a warning by itself: one name in ten of the list has such a one, nearly half have one at all. */
export const VERY_ALIKE_FROM = 0.65;

/** Was it reported, or is it so alike that it is worth interrupting somebody who orders? */
export const isVeryAlike = ({ likeness: value, reported }: LookAlike): boolean =>
  reported !== null || value >= VERY_ALIKE_FROM;

/** An ending that one name in 250 has, and ten at least, tells none from another: "マイシン", "ックス". */
const COMMON = { share: 1 / 250, least: 10 } as const;

/** Two letters are too few to be taken for anything. */
const SHORTEST = 3;

interface Name {
  readonly stem: string;
  readonly drugs: readonly Drug[];
  readonly ingredients: ReadonlySet<string>;
}

export interface LookAlikeIndex {
  of(drug: Drug): readonly LookAlike[];
  pairs(): Generator<LookAlikePair>;
}

/** Two names of the list, for a report. */
export interface LookAlikePair {
  readonly one: Drug;
  readonly other: Drug;
  readonly likeness: number;
  readonly reported: string | null;
}

/** Names of the list by what is left of them without form, strength and maker. Built once, about as fast as the list is read. */
export function lookAlikeIndex(drugs: readonly Drug[], from: number = LOOK_ALIKE_FROM): LookAlikeIndex {
  const names = namesOf(drugs);
  const comparing = comparingOf(
    names.map(({ stem }) => stem),
    from,
  );
  const kept = new Map<string, readonly LookAlike[]>();
  return {
    of: (drug) => {
      const known = kept.get(drug.code) ?? alikeOf(drug, names, comparing);
      kept.set(drug.code, known);
      return known;
    },
    pairs: () => pairsOf(names, comparing),
  };
}

function namesOf(drugs: readonly Drug[]): readonly Name[] {
  const byStem = Map.groupBy(drugs, ({ name }) => stemOf(name));
  return [...byStem]
    .filter(([stem]) => stem.length >= SHORTEST)
    .map(([stem, all]) => ({ stem, drugs: all, ingredients: new Set(all.flatMap(ingredientsOf)) }));
}

/** How the names of one list are compared: which endings are common is a matter of the list. */
export function comparingOf(stems: readonly string[], from: number): Comparing {
  const ends = new Map<string, number>();
  for (const stem of stems) ends.set(stem.slice(-3), (ends.get(stem.slice(-3)) ?? 0) + 1);
  const common = Math.max(COMMON.least, COMMON.share * stems.length);
  return { from, isCommonEnd: (end) => (ends.get(end) ?? 0) >= common };
}

function shares(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const ingredient of one) if (other.has(ingredient)) return true;
  return false;
}

function alikeOf(drug: Drug, names: readonly Name[], comparing: Comparing): readonly LookAlike[] {
  const own = new Set(ingredientsOf(drug));
  const stem = stemOf(drug.name);
  const found: LookAlike[] = [];
  for (const name of names) {
    const alike = compare(stem, name.stem, comparing);
    if (alike === null || shares(own, name.ingredients)) continue;
    found.push({ drug: nearest(name.drugs, drug), codes: name.drugs.map(({ code }) => code), ...alike });
  }
  return found.sort(
    (one, other) => Number(other.reported !== null) - Number(one.reported !== null) || other.likeness - one.likeness,
  );
}

/** null: not alike, or the very same name. */
function compare(one: string, other: string, comparing: Comparing): Pick<LookAlike, "likeness" | "reported"> | null {
  if (one === other || one.length < SHORTEST) return null;
  const reported = reportsOf(one).get(other) ?? null;
  const alike = likeness(one, other, reported === null ? comparing : { ...comparing, from: 0 });
  return reported !== null || alike >= comparing.from ? { likeness: alike, reported } : null;
}

/** A tablet is taken for a tablet, and 10 mg for 10 mg, before anything else. */
function nearest(drugs: readonly Drug[], asked: Drug): Drug {
  const points = ({ code, pack }: Drug): number =>
    Number(useOf(code) === useOf(asked.code)) * 4 +
    Number(code.charAt(7) === asked.code.charAt(7)) * 2 +
    Number(pack === asked.pack);
  return drugs.reduce((best, drug) => (points(drug) > points(best) ? drug : best));
}

function* pairsOf(names: readonly Name[], comparing: Comparing): Generator<LookAlikePair> {
  for (const [index, name] of names.entries()) {
    const [one] = name.drugs;
    for (const second of names.slice(index + 1)) {
      const alike = compare(name.stem, second.stem, comparing);
      const [other] = second.drugs;
      if (alike === null || one === undefined || other === undefined) continue;
      if (!shares(name.ingredients, second.ingredients)) yield { one, other: nearest(second.drugs, one), ...alike };
    }
  }
}

/** Every two names of other ingredients that are alike, each pair once, in the order of the list. Seconds for the whole list. */
export const lookAlikePairs = (drugs: readonly Drug[], from: number = LOOK_ALIKE_FROM): Generator<LookAlikePair> =>
  lookAlikeIndex(drugs, from).pairs();
