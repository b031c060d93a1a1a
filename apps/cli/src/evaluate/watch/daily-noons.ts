import { HOUR, type Instant, type Prediction, type Signal, type SubjectId } from "@sakiyomi/core";
import { basicCare } from "@sakiyomi/skills";
import { type SimulatedDay, START, signal, simulatedDays } from "./daily-people.ts";
import { mean } from "./daily-scores.ts";

export const LEARNING_DAYS = 14;
export const DAYS_EACH = 14;
export const GOALS = { water: 1500, energy: 1500, walk: 1000 } as const;
export type Goal = keyof typeof GOALS;
export const goals = Object.keys(GOALS) as Goal[];
const NOON_H = 8;

/** One person and day as the skill saw it at noon, and what came. */
export interface Noon {
  readonly person: number;
  readonly missed: Readonly<Record<Goal, number | null>>;
  readonly interval: Readonly<Record<Goal, readonly [number, number] | null>>;
  readonly truth: SimulatedDay["truth"];
  readonly soFar: Readonly<Record<Goal, number>>;
  /** Share of the person's written days below the goal. */
  readonly own: Readonly<Record<Goal, number>>;
  readonly offered: readonly Goal[];
  readonly tells: number;
  /** A shift that wrote nothing had ended, or would have. */
  readonly silent: boolean;
  readonly saidSilent: boolean;
}

const person = { id: "person:evaluated" as SubjectId, ageYears: 84, pregnant: null };
const settings = basicCare.settings.parse({});
const reviews: readonly Signal[] = ["heart", "kidney", "swallowing"].map((of) =>
  signal("clinical-review", { of, result: "allowed", by: "Dr.", zone: "Asia/Tokyo" }, START, START),
);

function amountsOf(signals: readonly Signal[]): Readonly<Record<Goal, number>> {
  const kcal = { breakfast: 480, lunch: 580, dinner: 540, snack: 150 };
  let [water, energy, walk] = [0, 0, 0];
  for (const one of signals) {
    if (one.kind === "fluid-intake") water += one.value.volumeMl;
    if (one.kind === "meal") energy += (kcal[one.value.meal] * one.value.eatenPercent) / 100;
    if (one.kind === "steps") walk = Math.max(walk, one.value);
  }
  return { water, energy, walk };
}

const pick = <T>(of: (goal: Goal) => T): Readonly<Record<Goal, T>> =>
  Object.fromEntries(goals.map((goal) => [goal, of(goal)])) as Record<Goal, T>;

const missedOf = (prediction: Prediction | undefined): number | null =>
  prediction?.known && prediction.what.type === "classes" ? (prediction.what.probabilities.missed ?? null) : null;
const intervalOf = (prediction: Prediction | undefined): readonly [number, number] | null =>
  prediction?.known && prediction.what.type === "quantity"
    ? [prediction.what.interval.low, prediction.what.interval.high]
    : null;

/** What is carried from hour to hour of one person. */
interface Life {
  state: unknown;
  next: number;
  readonly waiting: readonly Signal[];
  readonly written: Readonly<Record<Goal, number>>[];
}

/** Lives through a person's days an hour at a time; nobody follows an offer, so that no offer can make itself come true. */
export function noonsOf(seed: string, index: number, learning = LEARNING_DAYS, count = DAYS_EACH): readonly Noon[] {
  const days = simulatedDays(seed, learning + count);
  const waiting = [...reviews, ...days.flatMap(({ signals }) => signals)].sort((a, b) => a.receivedAt - b.receivedAt);
  const life: Life = { state: basicCare.start(START), next: 0, waiting, written: [] };
  return days.map((day) => liveDay(life, day, index)).slice(learning);
}

function arrivedBy(life: Life, now: Instant): readonly Signal[] {
  const from = life.next;
  while (life.next < life.waiting.length && (life.waiting[life.next]?.receivedAt ?? now + 1) <= now) life.next += 1;
  return life.waiting.slice(from, life.next);
}

function liveDay(life: Life, day: SimulatedDay, index: number): Noon {
  const keys = new Set<string>();
  const heard: Signal[] = [];
  let noon: Noon | null = null;
  for (let h = 1; h <= 24; h += 1) {
    const now = day.start + h * HOUR;
    const signals = arrivedBy(life, now);
    heard.push(...signals.filter(({ at }) => at >= day.start));
    const step = basicCare.step(life.state, { signals, settings, person }, now);
    life.state = step.state;
    for (const { key } of step.wishes) keys.add(key);
    if (h === NOON_H) noon = noonOf(index, day, step.predictions, amountsOf(heard), life.written);
  }
  life.written.push(amountsOf(day.signals));
  if (noon === null) throw new RangeError("a day without a noon");
  const wished = [...keys];
  return {
    ...noon,
    offered: goals.filter((goal) => wished.some((key) => key.startsWith(`${goal}-`))),
    tells: wished.length,
    saidSilent: wished.some((key) => key.startsWith("gap-")),
  };
}

function noonOf(
  index: number,
  day: SimulatedDay,
  predictions: Readonly<Record<string, Prediction>>,
  soFar: Readonly<Record<Goal, number>>,
  written: readonly Readonly<Record<Goal, number>>[],
): Noon {
  return {
    person: index,
    truth: day.truth,
    soFar,
    missed: pick((goal) => missedOf(predictions[`${goal}-missed`])),
    interval: pick((goal) => intervalOf(predictions[goal])),
    own: pick((goal) => mean(written.map((one) => Number(one[goal] < GOALS[goal])))),
    offered: [],
    tells: 0,
    silent: day.silent !== null,
    saidSilent: false,
  };
}
