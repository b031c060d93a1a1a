export * from "./behaves-like-records.ts";
