import { DAY, type Instant, MINUTE, type Signal } from "@sakiyomi/core";
import { careDay, careDayAt, type Days, isZone } from "./care-day.ts";
import type { Settings } from "./settings.ts";
import { type Entry, type Goal, goals, type Past, type Review, type State } from "./state.ts";

/** Days that may still change: a strike-out or a late entry is found there. */
const OPEN_DAYS = 3;
/** Four of each day of the week. */
const KEEPS_DAYS = 28;
const KEEPS_WEIGHT_MS = 10 * DAY;
const MOST_WEIGHTS = 40;
const MOST_OPEN = 600;
const MOST_REVIEWS = 4;
const MOST_DRINKS = 12;
/** How much of a liking is left a day later. */
const LIKING_LASTS = 0.95;
/** The door lets a device's clock run ahead a little. */
const AHEAD_MS = MINUTE;
/** More steps between two readings of one counter are a fault of it, not a walk. */
export const MOST_STEPS_AT_ONCE = 10_000;

const idOf = ({ source, kind, at, sequence }: Signal): string => `${source} ${kind} ${at} ${sequence}`;

export const daysOf = (state: Pick<State, "zone">, settings: Settings): Days => ({
  zone: state.zone ?? settings.zone,
  dayStartsH: settings.dayStartsH,
});

/** Takes the signals in, in order of arrival, and closes the days that cannot change any more. */
export function hear(before: State, signals: readonly Signal[], settings: Settings, now: Instant): State {
  const heard = signals
    .filter(({ at, quality }) => at <= now + AHEAD_MS && quality !== "bad")
    .reduce((state, signal) => withSignal(state, signal, settings), before);
  return closed(heard, settings, now);
}

function withSignal(state: State, signal: Signal, settings: Settings): State {
  switch (signal.kind) {
    case "clinical-review":
      return withReview(state, signal);
    case "body-weight":
      return { ...state, weights: withOne(state.weights, signal, { kg: signal.value }).slice(-MOST_WEIGHTS) };
    case "steps":
      return signal.source.startsWith("staff:")
        ? withEntry(state, signal, "walk", signal.value)
        : withCount(state, signal);
    case "fluid-intake":
      return withDrink(state, signal);
    case "meal":
      return withEntry(state, signal, "energy", energyOf(signal.value, settings));
    case "walk":
      return withEntry(state, signal, "walk", signal.value.minutes * settings.stepsAMinute, "walk");
    default:
      return state;
  }
}

type Meal = Extract<Signal, { kind: "meal" }>["value"];

/** As it was charted, else the share of what the house serves. */
export const energyOf = ({ meal, eatenPercent, energyKcal }: Meal, settings: Settings): number =>
  energyKcal ??
  (eatenPercent / 100) *
    {
      breakfast: settings.breakfastKcal,
      lunch: settings.lunchKcal,
      dinner: settings.dinnerKcal,
      snack: settings.snackKcal,
    }[meal];

function withDrink(state: State, signal: Extract<Signal, { kind: "fluid-intake" }>): State {
  const { volumeMl, drink } = signal.value;
  const next = withEntry(state, signal, "water", volumeMl, drink);
  const name = drink?.trim() ?? "";
  return name === "" || next === state || signal.quality === "entered-in-error"
    ? next
    : { ...next, drinks: liked(state.drinks, name) };
}

function liked(drinks: State["drinks"], name: string): State["drinks"] {
  const was = drinks.find(([one]) => one === name)?.[1] ?? 0;
  const others = drinks.filter(([one]) => one !== name);
  const all = [...others, [name, Number((was + 1).toFixed(2))] as const];
  return all.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_DRINKS);
}

function withEntry(state: State, signal: Signal, of: Goal, n: number, name?: string): State {
  const open = withOne(state.open, signal, { of, n: Math.round(n), ...(name === undefined ? {} : { name }) });
  return open === state.open ? state : { ...state, open: open.slice(-MOST_OPEN) };
}

interface Kept {
  readonly id: string;
  readonly at: Instant;
}

/** In order of time; said twice counts once; struck out is gone. */
export function withOne<T extends Kept>(list: readonly T[], signal: Signal, rest: Omit<T, "at" | "id">): readonly T[] {
  const id = idOf(signal);
  if (signal.quality === "entered-in-error") return list.filter((one) => one.id !== id);
  if (list.some((one) => one.id === id)) return list;
  return [...list, { id, at: signal.at, ...rest } as T].sort((a, b) => a.at - b.at);
}

/** A counter says how far it has counted: what is between two readings was walked. One that begins anew says it all. */
function withCount(state: State, signal: Extract<Signal, { kind: "steps" }>): State {
  const { source, at, value: n } = signal;
  if (signal.quality === "entered-in-error") return state;
  const was = state.counters.find((one) => one.source === source);
  if (was !== undefined && at <= was.at) return state;
  const counters = [...state.counters.filter((one) => one.source !== source), { source, at, n }].slice(-8);
  // Of the first reading nobody knows when it was walked.
  const more = was === undefined ? 0 : n >= was.n ? n - was.n : n;
  if (more <= 0 || more > MOST_STEPS_AT_ONCE) return { ...state, counters };
  // Walked between the two readings: in the middle of them, but not longer ago than an hour.
  const walkedAt = Math.round(Math.max(at - 60 * MINUTE, was === undefined ? at : (was.at + at) / 2));
  return { ...state, counters, open: withSteps(state.open, source, walkedAt, more) };
}

