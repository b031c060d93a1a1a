import { type MedicationPolicy, meals, type WithinDay } from "@sakiyomi/medication";
import { type ReadingOrder, repeatOf, type Unsaid } from "./medication-reading.ts";
import type { Dosage, Repeat } from "./medication-shape.ts";
import { MEAL_GAP_MIN, usageOf } from "./medication-usage.ts";

/** How often on one of its days: "three times a week on Mon, Wed and Fri" is once on each. null: not a whole number. */
function timesADay({ frequency, periodUnit = "d", dayOfWeek }: Repeat): number | null | undefined {
  if (frequency === undefined || periodUnit !== "wk" || dayOfWeek === undefined) return frequency;
  const each = frequency / dayOfWeek.length;
  return Number.isInteger(each) ? each : null;
}

interface ReadWithin {
  readonly within: WithinDay;
  readonly unsaid: readonly Unsaid[];
}
type Within = ReadWithin | { readonly hours: number };

/** At which hours of a day, or every how many; null: it is not said, or cannot be said in ours. */
export function withinOf(dosages: readonly Dosage[], { policy }: ReadingOrder): Within | null {
  const [first, bedtime] = dosages;
  const read = (first && withinOfRepeat(repeatOf(first), policy)) ?? usageWithin(first);
  if (bedtime === undefined || read === null || "hours" in read || read.within.type !== "meals")
    return bedtime ? null : read;
  return { ...read, within: { ...read.within, meals: [...read.within.meals, "bedtime"] } };
}

function usageWithin(dosage: Dosage | undefined): Within | null {
  const usage = usageOf(dosage?.timing?.code);
  if (usage === null) return null;
  return usage.type === "interval" ? { hours: usage.hours } : { within: usage, unsaid: [] };
}

function withinOfRepeat(repeat: Repeat, policy: MedicationPolicy): ReadWithin | null {
  const { timeOfDay, when, offset } = repeat;
  const frequency = timesADay(repeat);
  if (frequency === null) return null;
  if (timeOfDay) return timesOf(timeOfDay, frequency);
  if (when) return mealsOf(when, offset, frequency) ?? partsOfDay(when, policy);
  return frequency === undefined ? null : proposedTimes(frequency, policy);
}

function timesOf(timeOfDay: readonly string[], frequency: number | undefined): ReadWithin | null {
  if (timeOfDay.some((time) => !/:00(\.0+)?$/.test(time.slice(5)))) return null;
  const times = timeOfDay.map((time) => time.slice(0, 5));
  const isAgreed = frequency === undefined || frequency === times.length;
  return { within: { type: "times", times }, unsaid: isAgreed ? [] : ["hours"] };
}

const eventMeals = { M: ["breakfast"], D: ["lunch"], V: ["dinner"], "": ["breakfast", "lunch", "dinner"] } as const;
/** FHIR's EventTiming: AC before, PC after, C with; M, D, V the meal, none of them any meal; HS at bedtime. */
const event = /^(AC|PC|C)([MDV]?)$/;

function mealsOf(when: readonly string[], offset: number | undefined, frequency?: number): ReadWithin | null {
  const isBedtime = when.includes("HS");
  const read = when.filter((code) => code !== "HS").map((code) => event.exec(code));
  const offsetMin = offsetOf(new Set(read.map((one) => one?.[1])), offset);
  // One offset is of all that is named: bedtime with one has no place in ours.
  if (read.includes(null) || offsetMin === null || (offset && isBedtime)) return null;
  const eaten = [...read.flatMap(eatenAt), ...(isBedtime ? (["bedtime"] as const) : [])];
  const isAgreed = frequency === undefined || frequency === eaten.length;
  return { within: { type: "meals", meals: eaten, offsetMin }, unsaid: isAgreed ? [] : ["hours"] };
}

const eatenAt = (code: RegExpExecArray | null) => [...eventMeals[(code?.[2] ?? "") as keyof typeof eventMeals]];

/** Minutes before or after the meals; null where some are before and some after, or it is further than ours goes. */
function offsetOf(sides: ReadonlySet<string | undefined>, offset: number | undefined): number | null {
  const [side] = sides;
  if (sides.size > 1 || (offset ?? 0) > 180) return null;
  if (side === undefined || side === "C") return offset ? null : 0;
  const gap = offset ?? MEAL_GAP_MIN;
  return side === "AC" && gap > 0 ? -gap : gap;
}

/** Parts of the day have no hour in a house: its nearest meal is proposed. */
const nearest = { MORN: "breakfast", WAKE: "breakfast", NOON: "lunch", EVE: "dinner", NIGHT: "bedtime" } as const;

function partsOfDay(when: readonly string[], policy: MedicationPolicy): ReadWithin | null {
  const named = when.map((code) => nearest[code as keyof typeof nearest]);
  return named.includes(undefined as never)
    ? null
    : { within: { type: "times", times: named.map((meal) => policy.meals[meal]) }, unsaid: ["hours"] };
}

/** "n times a day" without hours: at the house's meals and bedtime, as a proposal. More often than that nothing is proposed. */
const proposedMeals: Readonly<Record<number, readonly (typeof meals)[number][]>> = {
  1: ["breakfast"],
  2: ["breakfast", "dinner"],
  3: ["breakfast", "lunch", "dinner"],
  4: meals,
};

function proposedTimes(frequency: number, policy: MedicationPolicy): ReadWithin | null {
  const named = proposedMeals[frequency];
  return named
    ? { within: { type: "times", times: named.map((meal) => policy.meals[meal]) }, unsaid: ["hours"] }
    : null;
}
