import {
  type Forecasts,
  lastKnown,
  placeOf,
  QUANTILES,
  type Series,
  type Task,
  type Way,
} from "./forecaster-series.ts";

/** One number for each step and horizon: [steps · horizons]; NaN where there is none. */
type Points = Float64Array;
type Point = (series: Series) => Points;

/** Point forecasts become quantiles by their own errors on the series to learn from, signal by signal. */
function withErrors(name: string, task: Task, train: readonly Series[], point: Point): Way {
  const errors = errorQuantiles(task, train, point);
  return {
    name,
    forecasts: async (series) => {
      const points = point(series);
      const forecasts: Forecasts = new Float64Array(points.length * QUANTILES.length);
      for (const [i, at] of points.entries()) {
        const of = errors.get(errorKey(series.signal, i % task.horizons.length)) ?? [];
        for (const [q] of QUANTILES.entries()) forecasts[i * QUANTILES.length + q] = at + (of[q] ?? 0);
      }
      return forecasts;
    },
  };
}

const errorKey = (signal: string, horizon: number): string => `${signal}/${horizon}`;

function errorQuantiles(task: Task, train: readonly Series[], point: Point): ReadonlyMap<string, readonly number[]> {
  const errors = new Map<string, number[]>();
  for (const series of train) {
    const points = point(series);
    for (const [h, { steps }] of task.horizons.entries()) {
      const key = errorKey(series.signal, h);
      const list = errors.get(key) ?? [];
      errors.set(key, list);
      for (let step = 0; step + steps < series.values.length; step += 1)
        list.push(
          (series.values[step + steps] ?? Number.NaN) - (points[step * task.horizons.length + h] ?? Number.NaN),
        );
    }
  }
  return new Map([...errors].map(([key, list]) => [key, quantilesOf(list.filter((error) => !Number.isNaN(error)))]));
}

export function quantilesOf(list: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(list).sort();
  return QUANTILES.map((q) => {
    const at = q * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
    return low + (high - low) * (at - Math.floor(at));
  });
}

const pointsOf = (task: Task, series: Series, of: (step: number, ahead: number) => number): Points => {
  const points = new Float64Array(series.values.length * task.horizons.length);
  for (let step = 0; step < series.values.length; step += 1)
    for (const [h, { steps }] of task.horizons.entries()) points[step * task.horizons.length + h] = of(step, steps);
  return points;
};

/** It stays as it was last. */
export const persistence = (task: Task, train: readonly Series[]): Way =>
  withErrors("persistence", task, train, (series) => {
    const known = lastKnown(series.values);
    return pointsOf(task, series, (step) => known[step] ?? Number.NaN);
  });

/** It will be as it was a season before that time; where that is not known, as it was last. */
export const seasonal = (task: Task, train: readonly Series[]): Way =>
  withErrors("seasonal", task, train, (series) => {
    const known = lastKnown(series.values);
    return pointsOf(task, series, (step, ahead) => {
      const before = known[step + ahead - task.season * Math.ceil(ahead / task.season)] ?? Number.NaN;
      return Number.isNaN(before) ? (known[step] ?? Number.NaN) : before;
    });
  });

/** Steps that the linear forecast looks back. */
const LAGS = 12;

/**
 * A linear regression for each signal and horizon: how far the value will be from the last one, from how far the values
 * before were. No constant, so that what one person's level was says nothing of another's.
 */
export function autoregression(task: Task, train: readonly Series[]): Way {
  const weights = new Map<string, readonly number[]>();
  for (const signal of new Set(train.map((series) => series.signal))) {
    const own = train.filter((series) => series.signal === signal);
    for (const [h, { steps }] of task.horizons.entries()) weights.set(errorKey(signal, h), fitted(own, steps));
  }
  return withErrors("linear", task, train, (series) => {
    const known = lastKnown(series.values);
    const points = new Float64Array(series.values.length * task.horizons.length);
    for (let step = 0; step < known.length; step += 1) {
      const lags = lagsAt(known, step);
      for (const [h] of task.horizons.entries()) {
        const w = weights.get(errorKey(series.signal, h)) ?? [];
        points[placeOf(task, step, h) / QUANTILES.length] =
          (known[step] ?? Number.NaN) + lags.reduce((sum, lag, i) => sum + lag * (w[i] ?? 0), 0);
      }
    }
    return points;
  });
}

/** Distances of the values before from the last one; 0 where there was none. */
function lagsAt(known: Float64Array, step: number): readonly number[] {
  const last = known[step] ?? Number.NaN;
  return Array.from({ length: LAGS }, (_, i) => {
    const distance = (known[step - 1 - i] ?? Number.NaN) - last;
    return Number.isNaN(distance) ? 0 : distance;
  });
}

/** Ridge regression by the normal equations. */
function fitted(train: readonly Series[], ahead: number): readonly number[] {
  const a = Array.from({ length: LAGS }, (_, i) => Array.from({ length: LAGS }, (_, j) => (i === j ? RIDGE : 0)));
  const b = Array<number>(LAGS).fill(0);
  for (const { values } of train) {
    const known = lastKnown(values);
    for (let step = 0; step + ahead < values.length; step += 1) {
      const move = (values[step + ahead] ?? Number.NaN) - (known[step] ?? Number.NaN);
      if (!Number.isNaN(move)) accumulate(a, b, lagsAt(known, step), move);
    }
  }
  return solved(a, b);
}

const RIDGE = 1;

function accumulate(a: number[][], b: number[], lags: readonly number[], move: number): void {
  for (const [i, x] of lags.entries()) {
    b[i] = (b[i] ?? 0) + x * move;
    const row = a[i];
    if (row) for (const [j, y] of lags.entries()) row[j] = (row[j] ?? 0) + x * y;
  }
}

/** Gauss and Jordan; the matrix is positive definite, so that no row has to be exchanged. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): readonly number[] {
  let rows = a.map((row, i) => [...row, b[i] ?? 0]);
  for (let i = 0; i < rows.length; i += 1) {
    const head = rows[i]?.[i] ?? 1;
    const pivot = (rows[i] ?? []).map((x) => x / head);
    rows = rows.map((row, k) => (k === i ? pivot : row.map((x, j) => x - (row[i] ?? 0) * (pivot[j] ?? 0))));
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
