import { HOUR, type Instant, MINUTE, text, type Wish } from "@sakiyomi/core";
import { clockHour } from "./care-day.ts";
import { type GoalNow, goalNow } from "./goals.ts";
import { daysOf } from "./hear.ts";
import type { Settings } from "./settings.ts";
import { type Goal, goals, type Offer, type State } from "./state.ts";
import { hourOfDay, type Standing } from "./today.ts";

/** An offer that has begun to work is taken back only when the goal is likely again: no coming and going. */
const TAKEN_BACK_BELOW = 0.4;
const MOST_CUPS = 4;
/** To be done within this time, and before the evening. */
const WITHIN_MS = 2 * HOUR;
/** Whom the goal does not fit is not offered it every day: missed on so many of the last days, a nurse is asked once a week. */
const [OFTEN, OF_DAYS] = [11, 14];
const DAY_OF_PLANS = 0;
const PLANS_FROM_H = 10;

const round = (n: number, to: number): number => Math.round(n / to) * to;

/** The goals that are missed day after day, and of how many days. Of water an offer is made all the same: thirst harms at once. */
export function isHopeless(goal: Goal, past: Standing["past"], least: number): boolean {
  const days = past.filter(({ by }) => by[goal].length > 0).slice(-OF_DAYS);
  const missed = days.filter(({ by }) => by[goal].reduce((sum, n, i) => (i % 2 ? sum + n : sum), 0) < least).length;
  return goal !== "water" && days.length === OF_DAYS && missed >= OFTEN;
}

interface Asked {
  readonly state: State;
  readonly standing: Standing;
  readonly settings: Settings;
  readonly now: Instant;
  readonly hour: number;
}

/** The offers of today: at most one a goal, made once, in the hours in which it may be followed. */
export function offersAfter(state: State, standing: Standing, settings: Settings, now: Instant): State["offers"] {
  const before = state.offers.day === standing.day ? state.offers.made : [];
  const hour = clockHour(daysOf(state, settings), now);
  const asked: Asked = { state, standing, settings, now, hour };
  const made = goals.flatMap((goal): readonly Offer[] => {
    const was = before.find((one) => one.goal === goal);
    const goalIs = goalNow(goal, state, settings, now);
    if (was === undefined) return goalIs.on ? newOffer(goal, goalIs, asked) : [];
    return [isOver(was, goalIs, standing, hour, settings) ? { ...was, over: true } : was];
  });
  return { day: standing.day, made };
}

function newOffer(goal: Goal, goalIs: GoalNow & { on: true }, asked: Asked): readonly Offer[] {
  const { standing, settings, now, hour } = asked;
  const mayOffer = hour >= settings.decideH && hour < settings.offersUntilH;
  if (!mayOffer || !isKnown(goal, standing, now) || isHopeless(goal, standing.past, goalIs.least)) return [];
  if (standing.ahead[goal].below(goalIs.least) < settings.offersAt) return [];
  const cups = cupsFor(goalIs, standing, settings);
  return goal === "water" && cups < 1 ? [] : [offer(goal, goalIs.least, cups, asked)];
}

/** Never so many that a limit could be passed with what will probably be drunk anyway, at the upper end of its interval. */
function cupsFor({ least, most }: GoalNow & { on: true }, { ahead }: Standing, { cupMl }: Settings): number {
  const wanted = Math.min(MOST_CUPS, Math.max(1, Math.ceil((least - ahead.water.mean) / cupMl)));
  return most === null ? wanted : Math.min(wanted, Math.floor((most - ahead.water.high) / cupMl));
}

function isOver(was: Offer, goalIs: GoalNow, standing: Standing, hour: number, settings: Settings): boolean {
  if (was.over || !goalIs.on || hour >= settings.offersUntilH + 1) return true;
  return standing.ahead[was.goal].below(goalIs.least) < TAKEN_BACK_BELOW;
}

/** Heard of within two days: whoever nobody writes down for is foretold nothing. */
const HEARD_WITHIN_MS = 48 * HOUR;
const LONGEST_ASSUMED = 0.5;

export function isKnown(goal: Goal, { lastAt, ahead }: Standing, now: Instant): boolean {
  const last = lastAt[goal];
  if (last === null || now - last > HEARD_WITHIN_MS) return false;
  const { soFar, assumed } = ahead[goal];
  return assumed <= LONGEST_ASSUMED * (soFar + assumed);
}

function offer(goal: Goal, least: number, cups: number, asked: Asked): Offer {
  const { settings, now, hour } = asked;
  const { drinks } = asked.state;
  const { ahead } = asked.standing;
  const due = now + Math.max(30 * MINUTE, Math.min(WITHIN_MS, (settings.offersUntilH - hour) * HOUR));
  const { mean, soFar } = ahead[goal];
  const foreseen = { expected: round(mean, 50), goal: least, soFar: Math.round(soFar) };
  const values = { ...foreseen, madeAt: now, byAt: round(due, 5 * MINUTE) };
  const drink = drinks[0]?.[0];
  if (goal !== "water") return { goal, key: `offer-${goal}`, values, due, over: false };
  const cup = { ...values, cups, cupMl: settings.cupMl };
  return drink === undefined
    ? { goal, key: "offer-water", values: cup, due, over: false }
    : { goal, key: "offer-water-liked", values: { ...cup, drink }, due, over: false };
}

export const offerWishes = ({ offers }: State): readonly Wish[] =>
  offers.made
    .filter(({ over }) => !over)
    .map(({ goal, key, values, due }) => ({
      do: "task",
      key: `${goal}-${offers.day}`,
      text: text(key, values),
      due,
      role: "carer",
    }));

/** Once a week, by day: a goal that this person misses nearly every day asks for another plan, not for another reminder. */
export function planWishes(state: State, standing: Standing, settings: Settings, now: Instant): readonly Wish[] {
  const hour = clockHour(daysOf(state, settings), now);
  const weekday = (((standing.day + 3) % 7) + 7) % 7;
  if (weekday !== DAY_OF_PLANS || hour < PLANS_FROM_H || hour >= 17) return [];
  return goals.flatMap((goal): readonly Wish[] => {
    const goalIs = goalNow(goal, state, settings, now);
    if (!goalIs.on || !isHopeless(goal, standing.past, goalIs.least)) return [];
    const due = hourOfDay(standing, PLANS_FROM_H, settings);
    return [{ do: "task", key: `plan-${goal}-${standing.day}`, text: text(`plan-${goal}`), due, role: "nurse" }];
  });
}
