import { MINUTE } from "@sakiyomi/core";
import type { Drug } from "../drugs/drug.ts";
import { needsWitness as ordersWitness } from "../orders/change-order.ts";
import type { Bedside, Finding } from "./bedside.ts";
import { right, unknown, warning, wrong } from "./finding.ts";
import { orderedDrug } from "./rule-drug.ts";
import { whenValues } from "./rule-time.ts";
import type { Rule, Situation, Target } from "./situation.ts";

const drugsOf = (target: Target, situation: Situation): readonly (Drug | null)[] => [
  orderedDrug(target, situation),
  ...target.parts.map(({ drug }) => drug),
];

/** Whether a second person has to sign for this dose. */
const asksWitness = (target: Target, situation: Situation): boolean =>
  drugsOf(target, situation).some((drug) => ordersWitness(target.order, drug, situation.bedside.policy));

export const needsWitness = (situation: Situation): boolean =>
  situation.targets.some((target) => asksWitness(target, situation));

/** "staff:tanaka" and "tanaka" are one person. */
const bare = (id: string): string => id.replace(/^staff:/, "");

export const nameOf = ({ nameOf: named }: Bedside, actor: string): string => named?.(actor) ?? bare(actor);

function witnessFinding(bedside: Bedside, drug: string): Finding {
  const { witness: who, staff, witnessMay } = bedside;
  const values = { drug };
  if (who === null) return wrong("witness", "missing", { values, mayOverride: true });
  const named = { ...values, who: nameOf(bedside, who) };
  if (bare(who) === bare(staff.id)) return wrong("witness", "same", { values: named, mayOverride: false });
  if (witnessMay === false) return wrong("witness", "no-right", { values: named, mayOverride: false });
  return right("witness", "signed", { values: named });
}

/** A second person where the order, the law (narcotics) or the house asks for one. */
export const witness: Rule = (situation) => {
  const target = situation.targets.find((one) => asksWitness(one, situation));
  return [target ? witnessFinding(situation.bedside, target.order.drug.text) : right("witness", "not-needed")];
};

/** What somebody without a licence may help with, as the house settled it. */
function assistFinding(target: Target, situation: Situation): Finding | null {
  const { order, dose, parts } = target;
  const { assist } = situation.bedside.policy;
  const values = { drug: order.drug.text, route: `route.${order.route}` };
  const more = { values, dose: dose.id, mayOverride: false };
  if (drugsOf(target, situation).some((drug) => drug?.isNarcotic === true))
    return wrong("permission", "narcotic", more);
  if (!assist.routes.includes(order.route)) return wrong("permission", "route", more);
  const isPrepared = parts.every(({ pack }) => pack !== null) || assist.withoutPack.includes(order.route);
  return isPrepared ? null : wrong("permission", "not-prepared", more);
}

/** Whether whoever holds it may give it. Nobody's override helps here: somebody who may has to come. */
export const permission: Rule = (situation) => {
  const { may } = situation.bedside.staff;
  if (may === "nothing") return [wrong("permission", "nothing", { mayOverride: false })];
  if (may === "give") return [right("permission", "may")];
  const found = situation.targets.flatMap((target) => assistFinding(target, situation) ?? []);
  return found.length > 0 ? found : [right("permission", "may-assist")];
};

/** One device at a time: online nobody gives beside whoever took the person along, offline nobody without having done so. */
export const lease: Rule = (situation) => {
  const { bedside } = situation;
  const { network, now, device, chart } = bedside;
  const { name, person } = chart;
  if (network.online) {
    const other = network.leaseOfOther;
    if (!other || other.device === device || other.person !== person || other.until <= now)
      return [right("lease", "online")];
    const values = { name, who: nameOf(bedside, other.staff), ...whenValues(other.until, situation, "until") };
    return [wrong("lease", "of-other", { values, mayOverride: true })];
  }
  const own = network.lease;
  if (!own || own.person !== person) return [wrong("lease", "none", { values: { name }, mayOverride: true })];
  if (own.device !== device) return [wrong("lease", "other-device", { values: { name }, mayOverride: true })];
  if (own.until <= now || own.from > now)
    return [
      wrong("lease", "over", { values: { name, ...whenValues(own.until, situation, "until") }, mayOverride: true }),
    ];
  return [right("lease", "taken", { values: { name, ...whenValues(own.until, situation, "until") } })];
};

/** A clock that is wrong makes every other answer about time wrong. */
export const clock: Rule = ({ bedside: { clockOffMs, policy } }) => {
  if (clockOffMs === null) return [unknown("clock", "never-heard", { mayOverride: true })];
  const min = Math.round(Math.abs(clockOffMs) / MINUTE);
  if (!(Math.abs(clockOffMs) <= policy.clockOffMin.wrong * MINUTE))
    return [wrong("clock", "off", { values: { min }, mayOverride: false })];
  return Math.abs(clockOffMs) > policy.clockOffMin.warning * MINUTE
    ? [warning("clock", "bit-off", { values: { min } })]
    : [right("clock", "good")];
};
