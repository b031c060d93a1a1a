export * from "./clock.ts";
export * from "./control-loop.ts";
export { type Lateness, latenessMeter } from "./lateness.ts";
export { type OpenPolicy, type PolicyHost, type PolicyTrouble, policyHost } from "./policy-host.ts";
