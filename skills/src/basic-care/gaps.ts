import type { Past } from "./state.ts";

/**
 * Nothing written down is not nothing drunk. Where, by this person's own habit, at least so many drinks would have been charted
 * and none was, entries are missing: three expected and none come by chance once in twenty (e^-3, Poisson).
 */
const EXPECTED = 3;
/** Until the person's own are known: seven drinks charted between seven and eight in the evening. */
const USUAL_A_DAY = 7;
const [USUAL_FROM_H, USUAL_UNTIL_H] = [7, 20];
const USUAL_DAYS = 3;

/** How many drinks are charted in each hour since the day began, on days with any. */
export function chartedByHour(past: readonly Past[], dayStartsH: number): readonly number[] {
  const days = past.filter(({ hours }) => hours.length > 0);
  return Array.from({ length: 25 }, (_, h) => {
    const clock = (h + dayStartsH) % 24;
    const usual = clock >= USUAL_FROM_H && clock < USUAL_UNTIL_H ? USUAL_A_DAY / (USUAL_UNTIL_H - USUAL_FROM_H) : 0;
    const own = days.reduce((n, { hours }) => n + hours.filter((one) => one === h).length, 0);
    return (USUAL_DAYS * usual + own) / (USUAL_DAYS + days.length);
  });
}

const expected = (byHour: readonly number[], from: number, until: number): number =>
  byHour.reduce((n, rate, h) => n + rate * Math.max(0, Math.min(until, h + 1) - Math.max(from, h)), 0);

/** The longest stretch up to an hour in which entries seem to be missing; null where none does. */
export function gapIn(
  byHour: readonly number[],
  drunkAt: readonly number[],
  until: number,
): readonly [number, number] | null {
  const times = [0, ...drunkAt.toSorted((a, b) => a - b).filter((h) => h < until), until];
  let worst: readonly [number, number] | null = null;
  let most = EXPECTED;
  for (let i = 1; i < times.length; i += 1) {
    const [from, to] = [times[i - 1] ?? 0, times[i] ?? until];
    const n = expected(byHour, from, to);
    if (n < most) continue;
    most = n;
    worst = [from, to];
  }
  return worst;
}

/** The days that can be learnt from, as far as drinking and eating go. */
export const wholeDays = (past: readonly Past[], dayStartsH: number): readonly Past[] => {
  const byHour = chartedByHour(past, dayStartsH);
  return past.filter(
    ({ hours }) =>
      gapIn(
        byHour,
        hours.map((h) => h + 0.5),
        24,
      ) === null,
  );
};

const mealsUntil = ({ by }: Past, h: number): number => by.energy.filter((hour, i) => i % 2 === 0 && hour < h).length;
/** A meal is charted an hour and a half later at the latest, mostly. */
const CHARTED_WITHIN_H = 1.5;

/** As many as on the middle one of the days; of few days, none can be said to be missing. */
function usualMeals(past: readonly Past[], h: number): number {
  const counts = past.map((day) => mealsUntil(day, h)).sort((a, b) => a - b);
  return counts.length < USUAL_DAYS ? 0 : (counts[Math.floor((counts.length - 1) / 2)] ?? 0);
}

/** Days on which a meal that is usually charted was not say too little of what was eaten. */
export function wholeMeals(past: readonly Past[]): readonly Past[] {
  const usual = usualMeals(past, 24);
  return past.filter((day) => mealsUntil(day, 24) >= usual);
}

/** From the last meal that was charted until now, where one seems to be missing by now. */
export function mealGap(
  past: readonly Past[],
  chartedAt: readonly number[],
  h: number,
): readonly [number, number] | null {
  const usual = usualMeals(past, h - CHARTED_WITHIN_H);
  return chartedAt.filter((at) => at < h).length >= usual ? null : [Math.max(0, ...chartedAt.map((at) => at + 1)), h];
}
