import { type ElementStatistics, type EpisodeSource, type FormatName, formats } from "@sakiyomi/learn";
import { textTable } from "../table.ts";

/** What the set says of itself, without reading a frame. */
export function infoOf({ source, format }: { readonly source: EpisodeSource; readonly format: FormatName | null }) {
  const frames = source.episodes.reduce((sum, { length }) => sum + length, 0);
  const lengths = source.episodes.map(({ length }) => length);
  const most = Math.max(0, ...lengths);
  return {
    format,
    rate: source.rate,
    episodes: source.episodes.length,
    frames,
    seconds: Number((frames / source.rate).toFixed(3)),
    lengths: { least: Math.min(...lengths, most), most },
    features: source.features,
    tasks: tasksOf(source),
    notes: source.notes ?? [],
  };
}

function tasksOf({ episodes }: EpisodeSource): Readonly<Record<string, number>> {
  const tasks: Record<string, number> = {};
  for (const { task } of episodes) if (task !== undefined) tasks[task] = (tasks[task] ?? 0) + 1;
  return tasks;
}

export function infoLines(set: {
  readonly source: EpisodeSource;
  readonly format: FormatName | null;
}): readonly string[] {
  const { rate, episodes, frames, seconds, lengths, features, tasks, notes, format } = infoOf(set);
  const title = format === null ? "episodes" : formats[format].title;
  const rows = features.map((feature) => {
    const stored = set.source.stored?.[feature.name];
    return [
      feature.name,
      feature.kind,
      feature.shape.join("×"),
      feature.unit ?? "",
      feature.names?.join(" ") ?? "",
      span(stored),
    ];
  });
  return [
    `${title}: ${episodes} episodes, ${frames} frames, ${seconds} s at ${rate} frames a second; ${lengths.least} to ${lengths.most} frames an episode.`,
    "",
    ...textTable([["feature", "kind", "shape", "unit", "elements", "says of itself"], ...rows]),
    ...(Object.keys(tasks).length === 0
      ? []
      : ["", ...Object.entries(tasks).map(([task, count]) => `${count} × “${task}”`)]),
    ...(notes.length === 0 ? [] : ["", ...notes]),
  ];
}

function span(stored: ElementStatistics | undefined): string {
  if (!stored) return "";
  const number = (value: number) => String(Number(value.toPrecision(3)));
  const [least, most] = [Math.min(...stored.min), Math.max(...stored.max)];
  return `${number(least)} to ${number(most)}${stored.mean ? ", mean and deviation" : ""}`;
}
