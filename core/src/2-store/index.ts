export * from "./store.ts";
export * from "./records.ts";
export * from "./memory-store.ts";
export * from "./roster.ts";
export * from "./canonical-json.ts";
export * from "./memory-records.ts";
export * from "./record-rules.ts";
