import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { RobotFeatures } from "@sakiyomi/robot";
import type { ThreadModule } from "@sakiyomi/robot/node";

export interface TrainedModel {
  /** Commands a second: the model's own, or 10 where it does not tell. */
  readonly rate: number;
  readonly module: (robot: { readonly features: RobotFeatures }) => ThreadModule;
}

/** A saved model, or that of a run's folder, as who decides for a robot. */
export async function trainedModel(path: string, rate?: number): Promise<TrainedModel> {
  const { readModelFile, runFiles } = await import("@sakiyomi/learn/node");
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  const file = resolve(isFolder ? join(path, runFiles.model) : path);
  const taught = (await readModelFile(file)).description.rate ?? 10;
  return {
    rate: rate ?? taught,
    module: ({ features }) => ({
      url: import.meta.resolve("@sakiyomi/robot/learned"),
      data: { file, features, rate: rate ?? taught },
    }),
  };
}
