import type { Instant } from "@sakiyomi/core";
import {
  type Days,
  dayAt,
  type MedicationOrder,
  type MedicationPolicy,
  meals,
  type Quantity,
  type Timing,
  type WithinDay,
} from "@sakiyomi/medication";
import { amountOf, type FhirQuantity } from "./medication-codes.ts";
import { DAYS, type Fields, fieldsOf, periodsOfUse } from "./medication-extension.ts";
import type { Dosage, Repeat } from "./medication-shape.ts";
import { JAMI_SUPPLEMENT, MEAL_GAP_MIN, supplementOf, usageOf } from "./medication-usage.ts";

/** What an order from elsewhere leaves open. What is filled in all the same is the house's proposal. */
export type Unsaid = "dose" | "route" | "hours" | "days" | "first" | "limits" | "timing";

export interface ReadTiming {
  /** null: it cannot be said in ours, or nothing was said. */
  readonly timing: Timing | null;
  readonly unsaid: readonly Unsaid[];
}

/** Where and when an order is read: what a day is, and when meals are. */
export interface House {
  readonly zone: string;
  readonly policy: MedicationPolicy;
}

export interface ReadingOrder extends House {
  readonly from: Instant;
  /** Our own extension, where the resource comes from us. */
  readonly ours: Fields | null;
  readonly isStat: boolean;
  readonly dose: Quantity | null;
}

const nothing = (...unsaid: Unsaid[]): ReadTiming => ({ timing: null, unsaid });

/** Fields of a repeat that change what is asked for, and that we have no place for. */
const notOurs = ["boundsRange", "countMax", "duration", "durationMax", "frequencyMax", "periodMax"] as const;

/** When one instruction, or one and its part for bedtime, is to be given. */
export function timingOf(dosages: readonly Dosage[], reading: ReadingOrder): ReadTiming {
  const [first] = dosages;
  const { timing } = first ?? {};
  if (first === undefined || timing === undefined)
    return first && isAsNeeded(first) ? nothing("limits") : nothing("timing");
  const repeat = repeatOf(first);
  if (notOurs.some((name) => name in repeat)) return nothing("timing");
  if (timing.event) return onceOf(timing.event, reading);
  if (isAsNeeded(first)) return asNeededOf(first, repeat, reading);
  if (repeat.count !== undefined) return countOf(repeat, reading);
  if (repeat.periodUnit === "h" || repeat.periodUnit === "min") return intervalOf(repeat, reading);
  return clockOf(dosages, first, reading);
}

/** HL7's abbreviations of timing (v3 GTSAbbreviation), where nothing else is said. */
const abbreviations: Readonly<Record<string, Repeat>> = {
  QD: { frequency: 1, period: 1, periodUnit: "d" },
  BID: { frequency: 2, period: 1, periodUnit: "d" },
  TID: { frequency: 3, period: 1, periodUnit: "d" },
  QID: { frequency: 4, period: 1, periodUnit: "d" },
  QOD: { frequency: 1, period: 2, periodUnit: "d" },
  Q1H: { frequency: 1, period: 1, periodUnit: "h" },
  Q2H: { frequency: 1, period: 2, periodUnit: "h" },
  Q3H: { frequency: 1, period: 3, periodUnit: "h" },
  Q4H: { frequency: 1, period: 4, periodUnit: "h" },
  Q6H: { frequency: 1, period: 6, periodUnit: "h" },
  Q8H: { frequency: 1, period: 8, periodUnit: "h" },
};
const ABBREVIATIONS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation";

function repeatOf({ timing }: Dosage): Repeat {
  const repeat = timing?.repeat ?? {};
  const isSaid = repeat.frequency !== undefined || repeat.timeOfDay || repeat.when || repeat.period !== undefined;
  const coded = timing?.code?.coding?.find(({ system }) => system === ABBREVIATIONS)?.code ?? "";
  return isSaid ? repeat : { ...repeat, ...(Object.hasOwn(abbreviations, coded) ? abbreviations[coded] : {}) };
}

/** How often on one of its days: "three times a week on Mon, Wed and Fri" is once on each. null: not a whole number. */
function timesADay({ frequency, periodUnit = "d", dayOfWeek }: Repeat): number | null | undefined {
  if (frequency === undefined || periodUnit !== "wk" || dayOfWeek === undefined) return frequency;
  const each = frequency / dayOfWeek.length;
  return Number.isInteger(each) ? each : null;
}

