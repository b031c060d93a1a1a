import { amountIn, inUnit } from "../drugs/amount.ts";
import type { DoseUnit, Drug, Quantity, Route } from "../drugs/drug.ts";
import type { Finding } from "./bedside.ts";
import { type Compared, compareDose } from "./compare-dose.ts";
import { amountValues, right, unknown, warning, wrong } from "./finding.ts";
import type { Part } from "./reading.ts";
import { orderedDrug } from "./rule-drug.ts";
import type { Rule, Situation, Target } from "./situation.ts";

type Rows = {
  readonly [Type in Compared["type"]]: (compared: Extract<Compared, { type: Type }>, target: Target) => Finding;
};

const valuesOf = ({ order, dose }: Target) => ({
  drug: order.drug.text,
  ...(dose.dose ? amountValues(dose.dose) : {}),
});
const percent = (share: number): number => Math.round(share * 100);

const isPiece = (part: Part | undefined): boolean =>
  ["{tablet}", "{capsule}", "{packet}", "{suppository}", "{patch}", "{vial}"].includes(part?.drug?.unit ?? "");

const rows: Rows = {
  none: (_, target) =>
    unknown("dose", "not-scanned", { values: valuesOf(target), dose: target.dose.id, mayOverride: true }),
  "not-ordered": (_, target) =>
    unknown("dose", "not-ordered", { values: valuesOf(target), dose: target.dose.id, mayOverride: true }),
  "not-comparable": (_, target) =>
    unknown("dose", "not-comparable", { values: valuesOf(target), dose: target.dose.id, mayOverride: true }),
  same: (_, target) => right("dose", "same", { values: valuesOf(target), dose: target.dose.id }),
  box: (_, target) => boxFinding(target),
  "take-out": ({ take, holds }, target) =>
    right("dose", "take-out", {
      values: { ...valuesOf(target), ...amountValues(take, "take"), ...amountValues(holds, "holds") },
      dose: target.dose.id,
    }),
  divide: ({ take, holds }, target) =>
    warning("dose", "divide", {
      values: { ...valuesOf(target), ...amountValues(take, "take"), ...amountValues(holds, "holds") },
      dose: target.dose.id,
    }),
  less: ({ share }, target) =>
    wrong("dose", "less", {
      values: { ...valuesOf(target), percent: percent(share) },
      dose: target.dose.id,
      mayOverride: true,
    }),
  more: ({ share }, target) =>
    wrong("dose", "more", {
      values: { ...valuesOf(target), percent: percent(share) },
      dose: target.dose.id,
      mayOverride: false,
    }),
};

const masses: readonly DoseUnit[] = ["ug", "mg", "g"];

/** What an order in milligrams is in tablets or millilitres of this drug; null: nobody can tell from the list. */
function counted(ordered: Quantity, drug: Drug): Quantity | null {
  const { strength, unit } = drug;
  if (!masses.includes(ordered.unit) || ordered.unit === unit || ordered.unit === strength?.per.unit) return ordered;
  const amount = strength && amountIn(ordered, drug);
  const alike = amount && inUnit(amount, strength.amount.unit);
  if (!alike) return null;
  const value = (alike.value / strength.amount.value) * strength.per.value;
  return { value: Number(value.toPrecision(6)), unit: strength.per.unit };
}

/** Whoever measures is told how much to measure: reckoning millilitres from milligrams at the bed is where tenfold errors come from. */
function boxFinding(target: Target): Finding {
  const [part] = target.parts;
  const wanted = target.dose.dose;
  const take = wanted && part?.drug ? counted(wanted, part.drug) : wanted;
  const about = { dose: target.dose.id };
  if (wanted && take === null)
    return unknown("dose", "not-comparable", { values: valuesOf(target), ...about, mayOverride: true });
  const values = { ...valuesOf(target), ...(take ? amountValues(take) : {}) };
  if (isPiece(part)) return warning("dose", "box", { values, ...about });
  if (!wanted || take === wanted) return right("dose", "measure", { values, ...about });
  return right("dose", "measure-as", { values: { ...values, ...amountValues(wanted, "ordered") }, ...about });
}

/** The right dose: what was scanned, times how many, against what is ordered. */
export const dose: Rule = (situation) => {
  if (situation.targets.length === 0) return [unknown("dose", "nothing", { mayOverride: false })];
  return situation.targets.map((target) => {
    const compared = compareDose(target, orderedDrug(target, situation));
    return rows[compared.type](compared as never, target);
  });
};

/** What the list calls "for injection" without saying which. */
const injections: readonly Route[] = ["subcutaneous", "intramuscular", "intravenous", "injection"];

/** Whether a drug is made for a route; null: the list does not say. */
export function isFor(routes: readonly Route[], route: Route): boolean | null {
  if (routes.includes(route)) return true;
  if (injections.includes(route) && (routes.includes("injection") || route === "injection"))
    return routes.some((one) => injections.includes(one));
  return routes.includes("other") || route === "other" ? null : false;
}

function routeOfTarget(target: Target, situation: Situation): readonly Finding[] {
  const { order, dose: of, parts } = target;
  const { route: chosen } = situation.bedside;
  const values = { drug: order.drug.text, route: `route.${order.route}`, chosen: `route.${chosen ?? order.route}` };
  if (chosen !== null && chosen !== order.route)
    return [wrong("route", "chosen", { values, dose: of.id, mayOverride: false })];
  const listed = orderedDrug(target, situation);
  const drugs = parts.length > 0 ? parts.map((part) => part.drug) : [listed];
  return drugs.map((one) => {
    const fits = one ? isFor(one.routes, order.route) : null;
    if (fits === null) return unknown("route", "unclear", { values, dose: of.id, mayOverride: true });
    return fits
      ? right("route", "same", { values, dose: of.id })
      : wrong("route", "not-of-drug", {
          values: { ...values, drug: one?.name ?? "" },
          dose: of.id,
          mayOverride: false,
        });
  });
}

/** The right route: what is ordered, what the drug is made for, and what somebody says they are about to do. */
export const route: Rule = (situation) =>
  situation.targets.length === 0
    ? [unknown("route", "nothing", { mayOverride: false })]
    : situation.targets.flatMap((target) => routeOfTarget(target, situation));
