import type { ElementStatistics, Feature } from "../episode.ts";
import type { FullStatistics } from "../statistics.ts";
import type { Issue } from "./issue.ts";
import { shortly } from "./values.ts";

/** Shares of the deviation by which stored mean and deviation may differ. Of images, writers count a part only. */
const TOLERANCE = { quantity: 0.05, image: 0.25 } as const;

/** Whether the numbers by which a trainer normalises are those of the data. */
export function storedIssues(
  feature: Feature,
  stored: ElementStatistics | undefined,
  found: FullStatistics,
): readonly Issue[] {
  const { mean, std } = stored ?? {};
  if (!mean || !std) return [];
  const tolerance = TOLERANCE[feature.kind];
  return Array.from(found.mean, (actual, e): readonly Issue[] => {
    const deviation = found.std[e] as number;
    const slack = tolerance * deviation + 1e-6 * Math.abs(actual);
    const isMeanOff = Math.abs((mean[e] as number) - actual) > slack;
    if (!isMeanOff && Math.abs((std[e] as number) - deviation) <= slack) return [];
    const what = `the set says mean ${shortly(mean[e] as number)}, deviation ${shortly(std[e] as number)}; its data have ${shortly(actual)} and ${shortly(deviation)}.`;
    const element = feature.kind === "image" ? `channel ${e}` : (feature.names?.[e] ?? String(e));
    return [
      {
        kind: "statistics",
        feature: feature.name,
        element,
        what,
        remedy: "Write the set again (dataset convert): models are normalised by these numbers.",
      },
    ];
  }).flat();
}
