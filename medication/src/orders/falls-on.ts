import { dayNumber, type LocalDay } from "./local-day.ts";
import { type Days, weekdays } from "./order.ts";

type CalendarDay = Pick<LocalDay, "number" | "weekday" | "dayOfMonth" | "lastOfMonth">;
type Row = { readonly [Type in Days["type"]]: (days: Extract<Days, { type: Type }>, day: CalendarDay) => boolean };

const rows: Row = {
  daily: () => true,
  weekdays: ({ weekdays: named }, { weekday }) => named.some((one) => weekdays[weekday] === one),
  every: ({ days, first }, { number }) => {
    const since = number - dayNumber(first);
    return since >= 0 && since % days === 0;
  },
  cycle: ({ on, off, first }, { number }) => {
    const since = number - dayNumber(first);
    return since >= 0 && since % (on + off) < on;
  },
  month: ({ days }, { dayOfMonth, lastOfMonth }) =>
    days.some((one) => one === dayOfMonth || (dayOfMonth === lastOfMonth && one > lastOfMonth)),
};

/** Whether an order for these days asks for anything on this one. A day of the month that is too late is the last one, once. */
export const fallsOn = (days: Days, day: CalendarDay): boolean => rows[days.type](days as never, day);

/** The same of a date: "2028-02-29". */
export function fallsOnDate(days: Days, date: string): boolean {
  const [year, month, dayOfMonth] = date.split("-").map(Number) as [number, number, number];
  const number = dayNumber(date);
  const lastOfMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return fallsOn(days, { number, weekday: (((number + 3) % 7) + 7) % 7, dayOfMonth, lastOfMonth });
}
