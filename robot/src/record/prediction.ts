import type { Expectation, Sample } from "../contract/robot.ts";
import type { Turn } from "../loop/control-loop.ts";

/** sakiyomi_msgs/PredictionError, but for its header: seen less expected. */
export interface PredictionError {
  /** Root mean square over the joints, in their units. */
  readonly joints: number;
  readonly position: Float64Array;
  readonly sensors: readonly string[];
  /** Root mean square over the elements of each of `sensors`, in its unit. */
  readonly differences: Float64Array;
}

export interface Foresight {
  /** What this turn's command expects, and how far what the last one expected was from what is seen now. */
  next(turn: Turn): { readonly expects: Expectation | null; readonly error: PredictionError | null };
}

type Numbers = ArrayLike<number>;

const rootMeanSquare = (a: Numbers, b: Numbers): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return a.length === 0 ? 0 : Math.sqrt(sum / a.length);
};

const differences = (expected: Expectation, { observation }: Turn): PredictionError => {
  const { position } = observation.joints;
  const wanted = expected.position;
  const known = Object.entries(expected.samples ?? {}).flatMap(([name, data]): [string, Numbers, Sample][] => {
    const seen = observation.samples[name];
    return seen?.data.length === data.length ? [[name, data, seen]] : [];
  });
  return {
    joints: wanted ? rootMeanSquare(position, wanted) : 0,
    position: wanted ? position.map((at, i) => at - (wanted[i] ?? 0)) : new Float64Array(0),
    sensors: known.map(([name]) => name),
    differences: Float64Array.from(known, ([, data, seen]) => rootMeanSquare(seen.data, data)),
  };
};

/** "Next" is when the next command comes: a policy of 10 Hz looks a tenth of a second ahead. */
export const foresight = (): Foresight => {
  let pending: Expectation | null = null;
  return {
    next: (turn) => {
      if (!turn.told) return { expects: null, error: null };
      const error = pending ? differences(pending, turn) : null;
      pending = turn.told.expects ?? null;
      return { expects: pending, error };
    },
  };
};
