import { type Instant, type Language, type Resource, say, type Text } from "@sakiyomi/core";
import {
  type Days,
  heldAt,
  type MedicationOrder,
  orderWords,
  type Quantity,
  stepWords,
  type Timing,
  type WithinDay,
  wordsOfOrders,
} from "@sakiyomi/medication";
import { UCUM } from "./codes.ts";
import { conceptOfDrug, conceptOfRoute, doseAndRateOf } from "./medication-codes.ts";
import { DAYS, type Extension, orderExtension, PERIOD_OF_USE } from "./medication-extension.ts";
import { usageCodeOf } from "./medication-usage.ts";

/** Whose clock and language, and what time it is: an order is on hold at a time. */
export interface Writing {
  readonly now: Instant;
  /** IANA zone of the house. */
  readonly zone: string;
  /** Of the line of text that JP Core asks for. */
  readonly language: Language;
}

const iso = (at: number): string => new Date(at).toISOString();

/**
 * An order as a MedicationRequest (R4). What FHIR cannot say is in extensions under `urn:sakiyomi:…`, and days that another
 * system would get wrong in a modifier extension, so that it does not act on them. Read again it is the same order.
 * docs/medication/orders.md has the table.
 */
export function requestOf(order: MedicationOrder, writing: Writing): Resource {
  const isStat = order.timing?.type === "stat";
  return {
    resourceType: "MedicationRequest",
    id: order.id,
    extension: [orderExtension(order)],
    identifier: [{ system: "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier", value: order.id }],
    status: statusOf(order, writing.now),
    intent: "order",
    ...(isStat && { priority: "stat" }),
    medicationCodeableConcept: conceptOfDrug(order.drug),
    subject: { reference: `Patient/${order.person.slice(order.person.indexOf(":") + 1)}` },
    authoredOn: iso(order.at),
    ...(order.by !== "" && { requester: { display: order.by } }),
    ...(order.replaces !== null && { priorPrescription: { reference: `MedicationRequest/${order.replaces}` } }),
    ...(order.note !== "" && { note: [{ text: order.note }] }),
    dosageInstruction: instructionsOf(order, writing),
    substitution: { allowedBoolean: order.maySubstitute },
  };
}

/** FHIR's words: an order that ended before it began was cancelled, and one on hold says so. */
function statusOf(order: MedicationOrder, now: Instant): string {
  if (order.status === "stopped" && order.until !== null && order.until <= order.from) return "cancelled";
  return order.status === "active" && heldAt(order, now) !== null ? "on-hold" : order.status;
}

type Fields = Readonly<Record<string, unknown>>;
/** Of one instruction: its timing, and what stands beside it. */
interface Instruction {
  readonly timing?: { readonly repeat?: Fields; readonly event?: readonly string[] };
  readonly beside?: Fields;
  readonly dose?: Quantity | null;
  /** The step of a taper; the same number: at the same time. */
  readonly sequence?: number;
}

function instructionsOf(order: MedicationOrder, { zone, language }: Writing): readonly Fields[] {
  const said = order.timing === null ? [{}] : rows[order.timing.type](order.timing as never, order);
  const inWords = (line: Text): string => say(wordsOfOrders, line, { language, zone });
  const whole = inWords(orderWords(order, zone));
  const steps = stepWords(order).map(inWords);
  const usage = usageCodeOf(order);
  return said.map(({ timing, beside, dose = order.dose, sequence = 1 }: Instruction, i) => ({
    sequence,
    text: steps[sequence - 1] ?? whole,
    ...beside,
    ...(timing && { timing: { ...timing, ...(usage && i === 0 && { code: { coding: [usage], text: whole } }) } }),
    route: conceptOfRoute(order.route),
    ...(dose && { doseAndRate: doseAndRateOf(dose) }),
  }));
}

type Rows = {
  readonly [Type in Timing["type"]]: (
    timing: Extract<Timing, { type: Type }>,
    order: MedicationOrder,
  ) => readonly Instruction[];
};

