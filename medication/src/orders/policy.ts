import { z } from "zod";
import { route } from "../drugs/drug.ts";
import { localTime } from "./order.ts";

const minutes = z.number().int().min(0).max(1440);

/**
 * What somebody without a licence may help with. 医政発第0726005号 (26 July 2005) lists medicines that a pharmacy divided for
 * one person: by mouth (一包化, under the tongue, too), on the skin, plasters, eye drops, suppositories, nasal sprays;
 * 医政発1201第4号 (1 December 2022) adds inhalers and liquids in single doses. Injections, tubes and ears are not named there.
 */
const assist = z
  .strictObject({
    routes: z.array(route),
    /** Routes for which the code of a shop's box is enough. By those notices none: it was divided for the person before. */
    withoutPack: z.array(route),
  })
  .default({
    routes: ["oral", "sublingual", "cutaneous", "transdermal", "ophthalmic", "rectal", "nasal", "inhalation"],
    withoutPack: [],
  });

/**
 * What a house settles about medicines. Defaults are of the sources named; a pharmacist and a doctor have to approve them
 * before use.
 */
export const medicationPolicy = z.strictObject({
  /** Minutes before and after. ISMP 2011: time-critical ±30, more often than daily ±60, daily and rarer ±120. */
  windows: z
    .strictObject({ "time-critical": minutes, frequent: minutes, daily: minutes })
    .default({ "time-critical": 30, frequent: 60, daily: 120 }),
  /** Hours of the house's meals and of going to bed, each its own: or what goes with two meals would be given twice at once. */
  meals: z
    .strictObject({ breakfast: localTime, lunch: localTime, dinner: localTime, bedtime: localTime })
    .refine((hours) => new Set(Object.values(hours)).size === 4, "expected four different hours")
    .default({ breakfast: "08:00", lunch: "12:00", dinner: "18:00", bedtime: "21:00" }),
  /** STAT and one-time doses are called overdue after so many minutes. */
  statMin: minutes.default(30),
  /** Of a dose that is overdue for so long it is said that it is omitted, and by whom it was to be given. */
  omittedMin: minutes.default(240),
  /** What was handed over and not confirmed as taken is asked for after so many minutes. */
  confirmMin: minutes.default(15),
  /** After a medicine as needed the effect is asked for after so many minutes. */
  effectMin: minutes.default(60),
  assist,
  /** A clock that is off by more than this, in minutes, is said; and by more than that, nothing is given by it. Ours. */
  clockOffMin: z.strictObject({ warning: minutes, wrong: minutes }).default({ warning: 2, wrong: 10 }),
  /** Therapeutic classes (first 4 digits of the code) of which each dose is time-critical, as the house decides. */
  timeCriticalClasses: z.array(z.string().regex(/^\d{3,4}$/)).default([]),
  /** Therapeutic classes that need a second person beside the narcotics. */
  witnessClasses: z.array(z.string().regex(/^\d{3,4}$/)).default([]),
  /** The house's GS1 company prefix, for wristbands (GSRN). 952 is GS1's own for demonstration. */
  gs1Prefix: z
    .string()
    .regex(/^\d{4,12}$/)
    .default("9520000"),
});
export type MedicationPolicy = z.infer<typeof medicationPolicy>;
