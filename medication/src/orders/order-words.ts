import { type Text, text } from "@sakiyomi/core";
import { Temporal } from "temporal-polyfill";
import type { Quantity } from "../drugs/drug.ts";
import { type Days, type MedicationOrder, meals, type Timing, type WithinDay, weekdays } from "./order.ts";
import { timesWithin } from "./windows.ts";
import { wordsOfOrders } from "./words.ts";

type Values = NonNullable<Text["values"]>;
/** A key of `wordsOfOrders`, and what its holes are filled with: further keys among them. */
type Part = readonly [key: string, values: Values];

/**
 * An order as a pharmacist writes it, without the name of the drug: "2 tablets 3 times a day after meals", to be said with
 * `wordsOfOrders`.
 * @param zone of the house, for dates
 */
export function orderWords(
  { dose, route, timing }: Pick<MedicationOrder, "dose" | "route" | "timing">,
  zone: string,
): Text {
  const [when, values]: Part =
    timing === null ? ["order-no-times", {}] : whenRows[timing.type](timing as never, { zone, route });
  return dose === null
    ? text("order-line-no-dose", { ...values, when })
    : text("order-line", { ...values, when, ...amountOf(dose, route) });
}

/** The steps of a taper, one line each; nothing for other orders. */
export function stepWords({ timing, route }: Pick<MedicationOrder, "route" | "timing">): readonly Text[] {
  if (timing?.type !== "taper") return [];
  return timing.steps.map(({ days, dose, within }) => {
    const [when, values] = partOfDay(within);
    return text(days === 1 ? "order-step-1" : "order-step", {
      ...values,
      ...amountOf(dose, route),
      stepDays: days,
      rhythm: when,
    });
  });
}

interface House {
  readonly zone: string;
  readonly route: MedicationOrder["route"];
}
type Rows = { readonly [Type in Timing["type"]]: (timing: Extract<Timing, { type: Type }>, house: House) => Part };

const whenRows: Rows = {
  clock: ({ days, within }) => {
    if (days.type === "daily") return partOfDay(within);
    const [inDay, values] = withinPart(within);
    const [on, ofDays] = dayRows[days.type](days as never);
    return ["order-on-days", { ...values, ...ofDays, within: inDay, days: on }];
  },
  interval: ({ hours }) => intervalPart(hours),
  once: ({ at }, { zone }) => {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    return [
      "order-once",
      { ...datePart(local.toPlainDate().toString()), time: hourOf(local.toPlainTime().toString()) },
    ];
  },
  stat: () => ["order-stat", {}],
  "as-needed": ({ reason, minIntervalMin, maxPerDay }) => [
    "order-as-needed",
    { reason, most: maxPerDay, ...gapPart(minIntervalMin) },
  ],
  taper: ({ steps, first }, { route }) => {
    const [only] = steps;
    if (steps.length === 1 && only) {
      const [when, values] = partOfDay(only.within);
      return ["order-taper-1", { ...values, ...datePart(first), stepDays: only.days, rhythm: when }];
    }
    const last = steps.at(-1)?.dose ?? { value: 0, unit: "{dose}" };
    const values = { count: steps.length, last: "order-last", lastValue: last.value, lastUnit: unitKey(last, route) };
    return [taperKey(steps.map(({ dose }) => dose.value)), { ...values, ...datePart(first) }];
  },
};

function taperKey(values: readonly number[]): string {
  const pairs = values.slice(1).map((value, i) => value - (values[i] ?? value));
  if (pairs.every((by) => by < 0)) return "order-taper-down";
  return pairs.every((by) => by > 0) ? "order-taper-up" : "order-taper-steps";
}

function intervalPart(hours: number): Part {
  if (hours === 1) return ["order-interval-hour", {}];
  return hours < 1
    ? ["order-interval-minutes", { minutes: Math.round(hours * 60) }]
    : ["order-interval-hours", { hours }];
}

