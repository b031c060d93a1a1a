import { DAY, type Instant } from "@sakiyomi/core";
import { careRules } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { heard } from "./heard.ts";
import type { CareDayView, TrendView } from "./shapes.ts";

/** Half a year: a Barthel index is taken every month or two. */
const BACK_MS = 183 * DAY;
const MONTH_DAYS = 30.4;
const WEEK = 7 * DAY;

type Points = TrendView["points"];

function trend(name: TrendView["name"], unit: string, moreIsBetter: boolean | null, points: Points): TrendView {
  const slope = careRules.robustSlope(points.map(({ at, value }) => ({ day: at / DAY, value })));
  const monthly = (perDay: number) => Number((perDay * MONTH_DAYS).toFixed(2));
  return {
    ...{ name, unit, moreIsBetter, points },
    slope: slope.known
      ? { known: true, perMonth: monthly(slope.perDay), low: monthly(slope.low), high: monthly(slope.high) }
      : { known: false, why: slope.why },
  };
}

/** Of each week with at least so many entries; fewer say nothing of it. */
const FEWEST_A_WEEK = 10;

function weekly<T extends { readonly at: Instant }>(list: readonly T[], value: (week: readonly T[]) => number): Points {
  return [...Map.groupBy(list, ({ at }) => Math.floor(at / WEEK))]
    .filter(([, week]) => week.length >= FEWEST_A_WEEK)
    .map(([n, week]) => ({ at: n * WEEK + WEEK / 2, value: value(week) }));
}

const onToilet = new Set<string | undefined>(["toilet", "commode", "urinal"]);

/** How much of daily life is still the person's own: Barthel index, share on the toilet, what goes into pads, steps, weight. */
export async function trendsOf(
  house: House,
  person: string,
  days: readonly CareDayView[],
  now: Instant,
): Promise<readonly TrendView[]> {
  const from = now - BACK_MS;
  const [barthel, weight, voids, stools] = await Promise.all([
    heard(house, person, "barthel-index", from, now),
    heard(house, person, "body-weight", from, now),
    heard(house, person, "void", from, now),
    heard(house, person, "stool", from, now),
  ]);
  const points = (list: readonly { readonly at: Instant; readonly value: number }[]): Points =>
    list.map(({ at, value }) => ({ at, value })).slice(-60);
  const gone = [...voids, ...stools].filter(({ value: { how } }) => how !== undefined && how !== "catheter");
  const share = (of: (how: string | undefined) => boolean) => (week: readonly (typeof gone)[number][]) =>
    Math.round((100 * week.filter(({ value: { how } }) => of(how)).length) / week.length);
  return [
    trend("barthel", "1", true, points(barthel)),
    trend(
      "toilet",
      "%",
      true,
      weekly(
        gone,
        share((how) => onToilet.has(how)),
      ),
    ),
    trend(
      "pads",
      "%",
      false,
      weekly(
        gone,
        share((how) => how === "pad"),
      ),
    ),
    // Today is not over.
    trend(
      "steps",
      "1",
      true,
      days.slice(0, -1).flatMap(({ start, steps }) => (steps === null ? [] : [{ at: start, value: steps }])),
    ),
    trend("weight", "kg", null, points(weight)),
  ];
}
