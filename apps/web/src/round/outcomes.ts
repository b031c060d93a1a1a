import type { Outcome } from "@sakiyomi/medication";
import type { IconName } from "../look/icons.tsx";
import type { Key } from "../words/index.ts";

/** What can be said instead of "swallowed": reasons to choose from, and what is proposed to be done. */
export interface OutcomeRow {
  readonly outcome: Outcome;
  readonly icon: IconName;
  readonly word: Key;
  readonly reasons: readonly Key[];
  readonly next: readonly Key[];
  /** It can be said before anything was handed over, after it, or both. */
  readonly when: "before" | "after" | "both";
  /** How much is in the person is asked. */
  readonly asksShare: boolean;
}

/** One row an outcome. What is proposed is for the house's pharmacist and doctor to approve (docs/guide/round.md). */
export const outcomeRows: readonly OutcomeRow[] = [
  {
    outcome: "partly",
    icon: "half",
    word: "outcome.partly",
    reasons: ["why.stopped", "why.swallowing", "why.taste", "why.tired"],
    next: ["then.askDoctor", "then.watch"],
    when: "after",
    asksShare: true,
  },
  {
    outcome: "refused",
    icon: "hand",
    word: "outcome.refused",
    reasons: ["why.doesNotWant", "why.nausea", "why.taste", "why.afraid", "why.notSaid"],
    next: ["then.offerAgain", "then.tellNurse", "then.askDoctor"],
    when: "both",
    asksShare: false,
  },
  {
    outcome: "spat-out",
    icon: "out",
    word: "outcome.spatOut",
    reasons: ["why.taste", "why.swallowing", "why.confused"],
    next: ["then.notRepeat", "then.askPharmacist"],
    when: "after",
    asksShare: false,
  },
  {
    outcome: "vomited",
    icon: "out",
    word: "outcome.vomited",
    reasons: ["why.nausea", "why.cough", "why.notSaid"],
    next: ["then.notRepeat", "then.watch"],
    when: "after",
    asksShare: false,
  },
  {
    outcome: "asleep",
    icon: "asleep",
    word: "outcome.asleep",
    reasons: ["why.deepAsleep", "why.drowsy"],
    next: ["then.comeBack", "then.tellNurse"],
    when: "both",
    asksShare: false,
  },
  {
    outcome: "away",
    icon: "away",
    word: "outcome.away",
    reasons: ["why.examination", "why.outside", "why.bathing"],
    next: ["then.comeBack", "then.giveAlong"],
    when: "both",
    asksShare: false,
  },
  {
    outcome: "held",
    icon: "rest",
    word: "outcome.held",
    reasons: ["why.fasting", "why.value", "why.doctorSaid", "why.drowsy"],
    next: ["then.askDoctor", "then.comeBack"],
    when: "before",
    asksShare: false,
  },
  {
    outcome: "missing",
    icon: "missed",
    word: "outcome.missing",
    reasons: ["why.notDelivered", "why.usedUp", "why.damaged"],
    next: ["then.callPharmacy", "then.tellNurse"],
    when: "before",
    asksShare: false,
  },
];
