import { addDays, daysBetween, type IsoDate } from "./calendar.ts";

/** From the first day of the last period to the expected date of birth (Naegele; JSOG glossary: 40 weeks 0 days). */
export const TERM_DAYS = 280;
/** Japan: preterm before 37 weeks 0 days, post-term from 42 weeks 0 days (JSOG; WHO). */
export const PRETERM_BEFORE_DAYS = 37 * 7;
export const POST_TERM_FROM_DAYS = 42 * 7;
/** Beyond that a due date is not this pregnancy's. */
const LONGEST_DAYS = 45 * 7 + 6;

export interface Gestation {
  readonly weeks: number;
  readonly days: number;
}

export const inDays = ({ weeks, days }: Gestation): number => weeks * 7 + days;
export const gestationOf = (days: number): Gestation => ({ weeks: Math.floor(days / 7), days: days % 7 });

/** Completed weeks and days on a date; null where the date cannot be within this pregnancy, or one of them is no date. */
export function gestationOn(due: IsoDate, date: IsoDate): Gestation | null {
  const days = TERM_DAYS - daysBetween(date, due);
  return Number.isNaN(days) || days < 0 || days > LONGEST_DAYS ? null : gestationOf(days);
}

export const dueOfLastPeriod = (firstDay: IsoDate): IsoDate => addDays(firstDay, TERM_DAYS);

/** Day 0 of an embryo of so many days counts as 2 weeks and those days (JSOG, assisted reproduction: 2w0d is the day of retrieval). */
export const dueOfTransfer = (transfer: IsoDate, embryoDays: number): IsoDate =>
  addDays(transfer, TERM_DAYS - 14 - embryoDays);

/** On the day when so much was measured by ultrasound. */
export const dueOfUltrasound = (scan: IsoDate, measured: Gestation): IsoDate =>
  addDays(scan, TERM_DAYS - inDays(measured));

export type Term = "preterm" | "term" | "post-term";
export function termOf(born: Gestation): Term {
  const days = inDays(born);
  if (days < PRETERM_BEFORE_DAYS) return "preterm";
  return days < POST_TERM_FROM_DAYS ? "term" : "post-term";
}

export interface Pregnancy {
  readonly due: IsoDate;
  readonly ended?: string | undefined;
}

/** As it is on a date: after its end it stays as it was on that day. */
export function pregnancyOn(
  { due, ended }: Pregnancy,
  date: IsoDate,
): { gestation: Gestation | null; ongoing: boolean } {
  const ongoing = ended === undefined || date < ended;
  return { gestation: gestationOn(due, ongoing ? date : (ended ?? date)), ongoing };
}
