export * from "./check/index.ts";
export * from "./drugs/amount.ts";
export * from "./drugs/drug.ts";
export * from "./drugs/formulary.ts";
export { baseOf, ingredientsOf, sharedIngredients } from "./drugs/ingredients.ts";
export {
  isVeryAlike,
  LOOK_ALIKE_FROM,
  type LookAlikePair,
  lookAlikePairs,
  VERY_ALIKE_FROM,
} from "./drugs/look-alike.ts";
export * from "./drugs/pack-codes.ts";
export * from "./drugs/price-list.ts";
export { type ReportedPair, reportedPairs } from "./drugs/reported.ts";
export * from "./drugs/same.ts";
export * from "./gs1/index.ts";
export * from "./incidents/index.ts";
export * from "./ledger/index.ts";
export * from "./orders/index.ts";
export * from "./round/index.ts";
export { medicationWords } from "./words/index.ts";
