import { addDays, earlier, type IsoDate, later } from "./calendar.ts";
import { gestationOn, TERM_DAYS } from "./gestation.ts";

/**
 * How often a pregnant woman is seen: every four weeks to 23 weeks 6 days, every two to 35 weeks 6 days, then weekly.
 * Source: desirable standard of the health check of pregnant women (notice 226 of the health ministry, 2015); some 14 visits.
 */
export const visitRows = [
  { fromWeek: 8, everyDays: 28 },
  { fromWeek: 24, everyDays: 14 },
  { fromWeek: 36, everyDays: 7 },
] as const;

const rowAt = (weeks: number) => visitRows.findLast(({ fromWeek }) => weeks >= fromWeek) ?? visitRows[0];
const dayOfWeek = (due: IsoDate, week: number): IsoDate => addDays(due, week * 7 - TERM_DAYS);

/** Days between visits in that week. */
export const intervalAt = (weeks: number): number => rowAt(weeks).everyDays;

/**
 * The day by which the next visit is due. Where the rhythm becomes denser before the old one has run out, the denser one
 * holds from its first day on. Null: the dates do not belong together.
 */
export function nextVisit(due: IsoDate, last: IsoDate | null): IsoDate | null {
  if (last === null) return dayOfWeek(due, visitRows[0].fromWeek);
  const at = gestationOn(due, last);
  if (at === null) return null;
  const plain = addDays(last, intervalAt(at.weeks));
  return visitRows.reduce((best, { fromWeek, everyDays }) => {
    const begins = dayOfWeek(due, fromWeek);
    return begins > last && begins < plain ? earlier(best, later(begins, addDays(last, everyDays))) : best;
  }, plain);
}

/** Every visit of an undisturbed pregnancy, by week: 8, 12, 16, 20, 24, 26 … 36, 37 … 40. */
export const plannedWeeks: readonly number[] = visitRows.flatMap(({ fromWeek, everyDays }, i) => {
  const until = visitRows[i + 1]?.fromWeek ?? TERM_DAYS / 7 + 1;
  const step = everyDays / 7;
  return Array.from({ length: Math.ceil((until - fromWeek) / step) }, (_, n) => fromWeek + n * step);
});