const isAsNeeded = ({ asNeededBoolean, asNeededCodeableConcept }: Dosage): boolean =>
  asNeededBoolean === true || asNeededCodeableConcept !== undefined;

/** Several events are several orders; that is the caller's. */
function onceOf(event: readonly string[], _: ReadingOrder): ReadTiming {
  const at = Date.parse(event[0] ?? "");
  const isExact = event.length === 1 && (event[0] ?? "").includes("T");
  return isExact ? { timing: { type: "once", at }, unsaid: [] } : nothing("timing");
}

/** STAT once, with nothing else said. A number of times without a moment is open. */
const countOf = ({ count, frequency }: Repeat, { isStat }: ReadingOrder): ReadTiming =>
  isStat && count === 1 && frequency === undefined ? { timing: { type: "stat" }, unsaid: [] } : nothing("timing");

function intervalOf(
  { frequency = 1, period = 1, periodUnit = "h", timeOfDay, when, dayOfWeek }: Repeat,
  { ours, from }: ReadingOrder,
): ReadTiming {
  if (timeOfDay || when || dayOfWeek) return nothing("timing");
  const first = ours?.instant("first") ?? null;
  const hours = periodUnit === "h" ? period / frequency : period / frequency / 60;
  return { timing: { type: "interval", hours, first: first ?? from }, unsaid: first === null ? ["first"] : [] };
}

/** "Every 6 hours as needed" is not sooner than after 6, and so at most 4 in 24, unless another maximum is said. */
function asNeededOf(dosage: Dosage, repeat: Repeat, { ours, dose }: ReadingOrder): ReadTiming {
  const minIntervalMin = spacingOf(repeat);
  if (minIntervalMin === null) return nothing("limits");
  const maxPerDay =
    ours?.number("max-per-day") ?? mostOf(dosage, dose) ?? Math.max(1, Math.floor((24 * 60) / minIntervalMin));
  if (!Number.isInteger(maxPerDay) || maxPerDay < 1) return nothing("limits");
  const effectAfterMin = ours?.number("effect-after-min") ?? null;
  return {
    timing: { type: "as-needed", reason: reasonOf(dosage), minIntervalMin, maxPerDay, effectAfterMin },
    unsaid: [],
  };
}

/** Minutes between two doses; null: "three times a day as needed" says a number, and no spacing. */
function spacingOf({ frequency = 1, period, periodUnit, timeOfDay, when }: Repeat): number | null {
  if (period === undefined || timeOfDay || when) return null;
  if (periodUnit !== "h" && periodUnit !== "min") return null;
  return Math.max(1, Math.round((period * (periodUnit === "h" ? 60 : 1)) / frequency));
}

const reasonOf = ({ asNeededCodeableConcept: why }: Dosage): string =>
  why?.text ?? why?.coding?.[0]?.display ?? "as needed";

/** How many doses the greatest amount of 24 hours is; null: none is said. NaN: it is said in a way that cannot be used. */
function mostOf({ maxDosePerPeriod: most }: Dosage, dose: Quantity | null): number | null {
  if (most === undefined) return null;
  const amount = amountOf(most.numerator ?? {});
  if (amount === null || dose === null || amount.unit !== dose.unit || !isDay(most.denominator ?? {}))
    return Number.NaN;
  const times = amount.value / dose.value;
  return Math.abs(times - Math.round(times)) < 1e-9 ? Math.round(times) : Math.floor(times);
}

const isDay = ({ value, code }: FhirQuantity): boolean =>
  (code === "d" && value === 1) || (code === "h" && value === 24);

function clockOf(dosages: readonly Dosage[], first: Dosage, reading: ReadingOrder): ReadTiming {
  const days = daysOf(first, reading);
  const within = withinOf(dosages, reading);
  if (within !== null && "hours" in within) {
    const timing = { type: "interval" as const, hours: within.hours, first: reading.from };
    return days?.days.type === "daily" ? { timing, unsaid: ["first"] } : nothing("timing");
  }
  if (days === null || within === null) return nothing(days === null ? "days" : "hours");
  return {
    timing: { type: "clock", days: days.days, within: within.within },
    unsaid: [...days.unsaid, ...within.unsaid],
  };
}

