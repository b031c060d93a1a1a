import { type Instant, MINUTE } from "@sakiyomi/core";
import { dayAt, type LocalDay, localDay, momentOf } from "@sakiyomi/medication";

/** A day of care: it begins when the house says, not at midnight, so that a cup in the night belongs to the evening before. */
export interface CareDay {
  /** Of the calendar day on which it begins: days since 1970-01-01. */
  readonly number: number;
  /** "2026-11-23" */
  readonly date: string;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly start: Instant;
  readonly end: Instant;
}

/** What turns instants into days of care. */
export interface Days {
  /** IANA zone of the house. */
  readonly zone: string;
  /** Hour of the clock at which a day of care begins. */
  readonly dayStartsH: number;
}

const startOf = ({ zone, dayStartsH }: Days, day: LocalDay): Instant => momentOf(zone, day, dayStartsH * 60).at;

export function careDay(days: Days, number: number): CareDay {
  const day = localDay(days.zone, number);
  const { date, weekday } = day;
  return { number, date, weekday, start: startOf(days, day), end: startOf(days, localDay(days.zone, number + 1)) };
}

export function careDayAt(days: Days, at: Instant): CareDay {
  const day = dayAt(days.zone, at);
  return careDay(days, at < startOf(days, day) ? day.number - 1 : day.number);
}

/** Hour of the clock on the wall, 0 to 24 with its minutes as a fraction. */
export function clockHour({ zone }: Days, at: Instant): number {
  const day = dayAt(zone, at);
  if (day.isPlain) return (at - day.start) / (60 * MINUTE);
  // A day on which the clock is moved: the wall's hour is that of the last full hour of the clock that has begun.
  let hour = 0;
  while (hour < 23 && momentOf(zone, day, (hour + 1) * 60).at <= at) hour += 1;
  return hour + Math.min(0.999, (at - momentOf(zone, day, hour * 60).at) / (60 * MINUTE));
}

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
}
