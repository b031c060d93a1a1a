import type { RobotFeatures } from "../contract/features.ts";
import type { Policy } from "../contract/robot.ts";
import type { ExpertOptions } from "./experts/expert.ts";
import { expertFor } from "./experts/index.ts";

/** Plain data for `openPolicy`. */
export interface ExpertData extends Pick<ExpertOptions, "noise" | "seed" | "pace"> {
  readonly task: string;
  readonly features: RobotFeatures;
}

/** A task's expert, for a thread of its own: `{ url: import.meta.resolve("@sakiyomi/robot/experts"), data }`. */
export const openPolicy = async (data: unknown): Promise<Policy> => {
  const { task, features, ...options } = data as ExpertData;
  return expertFor(task, features, options);
};
