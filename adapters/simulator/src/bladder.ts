import { chanceOf } from "./chance.ts";
import type { Profile } from "./profile.ts";
import { type Drink, isAsleep, type Routine } from "./routine.ts";

/** A void as it really was, whether anybody charted it or not. */
export interface TrueVoid {
  /** Minutes of the local day. */
  readonly minute: number;
  readonly volumeMl: number;
  readonly reason: "urge" | "urgency" | "habit";
  readonly leaked: boolean;
}

/** What a bladder carries from one day into the next. */
export interface BladderState {
  readonly volumeMl: number;
  /** The volume at which this fill will end. */
  readonly goesAtMl: number;
  readonly isUrgent: boolean;
  /** Minutes until the toilet is reached; null while there is no urge. */
  readonly reachesIn: number | null;
  readonly drift: number;
  /** The volume at which this fill would usually end, before chance, mL. */
  readonly usualMl: number;
  /** How much the kidneys run above or below their usual rate (logarithm). */
  readonly kidneys: number;
  /** Yesterday's drinks, still on their way; minutes of today, so negative. */
  readonly drinks: readonly Drink[];
}

export interface BladderDay {
  /** mL at the beginning of each minute. */
  readonly volume: Float64Array;
  readonly voids: readonly TrueVoid[];
  /** The volume at which this fill would usually end, before chance; for comparing only. mL at each minute. */
  readonly usual: Float64Array;
  readonly after: BladderState;
}

const DAY_MIN = 1440;
const NEVER = Number.POSITIVE_INFINITY;

export function bladderAtBirth(seed: number | string, profile: Profile): BladderState {
  const c = chanceOf(seed, "bladder-start");
  return {
    volumeMl: c.between(30, 150),
    goesAtMl: profile.urgeMl,
    isUrgent: false,
    reachesIn: null,
    drift: 0,
    usualMl: profile.urgeMl,
    kidneys: 0,
    drinks: [],
  };
}

/** Kidneys and bladder of one day, minute by minute. */
export function bladderDay(
  seed: number | string,
  day: number,
  profile: Profile,
  routine: Routine,
  before: BladderState,
): BladderDay {
  const c = chanceOf(seed, "bladder", day);
  const volume = new Float64Array(DAY_MIN);
  const usual = new Float64Array(DAY_MIN);
  const voids: TrueVoid[] = [];
  const drinks = [...before.drinks, ...routine.drinks];
  const drift = before.drift * 0.87 + c.normal(0, profile.urgeDrift);
  const habits = habitsOf(c, profile, routine);
  let state: BladderState = { ...before, drift, drinks };
  for (let minute = 0; minute < DAY_MIN; minute += 1) {
    volume[minute] = state.volumeMl;
    usual[minute] = state.usualMl * (isAsleep(routine, minute) ? SLEEP_HOLDS : 1);
    state = filled(state, minute, profile, routine, c.normal(0, 1));
    const reason = reasonOf(state, (habits.get(minute) ?? NEVER) * profile.urgeMl);
    if (reason === null) continue;
    const residual = Math.min(state.volumeMl * 0.5, profile.residualMl * c.lognormal(1, 0.3));
    voids.push({
      minute,
      volumeMl: state.volumeMl - residual,
      reason,
      leaked: state.isUrgent && c.happens(profile.leaks),
    });
    state = { ...state, ...nextFill(c, profile, minute, drift), volumeMl: residual };
  }
  const late = drinks
    .filter((drink) => drink.minute > DAY_MIN - 600)
    .map((drink) => ({ ...drink, minute: drink.minute - DAY_MIN }));
  return { volume, voids, usual, after: { ...state, drinks: late } };
}

/** Why the person goes now; null while there is no reason. */
function reasonOf({ reachesIn, isUrgent, volumeMl }: BladderState, habitMl: number): TrueVoid["reason"] | null {
  if (reachesIn !== null && reachesIn <= 0) return isUrgent ? "urgency" : "urge";
  return volumeMl >= habitMl ? "habit" : null;
}

