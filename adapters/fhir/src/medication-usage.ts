import type { MedicationOrder, Timing } from "@sakiyomi/medication";
import type { Coding, Concept } from "./medication-codes.ts";

/** 処方・注射オーダ標準用法規格 (JAMI), 16 characters, as JP Core's MedicationRequest names it, and its older address. */
export const JAMI_USAGE = "urn:oid:1.2.392.200250.2.2.20.20";
const usageSystems: ReadonlySet<string> = new Set([JAMI_USAGE, "http://jami.jp/CodeSystem/MedicationUsage"]);
/** 補足用法コード: days of the week, every other day, uneven amounts. */
export const JAMI_SUPPLEMENT = "urn:oid:1.2.392.200250.2.2.20.22";

/** 食前 and 食後 without minutes: half an hour before and after. */
export const MEAL_GAP_MIN = 30;

type Usage = Extract<Timing, { type: "clock" }>["within"] | { readonly type: "interval"; readonly hours: number };

/**
 * 1 0 1 n B D L M 0 …: taken by mouth n times a day, with a digit each for bedtime (就寝前), dinner, lunch and breakfast:
 * 0 not, 1 before the meal (at bedtime: so), 4 after it. 1 0 2 n 0 …: n times a day, evenly through 24 hours.
 * Checked against the examples of JP Core 1.2 and of the e-prescription's data: 1011000400000000 朝食後, 1011004000000000
 * 昼食後, 1011040000000000 夕食後, 1011000100000000 朝食前, 1011100000000000 就寝前, 1012040400000000 朝夕食後,
 * 1012100400000000 朝食後と就寝前, 1013044400000000 朝昼夕食後, 1014144400000000 朝昼夕食後と就寝前, 1023000000000000 ８時間毎.
 * Other digits (食直前, 食間, 起床時 …) are not read: what is not certain stays open.
 */
const byMeals = /^101([1-4])([01])([014])([014])([014])0{8}$/;
const byHours = /^102([23468])0{12}$/;

/** What a code of use says; null where there is none that is known. */
export function usageOf(code: Concept | undefined): Usage | null {
  const said = code?.coding?.find(({ system = "" }) => usageSystems.has(system))?.code ?? "";
  const hours = byHours.exec(said);
  if (hours) return { type: "interval", hours: 24 / Number(hours[1]) };
  const [, count, bedtime, dinner, lunch, breakfast] = byMeals.exec(said) ?? [];
  const digits = { breakfast, lunch, dinner };
  const eaten = (["breakfast", "lunch", "dinner"] as const).filter((meal) => (digits[meal] ?? "0") !== "0");
  const digitsUsed = new Set(eaten.map((meal) => digits[meal]));
  const meals = [...eaten, ...(bedtime === "1" ? (["bedtime"] as const) : [])];
  if (count === undefined || meals.length !== Number(count) || digitsUsed.size > 1) return null;
  const offsetMin = digitsUsed.has("1") ? -MEAL_GAP_MIN : digitsUsed.has("4") ? MEAL_GAP_MIN : 0;
  return { type: "meals", meals, offsetMin };
}

/** The code of use of an order that such a code can say: by mouth, every day. */
export function usageCodeOf({ route, timing }: Pick<MedicationOrder, "route" | "timing">): Coding | null {
  if (route !== "oral" || timing === null) return null;
  const code = timing.type === "interval" ? `102${24 / timing.hours}000000000000` : mealsCode(timing);
  return code !== null && (byHours.test(code) || byMeals.test(code)) ? { system: JAMI_USAGE, code } : null;
}

const sides: ReadonlyMap<number, string> = new Map([
  [MEAL_GAP_MIN, "4"],
  [-MEAL_GAP_MIN, "1"],
]);

function mealsCode(timing: Timing): string | null {
  if (timing.type !== "clock" || timing.days.type !== "daily" || timing.within.type !== "meals") return null;
  const { meals, offsetMin } = timing.within;
  const side = sides.get(offsetMin) ?? (meals.every((meal) => meal === "bedtime") ? "0" : null);
  if (side === null) return null;
  const digit = (meal: "breakfast" | "lunch" | "dinner") => (meals.includes(meal) ? side : "0");
  const bedtime = meals.includes("bedtime") ? "1" : "0";
  return `101${meals.length}${bedtime}${digit("dinner")}${digit("lunch")}${digit("breakfast")}00000000`;
}

const fromSunday = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** Days that a supplement names: W and a digit each from Sunday to Saturday (W0100100 月曜日、木曜日), I1100000 隔日投与. */
export function supplementOf(
  code: string,
): { readonly weekdays: readonly (typeof fromSunday)[number][] } | "every-other" | null {
  if (code === "I1100000") return "every-other";
  const digits = /^W([01]{7})$/.exec(code)?.[1];
  if (digits === undefined || !digits.includes("1")) return null;
  return { weekdays: fromSunday.filter((_, i) => digits[i] === "1") };
}
