import type { Pressure, Where } from "./reading.ts";

/**
 * Classes of the guideline of the Japanese Society of Hypertension for adults, JSH 2019, table 2-5 (values in English:
 * Kario, Korean Circ J 2019; 49:1123, table 1). JSH 2025 keeps 140/90 in the office and 135/85 at home as what
 * hypertension is. A clinician has to approve them before use.
 */
export const pressureClasses = ["normal", "high-normal", "elevated", "grade-1", "grade-2", "grade-3"] as const;
export type PressureClass = (typeof pressureClasses)[number];

/** Where each class above `normal` begins, in mmHg; the diastolic pressure has no `high-normal` of its own. */
interface Bounds {
  readonly systolic: readonly [number, number, number, number, number];
  readonly diastolic: readonly [number, number, number, number];
}
const home: Bounds = { systolic: [115, 125, 135, 145, 160], diastolic: [75, 85, 90, 100] };
const office: Bounds = { systolic: [120, 130, 140, 160, 180], diastolic: [80, 90, 100, 110] };
/** At a pharmacy somebody else measures, once, outside of the home: read like the office. Project's choice. */
export const boundsOf: Readonly<Record<Where, Bounds>> = { home, office, pharmacy: office };

/** What hypertension is: the third bound of the systolic, the second of the diastolic pressure. */
export const limitOf = (where: Where): Pressure => ({
  systolic: boundsOf[where].systolic[2],
  diastolic: boundsOf[where].diastolic[1],
});

const atLeast = (bounds: readonly number[], value: number): number => bounds.filter((bound) => value >= bound).length;

export interface Classed {
  readonly class: PressureClass;
  /** Systolic as in hypertension, diastolic below it. */
  readonly isolatedSystolic: boolean;
}

export function systolicClass(where: Where, systolic: number): number {
  return atLeast(boundsOf[where].systolic, systolic);
}
/** As a number in `pressureClasses`: from the first bound on it is `elevated`, never `high-normal`. */
export function diastolicClass(where: Where, diastolic: number): number {
  const passed = atLeast(boundsOf[where].diastolic, diastolic);
  return passed === 0 ? 0 : passed + 1;
}

/** The higher of the two classes counts. */
export function classOf(where: Where, { systolic, diastolic }: Pressure): Classed {
  const at = Math.max(systolicClass(where, systolic), diastolicClass(where, diastolic));
  const limit = limitOf(where);
  return {
    class: pressureClasses[at] ?? "normal",
    isolatedSystolic: systolic >= limit.systolic && diastolic < limit.diastolic,
  };
}

export const isHypertension = (one: PressureClass): boolean => pressureClasses.indexOf(one) >= 3;

/** How office and home fit together. Whether somebody is treated is not known here. */
export type Pattern = "both-normal" | "white-coat" | "masked" | "sustained";

/** 140/90 in the office, 135/85 at home (JSH 2019, chapter 2; 2025 the same). */
export function patternOf(inOffice: Pressure, atHome: Pressure): Pattern {
  const reaches = (where: Where, { systolic, diastolic }: Pressure) =>
    systolic >= limitOf(where).systolic || diastolic >= limitOf(where).diastolic;
  const [high, highAtHome] = [reaches("office", inOffice), reaches("home", atHome)];
  if (high) return highAtHome ? "sustained" : "white-coat";
  return highAtHome ? "masked" : "both-normal";
}
