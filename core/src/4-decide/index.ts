export * from "./wish.ts";
export * from "./skill.ts";
