/** Models of tables: boosted trees, forests, regularised linear models; made once, asked anywhere, saved as JSON. */
export {
  type Boosted,
  type BoostedTrees,
  type BoostSettings,
  boost,
  boostDefaults,
  boostedChances,
  boostedScores,
} from "./boosted.ts";
export type { Row } from "./columns.ts";
export { groupedFolds, stratifiedFolds } from "./folds.ts";
export {
  type Forest,
  type ForestSettings,
  forestAnswer,
  forestDefaults,
  type GrownForest,
  growForest,
} from "./forest.ts";
export { fitLinear, type LinearModel, type LinearSettings, linearChances, linearScores } from "./linear.ts";
export type { TableTarget } from "./losses.ts";
export type { Tree } from "./tree.ts";
