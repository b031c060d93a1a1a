import { DAY, type Instant, MINUTE } from "@sakiyomi/core";
import { Temporal } from "temporal-polyfill";

/** One day of a house's calendar, and when it began. */
export interface LocalDay {
  /** "2026-11-23" */
  readonly date: string;
  /** Days since 1970-01-01: what "every n-th day" counts. */
  readonly number: number;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly dayOfMonth: number;
  readonly lastOfMonth: number;
  readonly start: Instant;
  /** 24 hours without a change of the clock. */
  readonly isPlain: boolean;
  /** Pacific/Apia had no 2011-12-30. */
  readonly exists: boolean;
}

const MINUTES = 24 * 60;

/** Days since 1970-01-01 of a date of the calendar. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
export const dateOf = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);
/** "08:30" → 510. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const known = new Map<string, Map<number, LocalDay>>();
/** Of some twenty years in one zone; then it starts again, so that a run over centuries does not fill the memory. */
const MOST_DAYS = 8000;

/** The n-th day since 1970-01-01 in a zone. Kept, since asking for a zone's rules costs a thousand times as much. */
export function localDay(zone: string, number: number): LocalDay {
  const days = daysOfZone(zone);
  const kept = days.get(number);
  if (kept !== undefined) return kept;
  const day = makeDay(zone, number);
  days.set(number, day);
  return day;
}

function daysOfZone(zone: string): Map<number, LocalDay> {
  const kept = known.get(zone);
  if (kept !== undefined && kept.size < MOST_DAYS) return kept;
  const days = new Map<number, LocalDay>();
  known.set(zone, days);
  return days;
}

function makeDay(zone: string, number: number): LocalDay {
  const date = Temporal.PlainDate.from(dateOf(number));
  const begin = date.toZonedDateTime(zone);
  const end = date.add({ days: 1 }).toZonedDateTime(zone);
  const exists = begin.toPlainDate().equals(date);
  return {
    date: date.toString(),
    number,
    weekday: date.dayOfWeek - 1,
    dayOfMonth: date.day,
    lastOfMonth: date.daysInMonth,
    start: begin.epochMilliseconds,
    isPlain: exists && begin.hour + begin.minute === 0 && end.epochMilliseconds - begin.epochMilliseconds === DAY,
    exists,
  };
}

/** The day of the house's calendar at an instant. */
export function dayAt(zone: string, at: Instant): LocalDay {
  let day = localDay(zone, Math.floor(at / DAY));
  while (at < day.start) day = localDay(zone, day.number - 1);
  for (let next = localDay(zone, day.number + 1); at >= next.start; next = localDay(zone, day.number + 1)) day = next;
  return day;
}

interface Span {
  readonly zone: string;
  readonly from: Instant;
  readonly until: Instant;
}
let lastSpan: Span & { readonly days: readonly LocalDay[] } = { zone: "", from: 0, until: 0, days: [] };

/** The days of a span, one before and one after it. The last answer is kept: a board asks the same of thousands of orders. */
export function daysAround({ zone, from, until }: Span): readonly LocalDay[] {
  if (lastSpan.zone === zone && lastSpan.from === from && lastSpan.until === until) return lastSpan.days;
  const first = dayAt(zone, from).number - 1;
  const last = dayAt(zone, until - 1).number + 1;
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => localDay(zone, first + i));
  lastSpan = { zone, from, until, days };
  return days;
}

/** `at`: when. `moved`: the clock jumped over that time of that day, and it is as long after the jump as it was before it. */
export interface LocalMoment {
  readonly at: Instant;
  readonly moved: boolean;
}

/**
 * When a time of a house's clock is. A time that comes twice is meant the first time; one that the clock jumps over is as
 * many minutes later as the jump is long (as RFC 5545, 3.3.5, and every calendar does), so that it keeps its distance to
 * the times before it.
 * @param minutes since midnight by the clock on the wall; below 0 the day before, from 1440 on the day after
 */
export function momentOf(zone: string, day: LocalDay, minutes: number): LocalMoment {
  if (minutes < 0) return momentOf(zone, localDay(zone, day.number - 1), minutes + MINUTES);
  if (minutes >= MINUTES) return momentOf(zone, localDay(zone, day.number + 1), minutes - MINUTES);
  return day.isPlain ? { at: day.start + minutes * MINUTE, moved: false } : momentByRules(zone, day, minutes);
}

function momentByRules(zone: string, day: LocalDay, minutes: number): LocalMoment {
  const wanted = Temporal.PlainDate.from(day.date).toPlainDateTime({
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
  });
  const found = wanted.toZonedDateTime(zone, { disambiguation: "compatible" });
  return { at: found.epochMilliseconds, moved: !found.toPlainDateTime().equals(wanted) };
}
