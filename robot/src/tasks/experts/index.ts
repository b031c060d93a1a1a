import type { RobotFeatures } from "../../contract/features.ts";
import type { Policy } from "../../contract/robot.ts";
import { RobotFault } from "../../fault.ts";
import { type ExpertOptions, expert } from "./expert.ts";
import { pickAndPlaceScript } from "./pick-and-place.ts";

type OpenExpert = (features: RobotFeatures, options: ExpertOptions) => Policy;

/** By the id of its task. */
const experts: Readonly<Record<string, OpenExpert>> = {
  "pick-and-place": (features, options) => expert(features, pickAndPlaceScript, options),
};

/** Ids of the tasks that have an expert. */
export const expertTasks: readonly string[] = Object.keys(experts);

/**
 * A policy that does a task by what the simulated world tells of itself (`truth/…`): to show a task, to check a world, and
 * for demonstrations. Throws RobotFault "no-expert".
 */
export const expertFor = (task: string, features: RobotFeatures, options: ExpertOptions = {}): Policy => {
  const open = experts[task];
  if (!open)
    throw new RobotFault(
      "no-expert",
      `Nobody has written an expert for "${task}".`,
      `Take one of ${expertTasks.join(", ")}.`,
    );
  return open(features, options);
};
