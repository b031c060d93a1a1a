import type { Instant } from "@sakiyomi/core";
import type { MedicationChart } from "../check/bedside.ts";
import type { Formulary } from "../drugs/drug.ts";
import type { DoseState } from "../ledger/dose-state.ts";
import type { Allowance } from "../ledger/givings.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { MedicationPolicy } from "../orders/policy.ts";
import type { ScheduledDose } from "../orders/scheduled-dose.ts";

export interface RoundAsked {
  /** In the order in which a nurse walks; the rows keep it. Whoever is not here has none. */
  readonly charts: readonly MedicationChart[];
  readonly now: Instant;
  /** The end of the shift: what is due later is not said. */
  readonly until: Instant;
  readonly policy: MedicationPolicy;
  /** IANA zone of the house. */
  readonly zone: string;
  /** For knowing the same ingredient in another form or in a combination; left out: by the codes of orders alone. */
  readonly formulary?: Formulary;
}

export interface RoundDose {
  readonly order: MedicationOrder;
  readonly dose: ScheduledDose;
  readonly state: DoseState;
  /** When it is called overdue, and when omitted. */
  readonly overdueAt: Instant;
  readonly omittedAt: Instant;
}

/** Handed over, and nobody has said yet whether it was taken. */
export interface WaitingDose {
  readonly order: MedicationOrder | null;
  readonly state: DoseState;
  readonly since: Instant;
  /** It has been so for longer than the house allows. */
  readonly isLate: boolean;
}

/** What came of a medicine as needed is to be asked. */
export interface EffectToAsk {
  readonly order: MedicationOrder;
  readonly state: DoseState;
  readonly dueAt: Instant;
}

/** A medicine that may be given when it is needed. */
export interface AsNeededOffer {
  readonly order: MedicationOrder;
  readonly allowance: Allowance;
  /** Why it is on hold now; null: it is not. */
  readonly held: string | null;
}

export const roundParts = ["omitted", "overdue", "due", "next", "waiting", "effects", "asNeeded", "onHold"] as const;
export type RoundPart = (typeof roundParts)[number];

/** What one person needs now and next. */
export interface RoundRow {
  readonly chart: MedicationChart;
  /** Overdue for so long that it is called omitted; said for a day. */
  readonly omitted: readonly RoundDose[];
  /** Past its window. */
  readonly overdue: readonly RoundDose[];
  /** Its window is open. */
  readonly due: readonly RoundDose[];
  /** Later in this shift. */
  readonly next: readonly RoundDose[];
  readonly waiting: readonly WaitingDose[];
  readonly effects: readonly EffectToAsk[];
  readonly asNeeded: readonly AsNeededOffer[];
  /** Would be due, overdue or next, if it were not on hold. */
  readonly onHold: readonly RoundDose[];
}

export interface Round {
  readonly at: Instant;
  readonly rows: readonly RoundRow[];
  readonly counts: Readonly<Record<RoundPart | "people" | "lateWaiting", number>>;
}
