import type { Drug, MedicationCode } from "../drugs/drug.ts";
import type { Finding } from "./bedside.ts";
import { compareDose } from "./compare-dose.ts";
import { right, unknown, warning, wrong } from "./finding.ts";
import { matchOf, rankOf } from "./match.ts";
import type { Part } from "./reading.ts";
import type { Rule, Situation, Target } from "./situation.ts";

/** Character 8 of the code: tablets, powder, liquid … (薬価基準収載医薬品コード, 剤形). */
export const formOf = (code: string): string => code.slice(7, 8);

export const orderedDrug = ({ order }: Pick<Target, "order">, { bedside }: Situation): Drug | null =>
  order.drug.system === "mhlw" ? bedside.formulary.drug(order.drug.code) : null;

/** The same ingredient in another strength: right only where so many of it are exactly what is ordered. */
function otherStrength(target: Target, part: Part, situation: Situation): Finding {
  const { order, dose } = target;
  const values = { ordered: order.drug.text, scanned: part.name };
  const more = { values, dose: dose.id, mayOverride: true };
  const drug = orderedDrug(target, situation);
  if (formOf(order.drug.code) !== formOf(part.code.code) || drug?.unit !== part.drug?.unit)
    return wrong("drug", "other-form", more);
  const compared = compareDose(target, drug);
  const isEnough = compared.type === "same" || compared.type === "take-out";
  if (!isEnough || !order.maySubstitute) return wrong("drug", "other-strength", more);
  return warning("drug", "strength-made-up", { values, dose: dose.id });
}

function ofPart(target: Target, part: Part, situation: Situation): Finding {
  const { order, dose } = target;
  const values = { ordered: order.drug.text, scanned: part.name };
  const more = { values, dose: dose.id, mayOverride: true };
  switch (matchOf(order.drug, part.code)) {
    case "same":
      return right("drug", "same", { values: { drug: order.drug.text }, dose: dose.id });
    case "generic":
      return order.maySubstitute
        ? right("drug", "generic", { values, dose: dose.id })
        : wrong("drug", "no-substitute", more);
    case "ingredient":
      return otherStrength(target, part, situation);
    case "unclear":
      return unknown("drug", "unclear", more);
    case "other":
      return wrong("drug", "other", { ...more, mayOverride: false });
  }
}

/** It lies in a pack of this person for a dose that is not to be given now: on hold, or left out by whoever chose. */
const isPacked = ({ pack, code }: Part, { targets, bedside }: Situation): boolean =>
  pack !== null &&
  bedside.chart.orders.some(
    ({ id, drug: ordered }) =>
      rankOf(matchOf(ordered, code)) <= rankOf("generic") &&
      pack.doses.some((dose) => dose.startsWith(`${id}@`) && !targets.some((target) => target.dose.id === dose)),
  );

/** Whoever may give everything knows one tablet from another; whoever helps does not open what a pharmacy closed. */
function packedToo(part: Part, { bedside }: Situation): Finding {
  const values = { scanned: part.name, name: bedside.chart.name };
  return bedside.staff.may === "give"
    ? warning("drug", "packed-too", { values })
    : wrong("drug", "packed-too", { values, mayOverride: true });
}

/** Each thing that was scanned and is not ordered, beside what was wanted instead. */
function strays(situation: Situation): readonly Finding[] {
  const { targets, bedside } = situation;
  const packed = situation.strays.filter((part) => isPacked(part, situation));
  const parts = situation.strays.filter((part) => !packed.includes(part));
  const missing = targets.filter(({ parts: own }) => own.length === 0);
  const { name } = bedside.chart;
  const wrongs = parts.map((part, i) => {
    const instead = missing[i] ?? missing[0] ?? (targets.length === 1 ? targets[0] : undefined);
    return instead
      ? wrong("drug", "other", {
          values: { ordered: instead.order.drug.text, scanned: part.name },
          dose: instead.dose.id,
          mayOverride: false,
        })
      : wrong("drug", "not-ordered", { values: { scanned: part.name, name }, mayOverride: false });
  });
  return [...wrongs, ...packed.map((part) => packedToo(part, situation))];
}

/** What is wanted and was not scanned yet. Of a wrong package it is said once, by the package. */
function notScanned(situation: Situation): readonly Finding[] {
  const { targets, bedside } = situation;
  const parts = situation.strays.filter((part) => !isPacked(part, situation));
  const missing = targets.filter(({ parts: own }) => own.length === 0).slice(parts.length);
  const found = missing.map(({ order, dose }) =>
    unknown("drug", "not-scanned", { values: { drug: order.drug.text }, dose: dose.id, mayOverride: true }),
  );
  const isNothing = targets.length === 0 && parts.length === 0;
  return isNothing
    ? [unknown("drug", "nothing-scanned", { values: { name: bedside.chart.name }, mayOverride: false })]
    : found;
}

/** The right drug: what is ordered, or another brand of it where that is allowed. */
export const drug: Rule = (situation) => [
  ...situation.targets.flatMap((target) => target.parts.map((part) => ofPart(target, part, situation))),
  ...strays(situation),
  ...notScanned(situation),
];

const isScannedRight = ({ order, parts }: Target): boolean =>
  parts.length > 0 && parts.every(({ code }) => ["same", "generic"].includes(matchOf(order.drug, code)));

/** The first of these medicines whose name can be taken for the ordered one's. */
function rivalOf({ order }: Target, others: readonly MedicationCode[], { bedside }: Situation): MedicationCode | null {
  const { formulary } = bedside;
  const rivals = others.filter((one) => one.system === "mhlw" && matchOf(order.drug, one) === "other");
  if (rivals.length === 0 || order.drug.system !== "mhlw") return null;
  const alike = new Set(formulary.lookAlikes(order.drug.code).flatMap(({ codes }) => codes));
  return rivals.find(({ code }) => alike.has(code)) ?? null;
}

function lookAlikeOf(target: Target, situation: Situation): readonly Finding[] {
  const { order, dose } = target;
  const { chart } = situation.bedside;
  const say = (rival: MedicationCode) => ({ values: { drug: order.drug.text, other: rival.text }, dose: dose.id });
  const scanned = rivalOf(
    target,
    situation.strays.map(({ code }) => code),
    situation,
  );
  if (scanned) return [warning("look-alike", "alike", say(scanned))];
  const others = chart.orders.filter(({ status }) => status === "active").map((one) => one.drug);
  const own = rivalOf(target, others, situation);
  if (!own) return [];
  return [
    isScannedRight(target) ? right("look-alike", "kept-apart", say(own)) : warning("look-alike", "alike", say(own)),
  ];
}

/**
 * Two names that are taken for each other: of what was scanned for something else, or of two that one person has. Where the code
 * has told them apart, it is only said: a warning at every dose would be tapped away.
 */
export const lookAlike: Rule = (situation) => {
  const found = situation.targets.flatMap((target) => lookAlikeOf(target, situation));
  return found.length > 0 ? found : [right("look-alike", "none")];
};
