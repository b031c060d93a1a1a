import { DAY, HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import type { Chance } from "@sakiyomi/core/testing";
import { type DoseUnit, doseUnits, type Quantity, routes } from "../drugs/drug.ts";
import {
  type Days,
  type Hold,
  type MedicationOrder,
  meals,
  type Timing,
  type WithinDay,
  weekdays,
  windowClasses,
} from "../orders/order.ts";

const whole = (chance: Chance, from: number, to: number): number => from + Math.floor(chance() * (to - from + 1));
const one = <T>(chance: Chance, of: readonly T[]): T => of[whole(chance, 0, of.length - 1)] as T;
const some = <T>(chance: Chance, of: readonly T[]): T[] => {
  const kept = of.filter(() => chance() < 0.5);
  return kept.length === 0 ? [one(chance, of)] : kept;
};
const isSo = (chance: Chance, likely: number): boolean => chance() < likely;
const two = (n: number): string => String(n).padStart(2, "0");

/** Often at the hours at which clocks are changed. */
const anyTime = (chance: Chance): string =>
  `${two(isSo(chance, 0.4) ? whole(chance, 0, 3) : whole(chance, 0, 23))}:${two(one(chance, [0, 0, 15, 30, whole(chance, 0, 59)]))}`;

function anyWithin(chance: Chance): WithinDay {
  if (isSo(chance, 0.3)) {
    const named = some(chance, meals);
    const offsetMin = one(chance, [0, 30, -30, 120, -180, 180]);
    return { type: "meals", meals: named, offsetMin: named.every((meal) => meal === "bedtime") ? 0 : offsetMin };
  }
  if (isSo(chance, 0.1)) return { type: "times", times: Array.from({ length: 24 }, (_, hour) => `${two(hour)}:00`) };
  const times = Array.from({ length: one(chance, [1, 2, 3, 4, 6, 8]) }, () => anyTime(chance));
  return { type: "times", times: [...new Set(times)].sort() };
}

const dateNear = (chance: Chance, near: Instant): string =>
  new Date(near + whole(chance, -40, 3) * DAY).toISOString().slice(0, 10);

const dayRows: { readonly [Type in Days["type"]]: (chance: Chance, near: Instant) => Days } = {
  daily: () => ({ type: "daily" }),
  weekdays: (chance) => ({ type: "weekdays", weekdays: some(chance, weekdays) }),
  every: (chance, near) => ({ type: "every", days: whole(chance, 1, 10), first: dateNear(chance, near) }),
  cycle: (chance, near) => ({
    type: "cycle",
    on: whole(chance, 1, 21),
    off: whole(chance, 1, 7),
    first: dateNear(chance, near),
  }),
  month: (chance) => ({ type: "month", days: some(chance, [1, 2, 15, 28, 29, 30, 31]) }),
};
export const anyDays = (chance: Chance, near: Instant): Days =>
  dayRows[one(chance, Object.keys(dayRows) as Days["type"][])](chance, near);

const anyAmount = (chance: Chance, unit: DoseUnit): Quantity => ({
  value: one(chance, [0.25, 0.5, 1, 2, 7.5, 500]),
  unit,
});

type Rows = {
  readonly [Type in Timing["type"]]: (chance: Chance, near: Instant, dose: Quantity) => Extract<Timing, { type: Type }>;
};
const rows: Rows = {
  clock: (chance, near) => ({ type: "clock", days: anyDays(chance, near), within: anyWithin(chance) }),
  interval: (chance, near) => ({
    type: "interval",
    hours: one(chance, [0.5, 1, 1.1, 3, 4, 6, 8, 12, 24, 36, 48, 72, 168]),
    first: near + whole(chance, -3000, 3000) * MINUTE,
  }),
  once: (chance, near) => ({ type: "once", at: near + whole(chance, -3000, 3000) * MINUTE }),
  stat: () => ({ type: "stat" }),
  "as-needed": (chance) => ({
    type: "as-needed",
    reason: one(chance, ["pain", "疼痛時", "불면", "T > 38.0 & <chills>"]),
    minIntervalMin: one(chance, [30, 240, 360, 1440]),
    maxPerDay: whole(chance, 1, 8),
    effectAfterMin: one(chance, [null, 30, 60]),
  }),
  taper: (chance, near, dose) => ({
    type: "taper",
    first: dateNear(chance, near),
    steps: Array.from({ length: whole(chance, 1, 5) }, (_, i) => ({
      days: whole(chance, 1, 14),
      dose: i === 0 ? dose : anyAmount(chance, dose.unit),
      within: anyWithin(chance),
    })),
  }),
};
export const timingTypes = Object.keys(rows) as readonly Timing["type"][];

/** Holds one after another, the last one perhaps without an end. */
function anyHolds(chance: Chance, near: Instant): Hold[] {
  const holds: Hold[] = [];
  let from = near + whole(chance, -100, 0) * HOUR;
  for (let left = one(chance, [0, 0, 0, 1, 2]); left > 0; left--) {
    const until = left === 1 && isSo(chance, 0.3) ? null : from + whole(chance, 1, 4000) * MINUTE;
    holds.push({ from, until, reason: one(chance, ["nil by mouth", "検査のため絶食"]), by: "staff:tanaka" });
    from = (until ?? from) + whole(chance, 0, 2000) * MINUTE;
  }
  return holds;
}

const drugs = [
  { system: "mhlw", code: "2149001F1999", text: "invented tablets 5 mg" },
  { system: "rxnorm", code: "999999", text: "invented 10 MG Oral Tablet" },
  { system: "text", code: "invented syrup", text: "invented syrup" },
] as const;

/** Of which kind, where it matters, and around what moment: most doses lie within a few days of it. */
export interface Wanted {
  readonly near: Instant;
  readonly timing?: Timing["type"];
}

/** A sound order of any kind, made by chance: what `newOrder` accepts. */
export function anyOrder(chance: Chance, { near, timing: type = one(chance, timingTypes) }: Wanted): MedicationOrder {
  const dose = anyAmount(chance, one(chance, doseUnits));
  const timing = rows[type](chance, near, dose);
  const from =
    timing.type === "once" ? timing.at - whole(chance, 0, 60) * MINUTE : near + whole(chance, -6000, 600) * MINUTE;
  const endsAt = Math.max(from, timing.type === "interval" ? timing.first : from) + whole(chance, 61, 9000) * MINUTE;
  const mayChange = isSo(chance, 0.5);
  return {
    id: `order-${whole(chance, 1, 1e9)}`,
    person: "person:ann",
    drug: { ...one(chance, drugs) },
    route: one(chance, routes),
    dose,
    timing,
    from,
    until: isSo(chance, 0.5) ? null : endsAt,
    status: "active",
    holds: anyHolds(chance, near),
    replaces: isSo(chance, 0.2) ? "order-before" : null,
    window: isSo(chance, 0.2) ? anyWindow(chance) : null,
    needsWitness: isSo(chance, 0.2),
    maySubstitute: mayChange,
    note: one(chance, ["", "with water", "粉砕して"]),
    by: "staff:suzuki",
    at: from,
  };
}

const anyWindow = (chance: Chance): MedicationOrder["window"] => ({
  class: one(chance, windowClasses),
  earlyMin: one(chance, [null, 0, 45]),
  lateMin: one(chance, [null, 0, 90]),
  reason: "as the doctor said",
  by: "staff:suzuki",
});
