import { say, type Text } from "@sakiyomi/core";
import {
  type DoseUnit,
  type MedicationOrder,
  orderWords,
  type Quantity,
  stepWords,
  wordsOfOrders,
} from "@sakiyomi/medication";
import { type Language, speaker } from "../../words/index.ts";

interface Zoned {
  readonly language: Language;
  readonly zone: string;
}
const spoken = (text: Text, zoned: Zoned): string => say(wordsOfOrders, text, zoned);

/** "2 tablets", "1回2錠" without the "1回". */
export function amountWords({ value, unit }: Quantity, zoned: Zoned): string {
  const key = `order-unit-${unit}`;
  const one = `${key}-1`;
  const isOne = value <= 1 && Object.hasOwn(wordsOfOrders.en, one);
  return spoken({ key: "order-amount", values: { value, unit: isOne ? one : key } }, zoned);
}

/** What is counted in: "tablets", "錠". */
export const unitWords = (unit: DoseUnit, zoned: Zoned): string => spoken({ key: `order-unit-${unit}` }, zoned);

/** How much and when, with the way where it is not by mouth: that one goes without saying. */
export function orderBrief(order: MedicationOrder, zoned: Zoned): string {
  const said = spoken(orderWords(order, zoned.zone), zoned);
  return order.route === "oral" ? said : `${said} · ${speaker(zoned.language)(`way.${order.route}`)}`;
}

/** The steps of a taper, a line each; nothing for other orders. */
export const stepLines = (order: MedicationOrder, zoned: Zoned): readonly string[] =>
  stepWords(order).map((text) => spoken(text, zoned));
