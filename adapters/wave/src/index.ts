export { crc32 } from "./crc32.ts";
export { decodeWaves } from "./decode.ts";
export { encodeWaves } from "./encode.ts";
export { GAP_16, narrowed, type WaveFrame, waveBlockOf, waveFrameOf, widened } from "./frame.ts";
