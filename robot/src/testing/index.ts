export { behavesLikeRobot, type RobotUnderTest } from "./behaves-like-robot.ts";
export { type EventfulRun, eventfulRun, feelingArms, samplesAt } from "./eventful-run.ts";
export { type FakeRobot, fakeRobot } from "./fake-robot.ts";
export { seenAt, twoArms } from "./two-arms.ts";
