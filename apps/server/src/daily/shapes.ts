import type { Instant, Kind, Text } from "@sakiyomi/core";
import type { PredictionView } from "../api.ts";

/** What crosses to the pages of daily care; types only. */

export type GoalName = "water" | "energy" | "walk";
export type OrganName = "heart" | "kidney" | "swallowing";

export interface GoalView {
  readonly name: GoalName;
  readonly unit: string;
  readonly soFar: number;
  /** Null: off, and why. */
  readonly least: number | null;
  readonly most: number | null;
  readonly why: Text | null;
  readonly missed: PredictionView | null;
  readonly ahead: PredictionView | null;
}

/** Something that was written down or measured; `entry` where somebody charted it and it can be struck out. */
export interface EntryView {
  readonly key: string;
  readonly kind: Kind;
  readonly at: Instant;
  readonly value: unknown;
  readonly by: string;
  readonly bySensor: boolean;
  readonly entry: { readonly id: string; readonly version: number } | null;
}

export interface ReviewView {
  readonly of: OrganName;
  /** Null: never reviewed. */
  readonly result: "allowed" | "limited" | "not-allowed" | null;
  readonly limitMl: number | null;
  readonly note: string;
  readonly by: string;
  readonly at: Instant | null;
  readonly isOld: boolean;
  readonly askedAgainAt: Instant | null;
}

/** A day of care; null: nothing was written down of it. */
export interface CareDayView {
  readonly date: string;
  readonly start: Instant;
  readonly waterMl: number | null;
  readonly drinks: number;
  readonly energyKcal: number | null;
  readonly meals: number;
  readonly steps: number | null;
  readonly stools: readonly (number | null)[];
  readonly laxatives: number;
}

export interface TrendView {
  readonly name: "barthel" | "toilet" | "pads" | "steps" | "weight";
  readonly unit: string;
  /** Whether more is better, for the words beside it; null: neither. */
  readonly moreIsBetter: boolean | null;
  readonly points: readonly { readonly at: Instant; readonly value: number }[];
  readonly slope:
    | { readonly known: true; readonly perMonth: number; readonly low: number; readonly high: number }
    | { readonly known: false; readonly why: "few" | "short" };
}

export interface DailyView {
  readonly at: Instant;
  readonly person: { readonly id: string; readonly name: string; readonly placeName: string };
  readonly day: { readonly date: string; readonly start: Instant; readonly end: Instant };
  readonly goals: readonly GoalView[];
  readonly stool: { readonly lastAt: Instant | null; readonly naturalAt: Instant | null; readonly days: number };
  readonly nextStool: PredictionView | null;
  readonly reviews: readonly ReviewView[];
  readonly mayReview: boolean;
  readonly today: readonly EntryView[];
  readonly days: readonly CareDayView[];
  readonly trends: readonly TrendView[];
  readonly favourites: readonly string[];
  readonly served: Readonly<Record<"breakfast" | "lunch" | "dinner" | "snack", number>>;
  /** What the skill offers now, in its words. */
  readonly offers: readonly Text[];
}

export interface DiaryLineView extends EntryView {
  readonly ml: number | null;
  readonly leaked: boolean;
}

export interface DiaryDayView {
  readonly date: string;
  readonly bedAt: Instant;
  readonly riseAt: Instant;
  readonly nightBy: "sensor" | "clock";
  readonly isOver: boolean;
  readonly voids: number;
  readonly dayVoids: number;
  readonly nightVoids: number;
  readonly leaks: number;
  readonly volumeMl: number | null;
  readonly nightMl: number | null;
  readonly maxMl: number | null;
  readonly meanMl: number | null;
  readonly drunkMl: number | null;
  readonly npi: number | null;
  readonly isPolyuria: boolean | null;
  readonly unmeasured: number;
  readonly lines: readonly DiaryLineView[];
}

export interface ExcretionView {
  readonly at: Instant;
  readonly person: { readonly id: string; readonly name: string; readonly ageYears: number | null };
  readonly predictions: readonly PredictionView[];
  readonly diary: readonly DiaryDayView[];
  readonly stools: readonly EntryView[];
  readonly laxatives: readonly EntryView[];
  readonly days: readonly CareDayView[];
  readonly rhythm: { readonly hours: number; readonly intervals: number } | null;
  readonly worked: readonly {
    readonly way: "oral" | "suppository" | "enema";
    readonly doses: number;
    readonly worked: number;
    readonly afterH: number | null;
  }[];
  readonly leaks: { readonly byHour: readonly number[]; readonly patterns: readonly string[] };
}
