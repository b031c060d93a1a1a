import type { Chance } from "./chance.ts";
import { chanceOf } from "./chance.ts";
import type { Profile } from "./profile.ts";

export type Posture = "supine" | "left" | "right" | "sitting" | "standing" | "walking";

export interface Drink {
  /** Minutes of the local day. */
  readonly minute: number;
  readonly volumeMl: number;
  readonly drink: string;
}

export interface Meal {
  readonly minute: number;
  readonly meal: "breakfast" | "lunch" | "dinner" | "snack";
  readonly eatenPercent: number;
}

/** What one person does on one day, before anything physiological happens. */
export interface Routine {
  readonly wakes: number;
  readonly sleeps: number;
  readonly meals: readonly Meal[];
  readonly drinks: readonly Drink[];
  readonly walks: readonly { readonly from: number; readonly until: number }[];
  /** For each minute of the day. */
  readonly posture: readonly Posture[];
}

const DAY_MIN = 1440;

export function routineOf(seed: number | string, day: number, profile: Profile): Routine {
  const c = chanceOf(seed, "routine", day);
  const wakes = Math.round(profile.wakesAt * 60 + c.normal(0, 20));
  const sleeps = Math.round(profile.sleepsAt * 60 + c.normal(0, 25));
  const meals = mealsOf(c);
  const walks = [9.5, 11, 14, 16.5].flatMap((hour) => {
    const from = Math.round(hour * 60 + c.normal(0, 20));
    return c.happens(0.7) ? [{ from, until: from + Math.round(c.between(5, 20)) }] : [];
  });
  return {
    wakes,
    sleeps,
    meals,
    drinks: drinksOf(c, profile, meals),
    walks,
    posture: posturesOf(c, wakes, sleeps, meals, walks),
  };
}

/** A house that serves at 7:30, 12:00, 15:00 and 18:00. */
function mealsOf(c: Chance): readonly Meal[] {
  const served = { breakfast: 7.5, lunch: 12, snack: 15, dinner: 18 } as const;
  return (Object.keys(served) as (keyof typeof served)[]).map((meal) => ({
    meal,
    minute: Math.round(served[meal] * 60 + c.normal(5, 6)),
    eatenPercent: Math.min(100, Math.max(20, Math.round(c.normal(85, 15) / 10) * 10)),
  }));
}

/** Most with meals and medicine, some between; each of another size. */
function drinksOf(c: Chance, { drinksMl }: Profile, meals: readonly Meal[]): readonly Drink[] {
  const between = [10, 13.5, 16.5, 20].filter(() => c.happens(0.75)).map((hour) => hour * 60);
  const minutes = [...meals.map(({ minute }) => minute), ...between].map((minute) =>
    Math.round(minute + c.normal(5, 12)),
  );
  const shares = minutes.map(() => c.lognormal(1, 0.35));
  const whole = shares.reduce((a, b) => a + b, 0);
  const today = drinksMl * c.lognormal(1, 0.15);
  return minutes.map((minute, i) => ({
    minute,
    volumeMl: Math.round(((shares[i] ?? 0) / whole) * today),
    drink: c.oneOf(["tea", "water", "coffee", "soup", "juice"]),
  }));
}

function posturesOf(
  c: Chance,
  wakes: number,
  sleeps: number,
  meals: readonly Meal[],
  walks: Routine["walks"],
): readonly Posture[] {
  const isEating = (minute: number) => meals.some((meal) => minute >= meal.minute && minute < meal.minute + 30);
  const isOnWalk = (minute: number) => walks.some(({ from, until }) => minute >= from && minute < until);
  let now: Posture = "supine";
  return Array.from({ length: DAY_MIN }, (_, minute) => {
    if (isAsleep({ wakes, sleeps }, minute)) now = inBed(c, now);
    else if (isOnWalk(minute)) now = "walking";
    else if (isEating(minute)) now = "sitting";
    else now = upAndAbout(c, now);
    return now;
  });
}

/** Turns over about once an hour. */
const inBed = (c: Chance, now: Posture): Posture =>
  c.happens(1 / 60) || !isLying(now) ? c.oneOf(["supine", "left", "right"]) : now;

/** Mostly sits; changes about every 40 minutes, and does not go on walking. */
const upAndAbout = (c: Chance, now: Posture): Posture =>
  now === "walking" || c.happens(1 / 40)
    ? c.oneOf(["sitting", "sitting", "sitting", "supine", "standing", "walking"])
    : now;

export const isLying = (posture: Posture): boolean => posture === "supine" || posture === "left" || posture === "right";

export const isAsleep = ({ wakes, sleeps }: Pick<Routine, "wakes" | "sleeps">, minute: number): boolean =>
  minute < wakes || minute >= sleeps;
