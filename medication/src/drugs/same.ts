import { classOf, type Formulary, ingredientOf, type MedicationCode } from "./drug.ts";
import { sharedIngredients } from "./ingredients.ts";

/** The same ingredient by its code; for what the list does not know, the very same code. */
export function isSameIngredient(a: MedicationCode, b: MedicationCode): boolean {
  if (a.system !== b.system) return false;
  return a.system === "mhlw" ? ingredientOf(a.code) === ingredientOf(b.code) : a.code === b.code;
}

export const isSameClass = (a: MedicationCode, b: MedicationCode): boolean =>
  a.system === "mhlw" && b.system === "mhlw" && classOf(a.code) === classOf(b.code);

/** Whether two drugs hold the same ingredient: in another form, whose code is another, and in a combination, too. */
export const holdsSame =
  (formulary: Formulary) =>
  (a: MedicationCode, b: MedicationCode): boolean => {
    if (isSameIngredient(a, b)) return true;
    if (a.system !== "mhlw" || b.system !== "mhlw") return false;
    const [one, other] = [formulary.drug(a.code), formulary.drug(b.code)];
    return one !== null && other !== null && sharedIngredients(one, other).length > 0;
  };
