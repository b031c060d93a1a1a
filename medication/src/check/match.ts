import { genericOf, ingredientOf, type MedicationCode } from "../drugs/drug.ts";

/** How well a drug that was scanned is what was ordered, best first. */
export const matches = ["same", "generic", "ingredient", "unclear", "other"] as const;
export type Match = (typeof matches)[number];

/**
 * `generic`: another brand of the same ingredient, form and strength (9 characters of the code); `ingredient`: the same
 * ingredient in another form or strength (7 characters); `unclear`: named by different systems, so that nothing can be said.
 */
export function matchOf(ordered: MedicationCode, scanned: MedicationCode): Match {
  if (ordered.system !== scanned.system) return "unclear";
  if (ordered.code === scanned.code) return "same";
  if (ordered.system !== "mhlw") return "other";
  if (genericOf(ordered.code) === genericOf(scanned.code)) return "generic";
  return ingredientOf(ordered.code) === ingredientOf(scanned.code) ? "ingredient" : "other";
}

export const rankOf = (match: Match): number => matches.indexOf(match);
