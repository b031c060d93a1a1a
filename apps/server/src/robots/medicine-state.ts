import type { Instant, Read } from "@sakiyomi/core";
import type { MedicineTold, Seconds } from "@sakiyomi/robot";
import type {
  MedicineCall,
  MedicineCheck,
  MedicineErrand,
  MedicineObservation,
  MedicineScan,
} from "./medicine-port.ts";
import type { Sentence } from "./medicine-words.ts";

/** Times of an errand. Chosen; a house may want others. */
export interface MedicineSettings {
  /** A code has to be read within, s, so often in a row and alike. */
  readonly readWithin: Seconds;
  readonly alike: number;
  /** A name has to be said within, s, and is asked for so often. */
  readonly nameWithin: Seconds;
  readonly asks: number;
  /** The ward has to answer within, s. */
  readonly wardWithin: Seconds;
  /** A check is good for so long after it was asked for, s. */
  readonly freshFor: Seconds;
  /** The taking is watched for, s; a confidence from `certain` on, held for `certainFor`, is a sight of it. */
  readonly watchFor: Seconds;
  readonly certain: number;
  readonly certainFor: Seconds;
  /** An opened hand has to be seen within, s. */
  readonly releaseWithin: Seconds;
  /** It has to be at the person, with everything decided, within, s; and back within: otherwise it stands where it is. */
  readonly thereWithin: Seconds;
  readonly backWithin: Seconds;
}

export const medicineDefaults: MedicineSettings = {
  readWithin: 10,
  alike: 2,
  nameWithin: 20,
  asks: 2,
  wardWithin: 8,
  freshFor: 30,
  watchFor: 90,
  certain: 0.7,
  certainFor: 1,
  releaseWithin: 20,
  thereWithin: 240,
  backWithin: 120,
};

/**
 * beginning: the ward is asked what to bring. label … watching: as their names say. returning: with a doubt, to where the cup
 * stood. over: nothing more comes of it.
 */
export type MedicineStage =
  | "beginning"
  | "going"
  | "label"
  | "fetching"
  | "name"
  | "turning"
  | "band"
  | "deciding"
  | "reaching"
  | "claiming"
  | "releasing"
  | "watching"
  | "returning"
  | "over";

export interface MedicineState {
  readonly began: Seconds;
  readonly stage: MedicineStage;
  /** When this stage, or this question in it, began. */
  readonly since: Seconds;
  readonly errand: MedicineErrand | null;
  readonly label: string | null;
  readonly name: string | null;
  readonly band: string | null;
  /** The code read last, and how often in a row. */
  readonly read: { readonly code: string; readonly at: Seconds; readonly times: number } | null;
  readonly asked: number;
  /** When it was asked for; its id once it was answered. */
  readonly check: { readonly at: Seconds; readonly id: string | null } | null;
  /** The ward may have written `handed`: it was asked to. */
  readonly isClaimed: boolean;
  /** The hand has begun to open before the person. */
  readonly isOpen: boolean;
  readonly drinking: { readonly since: Seconds; readonly sum: number; readonly count: number } | null;
  readonly cup: MedicineCall["cup"];
  /** Why it goes back, in English words. */
  readonly doubt: string | null;
}

export const medicineStart = (now: Seconds): MedicineState => ({
  began: now,
  stage: "beginning",
  since: now,
  errand: null,
  label: null,
  name: null,
  band: null,
  read: null,
  asked: 0,
  check: null,
  isClaimed: false,
  isOpen: false,
  drinking: null,
  cup: "where it was",
  doubt: null,
});

/** What happens to an errand, one thing at a time. */
export type MedicineEvent =
  | { readonly type: "begun"; readonly read: Read<MedicineErrand> }
  /** A turn of the robot's loop: what it is at, what its scanner reads, how sure it is that somebody drinks. */
  | {
      readonly type: "turn";
      readonly note: string | null;
      readonly code: { readonly at: Seconds; readonly text: string } | null;
      readonly drinking: number | null;
    }
  | { readonly type: "heard"; readonly words: string }
  /** Nobody can hear the robot. */
  | { readonly type: "mute" }
  | { readonly type: "checked"; readonly read: Read<MedicineCheck> }
  | { readonly type: "claimed"; readonly read: Read<null> }
  /** Somebody has taken the order, or the consent, back. */
  | { readonly type: "cancelled" }
  /** It may not move any more: a stop, a hand on it, a crash, the end of the house. */
  | {
      readonly type: "barred";
      readonly why: string;
      /** All that the robot was sent until then has been seen: its hand is open only if that was seen. */
      readonly isSeen: boolean;
    }
  /** The robot's own end: "done", or why it gave up. */
  | { readonly type: "ended"; readonly why: string | null }
  /** Time passes. */
  | { readonly type: "time" };

/** When it happens: by a clock that never goes back, s, and by the clock on the wall. */
export interface Moment {
  readonly now: Seconds;
  readonly wall: Instant;
}

/** What is to be done about it, in this order. */
export type MedicineEffect =
  | { readonly do: "go" }
  | { readonly do: "tell"; readonly message: MedicineTold }
  | { readonly do: "say"; readonly what: Sentence }
  /** Says it and waits for an answer. */
  | { readonly do: "ask"; readonly what: Sentence }
  | { readonly do: "check"; readonly scan: MedicineScan }
  | { readonly do: "claim"; readonly check: string }
  | { readonly do: "unclaim"; readonly why: string }
  | { readonly do: "observed"; readonly seen: MedicineObservation }
  | { readonly do: "call"; readonly call: MedicineCall }
  /** The order is done, with what happened; or has failed. */
  | { readonly do: "finish"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly do: "fail"; readonly why: string };

export interface MedicineStep {
  readonly state: MedicineState;
  readonly effects: readonly MedicineEffect[];
}
