export * from "./plan.ts";
export { robotAlone } from "./robot-alone.ts";
export * from "./simulation.ts";
export type { Sensing } from "./surroundings.ts";
export { type Drawn, draw, type Variation, type Variations } from "./vary.ts";
export { type BasePose, type BuiltWorld, buildWorld, type Things, type World, world } from "./world.ts";
