export * from "./cells.ts";
export * from "./doubles.ts";
export * from "./elementwise.ts";
export * from "./finite-differences.ts";
export * from "./movement.ts";
export * from "./products.ts";
export * from "./reductions.ts";
export * from "./spatial.ts";
