export * from "./ids.ts";
export * from "./text.ts";
export * from "./codes.ts";
export * from "./refusal.ts";
export * from "./kinds.ts";
export * from "./signal.ts";
export * from "./binding.ts";
export * from "./door.ts";
