import { type Text, text } from "@sakiyomi/core";
import type { Quantity } from "../drugs/drug.ts";
import { unitKey } from "../orders/order-words.ts";
import type { DoseId } from "../orders/scheduled-dose.ts";
import type { CheckName, Finding } from "./bedside.ts";

type Values = Text["values"];

/** What is said of a finding: `check.CHECK.KEY` for what is so, and `check.CHECK.KEY.next` for what to do. */
interface Said {
  readonly values?: Values;
  readonly dose?: DoseId;
}

const said = (check: CheckName, key: string, values?: Values): Text => text(`check.${check}.${key}`, values);

const about = (dose: DoseId | undefined): Pick<Finding, "dose"> => (dose === undefined ? {} : { dose });

export const right = (check: CheckName, key: string, { values, dose }: Said = {}): Finding => ({
  check,
  result: "right",
  text: said(check, key, values),
  next: null,
  mayOverride: false,
  ...about(dose),
});

const bad = (
  result: "warning" | "wrong" | "unknown",
  check: CheckName,
  key: string,
  { values, dose, mayOverride = false }: Said & { readonly mayOverride?: boolean },
): Finding => ({
  check,
  result,
  text: said(check, key, values),
  next: said(check, `${key}.next`, values),
  mayOverride,
  ...about(dose),
});

/** May be given once somebody has read it. */
export const warning = (check: CheckName, key: string, more: Said = {}): Finding => bad("warning", check, key, more);

type Blocking = Said & { readonly mayOverride: boolean };
export const wrong = (check: CheckName, key: string, more: Blocking): Finding => bad("wrong", check, key, more);
/** Not known: blocks as wrong does. */
export const unknown = (check: CheckName, key: string, more: Blocking): Finding => bad("unknown", check, key, more);

/** An amount for `{n} {unit}`; with a name of its own for `{take} {takeUnit}`. */
export const amountValues = (quantity: Quantity, name = "n"): Readonly<Record<string, string | number>> => ({
  [name]: quantity.value,
  [name === "n" ? "unit" : `${name}Unit`]: unitKey(quantity),
});
