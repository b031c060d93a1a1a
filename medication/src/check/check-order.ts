import { DAY, type Instant } from "@sakiyomi/core";
import { amountIn, inUnit } from "../drugs/amount.ts";
import type { DoseUnit, Drug, Formulary, Quantity } from "../drugs/drug.ts";
import { isVeryAlike } from "../drugs/look-alike.ts";
import { holdsSame, isSameClass } from "../drugs/same.ts";
import { needsWitness } from "../orders/change-order.ts";
import { nextDoses } from "../orders/next-doses.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { MedicationPolicy } from "../orders/policy.ts";
import { standing } from "../round/expanded.ts";
import type { Finding, MedicationChart } from "./bedside.ts";
import { amountValues, right, unknown, warning, wrong } from "./finding.ts";
import { isFor } from "./rule-dose.ts";
import { allergyFindings } from "./rule-harm.ts";

export interface OrderAsked {
  /** What somebody is about to order; the chart need not hold it. */
  readonly order: MedicationOrder;
  readonly chart: MedicationChart;
  readonly formulary: Formulary;
  readonly policy: MedicationPolicy;
  readonly now: Instant;
  /** IANA zone of the house. */
  readonly zone: string;
}

type OrderRule = (asked: OrderAsked, drug: Drug | null) => readonly Finding[];

const may = { mayOverride: true } as const;

const isListed: OrderRule = ({ order }, drug) =>
  drug === null ? [unknown("drug", "not-listed", { values: { drug: order.drug.text }, ...may })] : [];

const allergies: OrderRule = ({ order, chart, formulary }) => {
  const found = allergyFindings(order.drug, { chart, formulary });
  if (found.length > 0) return found;
  const inWords = chart.allergies.flatMap(({ to }) => (to.type === "medication" ? [to.drug.text] : []));
  if (inWords.length > 0)
    return [warning("allergy", "words-only", { values: { allergies: inWords.join(", "), drug: order.drug.text } })];
  return [right("allergy", chart.allergies.length > 0 ? "none" : "none-recorded")];
};

/** Orders that stand beside this one: not the one that it replaces, nor its own earlier version. */
const beside = ({ order, chart, now }: OrderAsked): readonly MedicationOrder[] =>
  standing(chart.orders).filter(
    ({ id, status, until }) =>
      id !== order.id &&
      id !== order.replaces &&
      status === "active" &&
      (until === null || until > Math.max(now, order.from)),
  );

const duplicates: OrderRule = (asked) => {
  const { order, formulary } = asked;
  const found = beside(asked).flatMap((other) => {
    const values = { drug: order.drug.text, other: other.drug.text };
    if (holdsSame(formulary)(order.drug, other.drug))
      return [wrong("duplicate", "ordered-already", { values, ...may })];
    return isSameClass(order.drug, other.drug) ? [warning("duplicate", "class-ordered", { values })] : [];
  });
  return found.length > 0 ? found : [right("duplicate", "none")];
};

/**
 * Names that can be taken for this one's: any that the person has beside it; of all others only what was reported or is very
 * alike, for nearly every second name has some look-alike in the list.
 */
const lookAlikes: OrderRule = (asked, drug) => {
  if (drug === null) return [];
  const alike = asked.formulary.lookAlikes(drug.code);
  const own = new Set(beside(asked).map((other) => other.drug.code));
  const [first] = [...alike.filter(({ codes }) => codes.some((code) => own.has(code))), ...alike.filter(isVeryAlike)];
  return first
    ? [warning("look-alike", "alike", { values: { drug: drug.name, other: first.drug.name } })]
    : [right("look-alike", "none")];
};

const route: OrderRule = ({ order }, drug) => {
  if (drug === null) return [];
  const values = { drug: drug.name, route: `route.${order.route}` };
  const fits = isFor(drug.routes, order.route);
  if (fits === null) return [unknown("route", "unclear", { values, ...may })];
  return [fits ? right("route", "same", { values }) : wrong("route", "not-of-drug", { values, ...may })];
};

const solids: readonly (DoseUnit | null)[] = ["{tablet}", "{capsule}", "{packet}", "{suppository}", "{patch}"];

