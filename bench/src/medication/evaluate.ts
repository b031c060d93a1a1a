import type { check, Drug } from "@sakiyomi/medication";
import { inventedDrugs } from "@sakiyomi/medication/testing";
import { makeHome } from "./home.ts";
import { type Rates, ratesWith } from "./rates.ts";
import { type MedicationResult, resultOf } from "./result.ts";
import { Run } from "./run.ts";
import { stockOf } from "./stock.ts";

export interface MedicationOptions {
  readonly people?: number;
  readonly days?: number;
  readonly seed?: number;
  /** Of the price list; left out: the invented list. */
  readonly drugs?: readonly Drug[];
  /** Rates of the table that are to be others. */
  readonly rates?: Partial<Rates>;
  readonly onDay?: (done: number, of: number) => void;
  /** Left out: the real check. A test gives a broken one, to see that it is found. */
  readonly decide?: typeof check;
}

/**
 * A simulated home through its days, without and with the system: the same people, orders, rounds and mistakes. The rules are
 * the real ones. 100 people and 90 days unless it is said; the same seed gives the same result.
 */
export function evaluateMedication(options: MedicationOptions = {}): MedicationResult {
  const { people = 100, days = 90, seed = 1 } = options;
  return resultOf(simulate(options).tally, { people, days, seed });
}

/** The run itself, with its charts and near misses. */
export function simulate(options: MedicationOptions = {}): Run {
  const { people = 100, days = 90, seed = 1, drugs = inventedDrugs(), onDay } = options;
  const home = makeHome({ people, seed, rates: ratesWith(options.rates), stock: stockOf(drugs, seed) });
  const run = new Run(home, options.decide);
  for (let day = 0; day < days; day += 1) {
    run.day(day);
    onDay?.(day + 1, days);
  }
  return run;
}
