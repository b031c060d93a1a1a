export * from "./conflicts.ts";
export * from "./counting.ts";
export * from "./dose-event.ts";
export * from "./dose-state.ts";
export * from "./givings.ts";
