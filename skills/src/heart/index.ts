export type { Beat } from "./channel.ts";
export { type BeatWave, type Heard, isNoisy, takeIn as hearBeats } from "./heard.ts";
export { disorder } from "./rhythm.ts";
