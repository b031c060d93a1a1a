/** What needs Node: the machine's clock, and a run whose robot, guard and policy live in threads of their own. */
export { hostClock } from "./host/clock.ts";
export { openRun } from "./host/open-run.ts";
export type { RobotRun, RunOptions, ThreadModule } from "./host/run.ts";
export { teleopThread } from "./teleop/thread-module.ts";
