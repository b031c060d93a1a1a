import { type Drug, ingredientOf, type MedicationCode } from "../drugs/drug.ts";
import { ingredientsOf, sharedIngredients } from "../drugs/ingredients.ts";
import type { Allergy } from "./bedside.ts";

export type AllergyMatch = "ingredient" | "class" | "named";

interface Asked {
  readonly code: MedicationCode;
  /** As the list has it; null: it does not. */
  readonly drug: Drug | null;
  readonly listed: (code: string) => Drug | null;
}

const plain = (words: string): string => words.normalize("NFKC").replace(/\s+/g, "").toLocaleLowerCase("en");

/** Two letters say nothing: "Na" is in half of all names. */
const SHORTEST = 3;
const has = (whole: string, part: string): boolean => part.length >= SHORTEST && whole.includes(part);

/** By mouth and by injection an ingredient has two codes in the list, but one name. */
const isNamed = (drug: Drug | null, text: string): boolean =>
  drug !== null && sharedIngredients(drug, { ingredient: text }).length > 0;

function byWords({ code, drug }: Asked, said: string): boolean {
  const words = plain(said);
  if (isNamed(drug, said)) return true;
  const names = [code.text, drug?.name ?? "", ...(drug ? ingredientsOf(drug) : [])].map(plain);
  return names.some((name) => has(name, words) || has(words, name));
}

type To = Allergy["to"];
type Rows = {
  readonly [Type in To["type"]]: (to: Extract<To, { readonly type: Type }>, asked: Asked) => AllergyMatch | null;
};

/** Whether an allergy speaks against a drug, and by what. Words only: where one name holds the other, and nothing is guessed. */
const rows: Rows = {
  ingredient: ({ code: to, text }, { code, drug }) =>
    (code.system === "mhlw" && ingredientOf(code.code) === to) || isNamed(drug, text) ? "ingredient" : null,
  class: ({ code: to }, { code }) =>
    code.system === "mhlw" && to.length >= 2 && code.code.startsWith(to) ? "class" : null,
  medication: ({ drug: to }, asked) => {
    const { code, drug, listed } = asked;
    if (to.system === code.system && to.code === code.code) return "named";
    const other = to.system === "mhlw" ? listed(to.code) : null;
    if (other && drug && sharedIngredients(other, drug).length > 0) return "ingredient";
    return byWords(asked, to.text) ? "named" : null;
  },
};

export const allergyTo = (asked: Asked, { to }: Allergy): AllergyMatch | null => rows[to.type](to as never, asked);
