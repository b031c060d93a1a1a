export { type Ball, ballsOf, outsideBy, posesOf, selfDistance, toolTravel, type Workspace } from "./kinematics.ts";
