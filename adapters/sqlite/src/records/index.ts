export { readEntries, readRecords } from "./beside.ts";
export * from "./open.ts";
export * from "./place.ts";
export { type Report, verifyJournal } from "./verify.ts";
