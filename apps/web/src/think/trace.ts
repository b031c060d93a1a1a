import { floats, type Session, type Shape, zerosOf } from "@sakiyomi/learn";
import { type Episode, frameOf } from "./episode.ts";

/** What is known of one frame while a model watches an episode. */
export interface Thought {
  /** What the step before had predicted for this frame, by observation; null at the first. */
  readonly predicted: Readonly<Record<string, Float32Array>> | null;
  /** x, y of each point of attention in this frame, 0 … 1; null where the model has none. */
  readonly points: Float32Array | null;
  /** Where the step before had expected them. */
  readonly expected: Float32Array | null;
  readonly state: Float32Array;
  /** Mean squared error of what was predicted, by observation. */
  readonly errors: Readonly<Record<string, number>>;
}

/** A model's whole passage through an episode. */
export type Trace = readonly Thought[];

export interface Watcher {
  readonly session: Session;
  readonly observation: Readonly<Record<string, Shape>>;
  /** Names of the carried state and their shapes, as the session has them. */
  readonly state: Readonly<Record<string, Shape>>;
}

export interface WatchOptions {
  /** Share of what is sensed in what the model sees; the rest is its own prediction. 1: eyes open. */
  readonly sensed: number;
  readonly stopped?: () => boolean;
}

/** Runs the model step by step over the episode, from a state of zeros. */
export async function watch(watcher: Watcher, episode: Episode, options: WatchOptions): Promise<Trace> {
  const { session, observation, state } = watcher;
  for (const [name, shape] of Object.entries(state)) await session.write(name, zerosOf(shape));
  const names = Object.keys(observation);
  const trace: Thought[] = [];
  let foreseen: Foreseen | null = null;
  for (let at = 0; at < episode.length && options.stopped?.() !== true; at += 1) {
    const sensed = Object.fromEntries(
      names.flatMap((name) => {
        const column = episode.columns[name];
        return column ? [[name, frameOf(column, at)] as const] : [];
      }),
    );
    const seen = mixed(sensed, foreseen, options.sensed);
    const feeds = Object.entries(seen).map(([name, data]) => [name, floats(data, observation[name] ?? [])]);
    const outputs = await session.run(Object.fromEntries(feeds));
    const get = (name: string) => (outputs[`output_${name}`]?.data as Float32Array | undefined) ?? null;
    trace.push({
      predicted: foreseen?.values ?? null,
      points: get("points"),
      expected: foreseen?.points ?? null,
      state: await stateOf(watcher),
      errors: errorsOf(sensed, foreseen),
    });
    foreseen = { values: valuesOf(names, get), points: get("points_next") };
  }
  return trace;
}

interface Foreseen {
  readonly values: Readonly<Record<string, Float32Array>>;
  readonly points: Float32Array | null;
}

const valuesOf = (names: readonly string[], get: (name: string) => Float32Array | null) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = get(name);
      return value ? [[name, value] as const] : [];
    }),
  );

type Frames = Readonly<Record<string, Float32Array>>;

function mixed(sensed: Frames, foreseen: Foreseen | null, share: number): Frames {
  if (!foreseen || share >= 1) return sensed;
  return Object.fromEntries(
    Object.entries(sensed).map(([name, data]) => {
      const own = foreseen.values[name];
      return [name, own ? data.map((value, i) => share * value + (1 - share) * (own[i] ?? value)) : data];
    }),
  );
}

function errorsOf(sensed: Frames, foreseen: Foreseen | null): Readonly<Record<string, number>> {
  if (!foreseen) return {};
  return Object.fromEntries(
    Object.entries(foreseen.values).map(([name, own]) => {
      const truth = sensed[name];
      return [name, own.reduce((sum, value, i) => sum + (value - (truth?.[i] ?? value)) ** 2, 0) / own.length];
    }),
  );
}

/** Hidden values alone where a cell keeps others beside them. */
async function stateOf({ session, state }: Watcher): Promise<Float32Array> {
  const names = Object.keys(state);
  const shown = names.filter((name) => !name.endsWith("cell"));
  const parts = await Promise.all((shown.length > 0 ? shown : names).map((name) => session.read(name)));
  return Float32Array.from(parts.flatMap(({ data }) => [...(data as Float32Array)]));
}
