export { type FreeNetwork, type FreeStep, freeNetwork, largestExponent, type NetworkState } from "./dynamics.ts";
export {
  createErrorRegression,
  type ErrorRegression,
  type ErrorRegressionOptions,
  type ErrorRegressionState,
  type Regressed,
} from "./error-regression.ts";
export { createPlanner, type Plan, type Planner, type PlannerOptions, type Waypoint } from "./planning.ts";
export { pvrnn } from "./pvrnn.ts";
export { type PvrnnCode, type PvrnnLayer, type PvrnnSettings, tGleanAgent } from "./settings.ts";
export type { FreeEnergy } from "./window.ts";
