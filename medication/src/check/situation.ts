import type { DoseState } from "../ledger/dose-state.ts";
import type { Giving } from "../ledger/givings.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { DoseId, ScheduledDose } from "../orders/scheduled-dose.ts";
import type { Bedside, Finding } from "./bedside.ts";
import type { Part, PersonRead, Scanned } from "./reading.ts";

/** A dose that is about to be given, with what was scanned for it. */
export interface Target {
  readonly order: MedicationOrder;
  /** Of a medicine as needed: named `ORDER@prn`, due now. */
  readonly dose: ScheduledDose;
  readonly state: DoseState;
  readonly parts: readonly Part[];
}

/** A bedside, read: which doses it is about, and what was scanned for each. Every rule looks at nothing else. */
export interface Situation {
  readonly bedside: Bedside;
  readonly person: PersonRead;
  readonly scanned: readonly Scanned[];
  readonly targets: readonly Target[];
  /** What was scanned and fits nothing that is ordered or wanted. */
  readonly strays: readonly Part[];
  /** What was wanted and does not exist. */
  readonly notFound: readonly DoseId[];
  readonly states: ReadonlyMap<DoseId, DoseState>;
  readonly given: readonly Giving[];
}

/** One check. Gives at least one finding wherever there is something to say; `check` keeps what matters. */
export type Rule = (situation: Situation) => readonly Finding[];
