import { bareIdOf, DAY, HOUR, type Instant, type Read, type SubjectId } from "@sakiyomi/core";
import { dayAt, type MedicationOrder, nextDoses, type Quantity, type Timing } from "@sakiyomi/medication";
import {
  type InventedKey,
  inventedCode,
  inventedDrug,
  inventedPackCodes,
  inventedPriceList,
} from "@sakiyomi/medication/invented";
import { addAllergy } from "../medication/allergies.ts";
import type { MedicationDesk } from "../medication/desk.ts";
import { preparePack, printWristband } from "../medication/labels.ts";
import { place } from "../medication/orders.ts";
import { simulator as pharmacist } from "./guest.ts";

interface Regimen {
  readonly drug: InventedKey;
  readonly dose: Quantity;
  readonly timing: (now: Instant, zone: string) => Timing;
  readonly note?: string;
}

const tablets = (value: number): Quantity => ({ value, unit: "{tablet}" });
const clock =
  (...times: readonly string[]) =>
  (): Timing => ({
    type: "clock",
    days: { type: "daily" },
    within: { type: "times", times: [...times] },
  });
type Meal = "breakfast" | "lunch" | "dinner" | "bedtime";
const withMeals =
  (offsetMin: number, ...meals: readonly Meal[]) =>
  (): Timing => ({ type: "clock", days: { type: "daily" }, within: { type: "meals", meals: [...meals], offsetMin } });
const asNeeded = (reason: string, minIntervalMin: number, maxPerDay: number) => (): Timing => ({
  type: "as-needed",
  reason,
  minIntervalMin,
  maxPerDay,
  effectAfterMin: null,
});
const afterMeals = (...meals: readonly Meal[]) => withMeals(30, ...meals);
const mondays = (now: Instant, zone: string): Timing => {
  const first = dayAt(zone, now - 3 * DAY).date;
  return { type: "clock", days: { type: "every", days: 7, first }, within: { type: "times", times: ["07:00"] } };
};

/** What old people in a home often have; the drugs are invented, and so are these orders. */
const regimens: readonly Regimen[] = [
  { drug: "pressure5", dose: tablets(1), timing: afterMeals("breakfast") },
  { drug: "stool", dose: tablets(1), timing: afterMeals("breakfast", "lunch", "dinner") },
  { drug: "eyeDrops", dose: { value: 1, unit: "{drop}" }, timing: clock("06:00", "10:00", "14:00", "18:00", "22:00") },
  { drug: "parkinson", dose: tablets(1), timing: clock("07:00", "11:00", "15:00", "19:00") },
  { drug: "fat", dose: tablets(1), timing: afterMeals("dinner") },
  { drug: "memory5", dose: tablets(1), timing: afterMeals("breakfast") },
  { drug: "sleep", dose: tablets(1), timing: withMeals(0, "bedtime") },
  { drug: "painTablet", dose: tablets(1), timing: asNeeded("痛み", 360, 3) },
  { drug: "diuretic", dose: tablets(1), timing: afterMeals("breakfast") },
  { drug: "sugar", dose: tablets(1), timing: withMeals(-30, "breakfast", "dinner") },
  { drug: "kampo", dose: { value: 2.5, unit: "g" }, timing: withMeals(-30, "breakfast", "lunch", "dinner") },
  { drug: "clotting", dose: tablets(2), timing: afterMeals("dinner") },
  { drug: "narcotic", dose: tablets(1), timing: clock("09:00", "21:00") },
  { drug: "bones", dose: tablets(1), timing: mondays, note: "コップ1杯の水で服用。服用後30分は横にならない" },
];

const listDate = "2026-01-01";

/**
 * Invented medicines for the people of the demo: a list, orders, bands, packs for the next round. Only in a demo that has no
 * list yet; said again it changes nothing.
 */
export async function stockDemo(desk: MedicationDesk): Promise<void> {
  const { room } = desk;
  if (room.ward.mode !== "demo" || room.shelf.formulary.size > 0) return;
  expect(await room.shelf.importDrugs(inventedPriceList(), listDate, pharmacist));
  expect(await room.shelf.importPackCodes(inventedPackCodes(), pharmacist));
  const people = room.book.people().filter(livesOnWard);
  for (const [n, person] of people.entries()) {
    await printWristband(room, person, "arrival", pharmacist);
    for (const regimen of regimensOf(n)) await order(desk, person, regimen);
    await packNext(desk, person);
  }
  const [, second] = people;
  if (second) await addAllergy(room, second, penicillin, pharmacist);
}

/** What old people take is nothing for a child, or for a woman who expects one. */
const livesOnWard = (person: SubjectId): boolean => bareIdOf(person).startsWith("sim-");

/** Four to seven each, and not the same for neighbours. */
const regimensOf = (n: number): readonly Regimen[] =>
  regimens.filter((_, i) => (i + n * 3) % 5 < 2 || i === n % regimens.length);

const penicillin = {
  to: { type: "class", code: inventedDrug("penicillin").code.slice(0, 4), text: "ペニシリン系" },
  severity: "severe",
  note: "2019年に発疹と腫れ。娘さんの話",
} as const;

async function order(desk: MedicationDesk, person: SubjectId, { drug, dose, timing, note = "" }: Regimen) {
  const { room } = desk;
  const now = room.ward.now();
  const { routes, isNarcotic } = inventedDrug(drug);
  const wanted: Omit<MedicationOrder, "id" | "person" | "by" | "at" | "status" | "holds"> = {
    drug: inventedCode(drug),
    route: routes[0] ?? "oral",
    dose,
    timing: timing(now, room.ward.zone),
    from: now,
    until: null,
    replaces: null,
    window: null,
    needsWitness: isNarcotic,
    maySubstitute: true,
    note,
  };
  expect(await place(room, person, { order: wanted, confirmed: true, reason: "デモ" }, pharmacist));
}

/** One cup with everything by mouth that is due next, as a pharmacy sends it. */
async function packNext(desk: MedicationDesk, person: SubjectId): Promise<void> {
  const { room } = desk;
  const { policy } = room.rules;
  const { zone } = room.ward;
  const now = room.ward.now();
  const orders = (room.book.chart(person)?.orders ?? []).filter(
    ({ route, needsWitness }) => route === "oral" && !needsWitness,
  );
  const next = orders
    .flatMap((one) => nextDoses(one, { from: now, zone, policy, most: 1 }))
    .filter(({ at }) => at < now + 12 * HOUR);
  const first = Math.min(...next.map(({ at }) => at));
  const doses = next.filter(({ at }) => at === first).map(({ id }) => id);
  if (doses.length === 0) return;
  expect(await preparePack(room, { person, doses, expiry: null, note: "" }, pharmacist));
}

function expect(read: Read<unknown>): void {
  if (!read.ok)
    throw new Error(`The demo's medicines: ${read.refusal.code} ${read.refusal.field}, ${read.refusal.found}`);
}
