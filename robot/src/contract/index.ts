export * from "./features.ts";
export * from "./robot.ts";
