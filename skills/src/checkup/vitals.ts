// Classes of vital signs and weight for a report. A clinician approves them before use.

// Keys of the words: a source is told in the reader's language.
export const NEWS2 = "source.news2";
export const JSH = "source.jsh";
export const JASSO = "source.jasso";
export const DRI = "source.dri";

export type PressureClass =
  | "very-low"
  | "low"
  | "normal"
  | "high-normal"
  | "elevated"
  | "grade-1"
  | "grade-2"
  | "grade-3"
  | "isolated-systolic";

interface PressureRow {
  readonly class: PressureClass;
  readonly systolic: number;
  readonly diastolic: number;
}
/** From these values on; the worse of the two counts (JSH 2019, table 2-5). */
const pressureRows: readonly PressureRow[] = [
  { class: "grade-3", systolic: 180, diastolic: 110 },
  { class: "grade-2", systolic: 160, diastolic: 100 },
  { class: "grade-1", systolic: 140, diastolic: 90 },
  { class: "elevated", systolic: 130, diastolic: 80 },
  { class: "high-normal", systolic: 120, diastolic: Number.POSITIVE_INFINITY },
];

/** Up to these upper values NEWS2 gives 3 points and 2; the guideline for high pressure has no class for them. */
const [VERY_LOW, LOW] = [90, 100];
export const isLow = (found: PressureClass): boolean => found === "very-low" || found === "low";

/** One measurement is no diagnosis: the class says where this reading stands. */
export function pressureClass(systolic: number, diastolic: number): PressureClass | null {
  if (!Number.isFinite(systolic) || !Number.isFinite(diastolic) || diastolic >= systolic) return null;
  if (systolic <= LOW) return systolic <= VERY_LOW ? "very-low" : "low";
  const found = pressureRows.find((row) => systolic >= row.systolic || diastolic >= row.diastolic)?.class ?? "normal";
  return found === "grade-1" && diastolic < 90 ? "isolated-systolic" : found;
}

export const bmiOf = (weightKg: number, heightCm: number): number | null => {
  const bmi = weightKg / (heightCm / 100) ** 2;
  return Number.isFinite(bmi) && weightKg > 0 && heightCm > 0 ? Math.round(bmi * 10) / 10 : null;
};

export type BmiClass = "under" | "below-target" | "usual" | "obese-1" | "obese-2" | "obese-3" | "obese-4";
/** JASSO: under 18.5, obese from 25 on, by fives. From 65 years on the dietary target begins at 21.5. Adults only. */
export function bmiClass(bmi: number, ageYears: number | null): BmiClass | null {
  if (ageYears === null || ageYears < 18) return null;
  if (bmi < 18.5) return "under";
  if (bmi < 21.5 && ageYears >= 65) return "below-target";
  if (bmi < 25) return "usual";
  return bmi < 30 ? "obese-1" : bmi < 35 ? "obese-2" : bmi < 40 ? "obese-3" : "obese-4";
}

export const signKinds = ["body-temperature", "pulse-rate", "respiration-rate", "spo2"] as const;
export type SignKind = (typeof signKinds)[number];
/** NEWS2's band of 0, both inclusive; on its first scale of oxygen saturation. */
export const usualOf: Readonly<Record<SignKind, readonly [low: number, high: number]>> = {
  "body-temperature": [36.1, 38],
  "pulse-rate": [51, 90],
  "respiration-rate": [12, 20],
  spo2: [96, 100],
};
/** From here on NEWS2 gives a single sign 3 points: urgent review by a clinician. */
export const urgentOf: Readonly<Record<SignKind, readonly [low: number, high: number]>> = {
  "body-temperature": [35, Number.POSITIVE_INFINITY],
  "pulse-rate": [40, 131],
  "respiration-rate": [8, 25],
  spo2: [91, Number.POSITIVE_INFINITY],
};

/** Kept to the step in which the scale counts: 38.04 °C is 38.0. */
const rounded = (kind: SignKind, value: number): number =>
  kind === "body-temperature" ? Math.round(value * 10) / 10 : Math.round(value);

export function signPlace(kind: SignKind, measured: number): "usual" | "below" | "above" | "urgent" | null {
  if (!Number.isFinite(measured)) return null;
  const value = rounded(kind, measured);
  const [low, high] = usualOf[kind];
  const [lowest, highest] = urgentOf[kind];
  if (value <= lowest || value >= highest) return "urgent";
  return value < low ? "below" : value > high ? "above" : "usual";
}
