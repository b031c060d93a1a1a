import { z } from "zod";
import { medicationCode, quantity, route } from "../drugs/drug.ts";

/** From 1900 (an imported order may be older than a computer's clock) to 9892: a date is written with four digits of a year. */
const instant = z.number().int().min(-2.2e12).max(2.5e14);
const words = z.string().trim().max(500);

/** "08:00" on the wall of the house. */
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected HH:MM");
/** "2026-11-23" in the house. */
export const localDate = z.iso.date();

export const meals = ["breakfast", "lunch", "dinner", "bedtime"] as const;
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** On which days. Counted in days of the house's calendar, so that a day of 23 or 25 hours is one day. */
export const days = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("daily") }),
  z.strictObject({ type: z.literal("weekdays"), weekdays: z.array(z.enum(weekdays)).min(1).max(7) }),
  /** Every n-th day, from `first` on. */
  z.strictObject({ type: z.literal("every"), days: z.number().int().min(1).max(366), first: localDate }),
  /** `on` days with, then `off` days without, from `first` on. */
  z.strictObject({
    type: z.literal("cycle"),
    on: z.number().int().min(1).max(366),
    off: z.number().int().min(1).max(366),
    first: localDate,
  }),
  /** Days of the month; 31 is the last day of a shorter month, once. */
  z.strictObject({ type: z.literal("month"), days: z.array(z.number().int().min(1).max(31)).min(1).max(31) }),
]);
export type Days = z.infer<typeof days>;

/** Within one day. */
export const withinDay = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("times"), times: z.array(localTime).min(1).max(24) }),
  /** Minutes before (negative) or after the meals; the hours of meals are the house's. Bedtime is at its hour, whatever the offset. */
  z.strictObject({
    type: z.literal("meals"),
    meals: z.array(z.enum(meals)).min(1).max(4),
    offsetMin: z.number().int().min(-180).max(180),
  }),
]);
export type WithinDay = z.infer<typeof withinDay>;

const clockTiming = z.strictObject({ type: z.literal("clock"), days, within: withinDay });

/** When. Adding a way is adding a row here, in `schedule.ts`, in the words and in the FHIR mapping. */
export const timing = z.discriminatedUnion("type", [
  /** At times of the house's clock. */
  clockTiming,
  /** Every n hours that really pass, from `first` on: a change of the clock moves the hour on the wall, not the interval. */
  z.strictObject({
    type: z.literal("interval"),
    hours: z
      .number()
      .min(0.5)
      .max(24 * 31),
    first: instant,
  }),
  z.strictObject({ type: z.literal("once"), at: instant }),
  /** At once, from the moment of the order. */
  z.strictObject({ type: z.literal("stat") }),
  /** When it is needed: never sooner after the last than `minIntervalMin`, never more than `maxPerDay` in any 24 hours. */
  z.strictObject({
    type: z.literal("as-needed"),
    reason: words.min(1),
    minIntervalMin: z
      .number()
      .int()
      .min(1)
      .max(7 * 24 * 60),
    maxPerDay: z.number().int().min(1).max(48),
    /** Ask for the effect after so many minutes; null: the house's time. */
    effectAfterMin: z
      .number()
      .int()
      .min(1)
      .max(24 * 60)
      .nullable(),
  }),
  /** Steps one after another, each for so many days of the calendar from `first` on. */
  z.strictObject({
    type: z.literal("taper"),
    first: localDate,
    steps: z
      .array(z.strictObject({ days: z.number().int().min(1).max(366), dose: quantity, within: withinDay }))
      .min(1)
      .max(60),
  }),
]);
export type Timing = z.infer<typeof timing>;

/** How strictly the hour is kept. ISMP, Acute Care Guidelines for Timely Administration of Scheduled Medications, 2011. */
export const windowClasses = ["time-critical", "frequent", "daily", "none"] as const;
export type WindowClass = (typeof windowClasses)[number];

/** Not to be given for a while. `until` null: until somebody lifts it. */
export const hold = z.strictObject({
  from: instant,
  until: instant.nullable(),
  reason: words.min(1),
  by: z.string().max(80),
});
export type Hold = z.infer<typeof hold>;

/**
 * One order of one drug for one person. What it says never changes: a change is a new order that names the one it
 * `replaces`, which ends in the same instant. Holds, the end and `status` are what may still be said about it.
 */
export const medicationOrder = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
  person: z.string().regex(/^person:[A-Za-z0-9.-]{1,64}$/),
  drug: medicationCode,
  route,
  /** Of each time; of a taper the first step's. null: the order that was imported does not say. */
  dose: quantity.nullable(),
  /** null: the order that was imported does not say when, and nobody is reminded of it. */
  timing: timing.nullable(),
  from: instant,
  /** Not at or after this; null: until it is stopped. */
  until: instant.nullable(),
  status: z.enum(["active", "stopped", "completed", "entered-in-error", "draft"]),
  holds: z.array(hold).max(100),
  /** The order that this one takes the place of. */
  replaces: z.string().max(64).nullable(),
  /** null: as its timing and drug say. */
  window: z
    .strictObject({
      class: z.enum(windowClasses),
      /** Minutes before and after, where they differ from the class's. */
      earlyMin: z.number().int().min(0).max(1440).nullable(),
      lateMin: z.number().int().min(0).max(1440).nullable(),
      reason: words.min(1),
      by: z.string().max(80),
    })
    .nullable(),
  /** A second person has to sign. Narcotics always need one. */
  needsWitness: z.boolean(),
  /** Another brand of the same ingredient, form and strength is as good. */
  maySubstitute: z.boolean(),
  /** "with water", "crushed". */
  note: words,
  by: z.string().max(120),
  at: instant,
});
export type MedicationOrder = z.infer<typeof medicationOrder>;
