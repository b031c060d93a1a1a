import { DAY, HOUR, type Instant, text, type Wish } from "@sakiyomi/core";
import { clockHour } from "./care-day.ts";
import { goalNow, limitOf, newest, reviewed } from "./goals.ts";
import { daysOf } from "./hear.ts";
import { isKnown } from "./offers.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { hourOfDay, type Standing } from "./today.ts";

/** Said when the limit will be passed with this probability, or when so large a part of it is drunk. Project's choice. */
const LIMIT_LIKELY = 0.7;
const LIMIT_NEAR = 0.9;
/** More than 2 kg in three days in heart failure is a sign that water stays (ESC guideline on heart failure 2021, advice to patients). */
const [GAIN_KG, GAIN_MS] = [2, 3 * DAY];
const GAIN_STANDS_MS = DAY;
/** Two whole days under half of the goal: a nurse looks for the signs of thirst. Project's choice. */
const LITTLE_SHARE = 0.5;
const LITTLE_DAYS = 2;

/** How much may be drunk is nearly reached, or passed. A limit does not end because a goal does. */
export function limitWishes(state: State, standing: Standing, now: Instant): readonly Wish[] {
  const most = limitOf(state);
  if (most === null) return [];
  const { soFar, below } = standing.ahead.water;
  const values = { limit: most, soFar: Math.round(soFar) };
  const key = `limit-${standing.day}`;
  if (soFar > most) return [{ do: "tell", key, level: "medium", text: text("limit-passed", values) }];
  const isLikely = isKnown("water", standing, now) && 1 - below(most) >= LIMIT_LIKELY && soFar > 0;
  if (soFar < LIMIT_NEAR * most && !isLikely) return [];
  return [{ do: "tell", key, level: "low", text: text("limit-near", { ...values, left: Math.round(most - soFar) }) }];
}

const ASKS_FROM_H = 9;

/** Somebody writes down what is drunk and eaten, and nobody has reviewed whether the goals suit this person. */
export function reviewWishes(state: State, standing: Standing, settings: Settings, now: Instant): readonly Wish[] {
  if (state.open.length === 0) return [];
  const { missing, old } = reviewed(state, settings, now);
  const hour = clockHour(daysOf(state, settings), now);
  if (hour < ASKS_FROM_H || hour >= 17) return [];
  const wish = (key: string, what: string): Wish => ({
    do: "task",
    key,
    text: text(key, { what }),
    due: hourOfDay(standing, ASKS_FROM_H, settings),
    role: "nurse",
  });
  if (missing[0] !== undefined) return [wish("ask-review", missing[0])];
  return old[0] === undefined ? [] : [wish("ask-review-again", old[0])];
}

/** Only where a clinician has limited the heart's person: for others a weight has a hundred reasons. */
export function weightWishes(state: State, now: Instant): readonly Wish[] {
  const heart = newest(state, "heart");
  const last = state.weights.at(-1);
  if (last === undefined || heart === null || heart.result === "allowed" || now - last.at > GAIN_STANDS_MS) return [];
  const earlier = state.weights.filter(({ at }) => last.at - at <= GAIN_MS).map(({ kg }) => kg);
  const gain = last.kg - Math.min(...earlier);
  if (gain <= GAIN_KG) return [];
  const values = { gain: Number(gain.toFixed(1)), kg: Number(last.kg.toFixed(1)) };
  return [{ do: "tell", key: "weight-gain", level: "medium", text: text("weight-gain", values) }];
}

export function littleWishes(state: State, standing: Standing, settings: Settings, now: Instant): readonly Wish[] {
  const water = goalNow("water", state, settings, now);
  if (!water.on || clockHour(daysOf(state, settings), now) < 9) return [];
  const last = standing.past.slice(-LITTLE_DAYS);
  const ml = last.map(({ by }) => by.water.reduce((sum, n, i) => (i % 2 ? sum + n : sum), 0));
  const areLast = last.every(({ day }, i) => day === standing.day - last.length + i);
  // Four drinks or more were written down on each: little was drunk, not little written.
  const areWritten = last.every(({ hours }) => hours.length >= 4);
  if (last.length < LITTLE_DAYS || !areLast || !areWritten || ml.some((n) => n >= LITTLE_SHARE * water.least))
    return [];
  const values = { days: LITTLE_DAYS, ml: Math.round(Math.max(...ml)) };
  return [{ do: "tell", key: `little-${standing.day}`, level: "low", text: text("little", values) }];
}

/** Once a day, at noon and after: were drinks not written down? */
export function gapWishes(state: State, standing: Standing, settings: Settings, now: Instant): readonly Wish[] {
  const hour = clockHour(daysOf(state, settings), now);
  const last = standing.lastAt.water;
  const isInUse = last !== null && now - last < 48 * HOUR;
  if (standing.gap === null || !isInUse || hour < settings.decideH || hour >= settings.offersUntilH) return [];
  const { from, until } = standing.gap;
  const values = { fromAt: from, untilAt: until };
  const due = hourOfDay(standing, settings.decideH, settings);
  return [{ do: "task", key: `gap-${standing.day}`, text: text("entries-missing", values), due, role: "carer" }];
}
