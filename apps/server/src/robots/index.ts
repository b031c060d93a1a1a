export { RobotDesk } from "./desk.ts";
export type * from "./medicine-port.ts";
export type { RobotDeed, RobotTasks, RobotTeaching, RobotVisitor, ShownRobot } from "./port.ts";
export { type Ability, type Job, type RobotBodyOptions, robotBody } from "./robot-body.ts";
export { type RobotPage, type RobotPageOptions, serveRobotPage } from "./serve-robot-page.ts";
export type * from "./shapes.ts";
export { expertModule, openSimulatedRobot, type SimulatedOptions, type SimulatedRobot } from "./simulated.ts";
export { openWardRobot, type WardRobot } from "./ward-robot.ts";
