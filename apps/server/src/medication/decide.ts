// Until the check lands in @sakiyomi/medication: looked up when it is called.

import type {
  Bedside,
  Decision,
  Finding,
  Formulary,
  MedicationChart,
  MedicationOrder,
  MedicationPolicy,
} from "@sakiyomi/medication";
import * as rules from "@sakiyomi/medication";

export const decide = (bedside: Bedside): Decision =>
  (rules as unknown as { check(bedside: Bedside): Decision }).check(bedside);

export const checkOrder = (asked: {
  readonly order: MedicationOrder;
  readonly chart: MedicationChart;
  readonly formulary: Formulary;
  readonly policy: MedicationPolicy;
  readonly now: number;
  readonly zone: string;
}): readonly Finding[] =>
  (rules as unknown as { checkOrder?(one: typeof asked): readonly Finding[] }).checkOrder?.(asked) ?? [];
