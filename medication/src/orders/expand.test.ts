import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import fc from "fast-check";
import { anyOrder, timingTypes } from "../testing/any-order.ts";
import { expand } from "./expand.ts";
import { type MedicationOrder, weekdays } from "./order.ts";
import { medicationPolicy } from "./policy.ts";

/** Meals so early and so late that a time before or after them lies in another day, and one is bedtime. */
const policy = medicationPolicy.parse({
  meals: { breakfast: "02:15", lunch: "12:00", dinner: "20:30", bedtime: "23:30" },
});
/** Where the calendar is unkind. */
const clocks: readonly (readonly [zone: string, near: string, what: string])[] = [
  ["Asia/Tokyo", "2026-12-31T15:00:00Z", "New Year"],
  ["Asia/Tokyo", "2028-02-28T15:00:00Z", "the leap day"],
  ["Asia/Tokyo", "2027-02-28T12:00:00Z", "the end of a short month"],
  ["Europe/London", "2026-03-29T01:00:00Z", "an hour that does not exist"],
  ["Europe/London", "2026-10-25T01:00:00Z", "an hour that comes twice"],
  ["America/New_York", "2026-03-08T07:00:00Z", "an hour that does not exist"],
  ["America/New_York", "2026-11-01T06:00:00Z", "an hour that comes twice"],
  ["Australia/Lord_Howe", "2026-10-03T15:30:00Z", "half an hour that does not exist"],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", "half an hour that comes twice"],
  ["America/Sao_Paulo", "2018-11-04T03:00:00Z", "a midnight that does not exist"],
  ["Pacific/Apia", "2011-12-30T10:00:00Z", "a day that does not exist"],
  ["Africa/Casablanca", "2027-02-07T02:00:00Z", "the clock set back for Ramadan"],
];

/** The clock on the wall, by the platform's own table of zones, as if it were UTC. */
function wallOf(zone: string): (at: Instant) => number {
  const format = new Intl.DateTimeFormat("en-US-u-ca-iso8601", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
  });
  const seen = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / (15 * MINUTE)) * 15 * MINUTE;
    let off = seen.get(quarter);
    if (off === undefined) {
      const part = Object.fromEntries(format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]));
      const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part as Record<string, number>;
      off = Date.UTC(year, month - 1, day, hour, minute) - quarter;
      seen.set(quarter, off);
    }
    return at + off;
  };
}
const walls = new Map(clocks.map(([zone]) => [zone, wallOf(zone)]));

/** Every instant at which the wall shows that time, by looking at all differences to UTC of the days around. */
function instantsOf(zone: string, wall: number): { readonly at: Instant; readonly moved: boolean } {
  const wallAt = walls.get(zone) ?? wallOf(zone);
  const offs = [-30, 30].map((hours) => wallAt(wall + hours * HOUR) - (wall + hours * HOUR));
  const found = offs.map((off) => wall - off).filter((at) => wallAt(at) === wall);
  if (found.length > 0) return { at: Math.min(...found), moved: false };
  return { at: wall - Math.min(...offs), moved: true };
}

interface Due {
  readonly id: string;
  readonly at: Instant;
  readonly amount: number | undefined;
  readonly held: boolean;
}

/** Which times an order asks for on one date, by counting days one by one. null: none. */
type Asked = { readonly times: readonly number[]; readonly amount: number | undefined } | null;

function timesOf(within: Extract<MedicationOrder["timing"], { type: "clock" }>["within"]): readonly number[] {
  const atUtc = (time: string): number => Date.parse(`1970-01-01T${time}:00Z`);
  if (within.type === "times") return within.times.map(atUtc);
  const around = (["breakfast", "lunch", "dinner"] as const).filter((meal) => within.meals.includes(meal));
  const hours = around.map((meal) => atUtc(policy.meals[meal]) + within.offsetMin * MINUTE);
  return within.meals.includes("bedtime") ? [...hours, atUtc(policy.meals.bedtime)] : hours;
}

function askedOn(order: MedicationOrder, date: string): Asked {
  const { timing, dose } = order;
  const utc = new Date(`${date}T00:00:00Z`);
  if (timing?.type === "taper") {
    const day = new Date(`${timing.first}T00:00:00Z`);
    for (const step of timing.steps)
      for (let n = 0; n < step.days; n++, day.setUTCDate(day.getUTCDate() + 1))
        if (day.getTime() === utc.getTime()) return { times: timesOf(step.within), amount: step.dose.value };
    return null;
  }
  if (timing?.type !== "clock") return null;
  return isDay(timing.days, utc) ? { times: timesOf(timing.within), amount: dose?.value } : null;
}

