/** What crosses between /api/remote (and what of it belongs to a person) and the page. Types only. */
import type { Instant, Text } from "@sakiyomi/core";
import type { pressure, reviewRules } from "@sakiyomi/skills";

export type Priority = reviewRules.Priority;
export type Finding = reviewRules.Finding;
export type PressureClass = pressure.PressureClass;

export interface ClaimView {
  /** Account. */
  readonly by: string;
  readonly name: string;
  readonly at: Instant;
  /** From then on somebody else may take it. */
  readonly until: Instant;
}

export interface AnswerView {
  readonly at: Instant;
  readonly about: string;
  readonly by: string;
  readonly finding: string | null;
  readonly words: string;
  readonly urgency: "now" | "today" | "routine" | "none";
  /** The entry of the chart, where it can be struck out; null: it was not charted here. */
  readonly entry: string | null;
}

export interface ReviewView {
  readonly id: string;
  readonly person: string;
  readonly personName: string;
  readonly placeName: string;
  readonly kind: "ecg" | "fetal-heart-rate" | "blood-pressure";
  readonly from: Instant;
  readonly until: Instant;
  /** In somebody's own words; of what the heart skill asks for, in its words: `text`. */
  readonly reason: string;
  readonly text: Text | null;
  /** What was asked for, and what it is after the findings of the heart skill. */
  readonly asked: Priority;
  readonly priority: Priority;
  readonly findings: readonly Finding[];
  readonly at: Instant;
  readonly by: string;
  readonly targetAt: Instant;
  readonly claim: ClaimView | null;
  readonly answer: AnswerView | null;
  readonly entry: string | null;
}

export interface QueueView {
  readonly at: Instant;
  readonly open: readonly ReviewView[];
  /** The newest answers of the last week. */
  readonly answered: readonly ReviewView[];
}

/** What the page of a person shows: open requests and answers, newest first. */
export interface PersonReviews {
  readonly at: Instant;
  readonly reviews: readonly ReviewView[];
}

export interface ReviewAsk {
  readonly kind: ReviewView["kind"];
  readonly from: Instant;
  readonly until: Instant;
  readonly reason: string;
  readonly priority: Priority;
}
export interface AnswerBody {
  readonly finding?: string;
  readonly words: string;
  readonly urgency: AnswerView["urgency"];
}

/** One source of the wave with every sample that was measured: nothing is left out, nothing is filtered. */
export interface StripLead {
  readonly source: string;
  /** Samples a second. */
  readonly rate: number;
  /** Of the first value. */
  readonly at: Instant;
  /** mV; null where nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly resolution: number;
}

export interface StripView {
  readonly person: string;
  readonly personName: string;
  readonly ageYears: number | null;
  readonly from: Instant;
  readonly until: Instant;
  readonly review: ReviewView | null;
  readonly leads: readonly StripLead[];
  readonly found: StripFound;
}

/** What the heart skill's own ear hears in the stretch and in the three minutes before its end. */
export interface StripFound {
  readonly beats: readonly Instant[];
  readonly rate: number | null;
  readonly shortestMs: number | null;
  readonly longestMs: number | null;
  /** 0 to 1; null: too few beats. */
  readonly disorder: number | null;
  readonly disorderLimit: number;
  readonly standing: readonly Finding[];
}

export interface PressureRow {
  readonly id: string;
  readonly at: Instant;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | null;
  readonly where: pressure.Where;
  readonly when: pressure.When;
  readonly series: string;
  readonly arm: "left" | "right" | null;
  readonly symptoms: boolean | null;
  readonly isPlausible: boolean;
  /** Whether it is one of those that the average of its morning or evening is made of. */
  readonly counts: boolean;
  readonly class: PressureClass;
  readonly by: string;
  readonly entry: string | null;
}

export interface AverageView {
  readonly days: number;
  readonly all: pressure.Pressure | null;
  readonly morning: pressure.Mean | null;
  readonly evening: pressure.Mean | null;
  readonly difference: number | null;
  readonly class: PressureClass | null;
  readonly isolatedSystolic: boolean;
  readonly morningType: pressure.MorningType | null;
}

export interface PressureView {
  readonly at: Instant;
  readonly name: string;
  readonly ageYears: number | null;
  readonly goal: pressure.Pressure;
  readonly daysAtLeast: number;
  readonly readings: readonly PressureRow[];
  readonly occasions: readonly pressure.Occasion[];
  readonly lastWeek: AverageView;
  readonly months: readonly { readonly month: string; readonly average: AverageView }[];
  readonly office: {
    readonly visits: number;
    readonly mean: pressure.Pressure | null;
    readonly class: PressureClass | null;
  };
  readonly pattern:
    | { readonly known: true; readonly value: pressure.Pattern }
    | { readonly known: false; readonly why: string };
  readonly doubts: readonly pressure.Doubt[];
}

export interface ReadingBody {
  readonly at: Instant;
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse?: number;
  readonly where: pressure.Where;
  readonly when: pressure.When;
  readonly series: string;
  readonly arm?: "left" | "right";
  readonly symptoms?: boolean;
  readonly agreed?: boolean;
  readonly note?: string;
}

/** Who was measured at the table today. */
export interface DayRow {
  readonly person: string;
  readonly name: string;
  readonly at: Instant;
  readonly mean: pressure.Pressure;
  readonly measured: number;
  readonly class: PressureClass;
}
export interface DayView {
  readonly at: Instant;
  readonly people: readonly DayRow[];
}
