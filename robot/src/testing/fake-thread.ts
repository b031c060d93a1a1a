import type { Command, Observation, Policy, Robot, Seconds } from "../contract/robot.ts";
import { hostClock } from "../host/clock.ts";
import { fakeRobot } from "./fake-robot.ts";
import { twoArms } from "./two-arms.ts";

export interface FakeThread {
  /** The robot's thread ends by itself when told to go here with its first joint, rad. */
  readonly dies?: number;
  /** The policy computes for so long at its step number `busyAt`, s; Infinity: for ever. */
  readonly busy?: Seconds;
  readonly busyAt?: number;
  /** The policy throws at its step number `crashAt`, in each of its lives. */
  readonly crashAt?: number;
  /** Where the policy wants the joints; `tell` gives it another. */
  readonly goal?: readonly number[];
}

/** The fake robot as a module for a thread of its own. */
export const openRobot = async ({ dies }: FakeThread = {}): Promise<Robot> => {
  const robot = fakeRobot(twoArms, hostClock().now);
  if (dies === undefined) return robot;
  const { act } = robot;
  return Object.assign(robot, {
    act: async (command: Command) => {
      if ((command.position[0] ?? 0) >= dies) process.exit(3);
      return act.call(robot, command);
    },
  });
};

const compute = (seconds: Seconds): void => {
  const end = hostClock().now() + seconds;
  while (hostClock().now() < end);
};

/** A policy that goes to its goal, and computes or crashes as it is told to. */
export const openPolicy = async (how: FakeThread = {}): Promise<Policy> => {
  let goal: readonly number[] = how.goal ?? [0.8, 0.2, -0.4, 0.1];
  let steps = 0;
  return {
    reset: async () => {
      steps = 0;
    },
    step: async (_: Observation, now: Seconds) => {
      steps += 1;
      if (steps === how.crashAt) throw new Error("the policy fell over");
      if (steps === how.busyAt) compute(how.busy ?? 0);
      return { at: now, expires: now + 0.05, position: Float64Array.from(goal), note: `step ${steps}` };
    },
    tell: (message) => {
      goal = message as readonly number[];
    },
    close: async () => {},
  };
};
