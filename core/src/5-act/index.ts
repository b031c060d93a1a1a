export * from "./act.ts";
export * from "./alert.ts";
export * from "./policy.ts";
export * from "./task.ts";
