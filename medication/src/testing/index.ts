export { anyDays, anyOrder, timingTypes, type Wanted } from "./any-order.ts";
export * from "./chart.ts";
export * from "./invented-formulary.ts";
export { type InventedKey, inventedRows } from "./invented-list.ts";
export * from "./situations/index.ts";
