import type { Instant } from "@sakiyomi/core";
import { careRules } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { heard, type Of } from "./heard.ts";
import type { CareDayView } from "./shapes.ts";

/** Six weeks: the month's calendar whole, whatever its first day. */
export const DAYS = 42;

export interface Heard {
  readonly drinks: readonly Of<"fluid-intake">[];
  readonly meals: readonly Of<"meal">[];
  readonly steps: readonly Of<"steps">[];
  readonly walks: readonly Of<"walk">[];
  readonly stools: readonly Of<"stool">[];
  readonly laxatives: readonly Of<"laxative">[];
}

export async function heardOfDays(house: House, person: string, from: Instant, to: Instant): Promise<Heard> {
  const of = <K extends Parameters<typeof heard>[2]>(kind: K) => heard(house, person, kind, from, to);
  const [drinks, meals, steps, walks, stools, laxatives] = await Promise.all([
    ...([of("fluid-intake"), of("meal"), of("steps"), of("walk"), of("stool"), of("laxative")] as const),
  ]);
  return { drinks, meals, steps, walks, stools, laxatives };
}

const isByHand = ({ source }: { readonly source: string }): boolean => source.startsWith("staff:");

type Add = (to: Map<number, number>, at: Instant, n: number) => void;

/** What each counter counted, by day: what lies between two of its readings; one that begins anew says it all. */
function countedByDay(steps: Heard["steps"], add: Add): readonly ReadonlyMap<number, number>[] {
  return [...Map.groupBy(steps, ({ source }) => source).values()].map((readings) => {
    const own = new Map<number, number>();
    for (const [i, { at, value }] of readings.entries()) {
      const was = readings[i - 1]?.value ?? value;
      const more = value >= was ? value - was : value;
      if (more > 0 && more <= careRules.MOST_STEPS_AT_ONCE) add(own, at, more);
    }
    return own;
  });
}

/** Steps as the skill counts them: of two counters the one that counted more, else what a hand wrote, walks in minutes among it. */
export function stepsByDay(
  { steps, walks }: Heard,
  days: careRules.Days,
  stepsAMinute: number,
): ReadonlyMap<number, number> {
  const add: Add = (to, at, n) => {
    const { number } = careRules.careDayAt(days, at);
    to.set(number, (to.get(number) ?? 0) + n);
  };
  const written = new Map<number, number>();
  for (const { at, value } of steps.filter(isByHand)) add(written, at, value);
  for (const { at, value } of walks) add(written, at, value.minutes * stepsAMinute);
  const most = new Map<number, number>();
  const counters = countedByDay(
    steps.filter((one) => !isByHand(one)),
    add,
  );
  for (const own of counters) for (const [day, n] of own) most.set(day, Math.max(n, most.get(day) ?? 0));
  return new Map([...written, ...most]);
}

/**
 * Steps as entries of one day: what a hand wrote, and the last reading of the counter that counted most, with what it counted
 * on that day. Where the counter itself stands says nothing about a day.
 */
export function stepEntries(
  { steps }: Heard,
  { start, end }: { readonly start: Instant; readonly end: Instant },
): Heard["steps"] {
  const [written, read] = [steps.filter(isByHand), steps.filter((one) => !isByHand(one))];
  const isToday = (at: Instant) => at >= start && at < end;
  const add: Add = (to, at, n) => void (isToday(at) && to.set(start, (to.get(start) ?? 0) + n));
  const counted = [...Map.groupBy(read, ({ source }) => source).values()].flatMap((own) => {
    const [value = 0] = countedByDay(own, add).map((days) => days.get(start) ?? 0);
    const last = own.findLast(({ at }) => isToday(at));
    return last === undefined || value === 0 ? [] : [{ ...last, value }];
  });
  return [...written, ...counted.sort((a, b) => b.value - a.value).slice(0, 1)];
}

const byDay = <T extends { readonly at: Instant }>(list: readonly T[], days: careRules.Days) =>
  Map.groupBy(list, ({ at }) => careRules.careDayAt(days, at).number);

/** The last days of care, oldest first. A day of which nothing was written is not a day on which nothing was drunk. */
export function dayViews(all: Heard, settings: careRules.BasicCareSettings, now: Instant): readonly CareDayView[] {
  const today = careRules.careDayAt(settings, now).number;
  const steps = stepsByDay(all, settings, settings.stepsAMinute);
  const [drinks, meals] = [byDay(all.drinks, settings), byDay(all.meals, settings)];
  const [stools, laxatives] = [byDay(all.stools, settings), byDay(all.laxatives, settings)];
  return Array.from({ length: DAYS }, (_, i) => {
    const number = today - DAYS + 1 + i;
    const { date, start } = careRules.careDay(settings, number);
    const [drunk, eaten] = [drinks.get(number) ?? [], meals.get(number) ?? []];
    return {
      ...{ date, start, drinks: drunk.length, meals: eaten.length },
      waterMl: drunk.length === 0 ? null : drunk.reduce((sum, { value }) => sum + value.volumeMl, 0),
      energyKcal:
        eaten.length === 0
          ? null
          : Math.round(eaten.reduce((sum, { value }) => sum + careRules.energyOf(value, settings), 0)),
      steps: steps.get(number) ?? null,
      stools: (stools.get(number) ?? []).map(({ value }) => value.bristol ?? null),
      laxatives: laxatives.get(number)?.length ?? 0,
    };
  });
}
