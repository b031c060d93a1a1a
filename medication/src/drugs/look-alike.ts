import type { Drug, LookAlike } from "./drug.ts";
import { ingredientsOf } from "./ingredients.ts";
import { likeness } from "./likeness.ts";
import { stemOf } from "./names.ts";

/** From here on two names are said to be alike. */
export const LOOK_ALIKE_FROM = 0.55;

export interface LookAlikeIndex {
  /** One drug of each name of another ingredient that is alike, the most alike first. */
  of(drug: Drug): readonly LookAlike[];
}

/** Names by their stem; each is compared only with those that share a letter at the head or two at the tail. */
export function lookAlikeIndex(drugs: readonly Drug[], from = LOOK_ALIKE_FROM): LookAlikeIndex {
  const byStem = Map.groupBy(drugs, (drug) => stemOf(drug.name));
  return {
    of: (drug) => {
      const own = new Set(ingredientsOf(drug));
      const stem = stemOf(drug.name);
      const found: LookAlike[] = [];
      for (const [other, [first]] of byStem) {
        if (first === undefined || ingredientsOf(first).some((ingredient) => own.has(ingredient))) continue;
        const alike = likeness(stem, other);
        if (alike >= from) found.push({ drug: first, likeness: alike });
      }
      return found.sort((one, other) => other.likeness - one.likeness);
    },
  };
}
