import type { Instant } from "@sakiyomi/core";
import type { MedicationPolicy, Quantity, Timing } from "@sakiyomi/medication";
import type { Fields } from "./medication-extension.ts";
import type { Dosage, Repeat } from "./medication-shape.ts";

/** What an order from elsewhere leaves open. What is filled in all the same is the house's proposal. */
export type Unsaid = "dose" | "route" | "hours" | "days" | "first" | "limits" | "timing";

export interface ReadTiming {
  /** null: it cannot be said in ours, or nothing was said. */
  readonly timing: Timing | null;
  readonly unsaid: readonly Unsaid[];
}

/** Where and when an order is read: what a day is, and when meals are. */
export interface House {
  readonly zone: string;
  readonly policy: MedicationPolicy;
}

export interface ReadingOrder extends House {
  readonly from: Instant;
  /** Our own extension, where the resource comes from us. */
  readonly ours: Fields | null;
  readonly isStat: boolean;
  readonly dose: Quantity | null;
}

/** HL7's abbreviations of timing (v3 GTSAbbreviation), where nothing else is said. */
const abbreviations: Readonly<Record<string, Repeat>> = {
  QD: { frequency: 1, period: 1, periodUnit: "d" },
  BID: { frequency: 2, period: 1, periodUnit: "d" },
  TID: { frequency: 3, period: 1, periodUnit: "d" },
  QID: { frequency: 4, period: 1, periodUnit: "d" },
  QOD: { frequency: 1, period: 2, periodUnit: "d" },
  Q1H: { frequency: 1, period: 1, periodUnit: "h" },
  Q2H: { frequency: 1, period: 2, periodUnit: "h" },
  Q3H: { frequency: 1, period: 3, periodUnit: "h" },
  Q4H: { frequency: 1, period: 4, periodUnit: "h" },
  Q6H: { frequency: 1, period: 6, periodUnit: "h" },
  Q8H: { frequency: 1, period: 8, periodUnit: "h" },
};
const ABBREVIATIONS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation";

export function repeatOf({ timing }: Dosage): Repeat {
  const repeat = timing?.repeat ?? {};
  const isSaid = repeat.frequency !== undefined || repeat.timeOfDay || repeat.when || repeat.period !== undefined;
  const coded = timing?.code?.coding?.find(({ system }) => system === ABBREVIATIONS)?.code ?? "";
  return isSaid ? repeat : { ...repeat, ...(Object.hasOwn(abbreviations, coded) ? abbreviations[coded] : {}) };
}
