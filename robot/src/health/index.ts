export type { HealthInputs } from "./check.ts";
export { type Finding, type Health, type HealthState, healthStart, healthStep } from "./health.ts";
export { type SelfCheck, type SelfCheckRow, selfCheck } from "./self-check.ts";
export { type HealthSettings, healthDefaults } from "./settings.ts";