/** Of one counter and one hour there is one entry. */
function withSteps(open: readonly Entry[], source: string, at: Instant, more: number): readonly Entry[] {
  const id = `${source} steps ${Math.floor(at / (60 * MINUTE))}`;
  const was = open.find((one) => one.id === id);
  if (was === undefined)
    return [...open, { id, at, of: "walk" as const, n: more }].sort((a, b) => a.at - b.at).slice(-MOST_OPEN);
  return open.map((one) => (one.id === id ? { ...one, n: one.n + more } : one));
}

function withReview(state: State, signal: Extract<Signal, { kind: "clinical-review" }>): State {
  const { of, result, limitMl, by, zone } = signal.value;
  const list: readonly Review[] = withOne(state.reviews[of], signal, { result, limitMl: limitMl ?? null, by });
  return {
    ...state,
    zone: zone !== undefined && isZone(zone) ? zone : state.zone,
    reviews: { ...state.reviews, [of]: list.slice(-MOST_REVIEWS) },
  };
}

/** Moves days that cannot change any more to the past. */
function closed(state: State, settings: Settings, now: Instant): State {
  const days = daysOf(state, settings);
  const today = careDayAt(days, now).number;
  const weights = state.weights.filter(({ at }) => now - at < KEEPS_WEIGHT_MS);
  const first = state.open[0];
  const isSame = weights.length === state.weights.length && !(state.past[0] && state.past[0].day < today - KEEPS_DAYS);
  const opensAt = careDay(days, today - OPEN_DAYS + 1).start;
  if ((first === undefined || first.at >= opensAt) && isSame) return state;
  const gone = Map.groupBy(
    state.open.filter(({ at }) => at < opensAt),
    ({ at }) => careDayAt(days, at).number,
  );
  const past = [...gone].map(([day, entries]) => together(dayIn(state.past, day), pastOf(days, day, entries)));
  const known = new Set(past.map(({ day }) => day));
  return {
    ...state,
    weights,
    open: state.open.filter(({ at }) => at >= opensAt),
    past: [...state.past.filter(({ day }) => !known.has(day)), ...past]
      .filter(({ day }) => day >= today - KEEPS_DAYS && day < today)
      .sort((a, b) => a.day - b.day),
    drinks: state.drinks
      .map(([name, n]) => [name, Number((n * LIKING_LASTS ** past.length).toFixed(2))] as const)
      .filter(([, n]) => n > 0.2),
  };
}

const dayIn = (past: readonly Past[], day: number): Past | undefined => past.find((one) => one.day === day);

/** What comes in of a day that is over and closed is added to it. */
function together(was: Past | undefined, more: Past): Past {
  if (was === undefined) return more;
  const sum = (goal: Goal): readonly number[] => {
    const hours = new Map<number, number>();
    for (const list of [was.by[goal], more.by[goal]])
      for (let i = 0; i < list.length; i += 2) {
        const hour = list[i] ?? 0;
        hours.set(hour, (hours.get(hour) ?? 0) + (list[i + 1] ?? 0));
      }
    return [...hours].sort(([a], [b]) => a - b).flat();
  };
  const by = { water: sum("water"), energy: sum("energy"), walk: sum("walk") };
  return { ...was, by, hours: [...was.hours, ...more.hours].sort((a, b) => a - b) };
}

/** A day as it is learnt from. */
export function pastOf(days: Days, day: number, entries: readonly Entry[]): Past {
  const { start, weekday } = careDay(days, day);
  const counted = withoutDouble(entries);
  const hourOf = (at: Instant) => Math.min(24, Math.max(0, Math.floor((at - start) / (60 * MINUTE))));
  const by = Object.fromEntries(
    goals.map((goal) => {
      const hours = new Map<number, number>();
      for (const { of, at, n } of counted) if (of === goal) hours.set(hourOf(at), (hours.get(hourOf(at)) ?? 0) + n);
      return [goal, [...hours].flat()];
    }),
  ) as unknown as Past["by"];
  const drunkAt = counted.filter(({ of }) => of === "water").map(({ at }) => hourOf(at));
  return { day, weekday, by, hours: drunkAt };
}

/** Whose counter it is; null: written down by somebody. */
const counterOf = ({ of, id, name }: Entry): string | null =>
  of !== "walk" || name === "walk" || id.startsWith("staff:") ? null : id.slice(0, id.lastIndexOf(" steps "));

/** Where a counter counts, a walk charted in minutes would count twice, and so would a second counter of the same steps. */
export function withoutDouble(entries: readonly Entry[]): readonly Entry[] {
  const sums = new Map<string, number>();
  for (const entry of entries) {
    const counter = counterOf(entry);
    if (counter !== null) sums.set(counter, (sums.get(counter) ?? 0) + entry.n);
  }
  const most = [...sums].sort(([, a], [, b]) => b - a)[0]?.[0];
  return most === undefined ? entries : entries.filter((entry) => entry.of !== "walk" || counterOf(entry) === most);
}
