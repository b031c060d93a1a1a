export * from "./calendar.ts";
export * from "./gestation.ts";
export * from "./growth.ts";
export * from "./vaccine-due.ts";
export * from "./vaccines.ts";
export * from "./visits.ts";
export * from "./weight-gain.ts";
export { type LmsRow, type Measure, type Sex, whoRows } from "./who-rows.ts";
