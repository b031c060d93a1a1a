import type { Instant, Text } from "@sakiyomi/core";
import type { Formulary, MedicationCode, Quantity } from "../drugs/drug.ts";
import type { DoseEvent, Lot } from "../ledger/dose-event.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { MedicationPolicy } from "../orders/policy.ts";
import type { DoseId, ScheduledDose } from "../orders/scheduled-dose.ts";

/** What a person must not be given. By ingredient (7 characters of the list's code), by class (4), or in words only. */
export interface Allergy {
  readonly id: string;
  readonly to:
    | { readonly type: "ingredient"; readonly code: string; readonly text: string }
    | { readonly type: "class"; readonly code: string; readonly text: string }
    | MedicationAllergy;
  readonly severity: "mild" | "severe" | "unknown";
  readonly note: string;
}
/** Named by another system of codes, or in words: compared with the ordered drug's code and words only. */
export interface MedicationAllergy {
  readonly type: "medication";
  readonly drug: MedicationCode;
}

/** A band that was printed. Only the newest one of a person is right; an older one is a spare that somebody kept. */
export interface Wristband {
  /** 18 digits (GS1 AI 8018). */
  readonly gsrn: string;
  /** Which printing (GS1 AI 8019): 1, 2, 3 … */
  readonly printing: number;
  readonly from: Instant;
  readonly until: Instant | null;
}

/** A pack that the house or its pharmacy put together for one person and time (一包化), with its own label. */
export interface OneDosePack {
  readonly id: string;
  readonly person: string;
  /** The doses it is for. */
  readonly doses: readonly DoseId[];
  readonly contents: readonly { readonly drug: MedicationCode; readonly amount: Quantity }[];
  /** "2027-03-31", of what expires first. */
  readonly expiry: string | null;
  readonly preparedAt: Instant;
  readonly by: string;
  /** Taken back: changed order, damaged, discharged. Why. */
  readonly withdrawn: string | null;
}

/** Everything about one person that decides whether a dose may be given. */
export interface MedicationChart {
  /** "person:ann" */
  readonly person: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly isHere: boolean;
  /** When this stay began; null or left out: not known. What was ordered before it, nobody has looked at since. */
  readonly hereSince?: Instant | null;
  readonly placeName: string;
  readonly wristbands: readonly Wristband[];
  readonly orders: readonly MedicationOrder[];
  readonly events: readonly DoseEvent[];
  readonly allergies: readonly Allergy[];
  readonly packs: readonly OneDosePack[];
}

/** How somebody says who is before them. */
export type PersonScan =
  | { readonly how: "wristband"; readonly code: string }
  /** For people without a band: the photo was looked at, and a second thing was asked and answered. */
  | { readonly how: "photo"; readonly person: string; readonly second: SecondIdentifier | null };

export type SecondIdentifier =
  | { readonly type: "birth-date"; readonly value: string }
  | { readonly type: "name"; readonly value: string };

/** A code as the reader gave it: GS1 element string, FNC1 as U+001D, with or without the symbology identifier. */
export interface ItemScan {
  readonly code: string;
  /** How many of the package were taken; 1 unless it is said. */
  readonly count: number;
  /** The reader saw a composite code and could read only its linear part: lot and expiry are unknown. */
  readonly isPartial: boolean;
}

/** Right to give one person's medicines without a network, taken while there was one. One device at a time has it. */
export interface Lease {
  readonly id: string;
  readonly person: string;
  readonly device: string;
  readonly staff: string;
  readonly from: Instant;
  readonly until: Instant;
}

export interface Bedside {
  readonly now: Instant;
  /** IANA zone of the house. */
  readonly zone: string;
  readonly policy: MedicationPolicy;
  readonly formulary: Formulary;
  /** Of the person on whose round this is. */
  readonly chart: MedicationChart;
  /**
   * Whose band, or whose pack, a code is where it is not this person's: for saying so. null: nobody's here; "": somebody's
   * whose name is not for this reader.
   */
  readonly whose: (code: { readonly type: "wristband" | "pack"; readonly id: string }) => string | null;
  /** What was meant to be given; null: what the scan fits. A medicine as needed is wanted as `ORDER@prn`. */
  readonly wanted: readonly DoseId[] | null;
  readonly person: PersonScan | null;
  readonly items: readonly ItemScan[];
  /** By which way it is given, where somebody says so. */
  readonly route: MedicationOrder["route"] | null;
  readonly device: string;
  readonly network:
    | { readonly online: true; readonly leaseOfOther: Lease | null }
    | { readonly online: false; readonly lease: Lease | null };
  /** How far the device's clock is from the server's as last heard, ms; null: never heard. */
  readonly clockOffMs: number | null;
  readonly staff: {
    readonly id: string;
    /** Carers hand over what was put together for one person by mouth, and on the skin; nurses and doctors give everything. */
    readonly may: "assist" | "give" | "nothing";
    readonly mayOverride: boolean;
  };
  /** A second person who signed in for this dose. */
  readonly witness: string | null;
  /** Whether that person may be a witness; left out: whoever could sign in for it may. */
  readonly witnessMay?: boolean;
  /** What "staff:tanaka" is called, for the sentences; left out or null: as it is. */
  readonly nameOf?: (actor: string) => string | null;
}

/** What is looked at, in the order in which it is shown: the five rights first. */
export const checks = [
  "patient",
  "drug",
  "dose",
  "route",
  "time",
  "code",
  "order",
  "expiry",
  "hold",
  "allergy",
  "duplicate",
  "maximum",
  "given",
  "witness",
  "look-alike",
  "permission",
  "lease",
  "clock",
] as const;
export type CheckName = (typeof checks)[number];

export interface Finding {
  readonly check: CheckName;
  /** right; worth a look; wrong; not known, which blocks as wrong does. */
  readonly result: "right" | "warning" | "wrong" | "unknown";
  /** What is so, in words: a key of `medicationWords`. */
  readonly text: Text;
  /** What to do; null where all is right. */
  readonly next: Text | null;
  /** Whether somebody with the right to override may give it all the same, with a reason. Another person's medicine never. */
  readonly mayOverride: boolean;
  /** Which dose it is about, where it is about one. */
  readonly dose?: DoseId;
}

/** A package that was scanned, as far as it could be read. */
export interface ScannedItem {
  /** null: not known. */
  readonly drug: MedicationCode | null;
  /** How much of it, with its count; null: the code does not say. */
  readonly amount: Quantity | null;
  readonly lot: Lot;
}

/** What the event `handed` says when this decision is followed. */
export interface ToGive {
  /** Of a medicine as needed `ORDER@prn`, to which the event's id is added: `ORDER@prn/EVENT`. */
  readonly dose: DoseId;
  readonly order: string;
  /** What is ordered. */
  readonly amount: Quantity | null;
  readonly route: MedicationOrder["route"];
  readonly lots: readonly Lot[];
}

/** The findings of each ordered dose that the scan is about. */
export interface Decision {
  /** give: all is right. warn: may be given after somebody has read what is said. block: not without an override, or not at all. */
  readonly verdict: "give" | "warn" | "block";
  readonly doses: readonly ScheduledDose[];
  readonly scanned: readonly ScannedItem[];
  readonly toGive: readonly ToGive[];
  readonly findings: readonly Finding[];
  /** Every wrong finding may be overruled by somebody with that right. */
  readonly mayOverride: boolean;
  readonly needsWitness: boolean;
  readonly at: Instant;
}
