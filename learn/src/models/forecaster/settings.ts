import { LearnFault } from "../../fault.ts";

export interface ForecasterSettings {
  /** How many steps ahead, ascending. */
  readonly horizons: readonly number[];
  /** Ascending, 0 to 1 exclusive, with the median. */
  readonly quantiles: readonly number[];
  readonly hidden: number;
  /** Time constants, in steps, of the running levels and deviations that the model looks back with, ascending. */
  readonly spans: readonly number[];
  /** Numbers beside the signal: hour of the day, which signal it is. */
  readonly context: number;
}

export const forecasterDefaults = {
  quantiles: [0.1, 0.25, 0.5, 0.75, 0.9],
  hidden: 24,
  spans: [5, 30, 120],
  context: 0,
};

/** @throws {LearnFault} "settings" */
export const checkForecaster = ({ horizons, quantiles, spans }: ForecasterSettings): void => {
  const rises = (list: readonly number[]): boolean => list.every((x, i) => i === 0 || x > (list[i - 1] as number));
  const isGood =
    rises(horizons) && rises(quantiles) && rises(spans) && quantiles.includes(0.5) && (horizons[0] ?? 0) >= 1;
  if (isGood && spans.every((span) => span >= 1) && spans.length > 0) return;
  throw new LearnFault(
    "settings",
    `Horizons ${horizons}, quantiles ${quantiles}, spans ${spans} make no forecaster.`,
    "Give each ascending, horizons and spans from 1, quantiles with 0.5 among them.",
  );
};

/** Where the median stands. */
export const medianAt = ({ quantiles }: ForecasterSettings): number => quantiles.indexOf(0.5);
