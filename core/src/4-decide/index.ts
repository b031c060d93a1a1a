export * from "./capability.ts";
export * from "./host.ts";
export * from "./skill.ts";
export * from "./wish.ts";
