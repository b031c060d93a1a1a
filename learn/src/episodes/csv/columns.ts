import { damaged } from "../access.ts";
import type { Feature } from "../episode.ts";

/** What the columns of a file are. */
export interface Layout {
  readonly features: readonly Feature[];
  /** Columns of each feature, in the order of its elements. */
  readonly columns: readonly (readonly number[])[];
  /** Columns, where there are any. */
  readonly time: number;
  readonly episode: number;
  readonly task: number;
  /** Line, counted from one, at which the values begin. */
  readonly firstLine: number;
}

const TIMES = ["timestamp", "time", "time_s", "t"];
const EPISODES = ["episode_index", "episode"];
/** Numberings that LeRobot and others write and that are no measurement. */
const PASSED = ["frame_index", "frame", "index", "task_index"];
/** Columns whose name says nothing of a feature belong to this one. */
const REST = "observation.state";

const indexOfAny = (header: readonly string[], names: readonly string[]): number =>
  header.findIndex((name) => names.includes(name.toLowerCase()));

/**
 * "observation.state/elbow" and "observation.state[1]" are elements of the feature before the mark; every other number
 * is an element of observation.state. A second line that holds no number at all is read as units.
 */
export function layoutOf(header: readonly string[], units: readonly string[] | null, file: string): Layout {
  const [time, episode, task] = [indexOfAny(header, TIMES), indexOfAny(header, EPISODES), indexOfAny(header, ["task"])];
  const taken = new Set([
    time,
    episode,
    task,
    ...header.flatMap((name, i) => (PASSED.includes(name.toLowerCase()) ? [i] : [])),
  ]);
  const groups = new Map<string, { columns: number[]; names: string[] }>();
  header.forEach((name, i) => {
    if (taken.has(i)) return;
    const [feature, element] = splitName(name);
    const group = groups.get(feature) ?? { columns: [], names: [] };
    group.columns.push(i);
    group.names.push(element);
    groups.set(feature, group);
  });
  if (groups.size === 0) return damaged(file, "has no column of values.", "Its first line names the columns.");
  const entries = [...groups];
  return {
    features: entries.map(([name, group]) => featureOf(name, group, units)),
    columns: entries.map(([, { columns }]) => columns),
    time,
    episode,
    task,
    firstLine: units ? 3 : 2,
  };
}

function splitName(name: string): readonly [string, string] {
  const slash = name.lastIndexOf("/");
  if (slash > 0) return [name.slice(0, slash), name.slice(slash + 1)];
  const bracket = /^(.+)\[(\d+)\]$/.exec(name);
  return bracket ? [bracket[1] ?? REST, bracket[2] ?? ""] : [REST, name];
}

function featureOf(
  name: string,
  { columns, names }: { columns: readonly number[]; names: readonly string[] },
  units: readonly string[] | null,
): Feature {
  const found = new Set(columns.map((column) => units?.[column] ?? ""));
  const [unit = ""] = found;
  const isNamed = names.some((element) => !/^\d+$/.test(element));
  return {
    name,
    shape: [columns.length],
    kind: "quantity",
    ...(isNamed && { names }),
    // Elements of different units have none in common.
    ...(found.size === 1 && unit !== "" && { unit }),
  };
}

/** A line without any number, under the names. */
export const isUnits = (cells: readonly string[]): boolean =>
  cells.some((cell) => cell !== "") &&
  cells.every((cell) => cell === "" || Number.isNaN(Number(cell))) &&
  !cells.some((cell) => /^(nan|inf)/i.test(cell));
