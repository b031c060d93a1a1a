export { poseOf, posesOf } from "./forward.ts";
export { type BasePlace, type Inverse, type InverseOptions, inverse, type Reach } from "./inverse.ts";
export { type Balls, ballsOf, outsideBy, selfDistance, toolTravel, type Workspace } from "./kinematics.ts";
export {
  basePose,
  poseBack,
  poseTimes,
  rotationVector,
  turnAbout,
  turnBack,
  turnBetween,
  turned,
  turnFromAngles,
  turnFromAxes,
  turnFromVector,
  turnTimes,
  unturned,
} from "./rotation.ts";
export {
  type JointPoint,
  jointMove,
  minimumJerk,
  minimumJerkSpeed,
  minimumJerkTime,
  type ToolLimits,
  type Trajectory,
  toolMove,
} from "./trajectory.ts";
