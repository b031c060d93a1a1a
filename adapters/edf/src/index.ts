export { type EdfRecording, openEdf } from "./edf.ts";
export type { EdfHeader, EdfSignal } from "./header.ts";
