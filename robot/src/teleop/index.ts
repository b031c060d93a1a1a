export {
  type BilateralGains,
  type BilateralMessage,
  type BilateralSide,
  bilateralDefaults,
  bilateralSide,
  gainsFor,
} from "./bilateral.ts";
export {
  type ArmModel,
  type BilateralArm,
  type JointArm,
  jointArm,
  type PlanarArm,
  planarArm,
} from "./bilateral-arm.ts";
export {
  bilateralTrial,
  errorsOf,
  feltImpedance,
  type Operator,
  type Stability,
  stabilityOf,
  type Trial,
  type TrialOptions,
  type Wall,
} from "./bilateral-trial.ts";
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
