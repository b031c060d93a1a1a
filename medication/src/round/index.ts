export { expanded, statesOf } from "./expanded.ts";
export * from "./round.ts";
export { effectDueAt, overdueAt, roundOf } from "./round-of.ts";
