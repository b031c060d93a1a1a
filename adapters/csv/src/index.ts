export { type CsvFile, openCsv } from "./csv.ts";
export { type CsvColumn, type CsvMapping, parseMapping, readMapping } from "./mapping.ts";
export { type CsvRow, readRows } from "./rows.ts";
export type { CsvValue } from "./value.ts";
export { instantIn, isZone } from "./zone.ts";
