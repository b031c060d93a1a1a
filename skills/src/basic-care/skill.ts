import {
  defineSkill,
  type Instant,
  MINUTE,
  type Prediction,
  type Text,
  text,
  unknown,
  type Wish,
} from "@sakiyomi/core";
import { INTERVAL } from "./foresee.ts";
import { type GoalNow, goalNow, newest } from "./goals.ts";
import { hear } from "./hear.ts";
import { isKnown, offersAfter, offerWishes, planWishes } from "./offers.ts";
import { type Settings, settings } from "./settings.ts";
import { type Goal, goals, organs, type State, startingState } from "./state.ts";
import { type Standing, standingOf } from "./today.ts";
import { gapWishes, limitWishes, littleWishes, reviewWishes, weightWishes } from "./warnings.ts";
import { words } from "./words.ts";

const VERSION = "1.0.0";
const MODEL = `basic-care/${VERSION}`;
const PERIOD_MS = 15 * MINUTE;
const units: Readonly<Record<Goal, string>> = { water: "mL", energy: "kcal", walk: "1" };

/** Foretells by mid-day whether a person will drink, eat and walk enough today, and says what to offer. */
export const basicCare = defineSkill<State, Settings>({
  id: "basic-care",
  owner: "@sakiyomi/care",
  version: VERSION,
  risk: "suggests",
  // Its goals are those of grown people.
  suits: ({ ageYears }) => ageYears === null || ageYears >= 18,
  reads: ["fluid-intake", "meal", "steps", "walk", "body-weight", "clinical-review"],
  makes: [],
  does: ["tell", "task"],
  periodMs: PERIOD_MS,
  budgetMs: 50,
  settings,
  start: startingState,
  step(before, inputs, now) {
    const heard = hear(before, inputs.signals, inputs.settings, now);
    if (isUntouched(heard)) return { state: heard, predictions: nothing("nothing-heard"), wishes: [], sleeps: true };
    const standing = standingOf(heard, inputs.settings, now);
    const state = { ...heard, offers: offersAfter(heard, standing, inputs.settings, now) };
    return {
      state,
      predictions: predictionsOf(state, standing, inputs.settings, now),
      wishes: wishesOf(state, standing, inputs.settings, now),
    };
  },
  words,
});

/** Nothing is kept of this person: what was said has been forgotten, or nothing was ever said. */
const isUntouched = ({ open, past, weights, counters, reviews }: State): boolean =>
  open.length + past.length + weights.length + counters.length === 0 &&
  organs.every((organ) => newest({ reviews }, organ) === null);

const nothing = (key: string): Readonly<Record<string, Prediction>> =>
  Object.fromEntries(goals.flatMap((goal) => [goal, `${goal}-missed`].map((name) => [name, unknown(key)])));

function predictionsOf(
  state: State,
  standing: Standing,
  settings: Settings,
  now: Instant,
): Readonly<Record<string, Prediction>> {
  return Object.fromEntries(
    goals.flatMap((goal): readonly (readonly [string, Prediction])[] => {
      const goalIs = goalNow(goal, state, settings, now);
      const why = whyUnknown(goal, goalIs, standing, now);
      const names = [goal, `${goal}-missed`];
      if (why !== null || !goalIs.on) return names.map((name) => [name, unknown(why?.key ?? "left-out", why?.values)]);
      const because = reasons(goal, goalIs, state, standing, now);
      const known = { known: true, because, validUntil: now + 2 * PERIOD_MS, model: MODEL } as const;
      return [
        [goal, { ...known, what: amount(goal, standing) }],
        [`${goal}-missed`, { ...known, what: missed(standing.ahead[goal].below(goalIs.least)) }],
      ];
    }),
  );
}

function whyUnknown(goal: Goal, goalIs: GoalNow, standing: Standing, now: Instant): Text | null {
  if (!goalIs.on) return goalIs.why;
  if (isKnown(goal, standing, now)) return null;
  if (goal === "water" && standing.gap !== null && standing.lastAt.water !== null)
    return text("entries-missing", { fromAt: standing.gap.from, untilAt: standing.gap.until });
  return text("not-written", { what: goal });
}

function amount(goal: Goal, { ahead, end }: Standing) {
  const { mean, low, high } = ahead[goal];
  const value = Math.round(mean);
  const interval = { low: Math.min(value, Math.round(low)), high: Math.max(value, Math.round(high)), p: INTERVAL };
  return { type: "quantity" as const, at: end, unit: units[goal], value, interval };
}

const missed = (p: number) => {
  const chance = Number(Math.min(0.99, Math.max(0.01, p)).toFixed(2));
  return { type: "classes" as const, probabilities: { missed: chance, reached: Number((1 - chance).toFixed(2)) } };
};

function reasons(
  goal: Goal,
  goalIs: GoalNow & { on: true },
  state: State,
  standing: Standing,
  now: Instant,
): readonly Text[] {
  const { soFar, days, assumed } = standing.ahead[goal];
  const given = Math.round(soFar);
  return [
    text(`${goal}-so-far`, { n: given, goal: goalIs.least }),
    days === 0 ? text("learnt-from-none") : text("learnt-from", { days }),
    ...(goalIs.most === null ? [] : [text("limited-to", { limit: goalIs.most })]),
    ...(goal === "water" && assumed > 0 && standing.gap !== null
      ? [text("assumed", { ml: Math.round(assumed), fromAt: standing.gap.from, untilAt: standing.gap.until })]
      : []),
    ...(goal === "energy" && assumed > 0 ? [text("meal-assumed", { kcal: Math.round(assumed) })] : []),
    ...reviewText(state, now),
  ];
}

/** Who allowed it, and how long ago: of the three reviews the oldest, which is the next to be asked for. */
function reviewText(state: State, now: Instant): readonly Text[] {
  const oldest = organs.flatMap((organ) => newest(state, organ) ?? []).sort((a, b) => a.at - b.at)[0];
  if (oldest === undefined) return [];
  return [
    text("reviewed-by", { by: oldest.by, days: Math.max(0, Math.floor((now - oldest.at) / (24 * 60 * MINUTE))) }),
  ];
}

const wishesOf = (state: State, standing: Standing, settings: Settings, now: Instant): readonly Wish[] => [
  ...limitWishes(state, standing, now),
  ...weightWishes(state, now),
  ...littleWishes(state, standing, settings, now),
  ...offerWishes(state),
  ...gapWishes(state, standing, settings, now),
  ...reviewWishes(state, standing, settings, now),
  ...planWishes(state, standing, settings, now),
];
