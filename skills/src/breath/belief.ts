import { massNear, type Shown } from "./modulations.ts";
import { rates, STEP } from "./spectrum.ts";

/** How probable each of `rates` is; sums to 1. */
export type Belief = readonly number[];

/** Median breaths a minute by age: children, S. Fleming et al., Lancet 377:1011 (2011); adults, the middle of NEWS2's 12 to 20. */
const medians = [
  { underYears: 1, perMin: 40 },
  { underYears: 2, perMin: 33 },
  { underYears: 3, perMin: 28 },
  { underYears: 4, perMin: 25 },
  { underYears: 6, perMin: 23 },
  { underYears: 8, perMin: 21 },
  { underYears: 12, perMin: 19 },
  { underYears: 15, perMin: 18 },
  { underYears: Number.POSITIVE_INFINITY, perMin: 16 },
] as const;
/** So wide (natural logarithm) that half and twice the median are still well possible: ill people are measured here. */
const WIDTH = 0.6;

export function usual(ageYears: number | null): Belief {
  const { perMin } = medians.find(({ underYears }) => (ageYears ?? 99) < underYears) ?? { perMin: 16 };
  return whole(rates.map((rate) => Math.exp(-(Math.log(rate / perMin) ** 2) / (2 * WIDTH * WIDTH))));
}

const whole = (values: readonly number[]): Belief => {
  const sum = values.reduce((all, value) => all + value, 0);
  return values.map((value) => value / sum);
};

/** From one turn to the next breath may change by so much, or (one time in so many) to anything. */
const DRIFT_PER_MIN = 1.5;
const ANEW = 0.2;

/** What was believed, carried on to now. */
export function carriedOn(before: Belief): Belief {
  const reach = Math.round((2 * DRIFT_PER_MIN) / STEP);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-(((k - reach) * STEP) ** 2) / (2 * DRIFT_PER_MIN ** 2)),
  );
  const spread = before.map((_, i) =>
    weights.reduce((sum, weight, k) => sum + weight * (before[i + k - reach] ?? 0), 0),
  );
  return whole(spread).map((share) => (1 - ANEW) * share + ANEW / rates.length);
}

/**
 * What all carriers show together, each weighed by how clearly it shows anything, and each rate by how usual it is, for
 * drift and the harmonics of a breath are seen where nobody breathes; null where there is no carrier.
 */
export function together(shown: readonly Shown[], usually: Belief): Belief | null {
  const sums = rates.map(
    (_, i) =>
      (usually[i] as number) * shown.reduce((sum, { shares, clarity }) => sum + clarity * (shares[i] as number), 0),
  );
  return sums.some((value) => value > 0) ? whole(sums) : null;
}

export function updated(believed: Belief, evidence: Belief): Belief {
  const product = evidence.map((value, i) => value * (believed[i] as number));
  return product.some((value) => value > 0) ? whole(product) : believed;
}

export interface Read {
  readonly perMin: number;
  readonly low: number;
  readonly high: number;
  /**
   * What stands within 2 /min of the top, of the belief and of what this window alone shows: their geometric mean. Windows
   * overlap, so that a belief alone hears the same noise again and again and grows too sure.
   */
  readonly confidence: number;
}

const NEAR = Math.round(2 / STEP);

/** The mean around the top of a belief, and the tenth and ninetieth hundredth of all of it. */
export function read(belief: Belief, evidence: Belief): Read {
  const top = belief.reduce((best, share, i) => (share > (belief[best] as number) ? i : best), 0);
  const from = Math.max(0, top - NEAR);
  const near = belief.slice(from, top + NEAR + 1);
  const mass = massNear(belief, top, NEAR);
  const perMin = near.reduce((sum, share, i) => sum + share * (rates[from + i] as number), 0) / mass;
  return {
    perMin,
    low: Math.min(perMin, quantile(belief, 0.1)),
    high: Math.max(perMin, quantile(belief, 0.9)),
    confidence: Math.min(1, Math.sqrt(mass * massNear(evidence, top, NEAR))),
  };
}

function quantile(belief: Belief, p: number): number {
  let sum = 0;
  for (const [i, share] of belief.entries()) {
    sum += share;
    if (sum >= p) return rates[i] as number;
  }
  return rates.at(-1) as number;
}
