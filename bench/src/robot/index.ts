export { benchRobot, type RobotBenchOptions } from "./bench-robot.ts";
export { benchBilateral, bilateralTable } from "./bilateral.ts";
export { type ExpertRow, evaluateExperts, expertsTable } from "./experts.ts";
export { type Latency, type ParityOptions, type ParityRow, robotParity } from "./parity/parity.ts";
export { parityTable } from "./parity/table.ts";
export { type RobotRow, robotTable } from "./row.ts";
