import type { RobotFeatures } from "../contract/features.ts";
import type { Policy } from "../contract/robot.ts";
import type { TeleopSettings } from "./mapping.ts";
import { teleopPolicy } from "./policy.ts";

export interface TeleopData {
  readonly features: RobotFeatures;
  readonly settings?: Partial<TeleopSettings>;
}

/** For a thread of its own: a `ThreadModule` with `TeleopData`. */
export const openPolicy = async ({ features, settings = {} }: TeleopData): Promise<Policy> =>
  teleopPolicy(features, settings);
