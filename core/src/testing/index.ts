export * from "./behaves-like-records.ts";
export * from "./behaves-like-store.ts";
export { type Chance, chanceOf } from "./hostile.ts";
export * from "./keeps-promises.ts";
export * from "./store-signals.ts";
