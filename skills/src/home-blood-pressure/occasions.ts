import { DAY, type Instant, MINUTE } from "@sakiyomi/core";
import { isPlausible, mean, type Reading, tenths } from "./reading.ts";

export interface Rules {
  /** Minutes by which the house's clock is ahead of UTC. */
  readonly utcOffsetMin: number;
  /** So many readings of one time are averaged, the first ones. */
  readonly countsPerTime: number;
}

/** A morning or an evening: what counts is the mean of the first readings of its first series. */
export interface Occasion {
  /** Days since 1970 on the house's clock. */
  readonly day: number;
  readonly when: "morning" | "evening";
  readonly at: Instant;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | null;
  /** How many were averaged. */
  readonly counted: number;
  /** How many were measured in the first series. */
  readonly measured: number;
}

export const dayOf = (at: Instant, offsetMin: number): number => Math.floor((at + offsetMin * MINUTE) / DAY);
/** After midnight and before four it is still last night's evening. Project's choice. */
const NIGHT_ENDS_H = 4;
const dayOfReading = ({ at, when }: Reading, offsetMin: number): number =>
  dayOf(when === "evening" ? at - NIGHT_ENDS_H * 60 * MINUTE : at, offsetMin);

/** At home, in order of time. What is neither morning nor evening, and what is not plausible, is shown and not averaged. */
export function occasionsOf(readings: readonly Reading[], rules: Rules): readonly Occasion[] {
  const counts = readings.filter((one) => one.where === "home" && one.when !== "other" && isPlausible(one));
  const groups = Map.groupBy(counts, (one) => `${dayOfReading(one, rules.utcOffsetMin)} ${one.when}`);
  return [...groups.values()].map((group) => occasionOf(group, rules)).sort((a, b) => a.at - b.at);
}

function occasionOf(group: readonly Reading[], { utcOffsetMin, countsPerTime }: Rules): Occasion {
  const inOrder = group.toSorted((a, b) => a.at - b.at);
  const first = inOrder[0] as Reading;
  const series = inOrder.filter((one) => one.series === first.series);
  const counted = series.slice(0, countsPerTime);
  const pulses = counted.flatMap(({ pulse }) => (pulse === null ? [] : [pulse]));
  return {
    day: dayOfReading(first, utcOffsetMin),
    when: first.when === "evening" ? "evening" : "morning",
    at: first.at,
    systolic: tenths(mean(counted.map((one) => one.systolic))),
    diastolic: tenths(mean(counted.map((one) => one.diastolic))),
    pulse: pulses.length === 0 ? null : tenths(mean(pulses)),
    counted: counted.length,
    measured: series.length,
  };
}

/** A visit: the mean of the first two readings that are less than 5 mmHg apart, else of the last two (JSH 2019, table 2-1). */
const STABLE = 5;

export function visitsOf(readings: readonly Reading[], where: "office" | "pharmacy"): readonly Visit[] {
  const groups = Map.groupBy(
    readings.filter((one) => one.where === where && isPlausible(one)),
    ({ series }) => series,
  );
  return [...groups.values()].map(visitOf).sort((a, b) => a.at - b.at);
}

export interface Visit {
  readonly at: Instant;
  readonly systolic: number;
  readonly diastolic: number;
  readonly measured: number;
}

function visitOf(group: readonly Reading[]): Visit {
  const inOrder = group.toSorted((a, b) => a.at - b.at);
  const found = inOrder.findIndex((one, i) => {
    const next = inOrder[i + 1];
    return next !== undefined && Math.abs(next.systolic - one.systolic) < STABLE;
  });
  const pair = found < 0 ? inOrder.slice(-2) : inOrder.slice(found, found + 2);
  return {
    at: (inOrder[0] as Reading).at,
    systolic: tenths(mean(pair.map(({ systolic }) => systolic))),
    diastolic: tenths(mean(pair.map(({ diastolic }) => diastolic))),
    measured: inOrder.length,
  };
}
