import type { Instant, Read } from "@sakiyomi/core";
import type { Decision } from "@sakiyomi/medication";

/** What a robot asks the ward for before it goes. */
export interface MedicineAsk {
  /** "person:ann" */
  readonly person: string;
  readonly doses: readonly string[];
  /** "robot:airec" */
  readonly robot: string;
  /** Who ordered it: "staff:tanaka". */
  readonly by: string;
}

/** What the ward says of the doses that a robot is to bring. */
export interface MedicineErrand {
  readonly person: string;
  /** As the person says it, for asking and comparing. */
  readonly name: string;
  readonly doses: readonly string[];
  /** What the label of the right cup says: GS1 element strings of the packs that hold exactly these doses and stand. */
  readonly labels: readonly string[];
  /** What the person's valid band says, for a simulated room alone: a robot never compares with it, the check does. null: none. */
  readonly wristband: string | null;
  /** Not before and not after: the narrowest window of the doses. null: none. */
  readonly window: { readonly from: Instant; readonly until: Instant } | null;
  /** In which the robot speaks. */
  readonly language: "en" | "ja" | "ko";
}

/** Both codes as its scanner gave them, and the name as it was heard. */
export interface MedicineScan {
  readonly label: string;
  readonly wristband: string;
  readonly spokenName: string;
}

/** As the ward decided, and kept: `id` is of the kept check. */
export interface MedicineCheck {
  readonly id: string;
  readonly decision: Decision;
}

/** What the robot saw of the taking. */
export type MedicineObservation =
  /** The cup was at the mouth and came back: how sure the robot is, 0 to 1. */
  | { readonly saw: "taken"; readonly confidence: number }
  /** The person said no. */
  | { readonly saw: "refused" }
  /** Nothing that it could be sure of, in so many seconds: nobody knows, and the ward asks a person. */
  | { readonly saw: "nothing"; readonly seconds: number };

/** A doubt: a person has to look. */
export interface MedicineCall {
  /** In English, mostly of `medicineReasons`, whose words are in three languages. */
  readonly why: string;
  /** Where the medicine is now; "not known": somebody has to look for it. */
  readonly cup: "where it was" | "put back" | "in the robot's hand" | "with the person" | "not known";
}

/**
 * What a robot that brings medicines needs of the ward. It never decides by itself whether a medicine may be given: the ward's
 * check does, the very one that a nurse's phone runs. Each call is of an errand that `begin` gave; whoever implements it writes
 * dose events by the actor `robot:…`. Expected trouble is a refusal. A call that does not answer in time counts as a no.
 */
export interface MedicinePort {
  /** Is there something to bring, and what does its cup look like? Refused: unknown doses, already given, no pack, no right. */
  begin(ask: MedicineAsk): Promise<Read<MedicineErrand>>;
  /** The check at the bedside, with both codes and the name. What was decided is kept. */
  check(ask: MedicineAsk, scan: MedicineScan): Promise<Read<MedicineCheck>>;
  /**
   * The claim: told the moment before the hand opens, and written as `handed` of every dose at once, or refused. Whoever comes
   * second is refused, and the robot goes back with the cup.
   */
  handed(ask: MedicineAsk, check: string, identified: readonly string[]): Promise<Read<null>>;
  /** The hand did not open after all: what this robot has written as `handed`, if it has, is struck out. Said twice, it counts once. */
  notHanded(ask: MedicineAsk, why: string): Promise<Read<null>>;
  /** `taken` (confirmed by "robot"), `not-taken` with outcome "refused", or no event: then the ward asks. */
  observed(ask: MedicineAsk, seen: MedicineObservation): Promise<Read<null>>;
  /** Calls a person: a task that stands until somebody has looked. Said again where the cup is elsewhere now: the same task. */
  call(ask: MedicineAsk, call: MedicineCall): Promise<Read<null>>;
}
