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

/** Steps as the skill counts them: of a counter what lies between two readings, of a hand what it wrote, else walks in minutes. */
export function stepsByDay(
  { steps, walks }: Heard,
  days: careRules.Days,
  stepsAMinute: number,
): ReadonlyMap<number, number> {
  const counted = new Map<number, number>();
  const written = new Map<number, number>();
  const add = (to: Map<number, number>, at: Instant, n: number) => {
    const { number } = careRules.careDayAt(days, at);
    to.set(number, (to.get(number) ?? 0) + n);
  };
  const last = new Map<string, number>();
  for (const { source, at, value } of steps) {
    if (source.startsWith("staff:")) {
      add(written, at, value);
      continue;
    }
    const was = last.get(source);
    last.set(source, value);
    if (was !== undefined) add(counted, at, value >= was ? value - was : value);
  }
  for (const { at, value } of walks) add(written, at, value.minutes * stepsAMinute);
  return new Map([...written, ...counted]);
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
