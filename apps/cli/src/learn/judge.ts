import { Fault } from "@sakiyomi/core";
import { openModel } from "@sakiyomi/learn";
import { nodeWorkerBackend } from "@sakiyomi/learn/node";
import type { Table } from "../evaluate/table.ts";
import type { Progress } from "../progress.ts";
import { rollout, type Seen } from "./rollout.ts";
import { aheadOfKind, type Trained } from "./trained.ts";

interface Sum {
  readonly name: string;
  readonly unit: string;
  readonly ahead: number;
  readonly sees: number;
  model: number;
  still: number;
  count: number;
}

/** The error of the next frame over whole episodes, beside that of a forecast that nothing moves. */
export async function judge({ saved, source, episodes }: Trained, progress: Progress): Promise<Table> {
  const backend = await nodeWorkerBackend();
  try {
    const predictor = await openModel(saved, backend);
    const sums = sumsOf({ saved, source, episodes });
    if (sums.length === 0)
      throw new Fault(
        "CLI_USAGE",
        `This ${saved.description.kind} is shown nothing, it generates: no error can be counted. docs/guide/see-a-model-think.md shows it an episode.`,
      );
    for (const [done, episode] of episodes.entries()) {
      progress.at(done, episodes.length);
      const seen: Seen[] = [];
      for await (const one of rollout(predictor, source, episode)) {
        seen.push(one);
        if (seen.length > 2) seen.shift();
        for (const sum of sums) add(sum, seen);
      }
    }
    await predictor.close();
    return tableOf(sums, saved.description.kind, episodes.length);
  } finally {
    await backend.close();
  }
}

/** Everything that is both seen and predicted. */
function sumsOf({ saved }: Trained): readonly Sum[] {
  const { inputs, outputs } = saved.description;
  return inputs.flatMap(({ name, kind, units = [], shape }) => {
    const output = outputs.find((one) => one.name === name);
    if (!output || String(output.shape) !== String(shape)) return [];
    const unit = kind === "image" ? "of 255" : new Set(units).size === 1 ? (units[0] ?? "") : "";
    return [{ name, unit, ahead: aheadOfKind(saved, name), sees: 0, model: 0, still: 0, count: 0 }];
  });
}

function add(sum: Sum, seen: readonly Seen[]): void {
  const now = seen.at(-1);
  const from = seen.at(-1 - sum.ahead);
  if (!now || !from) return;
  const [truth, before] = [now.observed[sum.name], from.observed[sum.name]];
  const predicted = from.predicted[sum.name]?.data;
  if (!truth || !before || !predicted) return;
  for (const [i, value] of truth.entries()) {
    sum.model += (value - (predicted[i] ?? Number.NaN)) ** 2;
    sum.still += (value - (before[i] ?? Number.NaN)) ** 2;
  }
  sum.count += truth.length;
}

const root = (sum: number, count: number): number => Math.sqrt(sum / count);
const shown = (value: number): string => (Number.isFinite(value) ? value.toPrecision(3) : "–");

function tableOf(sums: readonly Sum[], kind: string, episodes: number): Table {
  const figures = Object.fromEntries(
    sums.map(({ name, unit, model, still, count, ahead }) => {
      const rmse = root(model, count);
      // A model of the same frame has no forecast to be beside.
      const persistence = ahead === 0 ? null : root(still, count);
      return [name, { unit, rmse, persistence, ratio: persistence === null ? null : rmse / persistence }];
    }),
  );
  return {
    title: `${kind}: error over ${episodes} episodes`,
    columns: ["RMSE", "nothing moves", "ratio", "unit"],
    rows: Object.entries(figures).map(([name, { rmse, persistence, ratio, unit }]) => ({
      name,
      cells: [shown(rmse), shown(persistence ?? Number.NaN), shown(ratio ?? Number.NaN), unit],
    })),
    notes: [
      "Root mean square of what was predicted for a frame against that frame; below a ratio of 1 it beats a standstill.",
    ],
    figures: { episodes, ...figures },
  };
}
