export * from "./analysis.ts";
export * from "./incident.ts";
