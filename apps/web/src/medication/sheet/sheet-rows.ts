import {
  type DoseState,
  expand,
  foldEvents,
  type MedicationOrder,
  type MedicationPolicy,
  type ScheduledDose,
} from "@sakiyomi/medication";
import type { ChartView } from "../shapes.ts";

/** One time of a medicine in the shift, with a box to tick, or what became of it already. */
export interface SheetDose {
  readonly dose: ScheduledDose;
  /** Handed over before the sheet was printed: must not be given again. null: still to be given. */
  readonly done: DoseState | null;
}
export interface SheetOrder {
  readonly order: MedicationOrder;
  readonly doses: readonly SheetDose[];
}
export interface SheetPrn {
  readonly order: MedicationOrder;
  readonly timing: Extract<NonNullable<MedicationOrder["timing"]>, { type: "as-needed" }>;
  /** When it was given in the 24 hours before the sheet was printed, newest last. */
  readonly given: readonly number[];
}
export interface SheetPerson {
  readonly chart: ChartView;
  readonly orders: readonly SheetOrder[];
  readonly asNeeded: readonly SheetPrn[];
  /** Orders that are on hold now, with why: not to be given, whatever hangs on the wall. */
  readonly held: readonly { readonly order: MedicationOrder; readonly why: string }[];
}
export interface SheetWard {
  readonly name: string;
  readonly people: readonly SheetPerson[];
}

export interface SheetAsked {
  readonly from: number;
  readonly until: number;
  readonly now: number;
  readonly zone: string;
  readonly policy: MedicationPolicy;
}

const DAY = 24 * 3_600_000;
const isOn = ({ status, from, until }: MedicationOrder, { now, until: end }: SheetAsked): boolean =>
  status === "active" && from < end && (until === null || until > now);

function prnOf(order: MedicationOrder, states: Iterable<DoseState>, { now }: SheetAsked): readonly SheetPrn[] {
  if (order.timing?.type !== "as-needed") return [];
  const given = [...states]
    .filter((state) => state.order === order.id)
    .flatMap(({ handed }) => handed.map(({ at }) => at))
    .filter((at) => at > now - DAY && at <= now)
    .sort((a, b) => a - b);
  return [{ order, timing: order.timing, given }];
}

function personOf(chart: ChartView, asked: SheetAsked): SheetPerson {
  const states = foldEvents(chart.events);
  const heldWhy = ({ holds }: MedicationOrder): string | null =>
    holds.find(({ from, until }) => from <= asked.now && (until === null || asked.now < until))?.reason ?? null;
  const doseOf = (dose: ScheduledDose): SheetDose => {
    const state = states.get(dose.id);
    return { dose, done: state === undefined || state.state === "not-given" ? null : state };
  };
  return {
    chart,
    orders: chart.orders
      .filter(({ timing, status }) => timing?.type !== "as-needed" && status !== "draft")
      .map((order) => ({ order, doses: expand(order, asked).map(doseOf) }))
      .filter(({ doses }) => doses.length > 0),
    asNeeded: chart.orders
      .filter((order) => isOn(order, asked))
      .flatMap((order) => prnOf(order, states.values(), asked)),
    held: chart.orders
      .filter((order) => isOn(order, asked))
      .flatMap((order) => {
        const why = heldWhy(order);
        return why === null ? [] : [{ order, why }];
      }),
  };
}

/** The first part of "Ward 1 · 102 · B". */
export const wardOf = (placeName: string): string => placeName.split(" · ")[0] ?? "";
/** The rest of it: room and bed. */
export const bedOf = (placeName: string): string => placeName.split(" · ").slice(1).join(" · ") || placeName;

/** Everybody of the house by wards, in the order of the charts; a person without any medicine is there, too, and it is said. */
export function sheetOf(charts: readonly ChartView[], asked: SheetAsked): readonly SheetWard[] {
  const wards = new Map<string, SheetPerson[]>();
  for (const chart of charts.filter(({ isHere }) => isHere)) {
    const name = wardOf(chart.placeName);
    const people = wards.get(name) ?? [];
    people.push(personOf(chart, asked));
    wards.set(name, people);
  }
  return [...wards].map(([name, people]) => ({ name, people }));
}
