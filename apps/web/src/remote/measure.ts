import { classOf, type PressureClass } from "@sakiyomi/skills/pressure";

export interface Taken {
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | null;
  /** The entry of the chart. */
  readonly entry: string;
}
export type Place = "home" | "pharmacy" | "office";
export type Time = "morning" | "evening" | "other";

/** JSH 2019: one or two minutes between the readings of one time. */
export const WAIT_MS = 60_000;
/** ESH 2021: more than 10 mmHg between the two asks for a third. */
export const needsThird = ([first, second, ...more]: readonly Taken[]): boolean =>
  first !== undefined && second !== undefined && more.length === 0 && Math.abs(first.systolic - second.systolic) > 10;

const tenths = (value: number): number => Math.round(value * 10) / 10;
const meanOf = (values: readonly number[]): number => tenths(values.reduce((a, b) => a + b, 0) / values.length);

/** Of two readings their mean; of three that of the last two. */
export function meanOfTaken(taken: readonly Taken[]): { readonly systolic: number; readonly diastolic: number } | null {
  const counted = taken.slice(-2);
  if (counted.length === 0) return null;
  return {
    systolic: meanOf(counted.map(({ systolic }) => systolic)),
    diastolic: meanOf(counted.map(({ diastolic }) => diastolic)),
  };
}

/** Which words of advice; the class is today's, by the limits of the place. */
export function adviceFor(
  where: Place,
  mean: { readonly systolic: number; readonly diastolic: number },
  hasSymptoms: boolean,
): { readonly class: PressureClass; readonly words: PressureClass | "low" | "symptoms"; readonly asksDoctor: boolean } {
  const { class: name } = classOf(where, mean);
  if (hasSymptoms) return { class: name, words: "symptoms", asksDoctor: true };
  // Below 90: hypotension as it is usually defined.
  if (mean.systolic < 90) return { class: name, words: "low", asksDoctor: true };
  return { class: name, words: name, asksDoctor: name === "grade-2" || name === "grade-3" };
}

/** Morning and evening as the cuff's own hours have it (skills/src/home-blood-pressure/hear.ts). */
export function timeOf(hour: number): Time {
  if (hour >= 4 && hour < 11) return "morning";
  return hour >= 18 || hour < 2 ? "evening" : "other";
}