const rows: Rows = {
  clock: ({ days, within }, order) => {
    const { repeat: onDays, ...beside } = dayRows[days.type](days as never);
    return partsOf(within).map((part) => ({
      timing: { repeat: { ...boundsOf(order), ...rateOf(within), ...onDays, ...part } },
      beside,
    }));
  },
  interval: ({ hours }, order) => [
    { timing: { repeat: { ...boundsOf(order), frequency: 1, period: hours, periodUnit: "h" } } },
  ],
  once: ({ at }) => [{ timing: { event: [iso(at)] } }],
  stat: () => [{ timing: { repeat: { count: 1 } } }],
  "as-needed": (timing, order) => [asNeeded(timing, order)],
  taper: ({ first, steps }) =>
    steps.flatMap(({ days, dose, within }, i) =>
      partsOf(within).map((part) => ({
        timing: { repeat: { boundsDuration: daysLong(days), ...rateOf(within), ...part } },
        sequence: i + 1,
        beside: i === 0 ? { extension: [startsOn(first)] } : {},
        dose,
      })),
    ),
};

const daysLong = (value: number) => ({ value, unit: "d", system: UCUM, code: "d" });
const startsOn = (date: string): Extension => ({ url: PERIOD_OF_USE, valuePeriod: { start: date } });

/** FHIR's period includes its end, our `until` does not. */
const boundsOf = ({ from, until }: MedicationOrder) =>
  until !== null && until <= from
    ? {}
    : { boundsPeriod: { start: iso(from), ...(until !== null && { end: iso(until - 1) }) } };

const countOf = (within: WithinDay): number => (within.type === "times" ? within.times.length : within.meals.length);
const rateOf = (within: WithinDay) => ({ frequency: countOf(within), period: 1, periodUnit: "d" });

const meal = { breakfast: "M", lunch: "D", dinner: "V" } as const;

/** FHIR's offset is of all its meals: bedtime, which has none, is an instruction of its own beside them. */
function partsOf(within: WithinDay): readonly Fields[] {
  if (within.type === "times") return [{ timeOfDay: within.times.map((time) => `${time}:00`) }];
  const { meals, offsetMin } = within;
  const side = offsetMin < 0 ? "AC" : offsetMin > 0 ? "PC" : "C";
  const eaten = meals.filter((one) => one !== "bedtime").map((one) => `${side}${meal[one]}`);
  const isBedtime = meals.includes("bedtime");
  if (offsetMin === 0) return [{ when: [...eaten, ...(isBedtime ? ["HS"] : [])] }];
  const around = { frequency: eaten.length, when: eaten, offset: Math.abs(offsetMin) };
  return isBedtime ? [around, { frequency: 1, when: ["HS"] }] : [around];
}

type DayRows = {
  readonly [Type in Days["type"]]: (days: Extract<Days, { type: Type }>) => Fields & { readonly repeat: Fields };
};

/** `repeat`: what changes in the repeat; everything else stands beside the timing. */
const dayRows: DayRows = {
  daily: () => ({ repeat: {} }),
  weekdays: ({ weekdays }) => ({ repeat: { dayOfWeek: weekdays } }),
  every: ({ days, first }) => ({ repeat: { period: days }, extension: [startsOn(first)] }),
  cycle: ({ on, off, first }) => ({
    repeat: {},
    extension: [startsOn(first)],
    modifierExtension: [
      {
        url: DAYS,
        extension: [
          { url: "on", valueInteger: on },
          { url: "off", valueInteger: off },
        ],
      },
    ],
  }),
  month: ({ days }) => ({
    repeat: {},
    modifierExtension: [{ url: DAYS, extension: days.map((day) => ({ url: "of-month", valueInteger: day })) }],
  }),
};

/** "Every 6 hours as needed": not sooner than that. */
function asNeeded(timing: Extract<Timing, { type: "as-needed" }>, order: MedicationOrder): Instruction {
  const { reason, minIntervalMin, maxPerDay } = timing;
  const isHours = minIntervalMin % 60 === 0;
  const period = isHours ? minIntervalMin / 60 : minIntervalMin;
  const most = order.dose && {
    numerator: { value: order.dose.value * maxPerDay, system: UCUM, code: order.dose.unit },
    denominator: { value: 24, unit: "h", system: UCUM, code: "h" },
  };
  return {
    timing: { repeat: { ...boundsOf(order), frequency: 1, period, periodUnit: isHours ? "h" : "min" } },
    beside: { asNeededCodeableConcept: { text: reason }, ...(most && { maxDosePerPeriod: most }) },
  };
}
