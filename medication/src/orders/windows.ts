import { type Instant, MINUTE } from "@sakiyomi/core";
import type { MedicationOrder, Timing, WindowClass, WithinDay } from "./order.ts";
import type { MedicationPolicy } from "./policy.ts";
import type { ScheduledDose } from "./scheduled-dose.ts";

/** How early and how late a dose may be given without asking. */
export interface DoseWindow {
  readonly class: WindowClass;
  readonly earlyMs: number;
  readonly lateMs: number;
}

/** ISMP 2011: more often than every 4 hours is time-critical, once a day and rarer is daily. */
const CRITICAL_BELOW_HOURS = 4;
const DAILY_FROM_HOURS = 24;

export const timesWithin = (within: WithinDay): number =>
  within.type === "times" ? new Set(within.times).size : new Set(within.meals).size;

/** Of the ways that have one: the hours between two doses. Of hours on the clock, on average, as ISMP counts (4 times a day: 6). */
const everyHours: { readonly [Type in Timing["type"]]: (timing: Extract<Timing, { type: Type }>) => number | null } = {
  clock: ({ within }) => 24 / timesWithin(within),
  interval: ({ hours }) => hours,
  once: () => null,
  stat: () => null,
  "as-needed": () => null,
  taper: ({ steps }) => Math.min(...steps.map(({ within }) => 24 / timesWithin(within))),
};

const classBetween = (hours: number): WindowClass =>
  hours < CRITICAL_BELOW_HOURS ? "time-critical" : hours < DAILY_FROM_HOURS ? "frequent" : "daily";

/** Whether the house calls the class of this drug time-critical, or has another list of classes that names it. */
export const isOfClasses = (drug: MedicationOrder["drug"], classes: readonly string[]): boolean =>
  drug.system === "mhlw" && classes.some((one) => drug.code.startsWith(one));

/**
 * The window of an order's doses: what somebody settled for this order, else the class of the drug as the house decided,
 * else how often it is given. ISMP, Acute Care Guidelines for Timely Administration of Scheduled Medications, 2011.
 * Of a taper that of its most frequent step, unless `hours` says how often the step at hand is given.
 * @returns null where none applies: STAT, one time, as needed
 */
export function windowOf(
  { drug, timing, window }: Pick<MedicationOrder, "drug" | "timing" | "window">,
  policy: MedicationPolicy,
  hours: number | null = timing && everyHours[timing.type](timing as never),
): DoseWindow | null {
  if (hours === null && window === null) return null;
  const byDrug = isOfClasses(drug, policy.timeCriticalClasses) ? "time-critical" : null;
  const name = window?.class ?? byDrug ?? classBetween(hours ?? 0);
  if (name === "none") return null;
  const minutes = policy.windows[name];
  return {
    class: name,
    earlyMs: (window?.earlyMin ?? minutes) * MINUTE,
    lateMs: (window?.lateMin ?? minutes) * MINUTE,
  };
}

export const windowAt = (window: DoseWindow | null, at: Instant): ScheduledDose["window"] =>
  window && { class: window.class, from: at - window.earlyMs, until: at + window.lateMs };
