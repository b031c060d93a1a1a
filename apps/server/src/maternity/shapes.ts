/** What the pages of mother and child ask for. Types only. */
import type { Instant } from "@sakiyomi/core";
import type { Doubt, Gestation, NextDose } from "@sakiyomi/skills/handbook";

/** The same as `Gestation`, so that a page needs no rules to read an answer. */
export type Weeks = Gestation;

export interface PregnancyView {
  readonly entry: string;
  readonly version: number;
  readonly due: string;
  readonly dueBy: "last-period" | "ultrasound" | "embryo-transfer";
  readonly fetuses: number;
  readonly ended: string | null;
  /** Today, or on the day it ended; null where the due date does not fit. */
  readonly weeks: Weeks | null;
  readonly ongoing: boolean;
}

export interface AdviceView {
  readonly entry: string;
  readonly version: number;
  /** The recording's id. */
  readonly about: string;
  readonly at: Instant;
  readonly by: string;
  readonly finding: string | null;
  readonly words: string;
  readonly urgency: "now" | "today" | "routine" | "none";
}

export interface AnnotationView {
  readonly entry: string;
  readonly version: number;
  readonly from: Instant;
  readonly until: Instant;
  readonly text: string;
  readonly by: string;
  readonly at: Instant;
}

export interface RequestView {
  readonly at: Instant;
  readonly reason: string;
  readonly priority: "now" | "today" | "routine";
}

/** A stretch in which a child's heart was recorded, by one sensor. */
export interface RecordingView {
  /** "ctg-" and the minute in which it began. */
  readonly id: string;
  readonly source: string;
  readonly from: Instant;
  readonly until: Instant;
  /** Something came within the last minute. */
  readonly live: boolean;
  readonly weeks: Weeks | null;
}

/** Why a recording is looked at before others; each is a word of the page. */
export type Concern =
  | "asked-now"
  | "asked-today"
  | "asked"
  | "level-high"
  | "mother-heard"
  | "lost"
  | "prolonged"
  | "decelerations"
  | "sinusoidal"
  | "not-met"
  | "baseline-high"
  | "baseline-low"
  | "not-judged";

/** 0 at once, 1 today, 2 in turn. */
export type Priority = 0 | 1 | 2;

export interface CtgFigures {
  readonly minutes: number;
  /** Share of the time without a usable value. */
  readonly lost: number;
  readonly baselineBpm: number | null;
  readonly variabilityBpm: number | null;
  readonly stvMs: number | null;
  readonly accelerations: number;
  readonly decelerations: number;
  /** Whether the Dawes-Redman criteria were met; null: not known, or not yet. */
  readonly criteriaMet: boolean | null;
}

export interface WaitingView extends RecordingView {
  readonly person: string;
  readonly name: string;
  readonly placeName: string;
  readonly figures: CtgFigures | null;
  readonly concerns: readonly Concern[];
  readonly priority: Priority;
  readonly request: RequestView | null;
}

/** `GET /api/maternity` */
export interface MaternityView {
  readonly at: Instant;
  readonly live: readonly WaitingView[];
  /** Without an answer, most urgent first. */
  readonly waiting: readonly WaitingView[];
  /** Pregnant women here, with their week, whether they record or not. */
  readonly expecting: readonly {
    readonly person: string;
    readonly name: string;
    readonly placeName: string;
    readonly pregnancy: PregnancyView;
    readonly nextVisit: string | null;
  }[];
}

/** One recording in the trend. */
export interface TrendPoint extends RecordingView {
  readonly figures: CtgFigures | null;
}

/** `GET /api/people/:id/maternity` */
export interface PersonMaternityView {
  readonly at: Instant;
  readonly person: string;
  readonly name: string;
  readonly pregnancy: PregnancyView | null;
  /** Newest first. */
  readonly recordings: readonly TrendPoint[];
  readonly annotations: readonly AnnotationView[];
  readonly advice: readonly AdviceView[];
  readonly requests: readonly RequestView[];
  readonly visits: readonly VisitView[];
  readonly mayAdvise: boolean;
  readonly mayChart: boolean;
}

/** `GET /api/people/:id/maternity/trace?from&to`: 4 a second, null where nothing was measured. */
export interface TraceView {
  readonly from: Instant;
  readonly to: Instant;
  /** One per sensor: of twins there are two. Hundredths of a beat a minute would be more than anybody hears: quarters. */
  readonly fhr: readonly { readonly source: string; readonly values: readonly (number | null)[] }[];
  readonly toco: readonly (number | null)[] | null;
  /** The mother's pulse, each reading at its time. */
  readonly mother: readonly { readonly at: Instant; readonly bpm: number }[];
  readonly movements: readonly { readonly at: Instant; readonly count: number }[];
}

export type Dipstick = "-" | "+-" | "+" | "++" | "+++";
export interface VisitView {
  readonly entry: string;
  readonly version: number;
  readonly at: Instant;
  readonly day: string;
  readonly weeks: Weeks | null;
  readonly by: string;
  readonly fundalHeightCm?: number;
  readonly girthCm?: number;
  readonly systolic?: number;
  readonly diastolic?: number;
  readonly weightKg?: number;
  readonly oedema?: Dipstick;
  readonly urineProtein?: Dipstick;
  readonly urineGlucose?: Dipstick;
  readonly haemoglobin?: number;
  readonly note?: string;
}

export interface BirthView {
  readonly entry: string;
  readonly version: number;
  readonly day: string;
  readonly weightG: number;
  readonly lengthCm: number | null;
  readonly headCm: number | null;
  readonly chestCm: number | null;
  readonly weeks: Weeks;
  readonly sex: "female" | "male" | "unknown";
  readonly mother: { readonly id: string; readonly name: string } | null;
}

export interface VaccinationView {
  readonly entry: string;
  readonly version: number;
  readonly vaccine: string;
  readonly dose: number;
  readonly given: string;
  readonly lot: string | null;
  readonly site: string | null;
  readonly by: string;
}

export interface MeasuredView {
  readonly day: string;
  readonly value: number;
}

/** Before the pregnancy, as far as somebody has charted it. */
export interface BodyView {
  readonly heightCm: number | null;
  readonly weightKg: number | null;
  readonly index: number | null;
  readonly gain: { readonly body: string; readonly leastKg: number | null; readonly mostKg: number } | null;
}

/** `GET /api/people/:id/handbook` */
export interface HandbookView {
  readonly at: Instant;
  readonly today: string;
  readonly person: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly pregnancy: PregnancyView | null;
  readonly body: BodyView;
  readonly visits: readonly VisitView[];
  readonly nextVisit: string | null;
  readonly advice: readonly AdviceView[];
  readonly children: readonly { readonly id: string; readonly name: string }[];
  readonly birth: BirthView | null;
  readonly growth: {
    readonly weight: readonly MeasuredView[];
    readonly length: readonly MeasuredView[];
    readonly head: readonly MeasuredView[];
  };
  readonly vaccinations: readonly VaccinationView[];
  readonly due: readonly NextDose[];
  readonly doubts: readonly Doubt[];
  /** The family may read this page while the person agrees. */
  readonly isShared: boolean;
  readonly mayWrite: boolean;
  readonly mayChart: boolean;
}
