import { sizeOf } from "../../tensor.ts";
import { type Folder, readJson } from "../access.ts";
import type { ElementStatistics } from "../episode.ts";
import { PATHS, type StoredColumn } from "./info.ts";

/** LeRobot counts images in 0..1. */
const WHITE = 255;

/** What meta/stats.json says, per element; features whose numbers do not fit their shape are passed over. */
export async function readStats(
  folder: Folder,
  columns: readonly StoredColumn[],
): Promise<Readonly<Record<string, ElementStatistics>>> {
  const file = (await readJson(folder, PATHS.stats)) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return Object.fromEntries(
    columns.flatMap((column) => {
      const found = statisticsOf(file[column.feature.name], column);
      return found ? [[column.feature.name, found] as const] : [];
    }),
  );
}

function statisticsOf(
  stats: Readonly<Record<string, unknown>> | undefined,
  { feature }: StoredColumn,
): ElementStatistics | null {
  if (!stats) return null;
  const isImage = feature.kind === "image";
  const size = isImage ? (feature.shape[0] ?? 1) : sizeOf(feature.shape);
  const of = (key: string): Float64Array | null => {
    const flat = [stats[key]].flat(Infinity as 1).map(Number);
    return flat.length === size ? Float64Array.from(flat, (x) => (isImage ? x * WHITE : x)) : null;
  };
  const [min, max, mean, std] = [of("min"), of("max"), of("mean"), of("std")];
  const count = Number([stats.count].flat()[0]);
  if (!min || !max) return null;
  return { min, max, ...(mean && { mean }), ...(std && { std }), ...(Number.isFinite(count) && { count }) };
}
