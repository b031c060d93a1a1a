import type { Quantity } from "../drugs/drug.ts";
import { givingsIn, standing, statesOf } from "../round/expanded.ts";
import {
  type Bedside,
  type CheckName,
  checks,
  type Decision,
  type Finding,
  type ScannedItem,
  type ToGive,
} from "./bedside.ts";
import { right } from "./finding.ts";
import type { ItemRead, Scanned } from "./reading.ts";
import { code, expiry } from "./rule-code.ts";
import { dose, route } from "./rule-dose.ts";
import { drug, lookAlike } from "./rule-drug.ts";
import { given } from "./rule-given.ts";
import { allergy, duplicate } from "./rule-harm.ts";
import { hold, order } from "./rule-order.ts";
import { patient } from "./rule-patient.ts";
import { clock, lease, needsWitness, permission, witness } from "./rule-staff.ts";
import { maximum, time } from "./rule-time.ts";
import { partsOf, readItems, readPerson } from "./scan.ts";
import type { Rule, Situation, Target } from "./situation.ts";
import { assign, meantDoses } from "./targets.ts";

/** One rule a check. A new check is a name in `checks`, a rule here, and its words. */
const rules: Readonly<Record<CheckName, Rule>> = {
  patient,
  drug,
  dose,
  route,
  time,
  code,
  order,
  expiry,
  hold,
  allergy,
  duplicate,
  maximum,
  given,
  witness,
  "look-alike": lookAlike,
  permission,
  lease,
  clock,
};

/** Reads the codes and finds out which doses they are about. */
function situationOf(asked: Bedside): Situation {
  const bedside = { ...asked, chart: { ...asked.chart, orders: standing(asked.chart.orders) } };
  const states = statesOf(bedside.chart.events);
  const scanned = readItems(bedside);
  const parts = scanned.flatMap((one) => partsOf(one, bedside));
  const { targets, notFound } = meantDoses(bedside, parts, states);
  return {
    bedside,
    person: readPerson(bedside),
    scanned,
    ...assign(targets, parts),
    notFound,
    states,
    given: givingsIn(states),
  };
}

/** Whatever is not right is said; where all is, it is said once. */
function ofCheck(check: CheckName, situation: Situation): readonly Finding[] {
  const found = rules[check](situation);
  const bad = found.filter(({ result }) => result !== "right");
  if (bad.length > 0) return withoutRepeats(bad);
  const [first, second] = withoutRepeats(found);
  if (!first) return [];
  return [second ? right(check, "all", { values: { n: found.length } }) : first];
}

const withoutRepeats = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify([finding.text, finding.result]), finding])).values(),
];

const drugIn = (read: ItemRead): ScannedItem["drug"] => {
  if (read.type === "package") return { system: "mhlw", code: read.code.drug, text: read.drug?.name ?? read.code.drug };
  return read.type === "pack" ? (read.pack.contents[0]?.drug ?? null) : null;
};

const times = (amount: Quantity | null, count: number): Quantity | null =>
  amount && count > 0 && Number.isFinite(count) ? { ...amount, value: amount.value * count } : null;

function scannedItem({ scan, read }: Scanned): ScannedItem {
  const none = { gtin: null, lot: null, expiry: null, serial: null, pack: null };
  const lot = read.type === "damaged" || read.type === "not-a-medicine" ? none : read.lot;
  return { drug: drugIn(read), amount: read.type === "package" ? times(read.code.holds, scan.count) : null, lot };
}

function toGive({ order: of, dose: asked, parts }: Target): ToGive {
  const lots = [...new Set(parts.map(({ lot }) => lot))];
  return { dose: asked.id, order: of.id, amount: asked.dose, route: of.route, lots };
}

function verdictOf(findings: readonly Finding[]): Decision["verdict"] {
  if (findings.some(({ result }) => result === "wrong" || result === "unknown")) return "block";
  return findings.some(({ result }) => result === "warning") ? "warn" : "give";
}

/**
 * Whether this may be given to this person now: every right, one by one, with what is so and what to do. Pure, and the same at
 * the desk, on a phone without a network and in the robot. What is not known blocks as what is wrong does. Never throws,
 * whatever the codes are.
 */
export function check(bedside: Bedside): Decision {
  const situation = situationOf(bedside);
  const findings = checks.flatMap((name) => ofCheck(name, situation));
  const blocking = findings.filter(({ result }) => result === "wrong" || result === "unknown");
  return {
    verdict: verdictOf(findings),
    doses: situation.targets.map((target) => target.dose),
    scanned: situation.scanned.map(scannedItem),
    toGive: situation.targets.map(toGive),
    findings,
    mayOverride: blocking.length > 0 && blocking.every(({ mayOverride }) => mayOverride),
    needsWitness: needsWitness(situation),
    at: bedside.now,
  };
}
