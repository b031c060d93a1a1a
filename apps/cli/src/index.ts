export { main, programFor, version } from "./main.ts";
export type { Terminal } from "./terminal.ts";
