import { HOUR } from "@sakiyomi/core";
import type { Drug, MedicationCode, MedicationOrder, Quantity, Timing } from "@sakiyomi/medication";
import type { OrderRequest } from "../shapes.ts";
import { instantOf, wallOf } from "../wall-clock.ts";

type Days = Extract<Timing, { type: "clock" }>["days"];
type Within = Extract<Timing, { type: "clock" }>["within"];
export type MealName = Extract<Within, { type: "meals" }>["meals"][number];
export type Weekday = Extract<Days, { type: "weekdays" }>["weekdays"][number];

export const timingKinds = ["clock", "interval", "as-needed", "stat", "once", "taper"] as const;
export const dayKinds = ["daily", "weekdays", "every", "cycle", "month"] as const;

export interface WithinForm {
  readonly by: "times" | "meals";
  readonly times: readonly string[];
  readonly meals: readonly MealName[];
  readonly offsetMin: number;
}
export interface TaperStepForm {
  readonly days: number | null;
  readonly value: number | null;
  readonly within: WithinForm;
}

/** What stands in the fields: every way of timing keeps its own, so that trying another one loses nothing. */
export interface OrderForm {
  readonly drug: MedicationCode | null;
  readonly route: MedicationOrder["route"];
  readonly value: number | null;
  readonly unit: Quantity["unit"];
  readonly kind: (typeof timingKinds)[number];
  readonly days: (typeof dayKinds)[number];
  readonly weekdays: readonly Weekday[];
  readonly every: number | null;
  readonly on: number | null;
  readonly off: number | null;
  readonly monthDays: readonly number[];
  readonly within: WithinForm;
  readonly hours: number | null;
  /** "2026-11-23T08:00" on the house's wall; the first of an interval, the time of "once". */
  readonly at: string;
  /** "2026-11-23": from which cycles and tapers count. */
  readonly first: string;
  readonly prnReason: string;
  readonly minIntervalHours: number | null;
  readonly maxPerDay: number | null;
  readonly effectAfterMin: number | null;
  readonly steps: readonly TaperStepForm[];
  readonly from: string;
  readonly until: string;
  readonly windowClass: NonNullable<MedicationOrder["window"]>["class"] | "";
  readonly windowReason: string;
  readonly needsWitness: boolean;
  readonly maySubstitute: boolean;
  readonly note: string;
}

const morning: WithinForm = { by: "meals", times: ["08:00"], meals: ["breakfast"], offsetMin: 30 };

/** Nothing that matters is chosen beforehand: no drug, no dose. */
export function emptyForm(now: number, zone: string): OrderForm {
  const wall = wallOf(now, zone);
  // A time that is passed by the time it is ordered would ask for nothing.
  const nextHour = wallOf(now - (now % HOUR) + HOUR, zone);
  return {
    ...{ drug: null, route: "oral", value: null, unit: "{tablet}", kind: "clock", days: "daily", weekdays: [] },
    ...{ every: 2, on: 21, off: 7, monthDays: [], within: morning, hours: 8, at: nextHour, first: wall.slice(0, 10) },
    ...{ prnReason: "", minIntervalHours: 6, maxPerDay: 3, effectAfterMin: null },
    steps: [{ days: 7, value: null, within: morning }],
    ...{ from: wall, until: "", windowClass: "", windowReason: "", needsWitness: false, maySubstitute: true, note: "" },
  };
}

/** A drug of the list brings its usual way and unit; the amount stays to be said. */
export const withDrug = (form: OrderForm, drug: Drug): OrderForm => ({
  ...form,
  drug: { system: "mhlw", code: drug.code, text: drug.name },
  route: drug.routes[0] ?? form.route,
  unit: drug.unit ?? form.unit,
  value: null,
  needsWitness: form.needsWitness || drug.isNarcotic,
});

/** What is not in the list: ordered in words, and nothing is known about it. */
export const withWords = (form: OrderForm, text: string): OrderForm => ({
  ...form,
  drug: { system: "text", code: text.slice(0, 64), text },
});

const withinForm = (within: Within): Partial<WithinForm> =>
  within.type === "times"
    ? { by: "times", times: within.times }
    : { by: "meals", meals: within.meals, offsetMin: within.offsetMin };

function daysForm(days: Days): Partial<OrderForm> {
  if (days.type === "weekdays") return { days: "weekdays", weekdays: days.weekdays };
  if (days.type === "every") return { days: "every", every: days.days, first: days.first };
  if (days.type === "cycle") return { days: "cycle", on: days.on, off: days.off, first: days.first };
  if (days.type === "month") return { days: "month", monthDays: days.days };
  return { days: "daily" };
}

function timingForm(timing: Timing | null, base: OrderForm, zone: string): Partial<OrderForm> {
  switch (timing?.type) {
    case "clock":
      return { kind: "clock", ...daysForm(timing.days), within: { ...base.within, ...withinForm(timing.within) } };
    case "interval":
      return { kind: "interval", hours: timing.hours, at: wallOf(timing.first, zone) };
    case "once":
      return { kind: "once", at: wallOf(timing.at, zone) };
    case "as-needed":
      return {
        ...{ kind: "as-needed", prnReason: timing.reason, minIntervalHours: timing.minIntervalMin / 60 },
        ...{ maxPerDay: timing.maxPerDay, effectAfterMin: timing.effectAfterMin },
      };
    case "taper":
      return {
        ...{ kind: "taper", first: timing.first },
        steps: timing.steps.map(({ days, dose, within }) => ({
          ...{ days, value: dose.value },
          within: { ...morning, ...withinForm(within) },
        })),
      };
    default:
      return timing === null ? {} : { kind: "stat" };
  }
}

