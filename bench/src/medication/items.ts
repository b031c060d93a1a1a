import { DAY, type Instant } from "@sakiyomi/core";
import { type Drug, FNC1, type ItemScan, type MedicationOrder, type ScheduledDose } from "@sakiyomi/medication";
import { type Home, packCode } from "./home.ts";
import type { Visit } from "./plan.ts";

const YEAR = 365 * DAY;
const yymmdd = (at: Instant): string => new Date(at).toISOString().slice(2, 10).replaceAll("-", "");

/** A package from the shelf, with lot and expiry. */
export function itemOf(
  home: Home,
  drug: Drug,
  { at, count = 1, isExpired = false }: { at: Instant; count?: number; isExpired?: boolean },
): ItemScan {
  const { gtin } = home.stock.stocked(drug);
  const expiry = yymmdd(isExpired ? at - 30 * DAY : at + YEAR);
  return { code: `01${gtin}17${expiry}10L${gtin.slice(-6, -1)}${FNC1}21S1`, count, isPartial: false };
}

export const drugOf = (home: Home, order: MedicationOrder): Drug | null => home.stock.formulary.drug(order.drug.code);

/** How many packages of a counted medicine are the dose; 1 of a bottle or pen, of which a part is given. */
export const countOf = (home: Home, drug: Drug, dose: ScheduledDose | undefined): number => {
  const holds = home.stock.formulary.byGtin(home.stock.stocked(drug).gtin)?.holds;
  return holds && dose?.dose?.unit === holds.unit ? dose.dose.value / holds.value : 1;
};

/** What the visit is for: the pack of the house, or so many packages. */
export function rightItems(home: Home, { pack, order, resident, doses }: Visit, at: Instant): readonly ItemScan[] {
  if (pack) return [{ code: packCode(resident.gsrn, pack.id), count: 1, isPartial: false }];
  const drug = order && drugOf(home, order);
  return drug ? [itemOf(home, drug, { at, count: countOf(home, drug, doses[0]) })] : [];
}
