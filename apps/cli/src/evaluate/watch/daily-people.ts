import { DAY, HOUR, type Instant, type Kind, type Signal, type SubjectId } from "@sakiyomi/core";
import { type Chance, chanceOf } from "./daily-chance.ts";

/**
 * Simulated people who eat, drink and walk, and carers who write down most of it. Made for this evaluation and nothing like the
 * skill's model: habits are occasions with a chance each, sizes of cups, moods that last, illnesses, shifts that write nothing.
 */
export const START: Instant = Date.parse("2026-02-02T04:00:00+09:00");
const subject = "person:evaluated" as SubjectId;

interface Occasion {
  readonly hour: number;
  readonly chance: number;
  readonly ml: number;
}

interface Habit {
  readonly occasions: readonly Occasion[];
  readonly drinks: readonly string[];
  readonly appetite: number;
  readonly steps: number;
  /** How much one day is like the one before. */
  readonly lasts: number;
  readonly moody: number;
  readonly bathDays: readonly number[];
  readonly shiftSilent: number;
  readonly entryLost: number;
}

export interface SimulatedDay {
  readonly start: Instant;
  readonly truth: { readonly water: number; readonly energy: number; readonly walk: number };
  readonly signals: readonly Signal[];
  /** The shift in which nothing was written down, as hours since the day's start. */
  readonly silent: readonly [number, number] | null;
  readonly ill: boolean;
}

const SHIFTS: readonly (readonly [number, number])[] = [
  [3, 10],
  [5, 12],
  [8, 15],
];
const MEALS = [
  { meal: "breakfast", hour: 7.6, kcal: 480 },
  { meal: "lunch", hour: 12.2, kcal: 580 },
  { meal: "dinner", hour: 18.1, kcal: 540 },
] as const;

function habitOf(c: Chance): Habit {
  const big = c.between(0.8, 1.7);
  const at = (hour: number, often: number, ml: number): Occasion => ({
    hour: hour + c.normal(0, 0.3),
    chance: Math.min(0.97, Math.max(0.05, often + c.normal(0, 0.15))),
    ml: ml * big * Math.exp(c.normal(0, 0.2)),
  });
  return {
    occasions: [
      ...[at(6.4, 0.55, 120), at(7.7, 0.92, 190), at(9.9, 0.7, 160), at(11, 0.3, 110), at(12.3, 0.92, 200)],
      ...[at(13.4, 0.35, 100), at(15, 0.8, 180), at(16.5, 0.25, 120), at(18.2, 0.9, 190), at(20, 0.5, 120)],
    ],
    drinks: c.happens(0.5) ? ["green tea", "water"] : ["barley tea", "coffee", "water"],
    appetite: c.between(0.75, 1.1),
    steps: Math.exp(c.normal(Math.log(1200), 0.5)),
    lasts: c.between(0.2, 0.7),
    moody: c.between(0.08, 0.25),
    bathDays: c.happens(0.5) ? [0, 3] : [1, 4],
    shiftSilent: c.between(0, 0.1),
    entryLost: c.between(0, 0.05),
  };
}

interface Mood {
  readonly level: number;
  readonly illFor: number;
}

function moodAfter({ level, illFor }: Mood, { lasts, moody }: Habit, c: Chance): Mood {
  const falls = illFor === 0 && c.happens(0.025);
  const left = falls ? 2 + Math.floor(c.between(0, 4)) : Math.max(0, illFor - 1);
  return { level: lasts * level + Math.sqrt(1 - lasts ** 2) * c.normal(0, moody), illFor: left };
}

const clamp = (n: number, low: number, high: number): number => Math.min(high, Math.max(low, n));
export const signal = (kind: Kind, value: unknown, at: Instant, receivedAt: Instant, source = "staff:sim"): Signal =>
  ({ subject, kind, at, receivedAt, sequence: 0, value, quality: "good", source }) as Signal;

/** Whether what happens at an hour is written down, and how late. */
interface Writing {
  readonly written: (hour: number) => boolean;
  readonly at: (hour: number) => Instant;
  readonly late: () => number;
}

