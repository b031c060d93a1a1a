export * from "./check/bedside.ts";
export * from "./drugs/drug.ts";
export * from "./incidents/index.ts";
export * from "./ledger/index.ts";
export * from "./orders/index.ts";
