import { DAY, type Instant, MINUTE } from "@sakiyomi/core";
import type { MedicationChart } from "../check/bedside.ts";
import { holdsSame } from "../drugs/same.ts";
import { type DoseProgress, type DoseState, emptyState } from "../ledger/dose-state.ts";
import { allowance, ingredientGivenAt } from "../ledger/givings.ts";
import { heldAt } from "../orders/expand.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { MedicationPolicy } from "../orders/policy.ts";
import type { DoseId, ScheduledDose } from "../orders/scheduled-dose.ts";
import { asksStill, atLeast, givingsIn, replacementOf, standing, statesOf } from "./expanded.ts";
import {
  type AsNeededOffer,
  type EffectToAsk,
  type Round,
  type RoundAsked,
  type RoundDose,
  type RoundRow,
  roundParts,
  type WaitingDose,
} from "./round.ts";

/** How long an omitted dose is said, and an effect asked for: after a day it is a matter for the record, not for the round. */
const LOOK_BACK = DAY;

/** Whoever was asleep or away may be there now: asked again as long as the window is open. */
const mayStillCome: ReadonlySet<DoseProgress> = new Set<DoseProgress>(["asleep", "away", "missing"]);

type States = ReadonlyMap<DoseId, DoseState>;
type DosePart = "omitted" | "overdue" | "due" | "next" | "onHold";

/** When a dose is called overdue: after its window, or after the house's minutes for what is to be given at once. */
export const overdueAt = ({ at, window }: ScheduledDose, policy: MedicationPolicy): Instant =>
  window === null ? at + policy.statMin * MINUTE : window.until;

/** Whether nobody has to do anything about a dose any more, or not in this shift. */
function isSettled(
  dose: ScheduledDose,
  state: DoseState | undefined,
  late: Instant,
  { now, until }: RoundAsked,
): boolean {
  if (dose.at >= until && (dose.window?.from ?? dose.at) > now) return true;
  if (state === undefined || state.state === "not-given") return false;
  return !(mayStillCome.has(state.state) && now <= late);
}

interface Standing {
  readonly late: Instant;
  readonly isHeld: boolean;
  readonly isAsked: boolean;
}

function partOf(dose: ScheduledDose, { late, isHeld, isAsked }: Standing, { now, policy }: RoundAsked): DosePart {
  if (isHeld || dose.held !== null) return "onHold";
  if (now < (dose.window?.from ?? dose.at)) return "next";
  if (now <= late && isAsked) return "due";
  return now < late + policy.omittedMin * MINUTE ? "overdue" : "omitted";
}

type Parts = Record<DosePart, RoundDose[]>;

const pending = new WeakMap<readonly ScheduledDose[], readonly RoundDose[]>();

/** The doses of an order as they stand as long as nobody has said anything of them. */
function pendingOf(
  order: MedicationOrder,
  doses: readonly ScheduledDose[],
  policy: MedicationPolicy,
): readonly RoundDose[] {
  const known = pending.get(doses);
  if (known) return known;
  const made = doses.map((dose): RoundDose => {
    const late = overdueAt(dose, policy);
    const state = emptyState(dose.id, order.id, order.person);
    return { order, dose, state, overdueAt: late, omittedAt: late + policy.omittedMin * MINUTE };
  });
  pending.set(doses, made);
  return made;
}

function addDoses(parts: Parts, order: MedicationOrder, states: States, asked: RoundAsked): void {
  const { now, zone, policy } = asked;
  const isHeld = heldAt(order, now) !== null;
  const range = { from: now - LOOK_BACK, until: Math.max(asked.until, now + DAY), zone, policy };
  for (const one of pendingOf(order, atLeast(order, range), policy)) {
    const { dose, overdueAt: late } = one;
    if (dose.at < range.from || dose.at >= range.until) continue;
    const known = states.get(dose.id);
    if (isSettled(dose, known, late, asked)) continue;
    const standing = { late, isHeld, isAsked: asksStill(order, dose, now) };
    parts[partOf(dose, standing, asked)].push(known ? { ...one, state: known } : one);
  }
}

