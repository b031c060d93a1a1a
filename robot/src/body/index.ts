export {
  bodyLinks,
  careRobot,
  careRobotWith,
  homePosition,
  type PictureSettings,
  pictureDefaults,
} from "./care-robot.ts";
export { graspCentre, touchNames } from "./hand.ts";
export { type Inertia, inertiaOf } from "./inertia.ts";
export type { BodyCamera, BodyJoint, BodyLink, BodyPlace } from "./link.ts";
export { baseJoints, robotPart } from "./mjcf.ts";
export { type MjcfDialect, type MjcfPart, mjcfDocument, timeStep } from "./mjcf-part.ts";
export { codeIn, dataOfCode, drinkingSensor, scanner } from "./scanner.ts";
export { type BodyShape, type Form, type Surface, surfaces } from "./shapes.ts";
export { coreFrom, faceShare, thermometer } from "./thermometer.ts";
export { robotUrdf } from "./urdf.ts";
