import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import {
  type EpisodeSource,
  LearnFault,
  modelKind,
  modelKinds,
  resized,
  type SavedModel,
  type Split,
} from "@sakiyomi/learn";
import { readModelFile, runFiles } from "@sakiyomi/learn/node";
import { openData } from "./data.ts";
import { preparedRun } from "./start.ts";

/** A trained model, and the episodes that it can be looked at with. */
export interface Trained {
  readonly saved: SavedModel;
  readonly source: EpisodeSource;
  /** Those that it was not trained on: the run's test; all of a set that was given. */
  readonly episodes: readonly number[];
}

/** The model of a run, or of a file. @throws {LearnFault} for a file that is none. */
export async function modelAt(path: string): Promise<SavedModel> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new Fault("CLI_FILE", `${path} is not there.`);
  return readModelFile(found.isDirectory() ? join(path, runFiles.model) : path);
}

/** `data`: a set, as in a configuration; without it, what the run was trained on. */
export async function trainedAt(path: string, data: string | undefined): Promise<Trained> {
  const saved = await modelAt(path);
  if (data !== undefined) {
    const source = fitted(await openAt(data, saved), saved);
    return { saved, source, episodes: [...source.episodes.keys()] };
  }
  if (!(await stat(path)).isDirectory())
    throw new Fault("CLI_USAGE", "A file of a model does not say where its data lie: give --data.");
  const { prepared } = await preparedRun(path);
  const split: Split = prepared.split;
  return { saved, source: prepared.source, episodes: split.test.length > 0 ? split.test : split.train };
}

/** At the rate that the model was trained on: a step of another length is another world. */
async function openAt(from: string, { description: { rate } }: SavedModel): Promise<EpisodeSource> {
  const source = await openData({ from }).catch((error: unknown) => {
    // Files that do not say their rate are taken to have the model's.
    if (rate === undefined || !(error instanceof LearnFault) || error.code !== "setting") throw error;
    return openData({ from, rate });
  });
  if (rate === undefined || Math.abs(source.rate - rate) < 0.01 * rate) return source;
  await source.close();
  throw new Fault("CLI_USAGE", `${from} has ${source.rate} frames a second, and the model was trained on ${rate}.`);
}

/** Pictures are brought to the size that the model sees. */
function fitted(source: EpisodeSource, { description }: SavedModel): EpisodeSource {
  const [, height, width] = description.inputs.find(({ kind }) => kind === "image")?.shape ?? [];
  return height === undefined || width === undefined ? source : resized(source, height, width);
}

/** Frames from what a model sees to what it predicts: 1, or 0 where it shows the same frame again. */
export function aheadOfKind({ description }: SavedModel, name: string): number {
  if (!modelKinds.some(({ kind }) => kind === description.kind)) return 1;
  const inputs = modelKind(description.kind).create(description.settings).inputs({ time: 2, batch: 1 });
  const targets = Object.values(inputs).flatMap((spec) =>
    spec.from === "data" && spec.of === name ? [spec.ahead] : [],
  );
  return Math.max(0, ...targets);
}
