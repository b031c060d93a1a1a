/**
 * How much a pregnant woman may gain until birth, by the mass index before the pregnancy. "There is not enough evidence for
 * strict guidance; guide gently, by the individual": the page says so, too. For one child; for twins it says nothing.
 * Source: JSOG, Guidance on weight gain in pregnancy (1 June 2021); classes of the Japan Society for the Study of Obesity.
 */
export type BodyClass = "underweight" | "normal" | "obese-1" | "obese-2";

export const gainRows = [
  { body: "underweight", belowIndex: 18.5, leastKg: 12, mostKg: 15 },
  { body: "normal", belowIndex: 25, leastKg: 10, mostKg: 13 },
  { body: "obese-1", belowIndex: 30, leastKg: 7, mostKg: 10 },
  /** By the individual; at most about 5 kg. */
  { body: "obese-2", belowIndex: Number.POSITIVE_INFINITY, leastKg: null, mostKg: 5 },
] as const;
export type GainRow = (typeof gainRows)[number];

/** Null where it cannot be: no height, or a value that nobody has. */
export function massIndex(weightKg: number, heightCm: number): number | null {
  const index = weightKg / (heightCm / 100) ** 2;
  return Number.isFinite(index) && index > 5 && index < 150 ? index : null;
}

export const gainOf = (index: number): GainRow =>
  gainRows.find(({ belowIndex }) => index < belowIndex) ?? (gainRows[gainRows.length - 1] as GainRow);
