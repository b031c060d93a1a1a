import { z } from "zod";

/** Where a drug goes. What the law lets a carer hand over depends on it, and so does the check of the route. */
export const routes = [
  "oral",
  "sublingual",
  "enteral-tube",
  "inhalation",
  "nasal",
  "ophthalmic",
  "otic",
  "cutaneous",
  "transdermal",
  "rectal",
  "vaginal",
  "dental",
  "subcutaneous",
  "intramuscular",
  "intravenous",
  "injection",
  "other",
] as const;
export type Route = (typeof routes)[number];
export const route = z.enum(routes);

/** What a dose is counted in. UCUM where there is a unit; things that are counted by name in braces. */
export const doseUnits = [
  "mg",
  "g",
  "ug",
  "mL",
  "[iU]",
  /** 単位 where the list does not say that it is the international one: comparable only within one drug. */
  "[arb'U]",
  "meq",
  "{tablet}",
  "{capsule}",
  "{packet}",
  "{drop}",
  "{puff}",
  "{patch}",
  "{suppository}",
  "{vial}",
  "{kit}",
  "{sheet}",
  "{dose}",
] as const;
export type DoseUnit = (typeof doseUnits)[number];

/** How much: more than nothing, and finite. Penicillin is ordered in millions of units. */
export const quantity = z.strictObject({ value: z.number().positive().max(1e8), unit: z.enum(doseUnits) });
export type Quantity = z.infer<typeof quantity>;

/**
 * How a drug is named. `mhlw`: the 12 characters of the Japanese price list (薬価基準収載医薬品コード). `rxnorm`: as orders from
 * elsewhere are coded; classes and duplicates are unknown for those. `text`: words only.
 */
export const medicationCode = z.strictObject({
  system: z.enum(["mhlw", "rxnorm", "text"]),
  code: z.string().trim().min(1).max(64),
  text: z.string().trim().min(1).max(300),
});
export type MedicationCode = z.infer<typeof medicationCode>;

/** How much of what one counted unit holds: 5 mg in one tablet, 100 mg in 1 mL. */
export interface Strength {
  readonly amount: Quantity;
  readonly per: Quantity;
}

/** A row of the price list, read. */
export interface Drug {
  /** 12 characters. */
  readonly code: string;
  /** As it is printed on the box, in half-width digits and letters (NFKC). */
  readonly name: string;
  readonly ingredient: string;
  readonly maker: string;
  /** As the list writes it: "１０ｍｇ１錠" in NFKC. */
  readonly pack: string;
  /** null: the list's text cannot be read as an amount, and nothing is guessed. */
  readonly strength: Strength | null;
  /** How much of the preparation one counted unit holds: 10 mL in one ampoule, 1 g in one packet; null: the list does not say. */
  readonly fill: Quantity | null;
  /** What it is counted in: "{tablet}". */
  readonly unit: DoseUnit | null;
  /** The ways in which it may be given; the first one is what is usual. Never empty. */
  readonly routes: readonly Route[];
  readonly isNarcotic: boolean;
}

/** Characters 1–4 of the code: the therapeutic class (日本標準商品分類). */
export const classOf = (code: string): string => code.slice(0, 4);
/** Characters 1–7: the ingredient within its class and kind of use. */
export const ingredientOf = (code: string): string => code.slice(0, 7);
/** Characters 1–9: the same ingredient, form and strength, whoever makes it. */
export const genericOf = (code: string): string => code.slice(0, 9);

/** A name that can be taken for another. */
export interface LookAlike {
  /** Of the drugs of that name, the one that is nearest in form and strength. */
  readonly drug: Drug;
  /** Every code of that name. */
  readonly codes: readonly string[];
  /** 0 to 1, 1 is the same name. */
  readonly likeness: number;
  /** Who reported that the two were taken for each other; null: reckoned from the letters only. */
  readonly reported: string | null;
}

/** What a barcode on a package stands for. Whoever runs the house imports this table: the price list has no codes. */
export interface PackCode {
  /** 14 digits, check digit right. */
  readonly gtin: string;
  /** 12 characters. */
  readonly drug: string;
  /** How much one scanned package holds; null: a whole box, of which any part may be given. */
  readonly holds: Quantity | null;
}

/** All that is known about drugs. Pure and in memory: a page without a network has one, too. */
export interface Formulary {
  readonly size: number;
  drug(code: string): Drug | null;
  byGtin(gtin: string): PackCode | null;
  /** By a part of name or ingredient, kana-width and case ignored; the best matches first. */
  find(words: string, most: number): readonly Drug[];
  /**
   * Names of other ingredients that can be taken for this one's: those that were, then the most alike first. The first call
   * reads every name of the list, a tenth of a second: a page makes it while nobody waits.
   */
  lookAlikes(code: string): readonly LookAlike[];
}
