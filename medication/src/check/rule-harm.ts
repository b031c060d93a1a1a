import { type Instant, MINUTE } from "@sakiyomi/core";
import type { MedicationCode } from "../drugs/drug.ts";
import { holdsSame, isSameClass, isSameIngredient } from "../drugs/same.ts";
import type { Giving } from "../ledger/givings.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { ScheduledDose } from "../orders/scheduled-dose.ts";
import { expanded } from "../round/expanded.ts";
import { type AllergyMatch, allergyTo } from "./allergy-match.ts";
import type { Allergy, Bedside, Finding } from "./bedside.ts";
import { right, warning, wrong } from "./finding.ts";
import { matchOf } from "./match.ts";
import { formOf } from "./rule-drug.ts";
import { whenValues } from "./rule-time.ts";
import type { Rule, Situation, Target } from "./situation.ts";
import { isAlive } from "./targets.ts";

const wordsOf = ({ to }: Allergy): string => (to.type === "medication" ? to.drug.text : to.text);

/** @returns what speaks against a drug, one finding an allergy */
export function allergyFindings(
  code: MedicationCode,
  { chart, formulary }: Pick<Bedside, "chart" | "formulary">,
): readonly Finding[] {
  const listed = (of: string) => formulary.drug(of);
  const drug = code.system === "mhlw" ? listed(code.code) : null;
  return chart.allergies.flatMap((allergy) => {
    const match: AllergyMatch | null = allergyTo({ code, drug, listed }, allergy);
    if (match === null) return [];
    const values = { drug: drug?.name ?? code.text, allergy: wordsOf(allergy), name: chart.name };
    return [wrong("allergy", match, { values, mayOverride: allergy.severity !== "severe" })];
  });
}

/** Nothing that the person is allergic to, by ingredient, by class and by what was written. */
export const allergy: Rule = ({ targets, strays, bedside }) => {
  const codes = [
    ...targets.flatMap(({ order, parts }) => [order.drug, ...parts.map(({ code }) => code)]),
    ...strays.map(({ code }) => code),
  ];
  const once = [...new Map(codes.map((code) => [`${code.system} ${code.code}`, code])).values()];
  const found = once.flatMap((code) => allergyFindings(code, bedside));
  if (found.length > 0) return found;
  return [right("allergy", bedside.chart.allergies.length > 0 ? "none" : "none-recorded")];
};

const intervalOf = ({ timing }: MedicationOrder): number =>
  timing?.type === "as-needed" ? timing.minIntervalMin * MINUTE : 0;

const windowOfDose = ({ at, window }: ScheduledDose, { policy }: Bedside): readonly [from: Instant, until: Instant] =>
  window ? [window.from, window.until] : [at - policy.windows.daily * MINUTE, at + policy.windows.daily * MINUTE];

/** What the other order last gave of this ingredient, if that is too near to this dose. */
function givenTooNear(target: Target, other: MedicationOrder, situation: Situation): Giving | null {
  const { bedside, given } = situation;
  const last = given.findLast((one) => one.order === other.id);
  if (last === undefined) return null;
  // What lies ahead was said by a clock that ran fast: it was given all the same.
  const lastAt = Math.min(last.at, bedside.now);
  const interval = Math.max(intervalOf(target.order), intervalOf(other));
  const [from] = windowOfDose(target.dose, bedside);
  const since = interval > 0 ? bedside.now - interval : Math.min(from, bedside.now);
  return lastAt > since ? last : null;
}

/** What another order asks for of the same ingredient at the same hours; not of the one that took the place of this one. */
function dueToo(target: Target, other: MedicationOrder, { bedside }: Situation): readonly ScheduledDose[] {
  if (other.replaces === target.order.id) return [];
  if (intervalOf(target.order) > 0 || intervalOf(other) > 0 || !isAlive(other, bedside.now)) return [];
  const [from, until] = windowOfDose(target.dose, bedside);
  const { zone, policy } = bedside;
  return expanded(other, { from: from - 24 * 60 * MINUTE, until: until + 24 * 60 * MINUTE, zone, policy }).filter(
    (dose) => {
      const [otherFrom, otherUntil] = windowOfDose(dose, bedside);
      return otherFrom <= until && from <= otherUntil;
    },
  );
}