/** Habit: at such a minute the person goes if the bladder holds that part of the usual volume. */
function habitsOf(c: ReturnType<typeof chanceOf>, profile: Profile, routine: Routine): ReadonlyMap<number, number> {
  const habits = new Map<number, number>();
  if (c.happens(profile.habitWaking)) habits.set(routine.wakes + Math.round(c.between(3, 20)), 0.35);
  if (c.happens(profile.habitBedtime)) habits.set(routine.sleeps - Math.round(c.between(5, 30)), 0.5);
  for (const { minute } of routine.meals)
    if (c.happens(profile.habitMeal)) habits.set(minute + Math.round(c.between(30, 50)), 0.6);
  return habits;
}

/** The next fill ends where the person's volume stands at that time of day, more or less; now and then far too early. */
function nextFill(c: ReturnType<typeof chanceOf>, profile: Profile, minute: number, drift: number) {
  const isUrgent = c.happens(profile.urgency);
  const usual = usualMl(profile, minute, drift) * c.lognormal(1, profile.urgeSpread);
  return {
    goesAtMl: isUrgent ? usual * c.between(0.5, 0.85) : usual,
    isUrgent,
    reachesIn: null,
    usualMl: usualMl(profile, minute, drift),
  };
}

/** Where the person's volume stands for a fill that begins at that minute, before chance. */
const usualMl = (profile: Profile, minute: number, drift: number): number =>
  profile.urgeMl *
  Math.exp(drift) *
  (1 + profile.urgeSwing * Math.cos((2 * Math.PI * (minute / 60 + 3 - profile.urgePeakHour)) / 24));

function filled(state: BladderState, minute: number, profile: Profile, routine: Routine, chance: number): BladderState {
  const kidneys = state.kidneys * KIDNEY_MEMORY + chance * KIDNEY_SPREAD * Math.sqrt(1 - KIDNEY_MEMORY ** 2);
  const volumeMl = state.volumeMl + urineRate(minute, profile, state.drinks, routine, kidneys) / 60;
  const asleep = isAsleep(routine, minute);
  const goesAtMl = state.goesAtMl * (asleep && !state.isUrgent ? SLEEP_HOLDS : 1);
  if (state.reachesIn !== null) return { ...state, kidneys, volumeMl, reachesIn: state.reachesIn - 1 };
  const reachesIn = volumeMl >= goesAtMl ? Math.max(1, reachOf(profile, state, chance)) : null;
  return { ...state, kidneys, volumeMl, reachesIn };
}

const reachOf = ({ reachMin }: Profile, { isUrgent }: BladderState, chance: number): number =>
  Math.round((isUrgent ? 0.4 : 1) * reachMin * Math.exp(0.4 * chance));

/** The kidneys wander by a quarter, over about an hour and a half. Asleep, a fuller bladder is borne. Own choices. */
const KIDNEY_SPREAD = 0.25;
const KIDNEY_MEMORY = Math.exp(-1 / 90);
const SLEEP_HOLDS = 1.12;

/** mL an hour: what flows anyway, slower or faster at night, and what each drink adds after its delay. */
function urineRate(
  minute: number,
  profile: Profile,
  drinks: readonly Drink[],
  routine: Routine,
  kidneys: number,
): number {
  const anyway = (profile.urineMl - profile.drinkShare * profile.drinksMl) / 24;
  const night =
    minute < routine.wakes || minute > routine.sleeps + 60 ? profile.nightFactor : 1.2 - 0.2 * profile.nightFactor;
  let rate = Math.max(15, anyway) * night;
  for (const drink of drinks) {
    const since = minute - drink.minute - profile.drinkLagMin;
    if (since <= 0) continue;
    const tau = profile.drinkTauMin;
    rate += drink.volumeMl * profile.drinkShare * (since / tau ** 2) * Math.exp(-since / tau) * 60;
  }
  return rate * Math.exp(kidneys);
}
