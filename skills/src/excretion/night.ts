import { HOUR, type Instant } from "@sakiyomi/core";
import { localDay, momentOf } from "@sakiyomi/medication";

export interface Night {
  readonly bed: Instant;
  readonly rise: Instant;
  readonly by: "sensor" | "clock";
}

export interface Clocked {
  readonly zone: string;
  readonly bedH: number;
  readonly riseH: number;
}

/** Of a bed's sensor: when somebody lay down or got up. */
export interface BedChange {
  readonly at: Instant;
  readonly inBed: boolean;
}

/** A walk to the toilet does not end a night. */
const AWAY_MS = 45 * 60_000;
/** Shorter than this, or further from the house's night, and the sensor is not believed. Project's choice. */
const SHORTEST_MS = 4 * HOUR;
const EARLIER_MS = 3 * HOUR;

/** The night after a calendar day: what the bed's sensor saw, else the house's hours. */
export function nightAfter(day: number, { zone, bedH, riseH }: Clocked, changes: readonly BedChange[]): Night {
  const clock: Night = {
    bed: momentOf(zone, localDay(zone, day), bedH * 60).at,
    rise: momentOf(zone, localDay(zone, day + 1), riseH * 60).at,
    by: "clock",
  };
  const stretches: { from: Instant; to: Instant }[] = [];
  for (const [i, { at, inBed }] of changes.entries()) {
    const to = changes[i + 1]?.at;
    if (!inBed || to === undefined) continue;
    const before = stretches.at(-1);
    if (before !== undefined && at - before.to <= AWAY_MS) before.to = to;
    else stretches.push({ from: at, to });
  }
  const [from, until] = [clock.bed - EARLIER_MS, clock.rise + EARLIER_MS];
  const longest = stretches
    .filter((one) => one.from >= from && one.to <= until)
    .sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  return longest !== undefined && longest.to - longest.from >= SHORTEST_MS
    ? { bed: longest.from, rise: longest.to, by: "sensor" }
    : clock;
}
