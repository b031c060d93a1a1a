export * from "./guard.ts";
export * from "./motion.ts";
export * from "./regions.ts";
