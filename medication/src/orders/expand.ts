import { HOUR, type Instant } from "@sakiyomi/core";
import type { Quantity } from "../drugs/drug.ts";
import { fallsOn } from "./falls-on.ts";
import { dayNumber, daysAround, type LocalDay, localDay, minutesOf, momentOf } from "./local-day.ts";
import { type MedicationOrder, meals, type Timing, type WithinDay } from "./order.ts";
import type { MedicationPolicy } from "./policy.ts";
import type { ScheduledDose } from "./scheduled-dose.ts";
import { timesWithin, windowAt, windowOf } from "./windows.ts";

/** What is asked for: doses due at `from` or later, and before `until`. A few years at most: it is made at once. */
export interface DoseRange {
  readonly from: Instant;
  readonly until: Instant;
  /** IANA zone of the house. */
  readonly zone: string;
  readonly policy: MedicationPolicy;
}

/** A time that an order names, before holds and windows. */
interface Slot {
  readonly name: string;
  readonly at: Instant;
  readonly dose: Quantity | null;
  /** How often it is given there; null: as the order. */
  readonly everyHours: number | null;
}

/**
 * The doses that an order asks for, by when they are due. For any a ≤ b ≤ c, those of [a, b) and of [b, c) are those of
 * [a, c): no dose is lost between two rounds, and none is in both. docs/medication/orders.md has the rules, of the days on
 * which the clock changes, too. Drafts, mistakes, medicines as needed and orders without hours give none.
 */
export function expand(order: MedicationOrder, range: DoseRange): readonly ScheduledDose[] {
  const { timing } = order;
  if (timing === null || !isMeant(order)) return [];
  const from = Math.max(range.from, order.from);
  const until = Math.min(range.until, order.until ?? Number.POSITIVE_INFINITY);
  if (!(from < until)) return [];
  const slots = rows[timing.type](timing as never, {
    zone: range.zone,
    policy: range.policy,
    order,
    from,
    until,
    range,
  });
  const usual = windowOf(order, range.policy);
  return slots.map((slot) => doseOf(order, slot, slot.everyHours === null ? usual : windowFor(order, slot, range)));
}

const windowFor = (order: MedicationOrder, { everyHours }: Slot, { policy }: DoseRange) =>
  windowOf(order, policy, everyHours);

/** Whether anybody is to act on it. An order that ended without anybody knowing when gives nothing: no guess is live. */
const isMeant = ({ status, until }: MedicationOrder): boolean =>
  status === "active" || ((status === "stopped" || status === "completed") && until !== null);

const doseOf = (order: MedicationOrder, { name, at, dose }: Slot, window: ReturnType<typeof windowOf>) => ({
  id: `${order.id}@${name}`,
  order: order.id,
  person: order.person,
  at,
  window: windowAt(window, at),
  dose,
  held: order.holds.length === 0 ? null : heldAt(order, at),
});

/** Why an order is on hold at a time; null: it is not. */
export const heldAt = ({ holds }: Pick<MedicationOrder, "holds">, at: Instant): string | null =>
  holds.find(({ from, until }) => from <= at && (until === null || at < until))?.reason ?? null;

/** `from` and `until`: of the order and of what is asked for. */
interface Asked extends DoseRange {
  readonly order: MedicationOrder;
  readonly range: DoseRange;
}
type Rows = {
  readonly [Type in Timing["type"]]: (timing: Extract<Timing, { type: Type }>, asked: Asked) => readonly Slot[];
};

/** How each way of timing names its doses. */
const rows: Rows = {
  clock: ({ days, within }, asked) => {
    const minutes = minutesWithin(within, asked.policy);
    const { dose } = asked.order;
    return slotsOfDays(asked, (day) => (fallsOn(days, day) ? { minutes, dose, everyHours: null } : null));
  },
  interval: ({ hours, first }, { order, from, until }) => {
    const atOf = (n: number): Instant => Math.round(first + n * hours * HOUR);
    let n = Math.max(0, Math.floor((from - first) / (hours * HOUR)) - 1);
    while (atOf(n) < from) n += 1;
    const slots: Slot[] = [];
    for (; atOf(n) < until; n++) slots.push({ name: String(n), at: atOf(n), dose: order.dose, everyHours: null });
    return slots;
  },
  once: ({ at }, asked) => onceAt(at, asked),
  stat: (_, asked) => onceAt(asked.order.from, asked),
  "as-needed": () => [],
  taper: ({ first, steps }, asked) => {
    const begin = dayNumber(first);
    return slotsOfDays(asked, ({ number }) => {
      const step = stepAt(steps, number - begin);
      return (
        step && {
          minutes: minutesWithin(step.within, asked.policy),
          dose: step.dose,
          everyHours: 24 / timesWithin(step.within),
        }
      );
    });
  },
};

const onceAt = (at: Instant, { order, from, until }: Asked): readonly Slot[] =>
  from <= at && at < until ? [{ name: "once", at, dose: order.dose, everyHours: null }] : [];

type TaperStep = Extract<Timing, { type: "taper" }>["steps"][number];

function stepAt(steps: readonly TaperStep[], day: number): TaperStep | null {
  if (day < 0) return null;
  let left = day;
  for (const step of steps) {
    if (left < step.days) return step;
    left -= step.days;
  }
  return null;
}

/** Minutes since midnight, earliest first by the order's own list: the number of a dose stays when the house moves a meal. */
const minutesWithin = (within: WithinDay, policy: MedicationPolicy): readonly number[] =>
  within.type === "times"
    ? [...new Set(within.times)].sort().map(minutesOf)
    : meals
        .filter((meal) => within.meals.includes(meal))
        .map((meal) => minutesOf(policy.meals[meal]) + (meal === "bedtime" ? 0 : within.offsetMin));

/** What an order asks for on one day of the calendar. */
interface DayPlan {
  readonly minutes: readonly number[];
  readonly dose: Quantity | null;
  readonly everyHours: number | null;
}

/**
 * Slots of a plan by days. A day earlier and a day later are looked at, too: a time after the last meal may lie in the
 * next day, one before the first meal in the day before.
 */
function slotsOfDays(asked: Asked, planOf: (day: LocalDay) => DayPlan | null): readonly Slot[] {
  const slots: MovedSlot[] = [];
  for (const day of daysAround(asked.range)) {
    const plan = planOf(day);
    if (plan === null || (!day.exists && planOf(localDay(asked.zone, day.number + 1)) !== null)) continue;
    addSlots(slots, day, plan, asked);
  }
  return withoutTwins(slots);
}

interface MovedSlot extends Slot {
  readonly moved: boolean;
}

function addSlots(slots: MovedSlot[], day: LocalDay, { minutes, dose, everyHours }: DayPlan, asked: Asked): void {
  for (const [i, minute] of minutes.entries()) {
    const { at, moved } = momentOf(asked.zone, day, minute);
    if (at >= asked.from && at < asked.until) slots.push({ name: `${day.date}/${i}`, at, dose, everyHours, moved });
  }
}

/**
 * Of two times that are one and the same moment one is left: never two at once. It is so where the clock jumped over one of
 * them (the other one stays), and where a time after the last meal is the house's bedtime.
 */
const withoutTwins = (slots: MovedSlot[]): readonly Slot[] =>
  slots
    .sort((a, b) => a.at - b.at || Number(a.moved) - Number(b.moved))
    .filter(({ at }, i) => i === 0 || slots[i - 1]?.at !== at);
