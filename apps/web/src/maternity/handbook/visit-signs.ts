import type { Dipstick } from "../shapes.ts";

/** What of a visit is a number, with its unit. */
export const visitNumbers = [
  { key: "weightKg", min: 20, max: 300, step: 0.1, unit: "kg" },
  { key: "systolic", min: 20, max: 350, step: 1, unit: "mmHg" },
  { key: "diastolic", min: 5, max: 250, step: 1, unit: "mmHg" },
  { key: "fundalHeightCm", min: 5, max: 60, step: 0.5, unit: "cm" },
  { key: "girthCm", min: 30, max: 200, step: 0.5, unit: "cm" },
  { key: "haemoglobin", min: 1, max: 25, step: 0.1, unit: "g/dL" },
] as const;

export const visitSigns = ["oedema", "urineProtein", "urineGlucose"] as const;

/** Null: it is no number. */
export const unitOf = (column: string): string | null => visitNumbers.find(({ key }) => key === column)?.unit ?? null;

/** In brackets, so that "negative" is no dash: a dash is "not measured". */
export const dipstickWords: Readonly<Record<Dipstick, string>> = {
  "-": "(−)",
  "+-": "(±)",
  "+": "(+)",
  "++": "(++)",
  "+++": "(+++)",
};
const dipsticks: readonly Dipstick[] = ["-", "+-", "+", "++", "+++"];
export const signChoices = dipsticks.map((value) => ({ value, label: dipstickWords[value] }));
