import type { MedicationOrder, Quantity } from "@sakiyomi/medication";
import { amountOf, type FhirQuantity } from "./medication-codes.ts";
import { daysOf } from "./medication-days.ts";
import { type ReadingOrder, type ReadTiming, repeatOf, type Unsaid } from "./medication-reading.ts";
import type { Dosage, Repeat } from "./medication-shape.ts";
import { withinOf } from "./medication-within.ts";

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
  if (timing.event) return onceOf(timing.event);
  if (isAsNeeded(first)) return asNeededOf(first, repeat, reading);
  if (repeat.count !== undefined) return countOf(repeat, reading);
  if (repeat.periodUnit === "h" || repeat.periodUnit === "min") return intervalOf(repeat, reading);
  return clockOf(dosages, first, reading);
}

const isAsNeeded = ({ asNeededBoolean, asNeededCodeableConcept }: Dosage): boolean =>
  asNeededBoolean === true || asNeededCodeableConcept !== undefined;

/** A day without a time of the day is none. */
function onceOf(event: readonly string[]): ReadTiming {
  const [only = ""] = event;
  const isExact = event.length === 1 && only.includes("T");
  return isExact ? { timing: { type: "once", at: Date.parse(only) }, unsaid: [] } : nothing("timing");
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

/** The dose that all parts of an instruction name; null where they do not, or it is no exact amount in a unit. */
export function doseOf(dosages: readonly Dosage[]): MedicationOrder["dose"] {
  const read = dosages.map(({ doseAndRate = [] }) => {
    const ordered = doseAndRate.filter(({ doseQuantity }) => doseQuantity);
    return ordered.length === 1 && doseAndRate.length === 1 ? amountOf(ordered[0]?.doseQuantity ?? {}) : null;
  });
  const [first = null] = read;
  return read.every((one) => one?.value === first?.value && one?.unit === first?.unit) ? first : null;
}
