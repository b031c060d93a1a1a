export { RobotDesk } from "./desk.ts";
export type { RobotDeed, RobotTasks, RobotTeaching, RobotVisitor, ShownRobot } from "./port.ts";
export { type RobotPage, type RobotPageOptions, serveRobotPage } from "./serve-robot-page.ts";
export type * from "./shapes.ts";
