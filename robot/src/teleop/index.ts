export { decodeFrame, encodeFrame, type Frame, type FrameContact } from "./frame.ts";
export { type HandInput, readInput, sides, type TeleopInput } from "./input.ts";
export {
  type TeleopSettings,
  type TeleopState,
  teleopDefaults,
  teleopStart,
  teleopStep,
  toolOf,
} from "./mapping.ts";
export { decodePicture, encodePicture, inMillimetres, type ShownPicture } from "./picture.ts";
export { inputLife, teleopPolicy } from "./policy.ts";
