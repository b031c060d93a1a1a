import type { RobotFeatures } from "../contract/features.ts";
import type { Policy } from "../contract/robot.ts";
import { abilityFor } from "./experts/abilities.ts";
import type { ExpertOptions } from "./experts/expert.ts";
import { expertFor } from "./experts/index.ts";

/** Plain data for `openPolicy`. */
export interface ExpertData extends Pick<ExpertOptions, "noise" | "seed" | "pace"> {
  /** Of a task; or what a robot can be asked for, of `careAbilities`. */
  readonly task?: string;
  readonly ability?: string;
  readonly features: RobotFeatures;
}

/** A task's expert, for a thread of its own: `{ url: import.meta.resolve("@sakiyomi/robot/experts"), data }`. */
export const openPolicy = async (data: unknown): Promise<Policy> => {
  const { task, ability, features, ...options } = data as ExpertData;
  return ability === undefined ? expertFor(task ?? "", features, options) : abilityFor(ability, features, options);
};
