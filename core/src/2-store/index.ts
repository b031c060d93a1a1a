export * from "./store.ts";
export * from "./records.ts";
export * from "./memory-store.ts";