interface ReadDays {
  readonly days: Days;
  readonly unsaid: readonly Unsaid[];
}
const settled = (days: Days): ReadDays => ({ days, unsaid: [] });

/** The day from which days are counted: as it is said, else the first day of the order, which then is a proposal. */
export const startOf = ({ extension = [] }: Dosage): string | null => {
  const period = extension.find(({ url }) => periodsOfUse.has(url))?.valuePeriod as { start?: unknown } | undefined;
  return typeof period?.start === "string" && /^\d{4}-\d\d-\d\d/.test(period.start) ? period.start.slice(0, 10) : null;
};

function daysOf(dosage: Dosage, reading: ReadingOrder): ReadDays | null {
  const special = fieldsOf(dosage.modifierExtension, DAYS);
  if (special) return specialDays(special, dosage);
  const supplements = supplementsOf(dosage);
  if (supplements === null || supplements.length > 1) return null;
  const [supplement] = supplements;
  if (supplement === "every-other") return everyOf(2, dosage, reading);
  if (supplement) return settled({ type: "weekdays", weekdays: [...supplement.weekdays] });
  return calendarDays(dosage, reading);
}

function calendarDays(dosage: Dosage, reading: ReadingOrder): ReadDays | null {
  const repeat = repeatOf(dosage);
  const { period = 1, dayOfWeek } = repeat;
  const length = lengthOf(repeat);
  if (dayOfWeek) return period === 1 && length !== null ? settled({ type: "weekdays", weekdays: dayOfWeek }) : null;
  if (length === 1 && !reading.ours?.isTrue("every-day-from-first")) return settled({ type: "daily" });
  return length === null || isSpread(repeat, length) ? null : everyOf(length, dosage, reading);
}

/** Days after which it comes again; null: no whole number of days. */
function lengthOf({ period = 1, periodUnit = "d" }: Repeat): number | null {
  const length = periodUnit === "d" ? period : periodUnit === "wk" ? period * 7 : Number.NaN;
  return Number.isInteger(length) ? length : null;
}

/** "Three times a week" does not say on which days. */
const isSpread = ({ frequency = 1, timeOfDay, when }: Repeat, length: number): boolean =>
  length > 1 && frequency > 1 && !timeOfDay && !when;

function everyOf(days: number, dosage: Dosage, { from, zone }: ReadingOrder): ReadDays {
  const first = startOf(dosage);
  return {
    days: { type: "every", days, first: first ?? dayAt(zone, from).date },
    unsaid: first === null ? ["days"] : [],
  };
}

function specialDays(special: Fields, dosage: Dosage): ReadDays | null {
  const [on, off, first] = [special.number("on"), special.number("off"), startOf(dosage)];
  if (on !== null && off !== null && first !== null) return settled({ type: "cycle", on, off, first });
  const days = special.numbers("of-month");
  return days.length > 0 ? settled({ type: "month", days: [...days] }) : null;
}

/** Supplements of the Japanese usage codes; null: one that is not understood, and that may change everything. */
function supplementsOf({
  additionalInstruction = [],
}: Dosage): readonly NonNullable<ReturnType<typeof supplementOf>>[] | null {
  const codes = additionalInstruction.flatMap(({ coding = [] }) =>
    coding.filter(({ system }) => system === JAMI_SUPPLEMENT),
  );
  const read = codes.map(({ code = "" }) => supplementOf(code));
  return read.some((one) => one === null) ? null : read.filter((one) => one !== null);
}

interface ReadWithin {
  readonly within: WithinDay;
  readonly unsaid: readonly Unsaid[];
}
type Within = ReadWithin | { readonly hours: number };

function withinOf(dosages: readonly Dosage[], { policy }: ReadingOrder): Within | null {
  const [first, bedtime] = dosages;
  const read = (first && withinOfRepeat(repeatOf(first), policy)) ?? usageWithin(first);
  if (bedtime === undefined || read === null || "hours" in read || read.within.type !== "meals")
    return bedtime ? null : read;
  return { ...read, within: { ...read.within, meals: [...read.within.meals, "bedtime"] } };
}

function usageWithin(dosage: Dosage | undefined): Within | null {
  const usage = usageOf(dosage?.timing?.code);
  if (usage === null) return null;
  return usage.type === "interval" ? { hours: usage.hours } : { within: usage, unsaid: [] };
}

