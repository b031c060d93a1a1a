export * from "./1-signal/index.ts";
export * from "./2-store/index.ts";
export * from "./3-predict/index.ts";
export * from "./4-decide/index.ts";
export * from "./5-act/index.ts";
export * from "./6-record/index.ts";
export * from "./loop.ts";
export * from "./mind.ts";