/** "3 times a day after meals" */
function partOfDay(within: WithinDay): Part {
  const [inDay, values] = withinPart(within);
  const count = timesWithin(within);
  return [count < 3 ? `order-day-${count}` : "order-day-many", { ...values, count, within: inDay }];
}

function withinPart(within: WithinDay): Part {
  if (within.type === "meals") return mealsPart(within);
  const times = [...new Set(within.times)].sort().map(hourOf);
  return ["order-at-times", { times: `order-times-${times.length}`, ...numbered("time", times) }];
}

/** A meal is meant with half an hour before or after it; other times are said. */
const USUAL_MIN = 30;

function mealsPart({ meals: named, offsetMin }: Extract<WithinDay, { type: "meals" }>): Part {
  const eaten = meals.filter((meal) => meal !== "bedtime" && named.includes(meal));
  if (eaten.length === 0) return ["order-bedtime", {}];
  const side = offsetMin < 0 ? "before" : offsetMin > 0 ? "after" : "with";
  const gap = Math.abs(offsetMin);
  const isUsual = side === "with" || gap === USUAL_MIN;
  const key = isUsual ? `order-${side}` : `order-${side}-by`;
  const values = { meals: `order-meals-${eaten.join("-")}`, ...(!isUsual && gapPart(gap)) };
  return named.includes("bedtime") ? ["order-and-bedtime", { ...values, eaten: key }] : [key, values];
}

type DayRows = { readonly [Type in Exclude<Days["type"], "daily">]: (days: Extract<Days, { type: Type }>) => Part } & {
  readonly daily: () => Part;
};
const dayRows: DayRows = {
  daily: () => ["order-days-every-1", {}],
  weekdays: ({ weekdays: named }) => {
    const keys = weekdays.filter((day) => named.includes(day)).map((day) => `order-weekday-${day}`);
    return ["order-days-weekdays", { weekdays: `order-weekdays-${keys.length}`, ...numbered("weekday", keys) }];
  },
  every: ({ days, first }) => [
    days < 3 ? `order-days-every-${days}` : "order-days-every",
    { everyDays: days, ...datePart(first) },
  ],
  cycle: ({ on, off, first }) => {
    const lengths = { on: on === 1 ? "order-on-1" : "order-on", off: off === 1 ? "order-off-1" : "order-off" };
    return ["order-days-cycle", { ...lengths, onDays: on, offDays: off, ...datePart(first) }];
  },
  month: ({ days }) => {
    const keys = [...new Set(days)].sort((a, b) => a - b).map((day) => `order-nth-${day}`);
    return ["order-days-month", { monthDays: `order-month-days-${keys.length}`, ...numbered("nth", keys) }];
  },
};

const numbered = (hole: string, values: readonly string[]): Values =>
  Object.fromEntries(values.map((value, i) => [`${hole}${i + 1}`, value]));

function gapPart(minutes: number): Values {
  if (minutes % 60 !== 0) return { gap: "order-gap-minutes", minutes };
  return { gap: minutes === 60 ? "order-gap-hour" : "order-gap-hours", hours: minutes / 60 };
}

/** "2026-11-01", so that each language writes it in its own order. */
function datePart(date: string): Values {
  const [year = "", month, day] = date.split("-");
  return { date: "order-date", year, month: `order-month-${Number(month)}`, day: String(Number(day)) };
}

/** "08:00" → "8:00" */
const hourOf = (time: string): string => time.slice(0, 5).replace(/^0/, "");

const amountOf = (dose: Quantity, route: MedicationOrder["route"]): Values => ({
  amount: "order-amount",
  value: dose.value,
  unit: unitKey(dose, route),
});

/** The key of what an amount is counted in. English has a singular, and a puff into the nose is a spray. */
export function unitKey({ value, unit }: Quantity, route?: MedicationOrder["route"]): string {
  const key = unit === "{puff}" && route === "nasal" ? `order-unit-${unit}-nasal` : `order-unit-${unit}`;
  return value <= 1 && `${key}-1` in wordsOfOrders.en ? `${key}-1` : key;
}