/**
 * Two strengths of one ingredient and form, each by an order of its own, make up one dose (warfarin 1 mg and 0.5 mg). Whoever
 * ordered the second one had to say why, so that at the bedside it is said and does not stop whoever helps.
 */
const isSplit = (one: MedicationOrder, other: MedicationOrder): boolean =>
  isSameIngredient(one.drug, other.drug) &&
  formOf(one.drug.code) === formOf(other.drug.code) &&
  matchOf(one.drug, other.drug) === "ingredient";

function sameBy(target: Target, other: MedicationOrder, situation: Situation): Finding | null {
  const { order, dose } = target;
  const values = { drug: order.drug.text, other: other.drug.text };
  const more = { dose: dose.id, mayOverride: true };
  const last = givenTooNear(target, other, situation);
  const due = dueToo(target, other, situation);
  const isTogether = due.length > 0 && (last === null || due.some(({ id }) => id === last.dose));
  if (isTogether && isSplit(order, other)) return warning("duplicate", "strengths", { values, dose: dose.id });
  if (last !== null)
    return wrong("duplicate", "given", { values: { ...values, ...whenValues(last.at, situation, "last") }, ...more });
  return isTogether ? wrong("duplicate", "ordered-twice", { values, ...more }) : null;
}

function againstOther(target: Target, other: MedicationOrder, situation: Situation): Finding | null {
  const { order, dose } = target;
  if (holdsSame(situation.bedside.formulary)(order.drug, other.drug)) return sameBy(target, other, situation);
  const asNeeded = intervalOf(order) > 0 || intervalOf(other) > 0;
  const last = asNeeded && isSameClass(order.drug, other.drug) ? givenTooNear(target, other, situation) : null;
  if (last === null) return null;
  const values = { drug: order.drug.text, other: other.drug.text, ...whenValues(last.at, situation, "last") };
  return warning("duplicate", "class-given", { values, dose: dose.id });
}

/**
 * What lies in one hand together was given by nobody yet, and no interval stops it: a tablet as needed beside the one of the
 * round, a suppository beside the tablet, two doses of one order.
 */
function besideIt(target: Target, other: Target, { bedside }: Situation): Finding | null {
  const { order, dose } = target;
  const values = { drug: order.drug.text, other: other.order.drug.text };
  const more = { dose: dose.id, mayOverride: true };
  if (other.order.id === order.id) return wrong("duplicate", "two-doses", { values, ...more });
  const asNeeded = intervalOf(order) > 0 || intervalOf(other.order) > 0;
  return asNeeded && holdsSame(bedside.formulary)(order.drug, other.order.drug)
    ? wrong("duplicate", "ordered-twice", { values, ...more })
    : null;
}

/**
 * The same ingredient by another order: given too short a time ago, or due at the same hours. Of the same class (4 characters)
 * only where one of the two is as needed and was given: that two scheduled ones go together, somebody decided when they
 * ordered them, and a warning that is there at every dose is read by nobody.
 */
export const duplicate: Rule = (situation) => {
  const { targets, bedside } = situation;
  const found = targets.flatMap((target) => [
    ...bedside.chart.orders
      .filter(({ id, status }) => id !== target.order.id && status !== "entered-in-error" && status !== "draft")
      .flatMap((other) => againstOther(target, other, situation) ?? []),
    ...targets.filter((other) => other !== target).flatMap((other) => besideIt(target, other, situation) ?? []),
  ]);
  return found.length > 0 ? found : [right("duplicate", "none")];
};
