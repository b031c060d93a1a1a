export * from "./guard.ts";
export { type Ball, ballsOf, outsideBy, posesOf, selfDistance, toolTravel, type Workspace } from "./kinematics.ts";
export * from "./motion.ts";
export * from "./regions.ts";
