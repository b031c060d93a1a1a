import { DAY, HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { changeOrder, checkOrder, heldAt, holdOrder, type MedicationOrder, stopOrder } from "@sakiyomi/medication";
import { drawFor, oneOf } from "./draw.ts";
import { type Home, nextDrug, type Resident, replaceOrders } from "./home.ts";
import { drawOrder } from "./orders.ts";
import { carerOf, preparePacks, type Rounding, type Span, type Visit } from "./plan.ts";
import type { Tally } from "./tally.ts";
import { useOf } from "./use.ts";
import { POLICY, ZONE } from "./zone.ts";

/** What happens to somebody's medicines on a day, as shares of people. Ours: an order in fifty days, and so on. */
const daily = { change: 0.02, stop: 0.01, start: 0.01, hold: 0.006, stat: 0.004, leave: 0.003 } as const;

const active = ({ chart }: Resident): readonly MedicationOrder[] =>
  chart.orders.filter(({ status }) => status === "active");

const swap = (resident: Resident, old: MedicationOrder, now: readonly MedicationOrder[]): void =>
  replaceOrders(resident, (orders) => [...orders.filter(({ id }) => id !== old.id), ...now]);

type Change = (home: Home, resident: Resident, at: Instant, chance: () => number) => void;

const change: Change = (_, resident, at, chance) => {
  const changeable = active(resident).filter(({ timing }) => timing?.type === "clock");
  if (changeable.length === 0) return;
  const order = oneOf(chance, changeable);
  const value = (order.dose?.value ?? 1) === 1 ? 2 : 1;
  const dose = order.dose && { ...order.dose, value };
  const changed = changeOrder(order, { id: `${order.id}c`, dose }, at, "staff:doctor");
  if (changed.ok) swap(resident, order, changed.value);
};

const stop: Change = (_, resident, at, chance) => {
  const orders = active(resident);
  if (orders.length < 3) return;
  const order = oneOf(chance, orders);
  const stopped = stopOrder(order, { at });
  if (stopped.ok) swap(resident, order, [stopped.value]);
};

const hold: Change = (_, resident, at, chance) => {
  const orders = active(resident);
  if (orders.length === 0) return;
  const order = oneOf(chance, orders);
  const until = at + Math.ceil(3 * chance()) * DAY;
  const held = holdOrder(order, { from: at, until, reason: "nil by mouth", by: "staff:doctor" });
  if (held.ok) swap(resident, order, [held.value]);
};

/** A new order goes through the check of orders; a good one that is stopped there would be a fault of the simulation. */
const started =
  (isStat: boolean): Change =>
  (home, resident, at, chance) => {
    const next = nextDrug(home.stock, resident.chart.orders, resident.allergicTo, chance);
    const id = `o${resident.number}-${at / MINUTE}${isStat ? "s" : ""}`;
    const order = next && drawOrder(chance, next, { id, person: resident.id, at, isStat });
    if (order && !isStopped(home, resident, order, at)) replaceOrders(resident, (orders) => [...orders, order]);
  };

function isStopped(home: Home, { chart }: Resident, order: MedicationOrder, now: Instant): boolean {
  const { formulary } = home.stock;
  const findings = checkOrder({ order, chart, formulary, policy: POLICY, zone: ZONE, now });
  return findings.some(({ result }) => result === "wrong" || result === "unknown");
}

/** To hospital for some days, and back with a new band. */
const leave: Change = (_, resident, at, chance) => {
  const back = at + (3 + Math.floor(7 * chance())) * DAY;
  resident.chart = { ...resident.chart, isHere: false };
  resident.backAt = back;
};

function comeBack(resident: Resident, at: Instant): void {
  const printing = 1 + Math.max(...resident.chart.wristbands.map((band) => band.printing));
  const ended = resident.chart.wristbands.map((band) => ({ ...band, until: band.until ?? at }));
  const wristbands = [...ended, { gsrn: resident.gsrn, printing, from: at, until: null }];
  resident.chart = { ...resident.chart, isHere: true, wristbands };
  resident.backAt = null;
}

const rows: readonly (readonly [keyof typeof daily, Change])[] = [
  ["change", change],
  ["stop", stop],
  ["start", started(false)],
  ["hold", hold],
  ["stat", started(true)],
  ["leave", leave],
];

/** The doctor's word of the afternoon, and the packs of the evening that are made anew for whom it concerns. */
export function changeMedicines(home: Home, span: Span, tally: Tally): void {
  const at = span.from;
  for (const resident of home.residents) {
    if (resident.backAt !== null && resident.backAt <= at) comeBack(resident, at);
    const chance = drawFor(home.seed, `changes ${resident.number} ${at}`);
    const before = resident.chart;
    for (const [name, make] of rows)
      if (chance() < daily[name] && resident.chart.isHere) make(home, resident, at, chance);
    orderAgainstAllergy(home, resident, at, tally);
    if (resident.chart !== before) preparePacks(home, resident, span, at);
  }
}

/** New orders a day of one person. */
const NEW_ORDERS = daily.change + daily.start + daily.stat;

/**
 * A doctor orders what somebody is allergic to. On paper it is given. With the system the check of orders says it; where it
 * is confirmed all the same, the bedside says it once more.
 */
function orderAgainstAllergy(home: Home, resident: Resident, at: Instant, tally: Tally): void {
  const chance = drawFor(home.seed, `allergy ${resident.number} ${at}`);
  const { allergicTo: allergen, chart } = resident;
  /** Told of the few who have one, as often as of all. */
  const share = home.residents.length / Math.max(1, home.residents.filter((it) => it.allergicTo !== null).length);
  if (chance() >= NEW_ORDERS * home.rates.allergicOrder * share || allergen === null || !chart.isHere) return;
  const order = drawOrder(chance, allergen, {
    id: `o${resident.number}-${at / MINUTE}a`,
    person: resident.id,
    at,
    isStat: true,
  });
  if (order === null) return;
  tally.onPaper("allergy", resident, 1);
  const isSaid = isStopped(home, resident, order, at);
  if (isSaid && chance() >= home.rates.allergyConfirmed) {
    tally.kept("allergy", "ordering", 1);
    return;
  }
  home.againstAllergy.add(order.id);
  replaceOrders(resident, (orders) => [...orders, order]);
}

/** Medicines as needed are asked for so often. Ours. */
const ASKED_A_DAY = 0.4;

/** Somebody asks for a medicine as needed: when it may be given, or again before the interval is over. */
export interface Asked extends Visit {
  readonly key: string;
  readonly isTooSoon: boolean;
}

export function askedFor(home: Home, span: Span): readonly Asked[] {
  return home.residents.flatMap((resident) =>
    resident.chart.isHere ? active(resident).flatMap((order) => askedOf(home, resident, order, span)) : [],
  );
}

/** Once a day at most: in the morning or in the evening, and perhaps once more too soon. */
function askedOf(home: Home, resident: Resident, order: MedicationOrder, { from, until }: Span): readonly Asked[] {
  if (order.timing?.type !== "as-needed" || order.from > from) return [];
  const day = Math.floor((from + 9 * HOUR) / DAY);
  const chance = drawFor(home.seed, `asked ${order.id} ${day}`);
  const isNow = chance() < 0.5 === mod(from + 9 * HOUR, DAY) < 12 * HOUR;
  if (chance() >= ASKED_A_DAY || !isNow) return [];
  const at = Math.round(from + (until - from) * (0.1 + 0.4 * chance()));
  if (heldAt(order, at) !== null) return [];
  const key = `${order.id} ${at}`;
  const first: Asked = { ...asNeededVisit(resident, order, at), key, isTooSoon: false };
  const isAgain = chance() < home.rates.tooSoon && !useOf(home, first).isRefused;
  if (!isAgain) return [first];
  const soon = at + 15 * MINUTE + Math.round((order.timing.minIntervalMin - 30) * MINUTE * chance());
  return [first, { ...asNeededVisit(resident, order, soon), key: `${key} again`, isTooSoon: true }];
}

const mod = (value: number, by: number): number => ((value % by) + by) % by;

function asNeededVisit(resident: Resident, order: MedicationOrder, at: Instant): Visit {
  const dose = {
    id: `${order.id}@prn`,
    order: order.id,
    person: resident.id,
    at,
    window: null,
    dose: order.dose,
    held: null,
  };
  const rounding: Rounding = { key: `${resident.unit}/prn/${at}`, unit: resident.unit, isOffline: false };
  return { resident, doses: [dose], pack: null, order, due: at, at, by: carerOf(resident.unit, true), rounding };
}
