import {
  DAY,
  defineSkill,
  HOUR,
  type Instant,
  type Prediction,
  SECOND,
  type Signal,
  text,
  unknown,
  type Wish,
} from "@sakiyomi/core";
import { type Averages, averagesOf, homeClass, lastDays } from "./averages.ts";
import { isHypertension, type PressureClass } from "./classes.ts";
import { type Heard, hear, nothingHeard } from "./hear.ts";
import { dayOf, type Occasion, occasionsOf } from "./occasions.ts";
import { classChances, crossingOf, dayMeans, type Line, lineOf, nextWeek, Z80 } from "./outlook.ts";
import { type Pressure, tenths } from "./reading.ts";
import { type Settings, settings } from "./settings.ts";
import { episodesOf, keyOf, type Since, wishesFor } from "./urgent.ts";
import { words } from "./words.ts";

interface State extends Heard {
  /** By matter: what was said about symptoms. */
  readonly answers: readonly (readonly [key: string, answer: string])[];
  readonly since: Since;
  /** Since when the average of a week is hypertension. */
  readonly highSince: Instant | null;
}

const ID = "home-blood-pressure";
const VERSION = "1.0.0";
const MODEL = `${ID}/${VERSION}`;
/** The last four weeks make the line. */
const LINE_DAYS = 28;

/** Reads the series of a cuff at home as the guideline does, and says what must not wait. */
export const homeBloodPressure = defineSkill<State, Settings>({
  id: ID,
  owner: "@sakiyomi/clinical",
  version: VERSION,
  risk: "informs",
  // The classes are an adult's.
  suits: ({ ageYears }) => ageYears === null || ageYears >= 18,
  reads: ["blood-pressure", "systolic", "diastolic", "pulse-rate", "answer"],
  makes: [],
  does: ["tell", "ask", "task"],
  periodMs: HOUR,
  wakesOn: ["systolic", "diastolic"],
  // The two of one inflation; a monitor at an artery says them each second.
  wakesEveryMs: 5 * SECOND,
  budgetMs: 30,
  settings,
  start: () => ({ ...nothingHeard, answers: [], since: {}, highSince: null }),
  step(before, { signals, settings: rules }, now) {
    const heard = hear(before, signals, { ...rules, cuffs: rules.cuffs === "not-counted" ? null : rules.cuffs }, now);
    const occasions = occasionsOf(heard.readings, rules).filter(({ at }) => at <= now);
    const averages = averagesOf(lastDays(occasions, now, rules.utcOffsetMin));
    const found = homeClass(averages, rules.daysAtLeast);
    const isHigh = found.known && isHypertension(found.value);
    const episodes = episodesOf(heard.readings, before.since, rules, now);
    const state = {
      ...heard,
      since: Object.fromEntries(episodes.map(({ alarm, since }) => [alarm, since])),
      answers: answersAfter(before.answers, signals),
      highSince: isHigh ? (before.highSince ?? now) : null,
    };
    return {
      state,
      predictions: predictionsOf(averages, occasions, rules, now),
      wishes: [
        ...episodes.flatMap((one) => wishesFor(one, answerTo(state, keyOf(one)), rules)),
        ...(found.known && rules.tellsAverage ? review(state, averages, found.value) : []),
      ],
      sleeps: heard.readings.length === 0 && heard.halves.length === 0,
    };
  },
  words,
});

const answersAfter = (before: State["answers"], signals: readonly Signal[]): State["answers"] => {
  const said = signals.flatMap((signal) =>
    signal.kind === "answer" && signal.quality !== "entered-in-error" && signal.value.skill === ID
      ? [[signal.value.key, signal.value.answer] as const]
      : [],
  );
  return said.length === 0 ? before : [...before, ...said].slice(-20);
};
const answerTo = ({ answers }: State, key: string): string | null =>
  answers.findLast(([of]) => of === `ask-${key}`)?.[1] ?? null;

