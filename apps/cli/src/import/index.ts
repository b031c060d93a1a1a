export { formatOf } from "./detect.ts";
export { importFiles } from "./import-files.ts";
export type { ImportOptions, ImportProgress } from "./options.ts";
export {
  type ChannelReport,
  type FileReport,
  type Format,
  type ImportReport,
  printReport,
  type Refused,
} from "./report.ts";
