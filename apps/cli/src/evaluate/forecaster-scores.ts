import { type Forecasts, lastKnown, placeOf, QUANTILES, type Series, type Task } from "./forecaster-series.ts";

/** How good the forecasts of one way were, for one signal and horizon. */
export interface Score {
  /** Mean over the quantiles, in the signal's unit. */
  readonly pinball: number;
  /** Mean absolute error of the median, in the signal's unit. */
  readonly error: number;
  /** Share of the values between the quantiles .1 and .9. */
  readonly coverage: number;
  readonly count: number;
}

const [LOW, MEDIAN, HIGH] = [0, QUANTILES.indexOf(0.5), QUANTILES.length - 1];

/** Every way is judged at the same steps: something was known, and the future was measured. */
export class Scorer {
  #pinball = 0;
  #error = 0;
  #inside = 0;
  #count = 0;

  add(task: Task, horizon: number, series: Series, forecasts: Forecasts): void {
    const known = lastKnown(series.values);
    const ahead = task.horizons[horizon]?.steps ?? 0;
    for (let step = task.judgedFrom; step + ahead < series.values.length; step += 1) {
      const value = series.values[step + ahead] ?? Number.NaN;
      if (Number.isNaN(value) || Number.isNaN(known[step] ?? Number.NaN)) continue;
      const place = placeOf(task, step, horizon);
      this.#judge(value, forecasts.subarray(place, place + QUANTILES.length));
    }
  }

  #judge(value: number, quantiles: Float64Array): void {
    const loss = QUANTILES.reduce((sum, q, i) => sum + pinballOf(q, value - (quantiles[i] ?? Number.NaN)), 0);
    this.#pinball += loss / QUANTILES.length;
    this.#error += Math.abs(value - (quantiles[MEDIAN] ?? Number.NaN));
    if (value >= (quantiles[LOW] ?? 0) && value <= (quantiles[HIGH] ?? 0)) this.#inside += 1;
    this.#count += 1;
  }

  score(): Score {
    const count = Math.max(1, this.#count);
    return {
      pinball: this.#pinball / count,
      error: this.#error / count,
      coverage: this.#inside / count,
      count: this.#count,
    };
  }
}

export const pinballOf = (quantile: number, error: number): number =>
  Math.max(quantile * error, (quantile - 1) * error);
