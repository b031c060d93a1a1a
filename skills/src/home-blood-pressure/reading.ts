import type { Instant } from "@sakiyomi/core";

export type Where = "home" | "office" | "pharmacy";
export type When = "morning" | "evening" | "other";

/** One inflation of a cuff. All of a series are kept. */
export interface Reading {
  /** What it is struck out by: the identities of the signals that it was put together from. */
  readonly ids: readonly string[];
  readonly at: Instant;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | null;
  readonly where: Where;
  readonly when: When;
  /** The same for readings taken one after the other. */
  readonly series: string;
  readonly arm: "left" | "right" | null;
  /** Chest pain, breathlessness, weakness of a side and the like; null: nobody was asked. */
  readonly symptoms: boolean | null;
}

export interface Pressure {
  readonly systolic: number;
  readonly diastolic: number;
}

/** Means are kept and classed as they are shown: to one decimal. */
export const tenths = (value: number): number => Math.round(value * 10) / 10;
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** Of a sample; 0 where there are fewer than two. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/**
 * Less between the two than this is a slip of a finger or of the cuff. Such a reading is kept and shown and not averaged.
 * Project's choice.
 */
const LEAST_BETWEEN = 10;
export const isPlausible = ({ systolic, diastolic }: Pressure): boolean => systolic - diastolic >= LEAST_BETWEEN;
