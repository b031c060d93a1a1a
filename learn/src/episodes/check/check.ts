import { LearnFault } from "../../fault.ts";
import type { EpisodeSource, Feature, Frames } from "../episode.ts";
import { pieces } from "../pieces.ts";
import { addFrames, type Counting, counted, type FullStatistics } from "../statistics.ts";
import type { Issue } from "./issue.ts";
import { watchPadding } from "./padding.ts";
import { storedIssues } from "./stored.ts";
import { watchTimes } from "./times.ts";
import { type ValueWatch, watchValues } from "./values.ts";

export interface CheckReport {
  readonly issues: readonly Issue[];
  readonly episodes: number;
  /** Frames that were read. */
  readonly frames: number;
  readonly statistics: Readonly<Record<string, FullStatistics>>;
}

export interface CheckOptions {
  readonly onProgress?: (done: number, total: number) => void;
}

interface Watches {
  readonly values: ReadonlyMap<string, ValueWatch>;
  readonly counting: ReadonlyMap<string, Counting>;
  /** Frames without a measurement, by feature. */
  readonly missing: Map<string, { count: number; readonly episode: number; readonly frame: number }>;
  frames: number;
  /** No episode was left out: only then can the set's own statistics be told wrong. */
  isWhole: boolean;
}

/**
 * Reads the whole set once, piece by piece, and says what a trainer would stumble over: frames that are missing or out of
 * time, channels that do not move or are cut, numbers that are none, bounds and statistics that do not fit.
 */
export async function check(source: EpisodeSource, { onProgress }: CheckOptions = {}): Promise<CheckReport> {
  const quantities = source.features.filter(({ kind }) => kind === "quantity");
  const watches: Watches = {
    values: new Map(quantities.map((feature) => [feature.name, watchValues(feature, source.stored?.[feature.name])])),
    counting: new Map(source.features.map((feature) => [feature.name, counted(feature)])),
    missing: new Map(),
    frames: 0,
    isWhole: true,
  };
  const issues: Issue[] = source.episodes.length > 0 ? [] : [empty];
  for (const { index } of source.episodes) {
    issues.push(...(await checkEpisode(source, index, watches)));
    onProgress?.(index + 1, source.episodes.length);
  }
  const statistics = Object.fromEntries([...watches.counting].map(([name, counting]) => [name, counting.result()]));
  issues.push(...setIssues(source, watches, statistics));
  return { issues, episodes: source.episodes.length, frames: watches.frames, statistics };
}

async function checkEpisode(source: EpisodeSource, episode: number, watches: Watches): Promise<readonly Issue[]> {
  const declared = source.episodes[episode]?.length ?? 0;
  if (declared < 2)
    return [
      {
        kind: "short",
        episode,
        what: `has ${declared} frames.`,
        remedy: "Leave it out: there is nothing to predict in it.",
      },
    ];
  const times = watchTimes(episode, source.rate);
  const padding = watchPadding(source, episode);
  for (const watch of watches.values.values()) watch.begin();
  let read = 0;
  try {
    for await (const frames of pieces(source, episode)) {
      times.add(frames.at, frames.start);
      padding.add(frames);
      addPiece(frames, episode, watches);
      read += frames.at.length;
    }
  } catch (error) {
    if (!(error instanceof LearnFault)) throw error;
    watches.isWhole = false;
    return [
      ...times.issues(),
      { kind: "unreadable", episode, what: error.message.replace(error.remedy, "").trim(), remedy: error.remedy },
    ];
  }
  const short: readonly Issue[] =
    read < declared
      ? [
          {
            kind: "short",
            episode,
            frame: read,
            what: `ends after ${read} of ${declared} frames.`,
            remedy: "Record it again, or correct its length.",
          },
        ]
      : [];
  return [...short, ...times.issues(), ...padding.issues()];
}

function addPiece(frames: Frames, episode: number, watches: Watches): void {
  watches.frames += frames.at.length;
  addFrames(watches.counting, frames);
  for (const [name, watch] of watches.values) {
    const column = frames.columns[name];
    if (column) watch.add(column.data as Float32Array, { episode, frame: frames.start });
  }
  for (const [name, [first, ...more]] of Object.entries(frames.missing ?? {})) {
    if (first === undefined) continue;
    const known = watches.missing.get(name) ?? { count: 0, episode, frame: first };
    known.count += 1 + more.length;
    watches.missing.set(name, known);
  }
}

function setIssues(
  source: EpisodeSource,
  { values, missing, frames, isWhole }: Watches,
  statistics: Readonly<Record<string, FullStatistics>>,
): readonly Issue[] {
  const gone = [...missing].map(
    ([feature, { count, episode, frame }]): Issue => ({
      kind: "missing",
      feature,
      episode,
      frame,
      what: `${count} of ${frames} frames have no measurement young enough.`,
      remedy: "Allow a greater maxAge in the mapping, lower the rate, or cut these frames.",
    }),
  );
  const ofFeature = (feature: Feature): readonly Issue[] => {
    const found = statistics[feature.name];
    if (!found) return [];
    const watched = values.get(feature.name)?.issues() ?? darkIssue(feature, found);
    return isWhole ? [...watched, ...storedIssues(feature, source.stored?.[feature.name], found)] : watched;
  };
  // NaN where nothing was measured is told as missing already.
  const told = source.features
    .flatMap(ofFeature)
    .filter(({ kind, feature }) => kind !== "not-a-number" || !missing.has(feature ?? ""));
  return [...gone, ...told];
}

const empty: Issue = { kind: "short", what: "it has no episode.", remedy: "Record one." };

/** A camera that shows one colour all the time. */
const darkIssue = (feature: Feature, { min, max }: FullStatistics): readonly Issue[] =>
  min.every((value, c) => value === max[c])
    ? [
        {
          kind: "constant",
          feature: feature.name,
          what: `every pixel of every frame is ${[...min].join(", ")}.`,
          remedy: "Check the camera and its topic.",
        },
      ]
    : [];
