import { DAY, Fault, type Instant } from "@sakiyomi/core";
import {
  type Allergy,
  type DoseEvent,
  gsrnOf,
  ingredientOf,
  localDay,
  type MedicationChart,
  type MedicationOrder,
  packLabel,
  sharedIngredients,
  type Wristband,
  wristbandLabel,
} from "@sakiyomi/medication";
import { drawFor, normal } from "./draw.ts";
import { drawOrder } from "./orders.ts";
import type { Rates } from "./rates.ts";
import type { Stock, Stocked } from "./stock.ts";
import { FIRST_DAY, POLICY, ZONE } from "./zone.ts";

/** People of one unit live on one corridor, and one carer goes round in it. */
export const UNIT_SIZE = 25;
const ROOM_SIZE = 4;
/** Events older than this are of no weight for any check: the longest interval of a medicine as needed is 6 hours. */
const KEPT = 2 * DAY;

/** One who lives there, with the chart as the server has it now. */
export interface Resident {
  readonly id: string;
  readonly number: number;
  readonly unit: number;
  readonly gsrn: string;
  readonly bearsBand: boolean;
  chart: MedicationChart;
  /** In hospital until then; null: here. */
  backAt: Instant | null;
  /** Of a doctor's mistake: the order of a drug that this one is allergic to. */
  readonly allergicTo: Stocked | null;
}

export interface Home {
  readonly seed: number;
  readonly rates: Rates;
  readonly stock: Stock;
  readonly residents: readonly Resident[];
  readonly byId: ReadonlyMap<string, Resident>;
  /** Whose a band or a pack is. */
  readonly whose: (code: { readonly type: "wristband" | "pack"; readonly id: string }) => string | null;
  readonly packOwners: Map<string, string>;
  /** Orders that should never have been. */
  readonly againstAllergy: Set<string>;
}

export const startOf = (day: number): Instant => localDay(ZONE, FIRST_DAY + day).start;

/** @throws {Fault} REC_SHAPE where GS1 would not take a number: a defect of the simulation. */
function must<T>(read: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (read.ok) return read.value;
  throw new Fault("REC_SHAPE", "The simulated home made a code that cannot be.");
}

export const bandCode = (gsrn: string, printing: number): string => must(wristbandLabel({ gsrn, printing })).code;
export const packCode = (gsrn: string, id: string): string => must(packLabel({ gsrn, id })).code;

export interface HomeOptions {
  readonly people: number;
  readonly seed: number;
  readonly rates: Rates;
  readonly stock: Stock;
}

export function makeHome({ people, seed, rates, stock }: HomeOptions): Home {
  const residents = Array.from({ length: people }, (_, number) => makeResident(number, { seed, rates, stock }));
  const names = new Map(residents.map(({ gsrn, chart }) => [gsrn, chart.name]));
  const packOwners = new Map<string, string>();
  return {
    seed,
    rates,
    stock,
    residents,
    byId: new Map(residents.map((resident) => [resident.id, resident])),
    packOwners,
    againstAllergy: new Set(),
    whose: ({ type, id }) => (type === "wristband" ? names.get(id) : packOwners.get(id)) ?? null,
  };
}

/** 8.0 medicines each on average (Barber et al., Qual Saf Health Care 18:341, 2009), at least 2. */
const MEDICINES = { mean: 8, deviation: 3, least: 2, most: 16 } as const;
/** One in ten has an allergy to a drug on record. Ours. */
const ALLERGIC = 0.1;

function makeResident(number: number, { seed, rates, stock }: Omit<HomeOptions, "people">): Resident {
  const chance = drawFor(seed, `resident ${number}`);
  const id = `person:p${number}`;
  const from = startOf(0) - 5 * DAY;
  const allergen = chance() < ALLERGIC ? stock.draw(chance, new Set()) : null;
  const many = Math.round(normal(chance, MEDICINES.mean, MEDICINES.deviation));
  const orders = drawOrders(
    { id, from, stock, allergen, many: Math.min(MEDICINES.most, Math.max(MEDICINES.least, many)) },
    chance,
  );
  const gsrn = must(gsrnOf(POLICY.gs1Prefix, number + 1));
  return {
    id,
    number,
    unit: Math.floor(number / UNIT_SIZE),
    gsrn,
    bearsBand: chance() >= rates.withoutBand,
    allergicTo: allergen,
    backAt: null,
    chart: {
      person: id,
      name: `Resident ${number}`,
      birthDate: `19${30 + (number % 20)}-0${1 + (number % 9)}-1${number % 10}`,
      isHere: true,
      placeName: `Unit ${1 + Math.floor(number / UNIT_SIZE)}, room ${1 + Math.floor(number / ROOM_SIZE)}`,
      wristbands: bandsOf(gsrn, from, chance() < 0.3 ? 2 : 1),
      orders,
      events: [],
      allergies: allergen ? [allergyOf(allergen)] : [],
      packs: [],
    },
  };
}

const bandsOf = (gsrn: string, from: Instant, printings: number): readonly Wristband[] =>
  Array.from({ length: printings }, (_, i) => ({
    gsrn,
    printing: i + 1,
    from: from - (printings - i) * DAY,
    until: i + 1 === printings ? null : from,
  }));

const allergyOf = ({ drug }: Stocked): Allergy => ({
  id: `allergy-${drug.code}`,
  to: { type: "ingredient", code: ingredientOf(drug.code), text: drug.ingredient },
  severity: "severe",
  note: "",
});

interface Drawing {
  readonly id: string;
  readonly from: Instant;
  readonly stock: Stock;
  readonly allergen: Stocked | null;
  readonly many: number;
}

function drawOrders({ id, from, stock, allergen, many }: Drawing, chance: () => number): readonly MedicationOrder[] {
  const orders: MedicationOrder[] = [];
  for (let tries = 0; orders.length < many && tries < 4 * many; tries += 1) {
    const next = nextDrug(stock, orders, allergen, chance);
    const number = id.slice("person:p".length);
    const order = next && drawOrder(chance, next, { id: `o${number}-${orders.length}`, person: id, at: from });
    if (order) orders.push(order);
  }
  return orders;
}

/** One more drug for somebody who has these: no ingredient twice, none that they are allergic to. */
export function nextDrug(
  stock: Stock,
  orders: readonly MedicationOrder[],
  allergen: Stocked | null,
  chance: () => number,
): Stocked | null {
  const had = [...orders.map((order) => order.drug.code), ...(allergen ? [allergen.drug.code] : [])];
  const next = stock.draw(chance, new Set(had.map(ingredientOf)));
  if (next === null) return null;
  const shares = had.some((code) => {
    const other = stock.formulary.drug(code);
    return other !== null && sharedIngredients(next.drug, other).length > 0;
  });
  return shares ? null : next;
}

export function withEvents(chart: MedicationChart, events: readonly DoseEvent[], now: Instant): MedicationChart {
  const kept =
    chart.events.length > 0 && (chart.events[0]?.at ?? now) < now - KEPT - DAY
      ? chart.events.filter(({ at }) => at >= now - KEPT)
      : chart.events;
  return { ...chart, events: [...kept, ...events] };
}

export function replaceOrders(
  resident: Resident,
  change: (orders: readonly MedicationOrder[]) => readonly MedicationOrder[],
): void {
  resident.chart = { ...resident.chart, orders: change(resident.chart.orders) };
}
