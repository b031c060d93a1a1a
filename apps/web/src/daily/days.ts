import type { Speak } from "../words/index.ts";
import type { CareDayView, GoalView } from "./asked.ts";

/** What a calendar may show of a day. */
export const shown = ["water", "energy", "walk", "stool"] as const;
export type Shown = (typeof shown)[number];

/** What an amount is counted in. */
export function unitOf(what: Shown, t: Speak): string {
  if (what === "water") return "mL";
  if (what === "energy") return "kcal";
  return what === "walk" ? t("daily.steps") : "";
}

/** A day's amount; null where nothing was written down. */
export function amountOf(day: CareDayView, what: Shown): number | null {
  if (what === "water") return day.waterMl;
  if (what === "energy") return day.energyKcal;
  if (what === "walk") return day.steps;
  return day.stools.length > 0 ? day.stools.length : null;
}

/** The goal of each day as it is now; null where it is off, and of stools, which are counted over days. */
export const goalOf = (goals: readonly GoalView[], what: Shown): number | null =>
  goals.find(({ name }) => name === what)?.least ?? null;

/** Whole weeks, Monday first; null before the first and after the last day. */
export function weeksOf(days: readonly CareDayView[]): readonly (readonly (CareDayView | null)[])[] {
  const first = days[0];
  if (first === undefined) return [];
  const lead = (new Date(`${first.date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (CareDayView | null)[] = [...Array<null>(lead).fill(null), ...days];
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(7 * i, 7 * i + 7));
}

/** How far a bar goes: to the goal and a little beyond, or to the largest. */
export const fullOf = (values: readonly (number | null)[], goal: number | null): number =>
  Math.max(1, (goal ?? 0) * 1.2, ...values.map((value) => value ?? 0));

export const dateOf = (iso: string, language: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(Date.parse(`${iso}T00:00:00Z`));
