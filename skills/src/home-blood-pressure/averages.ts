import type { Instant } from "@sakiyomi/core";
import { classOf, type Pattern, type PressureClass, patternOf } from "./classes.ts";
import { dayOf, type Occasion, type Visit } from "./occasions.ts";
import { deviation, mean, type Pressure, tenths } from "./reading.ts";

export interface Mean extends Pressure {
  readonly pulse: number | null;
  /** Standard deviation of the systolic pressure from one time to the next. */
  readonly deviation: number;
  readonly n: number;
}

export interface Averages {
  readonly days: number;
  readonly morning: Mean | null;
  readonly evening: Mean | null;
  /** The mean of mornings and evenings, as both have the same weight; of one of them where the other is missing. */
  readonly all: Pressure | null;
  /** Morning less evening, systolic; null where one of them is missing. */
  readonly difference: number | null;
}

export function averagesOf(occasions: readonly Occasion[]): Averages {
  const morning = meanOf(occasions.filter(({ when }) => when === "morning"));
  const evening = meanOf(occasions.filter(({ when }) => when === "evening"));
  const both = [morning, evening].filter((one) => one !== null);
  return {
    days: new Set(occasions.map(({ day }) => day)).size,
    morning,
    evening,
    all:
      both.length === 0
        ? null
        : {
            systolic: tenths(mean(both.map(({ systolic }) => systolic))),
            diastolic: tenths(mean(both.map(({ diastolic }) => diastolic))),
          },
    difference: morning && evening ? tenths(morning.systolic - evening.systolic) : null,
  };
}

function meanOf(occasions: readonly Occasion[]): Mean | null {
  if (occasions.length === 0) return null;
  const pulses = occasions.flatMap(({ pulse }) => (pulse === null ? [] : [pulse]));
  return {
    systolic: tenths(mean(occasions.map(({ systolic }) => systolic))),
    diastolic: tenths(mean(occasions.map(({ diastolic }) => diastolic))),
    pulse: pulses.length === 0 ? null : tenths(mean(pulses)),
    deviation: tenths(deviation(occasions.map(({ systolic }) => systolic))),
    n: occasions.length,
  };
}

/** The last seven days of the house's calendar, today with them. */
export const lastDays = (
  occasions: readonly Occasion[],
  now: Instant,
  offsetMin: number,
  days = 7,
): readonly Occasion[] => {
  const today = dayOf(now, offsetMin);
  return occasions.filter(({ day }) => day > today - days && day <= today);
};

/** As the Japanese cohort J-HOP had it: the risk rose from a difference of 20 mmHg on (Narita, Hoshide, Kario, 2020). */
export const MORNING_DIFFERENCE = 20;
export type MorningType = "none" | "morning" | "morning-rise";

/** Morning hypertension: 135/85 and more in the morning (JSH 2019). `morning-rise`: and much more than in the evening. */
export function morningTypeOf({ morning, all, difference }: Averages): MorningType | null {
  if (morning === null) return null;
  if (morning.systolic < 135 && morning.diastolic < 85) return "none";
  const rises = difference !== null && difference >= MORNING_DIFFERENCE && all !== null && all.systolic >= 135;
  return rises ? "morning-rise" : "morning";
}

export type Found<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

/** At least five days of measuring (JSH 2019: seven, at least five). Fewer say too little. */
export function homeClass(averages: Averages, daysAtLeast: number): Found<PressureClass> {
  if (averages.all === null || averages.days === 0) return { known: false, why: "no-readings" };
  if (averages.days < daysAtLeast) return { known: false, why: "few-days" };
  return { known: true, value: classOf("home", averages.all).class };
}

/** The office is judged from at least two visits (JSH 2019, chapter 2). */
const VISITS_AT_LEAST = 2;

export function patternFound(visits: readonly Visit[], averages: Averages, daysAtLeast: number): Found<Pattern> {
  if (averages.all === null || averages.days < daysAtLeast) return { known: false, why: "few-days" };
  if (visits.length < VISITS_AT_LEAST) return { known: false, why: "few-visits" };
  return { known: true, value: patternOf(officeMean(visits), averages.all) };
}

/** Of the last two visits. */
export const officeMean = (visits: readonly Visit[]): Pressure => {
  const last = visits.slice(-VISITS_AT_LEAST);
  return {
    systolic: tenths(mean(last.map(({ systolic }) => systolic))),
    diastolic: tenths(mean(last.map(({ diastolic }) => diastolic))),
  };
};
