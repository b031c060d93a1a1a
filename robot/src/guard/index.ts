export type { Touches } from "./contact.ts";
export { type Guarded, type GuardInputs, type GuardState, guardStart, guardStep, type Latch } from "./guard.ts";
export { type Limit, limitWords } from "./limits.ts";
export type { Mitigation } from "./mitigations.ts";
export * from "./motion.ts";
export * from "./regions.ts";
export { separationSpeed } from "./separation.ts";
export {
  checkSettings,
  type GuardSettings,
  guardDefaults,
  type HandLimits,
  type Impact,
  type Separation,
  type WristLimits,
} from "./settings.ts";
