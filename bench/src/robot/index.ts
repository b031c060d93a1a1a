export { benchRobot, type RobotBenchOptions } from "./bench-robot.ts";
export { benchBilateral, bilateralTable } from "./bilateral.ts";
export { type ExpertRow, evaluateExperts, expertsTable } from "./experts.ts";
export { type RobotRow, robotTable } from "./row.ts";