function isDay(days: Extract<MedicationOrder["timing"], { type: "clock" }>["days"], utc: Date): boolean {
  if (days.type === "daily") return true;
  if (days.type === "weekdays") return days.weekdays.includes(weekdays[(utc.getUTCDay() + 6) % 7] as "mon");
  if (days.type === "month") {
    const last = new Date(Date.UTC(utc.getUTCFullYear(), utc.getUTCMonth() + 1, 0)).getUTCDate();
    return days.days.map((day) => Math.min(day, last)).includes(utc.getUTCDate());
  }
  const [on, whole] = days.type === "every" ? [1, days.days] : [days.on, days.on + days.off];
  let nth = -1;
  for (const day = new Date(`${days.first}T00:00:00Z`); day <= utc; day.setUTCDate(day.getUTCDate() + 1))
    nth = (nth + 1) % whole;
  return nth >= 0 && nth < on;
}

/** The doses as somebody would work them out with a paper calendar and a clock on the wall. */
function byHand(order: MedicationOrder, from: Instant, until: Instant, zone: string): readonly Due[] {
  const ends = order.until ?? Number.POSITIVE_INFINITY;
  return [...instantsByHand(order, from, until, zone)]
    .filter(({ at }) => at >= from && at < until && at >= order.from && at < ends)
    .map((due) => ({
      ...due,
      id: `${order.id}@${due.id}`,
      held: order.holds.some((hold) => hold.from <= due.at && due.at < (hold.until ?? Number.POSITIVE_INFINITY)),
    }))
    .sort((a, b) => a.at - b.at);
}

function instantsByHand(
  order: MedicationOrder,
  from: Instant,
  until: Instant,
  zone: string,
): readonly Omit<Due, "held">[] {
  const { timing } = order;
  const amount = order.dose?.value;
  if (timing?.type === "once") return [{ id: "once", at: timing.at, amount }];
  if (timing?.type === "stat") return [{ id: "once", at: order.from, amount }];
  if (timing?.type === "interval") {
    const all: Omit<Due, "held">[] = [];
    for (let n = 0, at = timing.first; at < until; n++, at = Math.round(timing.first + n * timing.hours * HOUR))
      all.push({ id: String(n), at, amount });
    return all;
  }
  const all: (Omit<Due, "held"> & { readonly moved: boolean })[] = [];
  for (let day = Math.floor(from / DAY) - 4; day <= until / DAY + 4; day++)
    all.push(...dayByHand(order, new Date(day * DAY).toISOString().slice(0, 10), zone));
  all.sort((a, b) => Number(a.moved) - Number(b.moved));
  const firsts = all.filter(({ at }, i) => all.findIndex((one) => one.at === at) === i);
  return firsts.map(({ moved: _, ...due }) => due);
}

function dayByHand(order: MedicationOrder, date: string, zone: string) {
  const asked = askedOn(order, date);
  const start = Date.parse(`${date}T00:00:00Z`);
  const isNoDay = [0, 6, 12, 18, 23].every((hour) => instantsOf(zone, start + hour * HOUR).moved);
  if (asked === null || (isNoDay && askedOn(order, new Date(start + DAY).toISOString().slice(0, 10)) !== null))
    return [];
  return asked.times.map((time, i) => ({
    id: `${date}/${i}`,
    ...instantsOf(zone, start + time),
    amount: asked.amount,
  }));
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const near3Days = fc.integer({ min: -72 * 60, max: 72 * 60 });

for (const [zone, moment, what] of clocks) {
  const near = Date.parse(moment);

  test(`every dose that an order asks for is there once, and no other: ${what} (${zone})`, () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...timingTypes), (seed, timing) => {
        const order = anyOrder(chanceOf(seed), { near, timing });
        const [from, until] = [near - 4 * DAY, near + 4 * DAY];
        const made = expand(order, { from, until, zone, policy });
        assert.deepEqual(
          made.map(({ id, at, dose, held }) => ({ id, at, amount: dose?.value, held: held !== null })),
          byHand(order, from, until, zone).map(({ id, at, amount, held }) => ({ id, at, amount, held })),
        );
        assert.equal(new Set(made.map(({ id }) => id)).size, made.length, "no id twice");
        assert.equal(new Set(made.map(({ at }) => at)).size, made.length, "never two doses at once");
      }),
      { seed: 5, numRuns: 800 },
    );
  });

  test(`two rounds one after the other ask for what one long round asks for: ${what} (${zone})`, () => {
    fc.assert(
      fc.property(seeds, fc.array(near3Days, { minLength: 3, maxLength: 6 }), (seed, minutes) => {
        const order = anyOrder(chanceOf(seed), { near });
        const cuts = [...minutes].sort((a, b) => a - b).map((minute) => near + minute * MINUTE);
        const parts = cuts
          .slice(1)
          .flatMap((until, i) => expand(order, { from: cuts[i] ?? until, until, zone, policy }));
        const [from = 0, until = 0] = [cuts.at(0), cuts.at(-1)];
        assert.deepEqual(parts, expand(order, { from, until, zone, policy }));
      }),
      { seed: 6, numRuns: 800 },
    );
  });
}