/** Of an order that was changed whoever changed it decides what is still given. */
const isReplaced = (order: MedicationOrder, orders: readonly MedicationOrder[], now: Instant): boolean =>
  order.until !== null && order.until <= now && replacementOf(order, orders) !== null;

/** What an order that was stopped still owed is nobody's task any more. */
function dosesOf(chart: MedicationChart, asked: RoundAsked, states: States): Parts {
  const parts: Parts = { omitted: [], overdue: [], due: [], next: [], onHold: [] };
  const orders = standing(chart.orders);
  for (const order of orders)
    if (order.status === "active" && !isReplaced(order, orders, asked.now)) addDoses(parts, order, states, asked);
  for (const list of Object.values(parts)) if (list.length > 1) list.sort((a, b) => a.dose.at - b.dose.at);
  return parts;
}

const waitingOf = (byId: ReadonlyMap<string, MedicationOrder>, states: States, asked: RoundAsked): WaitingDose[] =>
  [...states.values()]
    .filter(({ state }) => state === "handed")
    .map((state) => {
      const since = state.handed.at(-1)?.at ?? asked.now;
      const isLate = asked.now >= since + asked.policy.confirmMin * MINUTE;
      return { order: byId.get(state.order) ?? null, state, since, isLate };
    });

/** When the effect of a dose as needed is to be asked; null: not of this dose. */
export function effectDueAt(order: MedicationOrder, state: DoseState, policy: MedicationPolicy): Instant | null {
  if (order.timing?.type !== "as-needed" || state.effect !== null) return null;
  if (state.state !== "handed" && state.state !== "taken" && state.state !== "partly") return null;
  const at = state.at ?? 0;
  return at + (order.timing.effectAfterMin ?? policy.effectMin) * MINUTE;
}

function effectsOf(
  byId: ReadonlyMap<string, MedicationOrder>,
  states: States,
  { now, policy }: RoundAsked,
): EffectToAsk[] {
  const found: EffectToAsk[] = [];
  for (const state of states.values()) {
    const order = byId.get(state.order);
    const dueAt = order ? effectDueAt(order, state, policy) : null;
    if (order && dueAt !== null && dueAt <= now && now < dueAt + LOOK_BACK) found.push({ order, state, dueAt });
  }
  return found;
}

function asNeededOf(chart: MedicationChart, states: States, { now, formulary }: RoundAsked): AsNeededOffer[] {
  const orders = standing(chart.orders).filter(
    ({ timing, status, from, until }) =>
      timing?.type === "as-needed" && status === "active" && from <= now && (until === null || now < until),
  );
  if (orders.length === 0) return [];
  const given = givingsIn(states);
  return orders.flatMap((order) => {
    if (order.timing?.type !== "as-needed") return [];
    const times = ingredientGivenAt(order, chart.orders, given, formulary && holdsSame(formulary));
    return [{ order, allowance: allowance(order.timing, times, now), held: heldAt(order, now) }];
  });
}

function rowOf(chart: MedicationChart, asked: RoundAsked): RoundRow {
  const states = statesOf(chart.events);
  const byId = new Map(chart.orders.map((order) => [order.id, order]));
  return {
    chart,
    ...dosesOf(chart, asked, states),
    waiting: waitingOf(byId, states, asked),
    effects: effectsOf(byId, states, asked),
    asNeeded: asNeededOf(chart, states, asked),
  };
}

/** Who needs what now and next. Whoever is here has a row, also where nothing is due: nobody is passed by. */
export function roundOf(asked: RoundAsked): Round {
  const rows = asked.charts.filter(({ isHere }) => isHere).map((chart) => rowOf(chart, asked));
  const counts = Object.fromEntries(
    roundParts.map((part) => [part, rows.reduce((sum, row) => sum + row[part].length, 0)]),
  ) as Record<(typeof roundParts)[number], number>;
  const lateWaiting = rows.reduce((sum, { waiting }) => sum + waiting.filter(({ isLate }) => isLate).length, 0);
  return { at: asked.now, rows, counts: { ...counts, people: rows.length, lateWaiting } };
}
