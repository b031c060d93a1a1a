import { type Kind, rowOf } from "@sakiyomi/core";
import type { Key } from "../words/index.ts";

/** One value for `POST /api/people/:id/chart`. */
export interface Charted {
  readonly kind: Kind;
  readonly value: unknown;
  readonly unit: string | null;
}

/** Charts what a sheet gave, and says it in words. */
export type Save = (what: string, entries: readonly Charted[]) => void;

/** A button of the sheet: a figure with its unit, or a code that words/kinds.ts names. */
export interface Choice {
  readonly label:
    | { readonly code: string }
    | { readonly number: number; readonly unit: string; readonly digits?: number };
  readonly entries: readonly Charted[];
}

export const sheets = ["consciousness", "oxygen", "cuff", "temperature", "void", "drink", "meal", "note"] as const;
export type Sheet = (typeof sheets)[number];
export const titleOf = (sheet: Sheet): Key => `chart.${sheet}`;

export const charted = (kind: Kind, value: unknown): Charted => {
  const row = rowOf(kind);
  return { kind, value, unit: "unit" in row ? row.unit : null };
};

const steps = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);

const consciousness = (): readonly Choice[] =>
  ["alert", "confused", "voice", "pain", "unresponsive"].map((code) => ({
    label: { code },
    entries: [charted("consciousness", code)],
  }));

const oxygen = (): readonly Choice[] => [
  { label: { code: "air" }, entries: [charted("supplemental-oxygen", "air"), charted("oxygen-flow", 0)] },
  ...[0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15].map((flow) => ({
    label: { number: flow, unit: "L/min" },
    entries: [charted("supplemental-oxygen", "oxygen"), charted("oxygen-flow", flow)],
  })),
];

/** Tenths as whole numbers first: 36.6 must not become 36.60000000000001. */
const temperature = (): readonly Choice[] =>
  steps(345, 414, 1).map((tenths) => ({
    label: { number: tenths / 10, unit: "Cel", digits: 1 },
    entries: [charted("body-temperature", tenths / 10)],
  }));

const drink = (): readonly Choice[] =>
  [50, 100, 150, 200, 250, 300, 400, 500].map((volumeMl) => ({
    label: { number: volumeMl, unit: "mL" },
    entries: [charted("fluid-intake", { volumeMl })],
  }));

export type Meal = "breakfast" | "lunch" | "dinner" | "snack";
/** The meal that is probably meant at this hour; it is shown and can be changed. */
export function mealAt(hour: number): Meal {
  if (hour >= 5 && hour < 10) return "breakfast";
  if (hour >= 11 && hour < 14) return "lunch";
  return hour >= 17 && hour < 21 ? "dinner" : "snack";
}

export const mealChoices = (meal: Meal): readonly Choice[] =>
  [0, 25, 50, 75, 100].map((eatenPercent) => ({
    label: { number: eatenPercent, unit: "%" },
    entries: [charted("meal", { meal, eatenPercent })],
  }));

export interface VoidDetail {
  readonly volumeMl: number | null;
  readonly leaked: boolean;
}
export const voidChoices = ({ volumeMl, leaked }: VoidDetail): readonly Choice[] =>
  ["toilet", "commode", "urinal", "pad", "catheter"].map((how) => ({
    label: { code: how },
    entries: [charted("void", { how, ...(volumeMl === null ? {} : { volumeMl }), ...(leaked ? { leaked } : {}) })],
  }));

/** Sheets that are one grid of buttons. */
export const gridOf = (sheet: Sheet): readonly Choice[] => {
  const grids: Partial<Record<Sheet, () => readonly Choice[]>> = { consciousness, oxygen, temperature, drink };
  return grids[sheet]?.() ?? [];
};

export const cuffSteps = { upper: steps(60, 230, 1), lower: steps(30, 140, 1) };
/** Null until the two make sense together: the upper pressure is the higher one. */
export const cuffEntries = (upper: number | null, lower: number | null): readonly Charted[] | null =>
  upper === null || lower === null || lower >= upper ? null : [charted("systolic", upper), charted("diastolic", lower)];
