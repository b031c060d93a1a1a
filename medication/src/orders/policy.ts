import { z } from "zod";
import { localTime } from "./order.ts";

const minutes = z.number().int().min(0).max(1440);

/**
 * What a house settles about medicines. Defaults are of the sources named; a pharmacist and a doctor have to approve them
 * before use.
 */
export const medicationPolicy = z.strictObject({
  /** Minutes before and after. ISMP 2011: time-critical ±30, more often than daily ±60, daily and rarer ±120. */
  windows: z
    .strictObject({ "time-critical": minutes, frequent: minutes, daily: minutes })
    .default({ "time-critical": 30, frequent: 60, daily: 120 }),
  /** Hours of the house's meals and of going to bed. */
  meals: z
    .strictObject({ breakfast: localTime, lunch: localTime, dinner: localTime, bedtime: localTime })
    .default({ breakfast: "08:00", lunch: "12:00", dinner: "18:00", bedtime: "21:00" }),
  /** STAT and one-time doses are called overdue after so many minutes. */
  statMin: minutes.default(30),
  /** Of a dose that is overdue for so long it is said that it is omitted, and by whom it was to be given. */
  omittedMin: minutes.default(240),
  /** What was handed over and not confirmed as taken is asked for after so many minutes. */
  confirmMin: minutes.default(15),
  /** After a medicine as needed the effect is asked for after so many minutes. */
  effectMin: minutes.default(60),
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
