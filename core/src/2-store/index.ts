export * from "./canonical-json.ts";
export * from "./memory-records.ts";
export * from "./memory-store.ts";
export * from "./record-rules.ts";
export * from "./records.ts";
export * from "./resolution.ts";
export * from "./roster.ts";
export * from "./store.ts";
