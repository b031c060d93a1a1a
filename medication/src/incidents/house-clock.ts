import { DAY, type Instant, MINUTE } from "@sakiyomi/core";
import { Temporal } from "temporal-polyfill";
import type { MedicationPolicy } from "../orders/policy.ts";
import type { Period } from "./analysis.ts";

/** Zones change their offset at full quarters of an hour of UTC: within one it is asked for once. */
const QUARTER = 15 * MINUTE;

/** Of the day, with what lies between them: keys of `Analysis.byRound`. */
export const roundKeys = ["breakfast", "lunch", "dinner", "bedtime", "between"] as const;
export type RoundKey = (typeof roundKeys)[number];

/** An event belongs to the round of a meal when it is at most so many minutes off: the widest window of ISMP 2011. */
const ROUND_REACH_MIN = 120;

/** One round of one day: its name, and a key that no other round has. */
export interface RoundOfDay {
  readonly name: RoundKey;
  readonly key: string;
}

export interface HouseClock {
  /** 0 to 23, on the wall of the house. */
  hourOf(at: Instant): number;
  roundOf(at: Instant): RoundOfDay;
  /** Days, weeks (from Monday) or months of the house's calendar; the first and last are cut at from and until. */
  periods(
    period: Period,
    from: Instant,
    until: Instant,
  ): readonly { readonly from: Instant; readonly until: Instant }[];
}

/** A clock for many events: each quarter of an hour is asked for once. */
export function houseClock(zone: string, meals: MedicationPolicy["meals"]): HouseClock {
  const offsets = new Map<number, number>();
  const wallOf = (at: Instant): number => {
    const quarter = Math.floor(at / QUARTER);
    const offset = offsets.get(quarter) ?? zonedAt(quarter * QUARTER, zone).offsetNanoseconds / 1e6;
    offsets.set(quarter, offset);
    return at + offset;
  };
  const times = Object.entries(meals).map(([meal, time]) => ({ name: meal as RoundKey, min: minutesOf(time) }));
  return {
    hourOf: (at) => Math.floor(mod(wallOf(at), DAY) / (60 * MINUTE)),
    roundOf: (at) => nearest(times, wallOf(at)),
    periods: (period, from, until) => periodsOf(period, from, until, zone),
  };
}

const zonedAt = (at: Instant, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
const mod = (value: number, by: number): number => ((value % by) + by) % by;

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};

/** `wall`: ms as the clock on the wall shows them. A round around midnight is one round. */
function nearest(times: readonly { name: RoundKey; min: number }[], wall: number): RoundOfDay {
  let best: RoundOfDay = { name: "between", key: `${Math.floor(wall / DAY)}/between` };
  let least = ROUND_REACH_MIN * MINUTE;
  for (const { name, min } of times) {
    const after = mod(wall - min * MINUTE + DAY / 2, DAY) - DAY / 2;
    if (Math.abs(after) > least) continue;
    least = Math.abs(after);
    best = { name, key: `${Math.floor((wall - after) / DAY)}/${name}` };
  }
  return best;
}

function periodsOf(period: Period, from: Instant, until: Instant, zone: string) {
  const cuts: { from: Instant; until: Instant }[] = [];
  let begin = from;
  let date = zonedAt(from, zone).toPlainDate();
  if (period === "week") date = date.subtract({ days: date.dayOfWeek - 1 });
  if (period === "month") date = date.with({ day: 1 });
  while (begin < until) {
    date = date.add({ [`${period}s`]: 1 });
    const next = Math.min(until, date.toZonedDateTime(zone).epochMilliseconds);
    cuts.push({ from: begin, until: next });
    begin = next;
  }
  return cuts;
}
