import { HOUR, type Instant } from "@sakiyomi/core";
import { careDayAt } from "./care-day.ts";
import { type Ahead, foresee, type Today } from "./foresee.ts";
import { chartedByHour, gapIn, mealGap, wholeDays, wholeMeals } from "./gaps.ts";
import { daysOf, pastOf, withoutDouble } from "./hear.ts";
import type { Settings } from "./settings.ts";
import { type Entry, type Goal, goals, type Past, type State } from "./state.ts";

/** How today stands, and what it will come to; null where that cannot be said. */
export interface Standing {
  readonly day: number;
  readonly start: Instant;
  readonly end: Instant;
  readonly soFar: Readonly<Record<Goal, number>>;
  /** When it was last heard of; null: not within the days that are kept open. */
  readonly lastAt: Readonly<Record<Goal, Instant | null>>;
  readonly gap: { readonly from: Instant; readonly until: Instant } | null;
  readonly ahead: Readonly<Record<Goal, Ahead>>;
  readonly past: readonly Past[];
}

/** What is asked once a day is due at one moment of it: a moment that moves on would ask anew whoever has done it. */
export const hourOfDay = ({ start }: Pick<Standing, "start">, hour: number, { dayStartsH }: Settings): Instant =>
  start + (hour - dayStartsH) * HOUR;

/** Days that are over but may still change are learnt from as they stand. */
function allPast(state: State, settings: Settings, today: number): readonly Past[] {
  const days = daysOf(state, settings);
  const recent = Map.groupBy(state.open, ({ at }) => careDayAt(days, at).number);
  const open = [...recent].filter(([day]) => day < today).map(([day, entries]) => pastOf(days, day, entries));
  const known = new Set(open.map(({ day }) => day));
  return [...state.past.filter(({ day }) => !known.has(day)), ...open].sort((a, b) => a.day - b.day);
}

/** Of what is learnt: a day without any entry of a goal says nothing about it. */
const heardOf = (past: readonly Past[], goal: Goal): readonly Past[] => past.filter(({ by }) => by[goal].length > 0);

/** Nor does one on which entries are missing. A counter misses no entries. */
function learnable(goal: Goal, past: readonly Past[], dayStartsH: number): readonly Past[] {
  const heard = heardOf(past, goal);
  if (goal === "walk") return heard;
  return goal === "water" ? wholeDays(heard, dayStartsH) : wholeMeals(heard);
}

export function standingOf(state: State, settings: Settings, now: Instant): Standing {
  const days = daysOf(state, settings);
  const { number: day, weekday, start, end } = careDayAt(days, now);
  const hoursOf = (at: Instant) => (at - start) / HOUR;
  const past = allPast(state, settings, day);
  const mine: readonly Entry[] = withoutDouble(state.open.filter(({ at }) => at >= start && at < end));
  const learntFrom = byGoal((goal) => learnable(goal, past, settings.dayStartsH));
  const eatenAt = mine.filter(({ of }) => of === "energy").map(({ at }) => hoursOf(at));
  const drunkAt = mine.filter(({ of }) => of === "water").map(({ at }) => hoursOf(at));
  const gap = gapIn(chartedByHour(past, settings.dayStartsH), drunkAt, hoursOf(now));
  const soFar = byGoal((goal) => mine.reduce((sum, { of, n }) => (of === goal ? sum + n : sum), 0));
  const today = (goal: Goal): Today => ({
    ...{ day, weekday, h: hoursOf(now), soFar: soFar[goal] },
    gap: goal === "water" ? gap : goal === "energy" ? mealGap(learntFrom.energy, eatenAt, hoursOf(now)) : null,
  });
  return {
    ...{ day, start, end, soFar, past },
    lastAt: byGoal((goal) => state.open.findLast(({ of }) => of === goal)?.at ?? null),
    gap: gap === null ? null : { from: start + gap[0] * HOUR, until: start + gap[1] * HOUR },
    ahead: byGoal((goal) => foresee(goal, learntFrom[goal], today(goal), settings.dayStartsH)),
  };
}

export const byGoal = <T>(of: (goal: Goal) => T): Readonly<Record<Goal, T>> =>
  Object.fromEntries(goals.map((goal) => [goal, of(goal)])) as unknown as Readonly<Record<Goal, T>>;
