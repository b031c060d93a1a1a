/**
 * Dates as records hold them: "2026-11-23", a day without an hour and so without a zone. Whoever asks for today says in
 * which zone; from there on all is whole days.
 */
export type IsoDate = string;

const DAY_MS = 86_400_000;
const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

interface Parts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export const isDate = (text: string): boolean => {
  const day = numberOf(text);
  return Number.isFinite(day) && dateOf(day) === text;
};

/** Days since 1970-01-01; NaN where it is no date. */
export function numberOf(date: IsoDate): number {
  const [, year, month, day] = shape.exec(date) ?? [];
  return day === undefined ? Number.NaN : Date.UTC(Number(year), Number(month) - 1, Number(day)) / DAY_MS;
}

export const dateOf = (number: number): IsoDate => new Date(number * DAY_MS).toISOString().slice(0, 10);
export const addDays = (date: IsoDate, days: number): IsoDate => dateOf(numberOf(date) + days);
export const daysBetween = (from: IsoDate, to: IsoDate): number => numberOf(to) - numberOf(from);
export const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);
export const earlier = (a: IsoDate, b: IsoDate): IsoDate => (a < b ? a : b);

/** The day that a moment belongs to, on the clock of the house. */
export function dayIn(zone: string, at: number): IsoDate {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(at);
}

function partsOf(date: IsoDate): Parts {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return { year, month, day };
}

const lastOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const written = ({ year, month, day }: Parts): IsoDate =>
  `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

function monthsOn(date: IsoDate, months: number): Parts & { readonly exists: boolean; readonly last: number } {
  const { year, month, day } = partsOf(date);
  const whole = year * 12 + month - 1 + months;
  const at = { year: Math.floor(whole / 12), month: (whole % 12) + 1, day };
  const last = lastOfMonth(at.year, at.month);
  return { ...at, exists: day <= last, last };
}

/**
 * The day on which a child reaches an age in months, as Japan's law counts: the day before the same day of the month, or
 * the last of the month where it has no such day. Born on 31 July, a child is two months old on 30 September.
 * Source: Act on Counting Ages (1902), Civil Code art. 143; the health ministry's questions and answers on rotavirus, no. 5.
 */
export function reaches(birth: IsoDate, months: number): IsoDate {
  const { year, month, day, exists, last } = monthsOn(birth, months);
  return exists ? addDays(written({ year, month, day }), -1) : written({ year, month, day: last });
}

/** The first day after an interval of whole months: the same day of the month, or the first of the next where there is none. */
export function afterMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day, exists, last } = monthsOn(date, months);
  return exists ? written({ year, month, day }) : addDays(written({ year, month, day: last }), 1);
}

/** The first day after an interval of so many days between: "27 days or more" is the same weekday four weeks later. */
export const afterDays = (date: IsoDate, days: number): IsoDate => addDays(date, days + 1);
