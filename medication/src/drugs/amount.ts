import type { DoseUnit, Drug, Quantity } from "./drug.ts";

/** Milligrams in each unit of mass. */
const masses: Partial<Readonly<Record<DoseUnit, number>>> = { ug: 0.001, mg: 1, g: 1000 };

const exact = (value: number): number => Number(value.toPrecision(12));

/** The same amount in another unit: 0.5 g is 500 mg. null where the two do not measure the same. */
export function inUnit({ value, unit }: Quantity, wanted: DoseUnit): Quantity | null {
  if (unit === wanted) return { value, unit };
  const from = masses[unit];
  const to = masses[wanted];
  return from === undefined || to === undefined ? null : { value: exact((value * from) / to), unit: wanted };
}

type Measured = Pick<Drug, "strength" | "fill" | "unit">;

/**
 * How much of the drug itself a quantity is: 2 {tablet} of 5 mg are 10 mg, 3 mL of 2 mg/mL are 6 mg, 5 mL of an ampoule of
 * 100 mg in 10 mL are 50 mg, and 5 mg are 5 mg. null where the list does not say it, or where it could be read in two ways:
 * milligrams of a powder or ointment that is itself weighed may be those of the drug or of the powder (原薬量・製剤量, the
 * cause of tenfold errors; MHLW 内服薬処方せんの記載方法の在り方に関する検討会報告書, 2010).
 */
export function amountIn(quantity: Quantity, drug: Measured): Quantity | null {
  const { strength, fill } = drug;
  if (strength === null) return null;
  const counted = of(quantity, strength.per);
  if (counted !== null) return times(strength.amount, counted);
  const filled = fill === null ? null : of(quantity, fill);
  if (filled !== null && strength.per.unit === drug.unit) return times(strength.amount, filled / strength.per.value);
  const isWeighed = [drug.unit, fill?.unit, strength.per.unit].includes("g") && masses[quantity.unit] !== undefined;
  return isWeighed ? null : inUnit(quantity, strength.amount.unit);
}

/** How many times `whole` a quantity is, in the very same unit; grams of a preparation are never compared with milligrams. */
const of = (quantity: Quantity, whole: Quantity): number | null =>
  quantity.unit === whole.unit ? quantity.value / whole.value : null;

const times = ({ value, unit }: Quantity, factor: number): Quantity => ({ value: exact(value * factor), unit });

/** Within this share of each other two amounts are one: reckoning by decimals, nothing more. */
const CLOSE = 1e-6;

/**
 * Whether two quantities of one drug are the same amount: 2 tablets of 5 mg and 10 mg. null where it cannot be known; then
 * it must not be taken for yes.
 */
export function sameAmount(one: Quantity, other: Quantity, drug: Measured): boolean | null {
  const asSaid = inUnit(other, one.unit);
  if (asSaid !== null && (one.unit === other.unit || isOfDrug(one, other, drug))) return isClose(one, asSaid);
  const first = amountIn(one, drug);
  const second = amountIn(other, drug);
  const alike = first === null || second === null ? null : inUnit(second, first.unit);
  return first === null || alike === null ? null : isClose(first, alike);
}

/** Grams and milligrams both mean the drug itself, unless the preparation is weighed. */
const isOfDrug = (one: Quantity, other: Quantity, { unit, fill, strength }: Measured): boolean =>
  one.unit === other.unit || ![unit, fill?.unit, strength?.per.unit].includes("g");

const isClose = (one: Quantity, other: Quantity): boolean =>
  Math.abs(one.value - other.value) <= CLOSE * Math.max(one.value, other.value);