/** Grade III within three days, else at the next visit, two weeks at most: the house decides. */
const withinDays: Partial<Record<PressureClass, number>> = { "grade-3": 3 };

function review({ highSince }: State, { all, days }: Averages, found: PressureClass): readonly Wish[] {
  if (highSince === null || all === null) return [];
  return [
    {
      do: "task",
      key: `review-${highSince}`,
      text: text("review", { ...all, days, class: `class.${found}` }),
      due: highSince + (withinDays[found] ?? 14) * DAY,
      role: "doctor",
    },
  ];
}

type Named = Readonly<Record<"average" | "class" | "next-week" | "goal-reached", Prediction>>;

function predictionsOf(averages: Averages, occasions: readonly Occasion[], rules: Settings, now: Instant): Named {
  const found = homeClass(averages, rules.daysAtLeast);
  if (!found.known || averages.all === null) {
    const why = unknown(found.known ? "no-readings" : found.why, { days: averages.days, least: rules.daysAtLeast });
    return { average: why, class: why, "next-week": why, "goal-reached": why };
  }
  const today = dayOf(now, rules.utcOffsetMin);
  const days = dayMeans(lastDays(occasions, now, rules.utcOffsetMin, LINE_DAYS));
  const line = { systolic: lineOf(days, today, "systolic"), diastolic: lineOf(days, today, "diastolic") };
  const because = [
    text("rests-on", { days: averages.days, times: (averages.morning?.n ?? 0) + (averages.evening?.n ?? 0) }),
    text("is-class", { ...averages.all, class: `class.${found.value}` }),
  ];
  const known = { known: true, because, validUntil: now + DAY, model: MODEL } as const;
  const spreads = { systolic: Math.sqrt(line.systolic.dayVar), diastolic: Math.sqrt(line.diastolic.dayVar) };
  const off = spreads.systolic / Math.sqrt(averages.days);
  return {
    average: { ...known, what: quantity(now, averages.all.systolic, off) },
    class: { ...known, what: { type: "classes", probabilities: classChances(averages.all, averages.days, spreads) } },
    "next-week": { ...known, what: weekAhead(line.systolic, now) },
    "goal-reached": goalReached(line, averages.all, rules, now, known),
  };
}

const weekAhead = (line: Line, now: Instant) => {
  const { value, deviation } = nextWeek(line);
  return quantity(now + 7 * DAY, value, deviation);
};

const quantity = (at: Instant, value: number, deviation: number) => ({
  type: "quantity" as const,
  at,
  unit: "mm[Hg]",
  value: tenths(value),
  interval: { low: tenths(value - Z80 * deviation), high: tenths(value + Z80 * deviation), p: 0.8 },
});

function goalReached(
  line: { readonly systolic: Line; readonly diastolic: Line },
  all: Pressure,
  { goalSystolic, goalDiastolic }: Settings,
  now: Instant,
  known: Omit<Extract<Prediction, { known: true }>, "what">,
): Prediction {
  const goal = { systolic: goalSystolic, diastolic: goalDiastolic };
  if (all.systolic < goalSystolic && all.diastolic < goalDiastolic) return unknown("goal-is-reached", goal);
  // The pressure that is above its goal and gets there last.
  const above = (["systolic", "diastolic"] as const).filter((of) => all[of] >= goal[of]);
  const crossings = above.map((of) => crossingOf(line[of], goal[of]));
  const last = crossings.reduce((a, b) => (a === null || b === null ? null : a.inDays >= b.inDays ? a : b));
  if (last === null || last === undefined) return unknown("no-clear-fall", goal);
  return {
    ...known,
    because: [...known.because, text("goal", goal)],
    what: {
      type: "quantity",
      at: now + Math.round(last.inDays * DAY),
      unit: "d",
      value: Math.round(last.inDays),
      interval: { low: Math.floor(last.low), high: Math.ceil(last.high), p: 0.8 },
    },
  };
}