function writingOf({ entryLost }: Habit, silent: SimulatedDay["silent"], start: Instant, c: Chance): Writing {
  return {
    written: (hour) => !(silent !== null && hour - 4 >= silent[0] && hour - 4 < silent[1]) && !c.happens(entryLost),
    at: (hour) => Math.round(start + (hour - 4) * HOUR),
    late: () => Math.round((c.happens(0.15) ? c.between(0.3, 2.5) : c.between(0.01, 0.2)) * HOUR),
  };
}

/** What is drunk on the occasions of a day, and what of it is written down. */
function drunkOf(
  habit: Habit,
  occasions: readonly Occasion[],
  factor: number,
  { written, at, late }: Writing,
  c: Chance,
) {
  const signals: Signal[] = [];
  let water = 0;
  for (const { hour, chance, ml } of occasions) {
    const when = hour + c.normal(0, 0.3);
    if (!c.happens(clamp(chance * factor ** 0.6, 0, 0.98))) continue;
    const volumeMl = 10 * Math.round((ml * factor ** 0.5 * Math.exp(c.normal(0, 0.25))) / 10);
    water += volumeMl;
    const drink = c.happens(0.7) ? habit.drinks[0] : habit.drinks[1];
    if (written(when)) signals.push(signal("fluid-intake", { volumeMl, drink }, at(when), at(when) + late()));
  }
  return { water, signals };
}

function eatenOf({ appetite }: Habit, factor: number, { written, at, late }: Writing, c: Chance) {
  const signals: Signal[] = [];
  let energy = 0;
  for (const { meal, hour, kcal } of MEALS) {
    const eatenPercent = clamp(Math.round(10 * (appetite * factor + c.normal(0, 0.12))) * 10, 0, 100);
    energy += (kcal * eatenPercent) / 100;
    const when = hour + c.normal(0, 0.15);
    if (written(when)) signals.push(signal("meal", { meal, eatenPercent }, at(when), at(when) + late()));
  }
  return { energy, signals };
}

function dayOf(habit: Habit, mood: Mood, n: number, c: Chance): SimulatedDay {
  const start = START + n * DAY;
  const ill = mood.illFor > 0;
  const factor = Math.exp(mood.level) * (ill ? c.between(0.35, 0.7) : 1);
  const silent = c.happens(habit.shiftSilent) ? (SHIFTS[Math.floor(c.between(0, 3))] ?? null) : null;
  const writing = writingOf(habit, silent, start, c);
  const afterBath = habit.bathDays.includes(n % 7) ? [{ hour: 14.5, chance: 0.8, ml: 180 }] : [];
  const drunk = drunkOf(habit, [...habit.occasions, ...afterBath], factor, writing, c);
  const eaten = eatenOf(habit, factor, writing, c);
  const { steps, walk } = stepsOf(habit, factor, start, c);
  return {
    ...{ start, silent, ill },
    truth: { water: drunk.water, energy: eaten.energy, walk },
    signals: [...drunk.signals, ...eaten.signals, ...steps],
  };
}

/** A band that counts from midnight; one hour in fifty it says nothing. */
function stepsOf(habit: Habit, factor: number, start: Instant, c: Chance) {
  const wanted = habit.steps * factor ** 1.3 * Math.exp(c.normal(0, 0.3));
  const steps: Signal[] = [signal("steps", 0, start, start, "device:band")];
  let walk = 0;
  for (let hour = 6; hour < 21; hour += 1) {
    walk += Math.round((wanted / 15) * Math.exp(c.normal(-0.18, 0.6)));
    const at = start + (hour - 3) * HOUR;
    if (!c.happens(0.02)) steps.push(signal("steps", walk, at, at, "device:band"));
  }
  return { steps, walk };
}

/** A person's days, one after the other. */
export function simulatedDays(seed: string, count: number): readonly SimulatedDay[] {
  const c = chanceOf(seed);
  const habit = habitOf(c);
  let mood: Mood = { level: 0, illFor: 0 };
  return Array.from({ length: count }, (_, n) => {
    mood = moodAfter(mood, habit, c);
    return dayOf(habit, mood, n, c);
  });
}