function withinOfRepeat(repeat: Repeat, policy: MedicationPolicy): ReadWithin | null {
  const { timeOfDay, when, offset } = repeat;
  const frequency = timesADay(repeat);
  if (frequency === null) return null;
  if (timeOfDay) return timesOf(timeOfDay, frequency);
  if (when) return mealsOf(when, offset, frequency) ?? partsOfDay(when, policy);
  return frequency === undefined ? null : proposedTimes(frequency, policy);
}

function timesOf(timeOfDay: readonly string[], frequency: number | undefined): ReadWithin | null {
  if (timeOfDay.some((time) => !/:00(\.0+)?$/.test(time.slice(5)))) return null;
  const times = timeOfDay.map((time) => time.slice(0, 5));
  const isAgreed = frequency === undefined || frequency === times.length;
  return { within: { type: "times", times }, unsaid: isAgreed ? [] : ["hours"] };
}

const eventMeals = { M: ["breakfast"], D: ["lunch"], V: ["dinner"], "": ["breakfast", "lunch", "dinner"] } as const;
/** FHIR's EventTiming: AC before, PC after, C with; M, D, V the meal, none of them any meal; HS at bedtime. */
const event = /^(AC|PC|C)([MDV]?)$/;

function mealsOf(when: readonly string[], offset: number | undefined, frequency?: number): ReadWithin | null {
  const isBedtime = when.includes("HS");
  const read = when.filter((code) => code !== "HS").map((code) => event.exec(code));
  const offsetMin = offsetOf(new Set(read.map((one) => one?.[1])), offset);
  // One offset is of all that is named: bedtime with one has no place in ours.
  if (read.includes(null) || offsetMin === null || (offset && isBedtime)) return null;
  const eaten = [...read.flatMap(eatenAt), ...(isBedtime ? (["bedtime"] as const) : [])];
  const isAgreed = frequency === undefined || frequency === eaten.length;
  return { within: { type: "meals", meals: eaten, offsetMin }, unsaid: isAgreed ? [] : ["hours"] };
}

const eatenAt = (code: RegExpExecArray | null) => [...eventMeals[(code?.[2] ?? "") as keyof typeof eventMeals]];

/** Minutes before or after the meals; null where some are before and some after, or it is further than ours goes. */
function offsetOf(sides: ReadonlySet<string | undefined>, offset: number | undefined): number | null {
  const [side] = sides;
  if (sides.size > 1 || (offset ?? 0) > 180) return null;
  if (side === undefined || side === "C") return offset ? null : 0;
  const gap = offset ?? MEAL_GAP_MIN;
  return side === "AC" && gap > 0 ? -gap : gap;
}

/** Parts of the day have no hour in a house: its nearest meal is proposed. */
const nearest = { MORN: "breakfast", WAKE: "breakfast", NOON: "lunch", EVE: "dinner", NIGHT: "bedtime" } as const;

function partsOfDay(when: readonly string[], policy: MedicationPolicy): ReadWithin | null {
  const named = when.map((code) => nearest[code as keyof typeof nearest]);
  return named.includes(undefined as never)
    ? null
    : { within: { type: "times", times: named.map((meal) => policy.meals[meal]) }, unsaid: ["hours"] };
}

/** "n times a day" without hours: at the house's meals and bedtime, as a proposal. More often than that nothing is proposed. */
const proposedMeals: Readonly<Record<number, readonly (typeof meals)[number][]>> = {
  1: ["breakfast"],
  2: ["breakfast", "dinner"],
  3: ["breakfast", "lunch", "dinner"],
  4: meals,
};

function proposedTimes(frequency: number, policy: MedicationPolicy): ReadWithin | null {
  const named = proposedMeals[frequency];
  return named
    ? { within: { type: "times", times: named.map((meal) => policy.meals[meal]) }, unsaid: ["hours"] }
    : null;
}

/** The dose that all parts of an instruction name; null where they do not, or it is no exact amount in a unit. */
export function doseOf(dosages: readonly Dosage[]): MedicationOrder["dose"] {
  const read = dosages.map(({ doseAndRate = [] }) => {
    const ordered = doseAndRate.filter(({ doseQuantity }) => doseQuantity);
    return ordered.length === 1 && doseAndRate.length === 1 ? amountOf(ordered[0]?.doseQuantity ?? {}) : null;
  });
  const [first = null] = read;
  return read.every((one) => one?.value === first?.value && one?.unit === first?.unit) ? first : null;
}
