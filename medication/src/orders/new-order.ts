import { accept, type Read, type Refusal, refuse } from "@sakiyomi/core";
import { type Hold, type MedicationOrder, medicationOrder, type Timing, type WithinDay } from "./order.ts";

/** What is wrong with one field, or null. */
type Trouble = Refusal | null;

const wrong = (field: string, found: unknown, expected: string): Refusal =>
  refuse("MED_ORDER", field, found, expected).refusal;

/**
 * An order from outside: of its shape, and making sense. An order that somebody is to act on (`active`) has a dose and a
 * time; what was imported without stays a draft until somebody has completed it, and nothing is guessed.
 * @returns refusals MED_ORDER naming the field: `timing.steps.2.dose.unit`
 */
export function newOrder(raw: unknown): Read<MedicationOrder> {
  const read = medicationOrder.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = issue?.path ?? [];
    return refuse("MED_ORDER", path.join(".") || "order", valueAt(raw, path), issue?.message ?? "an order");
  }
  return checkedOrder(read.data);
}

/** The same of what has its shape already. */
export function checkedOrder(order: MedicationOrder): Read<MedicationOrder> {
  for (const rule of rules) {
    const refusal = rule(order);
    if (refusal !== null) return { ok: false, refusal };
  }
  return accept(order);
}

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], raw) ?? null;

const rules: readonly ((order: MedicationOrder) => Trouble)[] = [
  ({ from, until, status }) =>
    until !== null && (until < from || (until === from && status !== "stopped"))
      ? wrong("until", until, `later than from (${from})`)
      : null,
  ({ id, replaces }) => (replaces === id ? wrong("replaces", replaces, "another order than itself") : null),
  ({ drug }) =>
    drug.system === "mhlw" && !/^[0-9A-Z]{12}$/.test(drug.code)
      ? wrong("drug.code", drug.code, "12 digits and capital letters of the price list")
      : null,
  ({ status, timing }) =>
    status === "active" && timing === null ? wrong("timing", null, "a time; without one it stays a draft") : null,
  ({ status, dose }) =>
    status === "active" && dose === null ? wrong("dose", null, "a dose; without one it stays a draft") : null,
  (order) => (order.timing === null ? null : timingTrouble(order.timing, order)),
  ({ holds }) => holdTrouble(holds),
];

type Rows = {
  readonly [Type in Timing["type"]]: (timing: Extract<Timing, { type: Type }>, order: MedicationOrder) => Trouble;
};

const timingRows: Rows = {
  clock: ({ days, within }) =>
    withinTrouble(within, "timing.within") ??
    (days.type === "weekdays" ? twice(days.weekdays, "timing.days.weekdays") : null) ??
    (days.type === "month" ? twice(days.days, "timing.days.days") : null),
  interval: ({ first }, { until }) =>
    until !== null && first >= until ? wrong("timing.first", first, `earlier than until (${until})`) : null,
  once: ({ at }, { from, until }) =>
    at < from || (until !== null && at >= until) ? wrong("timing.at", at, "between from and until") : null,
  stat: () => null,
  "as-needed": () => null,
  taper: ({ steps }, { dose }) => taperTrouble(steps, dose),
};
const timingTrouble = (timing: Timing, order: MedicationOrder): Trouble =>
  timingRows[timing.type](timing as never, order);

type Steps = Extract<Timing, { type: "taper" }>["steps"];

function taperTrouble(steps: Steps, dose: MedicationOrder["dose"]): Trouble {
  const [first] = steps;
  if (first && (dose?.value !== first.dose.value || dose.unit !== first.dose.unit))
    return wrong("dose", dose, `the first step's: ${first.dose.value} ${first.dose.unit}`);
  for (const [i, step] of steps.entries()) {
    const field = `timing.steps.${i}`;
    if (step.dose.unit !== first?.dose.unit)
      return wrong(`${field}.dose.unit`, step.dose.unit, `${first?.dose.unit}, as the first step`);
    const trouble = withinTrouble(step.within, `${field}.within`);
    if (trouble !== null) return trouble;
  }
  return null;
}

function withinTrouble(within: WithinDay, field: string): Trouble {
  if (within.type === "times") return twice(within.times, `${field}.times`);
  if (within.offsetMin !== 0 && within.meals.every((meal) => meal === "bedtime"))
    return wrong(`${field}.offsetMin`, within.offsetMin, "0: bedtime is at its hour");
  return twice(within.meals, `${field}.meals`);
}

const twice = (list: readonly (string | number)[], field: string): Trouble => {
  const again = list.findIndex((one, i) => list.indexOf(one) < i);
  return again < 0 ? null : wrong(`${field}.${again}`, list[again], "each only once");
};

/** Each of them ends after it begins, and none begins before the one before it has ended. */
export function holdTrouble(holds: readonly Hold[]): Trouble {
  for (const [i, { from, until }] of holds.entries()) {
    const before = i === 0 ? null : holds[i - 1];
    if (until !== null && until <= from) return wrong(`holds.${i}.until`, until, `later than its from (${from})`);
    if (before && (before.until === null || from < before.until))
      return wrong(`holds.${i}.from`, from, "not before the end of the hold before it");
  }
  return null;
}