/** The fields of an order that stands, for changing it. It begins now, and what it replaces ends then. */
export function formOf(order: MedicationOrder, now: number, zone: string): OrderForm {
  const base = emptyForm(now, zone);
  return {
    ...base,
    ...{ drug: order.drug, route: order.route, value: order.dose?.value ?? null, unit: order.dose?.unit ?? base.unit },
    ...timingForm(order.timing, base, zone),
    from: order.from > now ? wallOf(order.from, zone) : base.from,
    until: order.until === null ? "" : wallOf(order.until, zone),
    ...{ windowClass: order.window?.class ?? "", windowReason: order.window?.reason ?? "" },
    ...{ needsWitness: order.needsWitness, maySubstitute: order.maySubstitute, note: order.note },
  };
}

const withinOf = (form: WithinForm): Within | null => {
  if (form.by === "meals")
    return form.meals.length === 0 ? null : { type: "meals", meals: [...form.meals], offsetMin: form.offsetMin };
  const times = [...new Set(form.times.filter((time) => time !== ""))].sort();
  return times.length === 0 ? null : { type: "times", times };
};

function daysOf(form: OrderForm): Days | null {
  const rows: Readonly<Record<OrderForm["days"], () => Days | null>> = {
    daily: () => ({ type: "daily" }),
    weekdays: () => (form.weekdays.length === 0 ? null : { type: "weekdays", weekdays: [...form.weekdays] }),
    every: () => (form.every === null ? null : { type: "every", days: form.every, first: form.first }),
    cycle: () =>
      form.on === null || form.off === null ? null : { type: "cycle", on: form.on, off: form.off, first: form.first },
    month: () => (form.monthDays.length === 0 ? null : { type: "month", days: [...form.monthDays] }),
  };
  return rows[form.days]();
}

function asNeededOf(form: OrderForm): Timing | null {
  const { prnReason, minIntervalHours, maxPerDay, effectAfterMin } = form;
  if (prnReason.trim() === "" || minIntervalHours === null || maxPerDay === null) return null;
  return {
    ...{ type: "as-needed", reason: prnReason.trim(), minIntervalMin: Math.round(minIntervalHours * 60) },
    ...{ maxPerDay, effectAfterMin },
  };
}

function taperOf(form: OrderForm): Timing | null {
  const steps = form.steps.flatMap(({ days, value, within }) => {
    const made = withinOf(within);
    return days === null || value === null || made === null
      ? []
      : [{ days, dose: { value, unit: form.unit }, within: made }];
  });
  return steps.length < form.steps.length || steps.length === 0 ? null : { type: "taper", first: form.first, steps };
}

function clockOf(form: OrderForm): Timing | null {
  const [days, within] = [daysOf(form), withinOf(form.within)];
  return days === null || within === null ? null : { type: "clock", days, within };
}

/** null: something of it is still missing. */
export function timingOf(form: OrderForm, zone: string): Timing | null {
  const at = instantOf(form.at, zone);
  const rows: Readonly<Record<OrderForm["kind"], () => Timing | null>> = {
    clock: () => clockOf(form),
    interval: () => (form.hours === null || at === null ? null : { type: "interval", hours: form.hours, first: at }),
    "as-needed": () => asNeededOf(form),
    stat: () => ({ type: "stat" }),
    once: () => (at === null ? null : { type: "once", at }),
    taper: () => taperOf(form),
  };
  return rows[form.kind]();
}

const missingParts = ["drug", "dose", "timing", "from", "until", "window"] as const;
export type Missing = (typeof missingParts)[number];

/** What has yet to be filled in, in the order of the fields. */
export function missingOf(form: OrderForm, zone: string): readonly Missing[] {
  const from = instantOf(form.from, zone);
  const until = form.until === "" ? null : instantOf(form.until, zone);
  const isMissing: Readonly<Record<Missing, boolean>> = {
    drug: form.drug === null,
    dose: form.kind !== "taper" && form.value === null,
    timing: timingOf(form, zone) === null,
    from: from === null,
    until: form.until !== "" && (until === null || (from !== null && until <= from)),
    window: form.windowClass !== "" && form.windowReason.trim() === "",
  };
  return missingParts.filter((part) => isMissing[part]);
}

/** What is asked of the server; null while something is missing. */
export function orderOf(
  form: OrderForm,
  zone: string,
  { staff, replaces }: { readonly staff: string; readonly replaces: string | null },
): OrderRequest["order"] | null {
  const [timing, from] = [timingOf(form, zone), instantOf(form.from, zone)];
  if (missingOf(form, zone).length > 0 || form.drug === null || timing === null || from === null) return null;
  const value = timing.type === "taper" ? timing.steps[0]?.dose.value : form.value;
  return {
    ...{ drug: form.drug, route: form.route, timing, from, replaces },
    dose: value === null || value === undefined ? null : { value, unit: form.unit },
    until: form.until === "" ? null : instantOf(form.until, zone),
    window:
      form.windowClass === ""
        ? null
        : {
            ...{ class: form.windowClass, earlyMin: null, lateMin: null },
            ...{ reason: form.windowReason.trim(), by: staff },
          },
    ...{ needsWitness: form.needsWitness, maySubstitute: form.maySubstitute, note: form.note.trim() },
  };
}
