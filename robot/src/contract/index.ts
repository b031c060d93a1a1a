export { commandRow } from "./command-row.ts";
export * from "./features.ts";
export * from "./robot.ts";
