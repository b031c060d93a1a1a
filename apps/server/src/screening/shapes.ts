import type { screening } from "@sakiyomi/skills";

export type Part = "found" | "means" | "next";
/** Of whoever released it, in their own language, as written. */
export type OwnWords = { readonly [P in Part]?: string | undefined };
/** Somebody's own words in place of ours, or a statement that is not given, with the reason. */
export type Change =
  | {
      readonly statement: string;
      readonly do: "edit";
      readonly words: OwnWords;
      readonly reason: string;
    }
  | { readonly statement: string; readonly do: "strike"; readonly reason: string };

export interface ReleasedStatement extends screening.Statement {
  /** In the words of whoever released it, as written. */
  readonly edited: { readonly words: OwnWords; readonly reason: string } | null;
  /** Not given, and why; kept, so that the next one knows. */
  readonly struck: { readonly reason: string } | null;
}

export interface EcgStrip {
  readonly at: number;
  readonly rate: number;
  /** µV; null where nothing was measured. */
  readonly microvolts: readonly (number | null)[];
  readonly source: string;
}

/** What the check-ups before had found, up to this one. */
export interface Trend {
  readonly id: "pressure" | "weight";
  readonly unit: string;
  readonly points: readonly (readonly [at: number, value: number])[];
  /** Of blood pressure. */
  readonly lower: readonly (readonly [at: number, value: number])[];
}

/** A report as it was given. It is never changed: a corrected one is a new one that names the old. */
export interface ReportView {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly checkup: string;
  readonly number: number;
  readonly replaces: string | null;
  readonly correction: string | null;
  readonly replacedBy: string | null;
  readonly statements: readonly ReleasedStatement[];
  readonly missing: readonly screening.Missing[];
  readonly ecg: EcgStrip | null;
  readonly trends: readonly Trend[];
  readonly begunAt: number;
  readonly measuredAt: number;
  readonly dueAt: number;
  readonly releasedAt: number;
  readonly releasedBy: string;
}

export interface CheckupView {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly placeName: string;
  readonly reason: string;
  readonly state: "measuring" | "waiting" | "reported" | "cancelled";
  readonly begunAt: number;
  readonly measuredAt: number | null;
  readonly dueAt: number | null;
  readonly reportedAt: number | null;
  readonly reports: readonly string[];
  /** What is not measured or asked yet; of those that are over, nothing. */
  readonly missing: readonly screening.Missing[];
}

/** The share of reports that were given in time, with its 95 % interval after Wilson. */
export interface PromiseView {
  readonly from: number;
  readonly kept: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
  /** By week, oldest first. */
  readonly weeks: readonly { readonly from: number; readonly kept: number; readonly of: number }[];
}

export interface ScreeningView {
  readonly at: number;
  readonly checkups: readonly CheckupView[];
  readonly promise: PromiseView;
}

export interface Preview {
  /** Stands for everything that the report is made of: what is released is what was seen. */
  readonly basis: string;
  readonly statements: readonly screening.Statement[];
  readonly missing: readonly screening.Missing[];
  readonly ecg: EcgStrip | null;
}

export interface PersonScreeningView {
  readonly at: number;
  readonly person: string;
  readonly name: string;
  readonly forms: readonly screening.Form[];
  /** Lines in a square of 24, of what a statement or a form is about. */
  readonly pictures: Readonly<Record<screening.About, readonly string[]>>;
  /** What was answered last, by form. */
  readonly answered: Readonly<
    Partial<Record<screening.FormId, { readonly at: number; readonly answers: screening.Answers }>>
  >;
  /** What was measured already answers these items; whoever asks looks at them. */
  readonly suggested: Readonly<Partial<Record<screening.FormId, screening.Answers>>>;
  readonly tests: readonly {
    readonly code: string;
    readonly unit: string;
    readonly names: readonly [string, string, string];
  }[];
  /** The one that is open, or was reported last; null: there was none. */
  readonly current: CheckupView | null;
  readonly preview: Preview | null;
  readonly reports: readonly ReportView[];
  readonly mayChart: boolean;
  readonly mayRelease: boolean;
}
