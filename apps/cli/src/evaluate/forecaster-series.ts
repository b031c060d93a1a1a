/** One signal of one person on an even grid. */
export interface Series {
  readonly signal: string;
  readonly person: string;
  /** NaN where nothing was measured. */
  readonly values: Float64Array;
  /** What is known beside it at each step: hour of the day and the like. */
  readonly context: readonly (readonly number[])[];
}

/** A forecasting task: series to learn from and others to be judged on. */
export interface Task {
  readonly title: string;
  /** Steps ahead, and how they are called. */
  readonly horizons: readonly { readonly steps: number; readonly name: string }[];
  /** Steps of a season. */
  readonly season: number;
  readonly units: Readonly<Record<string, string>>;
  /** Forecasts before this step of a series are not judged: everybody has to see something first. */
  readonly judgedFrom: number;
  readonly folds: readonly Fold[];
}

export interface Fold {
  readonly name: string;
  readonly train: readonly Series[];
  readonly test: readonly Series[];
}

export const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** At each step, each horizon, each quantile; NaN where there is none. */
export type Forecasts = Float64Array;

export const placeOf = (task: Task, step: number, horizon: number): number =>
  (step * task.horizons.length + horizon) * QUANTILES.length;

/** A way to forecast, made from the series to learn from. */
export interface Way {
  readonly name: string;
  forecasts(series: Series): Promise<Forecasts>;
  close?(): Promise<void>;
}

/** The last value at or before each step; NaN before the first. */
export function lastKnown(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let last = Number.NaN;
  for (const [i, value] of values.entries()) {
    if (!Number.isNaN(value)) last = value;
    known[i] = last;
  }
  return known;
}

export const signalsOfTask = ({ folds }: Task): readonly string[] => [
  ...new Set(folds.flatMap(({ test }) => test.map(({ signal }) => signal))),
];
