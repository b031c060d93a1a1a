/** One contract for a care robot, and what stands between it and whoever decides. */
export * from "./body/index.ts";
export * from "./contract/index.ts";
export * from "./fault.ts";
export * from "./guard/index.ts";
export * from "./health/index.ts";
export * from "./kinematics/index.ts";
export { type LearnedOptions, learnedPolicy } from "./learned/learned-policy.ts";
export * from "./loop/index.ts";
export * from "./record/index.ts";
export * from "./tasks/index.ts";
export * from "./teach/index.ts";
export * from "./teleop/index.ts";
export * from "./worlds/index.ts";
