import type { Chance } from "@sakiyomi/core/testing";
import {
  classOf,
  type Drug,
  type Formulary,
  formularyOf,
  ingredientOf,
  type PackCode,
  withCheckDigit,
} from "@sakiyomi/medication";
import { drawFor, oneOf, weighted } from "./draw.ts";

/** A drug as it stands on the shelf. */
export interface Stocked {
  readonly drug: Drug;
  readonly gtin: string;
  /** Put into one-dose packs by the pharmacy; others are given by themselves. */
  readonly isPacked: boolean;
}

export interface Stock {
  readonly formulary: Formulary;
  readonly shelf: readonly Stocked[];
  /** By the drug's code; made up when it is asked for the first time. */
  stocked(drug: Drug): Stocked;
  /** A drug such as an old person gets, none of these ingredients. */
  draw(chance: Chance, without: ReadonlySet<string>): Stocked | null;
}

/**
 * How often old people get drugs of a class (first three digits of the list's codes). Rounded by us after what is known of
 * Japanese homes: circulation first, then digestion, nerves, pain, metabolism. No figure of the result depends on it.
 */
const classes: Readonly<Record<string, number>> = {
  "217": 12, // vasodilators
  "214": 12, // antihypertensives
  "232": 10, // peptic ulcer
  "235": 8, // laxatives
  "234": 6, // antacids, magnesium oxide
  "218": 7, // hyperlipidaemia
  "333": 4, // anticoagulants
  "339": 5, // other blood, antiplatelets
  "396": 6, // diabetes
  "213": 5, // diuretics
  "117": 5, // psychotropics
  "112": 5, // hypnotics
  "119": 6, // dementia and other nerves
  "116": 3, // Parkinson
  "114": 5, // pain
  "131": 4, // eyes
  "264": 4, // skin, plasters
  "399": 4, // metabolism, bones
  "212": 3, // heart rhythm
  "211": 2, // heart
  "245": 2, // steroids
  "249": 1, // insulin
  "229": 2, // inhalers
  "520": 3, // kampo
  "613": 2, // antibiotics
  "811": 1, // narcotics
};

const packable: ReadonlySet<string> = new Set(["{tablet}", "{capsule}", "{packet}"]);
const counted: ReadonlySet<string> = new Set([...packable, "{suppository}", "{patch}", "{vial}"]);

/** Drugs of each class that one house uses; more would never be given in it. */
const MOST_PER_CLASS = 25;

/** What a house stocks of a list, with barcodes under GS1's prefix for demonstration: the list has none. */
export function stockOf(drugs: readonly Drug[], seed: number): Stock {
  const shelf = chosen(drugs, drawFor(seed, "stock"));
  const all = new Map(drugs.map((drug, i) => [drug.code, i]));
  const gtinOf = ({ code }: Drug) => withCheckDigit(`09520${String(all.get(code) ?? 0).padStart(8, "0")}`);
  const stocked = (drug: Drug): Stocked => ({ drug, gtin: gtinOf(drug), isPacked: isPacked(drug) });
  const packCodes = drugs.map((drug): PackCode => ({ gtin: gtinOf(drug), drug: drug.code, holds: holdsOf(drug) }));
  const byClass = Map.groupBy(shelf, (drug) => classOf(drug.code).slice(0, 3));
  const weights = [...byClass.keys()].map((name) => [name, classes[name] ?? 0] as const);
  return {
    formulary: formularyOf(drugs, packCodes),
    shelf: shelf.map(stocked),
    stocked,
    draw: (chance, without) => {
      for (let tries = 0; tries < 50; tries += 1) {
        const drug = oneOf(chance, byClass.get(weighted(chance, weights)) ?? shelf);
        if (!without.has(ingredientOf(drug.code))) return stocked(drug);
      }
      return null;
    },
  };
}

const isPacked = ({ unit, routes, isNarcotic }: Drug): boolean =>
  unit !== null && packable.has(unit) && routes[0] === "oral" && !isNarcotic;

const holdsOf = ({ unit }: Drug): PackCode["holds"] => (unit !== null && counted.has(unit) ? { value: 1, unit } : null);

function chosen(drugs: readonly Drug[], chance: Chance): readonly Drug[] {
  const usable = drugs.filter(
    ({ code, unit, routes }) => unit !== null && routes[0] !== "intravenous" && classes[code.slice(0, 3)] !== undefined,
  );
  return [...Map.groupBy(usable, ({ code }) => code.slice(0, 3)).values()].flatMap((list) => {
    const left = [...list];
    while (left.length > MOST_PER_CLASS) left.splice(Math.floor(chance() * left.length), 1);
    return left;
  });
}