/** How many tablets, packets, patches a dose is; null: not given by the piece (drops, pens, ampoules), or not known. */
function piecesOf(dose: Quantity, drug: Drug): number | null {
  if (drug.unit === null || !solids.includes(drug.unit)) return null;
  if (dose.unit === drug.unit) return dose.value;
  const [asked, one] = [amountIn(dose, drug), amountIn({ value: 1, unit: drug.unit }, drug)];
  const alike = asked && one ? inUnit(asked, one.unit) : null;
  return alike && one ? alike.value / one.value : null;
}

/** Ours: a tablet is divided into quarters at the most, and ten of anything at once is more often a slip of the decimal point. */
const SMALLEST_PART = 0.25;
const MANY_PIECES = 10;

const dosesIn = ({ dose, timing }: MedicationOrder): readonly (Quantity | null)[] =>
  timing?.type === "taper" ? timing.steps.map((step) => step.dose) : [dose];

function doseFinding(dose: Quantity | null, drug: Drug): Finding {
  if (dose === null) return unknown("dose", "not-ordered", { values: { drug: drug.name }, ...may });
  const values = { drug: drug.name, ...amountValues(dose) };
  const pieces = piecesOf(dose, drug);
  if (pieces === null) {
    const isKnown = dose.unit === drug.unit || amountIn(dose, drug) !== null;
    return isKnown ? right("dose", "ordered", { values }) : unknown("dose", "unit", { values, ...may });
  }
  const more = {
    values: {
      ...values,
      ...amountValues({ value: Number(pieces.toPrecision(4)), unit: drug.unit ?? "{dose}" }, "take"),
    },
  };
  if (pieces > MANY_PIECES) return warning("dose", "many", more);
  const quarters = pieces / SMALLEST_PART;
  return Math.abs(quarters - Math.round(quarters)) > 1e-6 || pieces < SMALLEST_PART
    ? warning("dose", "odd-part", more)
    : right("dose", "ordered", { values });
}

const doses: OrderRule = ({ order }, drug) =>
  drug === null ? [] : dosesIn(order).map((dose) => doseFinding(dose, drug));

const MINUTES_A_DAY = 24 * 60;

const times: OrderRule = ({ order, now, zone, policy }) => {
  const { timing } = order;
  const values = { drug: order.drug.text };
  if (timing === null) return [unknown("time", "not-ordered", { values, ...may })];
  if (timing.type === "as-needed") {
    const most = Math.floor(MINUTES_A_DAY / timing.minIntervalMin) + 1;
    return timing.maxPerDay > most
      ? [warning("time", "maximum-out-of-reach", { values: { ...values, max: timing.maxPerDay, n: most } })]
      : [right("time", "ordered", { values })];
  }
  // What is to be given at once was due when it was ordered, a moment ago.
  const since = timing.type === "stat" || timing.type === "once" ? now - DAY : now;
  const from = Math.max(order.from, since);
  if (nextDoses({ ...order, status: "active" }, { from, zone, policy, most: 1 }).length === 0)
    return [wrong("time", "asks-for-nothing", { values, ...may })];
  const isOld = order.replaces === null && order.from < now - DAY;
  return [isOld ? warning("time", "from-past", { values }) : right("time", "ordered", { values })];
};

const witness: OrderRule = ({ order, policy }, drug) => [
  right("witness", needsWitness(order, drug, policy) ? "will-be-asked" : "not-needed", {
    values: { drug: order.drug.text },
  }),
];

const rules: readonly OrderRule[] = [isListed, doses, route, times, allergies, duplicates, witness, lookAlikes];

/**
 * What speaks against an order, while it is being written: allergy, the same ingredient or class again, names that are alike,
 * a route or a unit that is not the drug's, a dose that is no sensible number of pieces, hours at which nothing is due. From
 * the drug list's codes only; no interactions, no maximum doses are invented. Wrong and unknown ones need a reason.
 */
export function checkOrder(asked: OrderAsked): readonly Finding[] {
  const { order, formulary } = asked;
  const drug = order.drug.system === "mhlw" ? formulary.drug(order.drug.code) : null;
  const found = rules.flatMap((rule) => rule(asked, drug));
  return [...new Map(found.map((finding) => [JSON.stringify(finding.text), finding])).values()];
}
