import { openModel } from "@sakiyomi/learn";
import { nodeBackend, readModelFile } from "@sakiyomi/learn/node";
import type { RobotFeatures } from "../contract/features.ts";
import type { Policy } from "../contract/robot.ts";
import { learnedPolicy } from "./learned-policy.ts";

/** Plain data for `openPolicy`. */
export interface LearnedData {
  /** Of a saved model. */
  readonly file: string;
  readonly features: RobotFeatures;
  readonly rate?: number;
  readonly sensors?: Readonly<Record<string, string>>;
}

/** A saved model as a policy, for a thread of its own: `{ url: import.meta.resolve("@sakiyomi/robot/learned"), data }`. */
export const openPolicy = async (data: unknown): Promise<Policy> => {
  const { file, ...rest } = data as LearnedData;
  const saved = await readModelFile(file);
  return learnedPolicy({ ...rest, predictor: await openModel(saved, nodeBackend()) });
};
