/** What the pages of the nursery ask for. Types only. */
import type { Instant, Prediction, Text } from "@sakiyomi/core";
import type { AlertView } from "../api.ts";

export type NapPosture = "back" | "left" | "right" | "front";

/** Where children nap: a room, or a ward with its rooms. */
export interface NapPlace {
  readonly id: string;
  /** "Nursery · Room 1" */
  readonly name: string;
  readonly children: number;
}

/** A look at a sleeping child, as it stands in the ledger. */
export interface LookView {
  /** Of the chart: to be struck out there. */
  readonly entry: string;
  readonly at: Instant;
  /** Written down later than it was taken; it fills no slot. */
  readonly lateAt: Instant | null;
  /** It came in later than it was taken: a tap that waited on a phone. */
  readonly cameAt: Instant | null;
  readonly by: string;
  readonly posture: NapPosture;
  readonly breathing: "seen" | "not-seen";
  readonly colour: "good" | "poor" | null;
  readonly turned: boolean;
  readonly sensorWrong: boolean;
  readonly note: string | null;
  /** `outside`: before the nap began, or after its end. */
  readonly counts: "counts" | "late" | "outside";
  /** How the child lay by the sensor, where one knew. */
  readonly sensor: string | null;
}

export interface NapChild {
  readonly id: string;
  readonly name: string;
  readonly ageYears: number | null;
  readonly everyMin: number;
  /** Nobody has chosen the interval. */
  readonly isAssumed: boolean;
  /** Since when it sleeps; null: no nap runs. */
  readonly since: Instant | null;
  /** By then somebody looks. */
  readonly due: Instant | null;
  readonly last: LookView | null;
  /** What the skill says; null: it is off, or the child's record may not be kept. */
  readonly lies: Prediction | null;
  readonly breathing: Prediction | null;
  readonly alerts: readonly AlertView[];
}

/** `GET /api/nursery/room?place`. */
export interface RoomView {
  readonly at: Instant;
  readonly places: readonly NapPlace[];
  /** Null: no child is within reach. */
  readonly place: string | null;
  readonly children: readonly NapChild[];
}

export interface NapValue {
  readonly phase: "start" | "end";
}
export interface LookValue {
  readonly posture: NapPosture;
  readonly breathing: "seen" | "not-seen";
  readonly colour?: "good" | "poor";
  readonly turned?: boolean;
  readonly sensorWrong?: boolean;
  readonly writtenAt?: Instant;
  readonly note?: string;
}

/** Something said about a nap. `at` is its own time, also where it waited on a phone. */
export type Said =
  | {
      readonly id: string;
      readonly person: string;
      readonly kind: "nap";
      readonly at: Instant;
      readonly value: NapValue;
    }
  | {
      readonly id: string;
      readonly person: string;
      readonly kind: "nap-check";
      readonly at: Instant;
      readonly value: LookValue;
    };

/** Answer to `POST /api/nursery/said`, in the order of what was said. */
export interface SaidAnswer {
  readonly results: readonly (
    | { readonly id: string; readonly result: "kept" | "repeated"; readonly entry: string }
    | { readonly id: string; readonly result: "refused"; readonly code: string }
  )[];
}

/** A stretch in which nobody looked for longer than agreed: an incident. */
export interface GapView {
  readonly due: Instant;
  readonly until: Instant | null;
  readonly missed: number;
  /** Written down afterwards; each with its own time. */
  readonly reasons: readonly { readonly text: string; readonly by: string; readonly at: Instant }[];
}

/** Somebody was called. */
export interface CallView {
  readonly id: string;
  readonly key: string;
  readonly level: "low" | "medium" | "high";
  readonly text: Text;
  readonly raisedAt: Instant;
  readonly takenBy: string | null;
  readonly takenAt: Instant | null;
  readonly overAt: Instant | null;
}

export interface NapView {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly gaps: readonly GapView[];
}

export interface LedgerChild {
  readonly id: string;
  readonly name: string;
  readonly ageYears: number | null;
  readonly everyMin: number;
  readonly isAssumed: boolean;
  readonly naps: readonly NapView[];
  readonly looks: readonly LookView[];
  readonly calls: readonly CallView[];
}

/** What stands at the head of a day's sheet. */
export interface SheetHead {
  readonly weather: string | null;
  readonly temperature: number | null;
  readonly humidity: number | null;
  readonly remarks: string | null;
}

/** `GET /api/nursery/ledger?place&date`. */
export interface LedgerView {
  readonly at: Instant;
  /** The day, to its end or until now. */
  readonly from: Instant;
  readonly until: Instant;
  readonly date: string;
  readonly zone: string;
  readonly places: readonly NapPlace[];
  readonly place: NapPlace | null;
  readonly head: SheetHead & { readonly version: number };
  readonly children: readonly LedgerChild[];
}
