import { HOUR, type Instant } from "@sakiyomi/core";
import type { Night } from "./night.ts";

/** A line of a bladder diary. */
export interface DiaryVoid {
  readonly at: Instant;
  readonly ml: number | null;
  readonly leaked: boolean;
  readonly how: string | null;
}
export interface DiaryDrink {
  readonly at: Instant;
  readonly ml: number;
}

/** The measures of a bladder diary's day (ICS standardisation: Abrams 2002; nocturia: Hashim 2019). Null: not known. */
export interface DiaryDay {
  readonly voids: number;
  readonly dayVoids: number;
  /** Voids between going to bed and rising: nocturia is each of them that woke somebody and is followed by sleep. */
  readonly nightVoids: number;
  readonly leaks: number;
  /** Voided in 24 h: from after the first void of the morning to the first one of the next, that one included. */
  readonly volumeMl: number | null;
  /** Voided at night, with the first void after rising. */
  readonly nightMl: number | null;
  readonly maxMl: number | null;
  readonly meanMl: number | null;
  /** Null: nothing was written down. */
  readonly drunkMl: number | null;
  /** Nocturnal polyuria index, percent. */
  readonly npi: number | null;
  readonly isPolyuria: boolean | null;
  readonly unmeasured: number;
}

/** The first void of the morning is looked for so long after rising. Project's choice. */
const MORNING_MS = 3 * HOUR;
/** Nocturnal polyuria: more than a third over 65 years, more than a fifth in the young (ICS, Hashim 2019); between, not said. */
export function polyuriaAbove(ageYears: number | null): number | null {
  if (ageYears === null) return null;
  if (ageYears >= 65) return 33;
  return ageYears <= 25 ? 20 : null;
}

const morningVoid = (voids: readonly DiaryVoid[], rise: Instant): Instant =>
  voids.find(({ at }) => at >= rise && at <= rise + MORNING_MS)?.at ?? rise;

const total = (voids: readonly DiaryVoid[]): number | null =>
  voids.length === 0 || voids.some(({ ml }) => ml === null) ? null : voids.reduce((sum, { ml }) => sum + (ml ?? 0), 0);

/** One day of a diary, between the nights before and after it. */
export function diaryDay(
  all: { readonly voids: readonly DiaryVoid[]; readonly drinks: readonly DiaryDrink[] },
  before: Night,
  after: Night,
  ageYears: number | null,
): DiaryDay {
  const voids = all.voids.toSorted((a, b) => a.at - b.at);
  const from = morningVoid(voids, before.rise);
  const until = morningVoid(voids, after.rise);
  const mine = voids.filter(({ at }) => at > from && at <= until);
  const night = mine.filter(({ at }) => at >= after.bed);
  const measured = mine.flatMap(({ ml }) => ml ?? []);
  const [volumeMl, nightMl] = [total(mine), night.length === 0 ? null : total(night)];
  const share = volumeMl === null || nightMl === null || volumeMl === 0 ? null : (100 * nightMl) / volumeMl;
  const limit = polyuriaAbove(ageYears);
  const drunk = all.drinks.filter(({ at }) => at > from && at <= until);
  return {
    voids: mine.length,
    dayVoids: mine.filter(({ at }) => at < after.bed || at >= after.rise).length,
    nightVoids: mine.filter(({ at }) => at >= after.bed && at < after.rise).length,
    leaks: mine.filter(({ leaked }) => leaked).length,
    ...{ volumeMl, nightMl, npi: share === null ? null : Math.round(share) },
    maxMl: measured.length === 0 ? null : Math.max(...measured),
    meanMl: measured.length === 0 ? null : Math.round(measured.reduce((sum, ml) => sum + ml, 0) / measured.length),
    drunkMl: drunk.length === 0 ? null : drunk.reduce((sum, { ml }) => sum + ml, 0),
    isPolyuria: share === null || limit === null ? null : share > limit,
    unmeasured: mine.length - measured.length,
  };
}

/**
 * How leaks look, in words of function and none of diagnosis. Volumes after the facts of docs/clinical-ranges.md: a mean void is 300
 * to 400 mL, urgency from 200, a residual over 100 is abnormal. A clinician has to approve the words.
 */
export function leakPatterns(
  voids: readonly DiaryVoid[],
  days: number,
  residualsMl: readonly number[],
): readonly ("few" | "frequent-small" | "large" | "residual")[] {
  const leaks = voids.filter(({ leaked }) => leaked);
  if (leaks.length < 3 || days < 2) return ["few"];
  const middle = (list: readonly number[]): number | null =>
    list.length < 3 ? null : (list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) / 2)] ?? null);
  const usual = middle(voids.flatMap(({ ml }) => ml ?? []));
  const leaked = middle(leaks.flatMap(({ ml }) => ml ?? []));
  const residual = middle(residualsMl);
  return [
    ...(voids.length / days >= 8 && usual !== null && usual < 200 ? (["frequent-small"] as const) : []),
    ...(leaked !== null && leaked >= 200 ? (["large"] as const) : []),
    ...(residual !== null && residual > 100 ? (["residual"] as const) : []),
  ];
}
