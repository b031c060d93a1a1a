import type { Occasion } from "./occasions.ts";
import { isPlausible, type Reading } from "./reading.ts";

/** What is to be said about how it was measured; `n` of `of`. */
export interface Doubt {
  readonly what: "single" | "spread" | "zeros" | "implausible" | "both-arms" | "many" | "wrong-time";
  readonly n: number;
  readonly of: number;
}

/** Two readings of one time further apart than this ask for a third (ESH 2021: more than 10 mmHg). */
const SPREAD = 10;
/** JSH 2019: four and more at one time are too many. */
const MANY = 4;
/** Chance that so many end in 0 if all digits were alike; project's choice, on the strict side. */
const CHANCE = 0.001;
const FEW_FOR_DIGITS = 10;

export function doubtsOf(
  readings: readonly Reading[],
  occasions: readonly Occasion[],
  hourOf: (reading: Reading) => number,
): readonly Doubt[] {
  const home = readings.filter(({ where }) => where === "home");
  const series = [...Map.groupBy(home, (one) => one.series).values()];
  const arms = new Set(home.flatMap(({ arm }) => (arm === null ? [] : [arm])));
  const zeros = home.filter(({ systolic }) => Math.round(systolic) % 10 === 0).length;
  const rows: readonly Doubt[] = [
    { what: "single", n: occasions.filter(({ measured }) => measured === 1).length, of: occasions.length },
    { what: "spread", n: series.filter(spreads).length, of: series.length },
    { what: "zeros", n: isByChance(zeros, home.length) ? 0 : zeros, of: home.length },
    { what: "implausible", n: home.filter((one) => !isPlausible(one)).length, of: home.length },
    { what: "both-arms", n: arms.size > 1 ? arms.size : 0, of: 2 },
    { what: "many", n: series.filter(({ length }) => length >= MANY).length, of: series.length },
    { what: "wrong-time", n: home.filter((one) => isOdd(one, hourOf(one))).length, of: home.length },
  ];
  return rows.filter(({ n }) => n > 0);
}

const spreads = (series: readonly Reading[]): boolean => {
  const values = series.map(({ systolic }) => systolic);
  return Math.max(...values) - Math.min(...values) > SPREAD;
};

/** A morning in the afternoon, an evening in the forenoon. */
const isOdd = ({ when }: Reading, hour: number): boolean =>
  (when === "morning" && (hour < 3 || hour >= 13)) || (when === "evening" && hour >= 4 && hour < 15);

/** Whether `n` zeros among `of` may well be chance: the tail of a binomial distribution with one in ten. */
function isByChance(n: number, of: number): boolean {
  if (of < FEW_FOR_DIGITS) return true;
  let term = 0.9 ** of;
  let below = 0;
  for (let k = 0; k < n; k += 1) {
    below += term;
    term *= ((of - k) / (k + 1)) * (0.1 / 0.9);
  }
  return 1 - below >= CHANCE;
}
