export { type BenchStoreOptions, type BenchStoreResult, benchStore } from "./bench-store.ts";
export type { SideName } from "./side.ts";
export type { Figures } from "./table.ts";
