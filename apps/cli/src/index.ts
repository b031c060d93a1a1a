export { main, programFor } from "./main.ts";
export type { Terminal } from "./terminal.ts";
export { version } from "./version.ts";
