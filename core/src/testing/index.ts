export * from "./behaves-like-records.ts";
export * from "./keeps-promises.ts";
