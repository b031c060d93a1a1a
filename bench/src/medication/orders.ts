import { DAY, type Instant } from "@sakiyomi/core";
import type { Chance } from "@sakiyomi/core/testing";
import {
  type Drug,
  dayAt,
  type MedicationOrder,
  newOrder,
  type Quantity,
  type Timing,
  type WithinDay,
} from "@sakiyomi/medication";
import { oneOf, weighted } from "./draw.ts";
import type { Stocked } from "./stock.ts";
import { ZONE } from "./zone.ts";

/** How an order is given: mostly with the meals, some by the clock, some as needed. */
type Way = (chance: Chance, at: Instant, dose: Quantity) => Timing;

const daily = { type: "daily" } as const;
const after = (meals: readonly ("breakfast" | "lunch" | "dinner" | "bedtime")[]): WithinDay => ({
  type: "meals",
  meals: [...meals],
  offsetMin: 0,
});
const dayOf = (at: Instant) => dayAt(ZONE, at).date;

const thrice = after(["breakfast", "lunch", "dinner"]);
const packedWays: readonly (readonly [Way, number])[] = [
  [() => ({ type: "clock", days: daily, within: after(["breakfast"]) }), 22],
  [() => ({ type: "clock", days: daily, within: after(["breakfast", "dinner"]) }), 28],
  [() => ({ type: "clock", days: daily, within: thrice }), 36],
  [() => ({ type: "clock", days: daily, within: after(["bedtime"]) }), 10],
  [
    (chance) => ({
      type: "clock",
      days: { type: "weekdays", weekdays: [oneOf(chance, ["mon", "wed", "fri"])] },
      within: after(["breakfast"]),
    }),
    3,
  ],
  [(_, at) => ({ type: "clock", days: { type: "every", days: 2, first: dayOf(at) }, within: after(["breakfast"]) }), 2],
  [
    (chance, at, dose) => ({
      type: "taper",
      first: dayOf(at),
      steps: [4, 2, 1].map((times) => ({
        days: 7 + Math.floor(chance() * 7),
        dose: { ...dose, value: dose.value * times },
        within: after(["breakfast"]),
      })),
    }),
    2,
  ],
];
const asNeeded: Way = (chance) => ({
  type: "as-needed",
  reason: oneOf(chance, ["pain", "sleeplessness", "constipation"]),
  minIntervalMin: oneOf(chance, [240, 360]),
  maxPerDay: oneOf(chance, [2, 3, 4]),
  effectAfterMin: null,
});
const singleWays: readonly (readonly [Way, number])[] = [
  [() => ({ type: "clock", days: daily, within: after(["breakfast", "bedtime"]) }), 40],
  [() => ({ type: "clock", days: daily, within: after(["breakfast"]) }), 25],
  [() => ({ type: "clock", days: daily, within: { type: "times", times: ["08:00", "20:00"] } }), 10],
  [(_, at) => ({ type: "interval", hours: 12, first: at + DAY - (at % DAY) }), 5],
  [asNeeded, 20],
];

const amountOf = (chance: Chance, { unit }: Drug): Quantity => ({
  value: unit === "mL" ? oneOf(chance, [5, 10]) : unit === "g" ? 2.5 : chance() < 0.8 ? 1 : 2,
  unit: unit ?? "{dose}",
});

export interface Ordering {
  readonly id: string;
  readonly person: string;
  readonly at: Instant;
  /** STAT; left out: as the drug is mostly given. */
  readonly isStat?: boolean;
}

/** An order of that drug, read at the door as any other. */
export function drawOrder(
  chance: Chance,
  { drug, isPacked }: Stocked,
  { id, person, at, isStat = false }: Ordering,
): MedicationOrder | null {
  const dose = amountOf(chance, drug);
  const way = weighted(chance, isPacked ? packedWays : singleWays);
  const timing: Timing = isStat ? { type: "stat" } : way(chance, at, dose);
  const read = newOrder({
    id,
    person,
    drug: { system: "mhlw", code: drug.code, text: drug.name.slice(0, 300) },
    route: drug.routes[0] ?? "other",
    dose: timing.type === "taper" ? (timing.steps[0]?.dose ?? dose) : dose,
    timing,
    from: at,
    until: null,
    status: "active",
    holds: [],
    replaces: null,
    window: null,
    needsWitness: drug.isNarcotic,
    maySubstitute: true,
    note: "",
    by: "staff:doctor",
    at,
  });
  return read.ok ? read.value : null;
}
