import { type Days, dayAt } from "@sakiyomi/medication";
import { DAYS, type Fields, fieldsOf, periodsOfUse } from "./medication-extension.ts";
import { type ReadingOrder, repeatOf, type Unsaid } from "./medication-reading.ts";
import type { Dosage, Repeat } from "./medication-shape.ts";
import { JAMI_SUPPLEMENT, supplementOf } from "./medication-usage.ts";

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

/** On which days an instruction is given; null: it cannot be said. */
export function daysOf(dosage: Dosage, reading: ReadingOrder): ReadDays | null {
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
