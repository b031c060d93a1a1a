import type { Instant, Text } from "../1-signal/index.ts";

/** An interval that holds the truth with probability `p`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** What comes next, as one row of a small table of distributions. */
export type Distribution =
  | {
      readonly type: "quantity";
      readonly at: Instant;
      readonly unit: string;
      readonly value: number;
      readonly interval: Interval;
    }
  /** When something will happen; `interval` in Instants. */
  | { readonly type: "time"; readonly at: Instant; readonly interval: Interval }
  | {
      readonly type: "series";
      readonly unit: string;
      readonly points: readonly { readonly at: Instant; readonly value: number; readonly interval: Interval }[];
    }
  | { readonly type: "classes"; readonly probabilities: Readonly<Record<string, number>> }
  | { readonly type: "ranking"; readonly order: readonly { readonly item: string; readonly weight: number }[] };

export interface Known {
  readonly known: true;
  readonly what: Distribution;
  /** What it rests on, in words a carer reads. */
  readonly because: readonly Text[];
  readonly validUntil: Instant;
  readonly model: string;
}

export interface Unknown {
  readonly known: false;
  readonly why: Text;
}

/** "I don't know" is an answer, and every reader has to handle it. */
export type Prediction = Known | Unknown;

export const unknown = (key: string, values?: Text["values"]): Unknown => ({
  known: false,
  why: values ? { key, values } : { key },
});
