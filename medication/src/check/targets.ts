import { DAY, type Instant } from "@sakiyomi/core";
import { type DoseState, emptyState, isGiven } from "../ledger/dose-state.ts";
import { heldAt } from "../orders/expand.ts";
import type { MedicationOrder } from "../orders/order.ts";
import type { DoseId, ScheduledDose } from "../orders/scheduled-dose.ts";
import { expanded } from "../round/expanded.ts";
import type { Bedside } from "./bedside.ts";
import { matchOf, rankOf } from "./match.ts";
import type { Part } from "./reading.ts";
import type { Target } from "./situation.ts";

/** How far around now a dose is looked for: a weekly one is found a week early and a week late. */
const REACH = 8 * DAY;

type States = ReadonlyMap<DoseId, DoseState>;
export type Bare = Omit<Target, "parts">;

/** The dose of a medicine as needed before it has a name of its own: `ORDER@prn`. */
export const asNeededDose = (order: MedicationOrder, now: Instant): ScheduledDose => ({
  id: `${order.id}@prn`,
  order: order.id,
  person: order.person,
  at: now,
  window: null,
  dose: order.dose,
  held: heldAt(order, now),
});

const bare = (order: MedicationOrder, dose: ScheduledDose, states: States): Bare => ({
  order,
  dose,
  state: states.get(dose.id) ?? emptyState(dose.id, order.id, order.person),
});

const around = (order: MedicationOrder, { now, zone, policy }: Bedside): readonly ScheduledDose[] =>
  expanded(order, { from: now - REACH, until: now + REACH, zone, policy });

/** The dose of that name; null: no order asks for it. */
export function wantedTarget(id: DoseId, bedside: Bedside, states: States): Bare | null {
  const order = bedside.chart.orders.find((one) => one.id === id.slice(0, id.indexOf("@")));
  if (!order) return null;
  if (order.timing?.type === "as-needed")
    return id === `${order.id}@prn` ? bare(order, asNeededDose(order, bedside.now), states) : null;
  const dose = around(order, bedside).find((one) => one.id === id) ?? endedDose(order, id, bedside);
  return dose ? bare(order, dose, states) : null;
}

/** A dose that an order would ask for if it had not ended: to be able to say that it has. */
function endedDose(order: MedicationOrder, id: DoseId, bedside: Bedside): ScheduledDose | null {
  if (order.status === "active" && order.until === null && order.from <= bedside.now) return null;
  return around(asIfAlive(order), bedside).find((one) => one.id === id) ?? null;
}

const alive = new WeakMap<MedicationOrder, MedicationOrder>();
function asIfAlive(order: MedicationOrder): MedicationOrder {
  const known = alive.get(order);
  if (known) return known;
  const made: MedicationOrder = { ...order, status: "active", until: null };
  alive.set(order, made);
  return made;
}

/**
 * How near a dose is to being the one that somebody means who scans its medicine now, nearest first: due now; as needed; given
 * already, so that it is said; any other by how far it is away.
 */
function farness({ dose, order, state }: Bare, now: Instant): readonly [kind: number, ms: number] {
  const isOpen = dose.window === null ? dose.at <= now : dose.window.from <= now && now <= dose.window.until;
  const away = Math.abs(now - dose.at);
  if (order.timing?.type === "as-needed") return [1, 0];
  if (isOpen) return [isGiven(state) ? 2 : 0, away];
  return [isGiven(state) ? 4 : 3, away];
}

/** Which dose of an order is meant where nobody says so: the one whose window is open, given or not, else the nearest. */
function meantOf(order: MedicationOrder, bedside: Bedside, states: States): Bare | null {
  if (order.timing?.type === "as-needed") return bare(order, asNeededDose(order, bedside.now), states);
  const all = around(isAlive(order, bedside.now) ? order : asIfAlive(order), bedside).map((dose) =>
    bare(order, dose, states),
  );
  const [nearest] = all.toSorted((a, b) => {
    const [kindA, msA] = farness(a, bedside.now);
    const [kindB, msB] = farness(b, bedside.now);
    return kindA - kindB || msA - msB;
  });
  return (
    nearest ??
    (order.timing === null
      ? bare(order, { ...asNeededDose(order, bedside.now), id: `${order.id}@untimed` }, states)
      : null)
  );
}

/** Living orders before those that have ended or not begun, exact matches before others, scheduled before as needed. */
function targetFor(part: Part, bedside: Bedside, states: States): Bare | null {
  const { now } = bedside;
  const fits = bedside.chart.orders
    .map((order) => ({ order, rank: rankOf(matchOf(order.drug, part.code)) }))
    .filter(({ rank }) => rank <= rankOf("ingredient"))
    .flatMap(({ order, rank }) => {
      const target = meantOf(order, bedside, states);
      return target ? [{ target, rank, ended: isAlive(order, now) ? 0 : 1, far: farness(target, now) }] : [];
    })
    .sort((a, b) => a.ended - b.ended || a.far[0] - b.far[0] || a.rank - b.rank || a.far[1] - b.far[1]);
  return fits[0]?.target ?? null;
}

export const isAlive = ({ status, from, until }: MedicationOrder, now: Instant): boolean =>
  status === "active" && from <= now && (until === null || now < until);

export interface Meant {
  readonly targets: readonly Bare[];
  readonly notFound: readonly DoseId[];
}

/** Which doses a bedside is about: what was wanted, else what the packs of the house are for, else what the scan fits. */
export function meantDoses(bedside: Bedside, parts: readonly Part[], states: States): Meant {
  const named = bedside.wanted ?? [...new Set(parts.flatMap(({ pack }) => pack?.doses ?? []))];
  const found = named.map((id) => [id, wantedTarget(id, bedside, states)] as const);
  const targets = new Map(found.flatMap(([id, target]) => (target ? [[id, target] as const] : [])));
  if (bedside.wanted === null)
    for (const part of parts.filter(({ pack }) => pack === null)) {
      const target = targetFor(part, bedside, states);
      if (target) targets.set(target.dose.id, target);
    }
  return { targets: [...targets.values()], notFound: found.filter(([, target]) => !target).map(([id]) => id) };
}

/** Each part goes to the dose that it fits best; among equals to the one that has none yet. */
export function assign(
  targets: readonly Bare[],
  parts: readonly Part[],
): { readonly targets: readonly Target[]; readonly strays: readonly Part[] } {
  const own = targets.map((target) => ({ target, parts: [] as Part[] }));
  const strays: Part[] = [];
  for (const part of parts) {
    const [best] = own
      .map((one) => ({ one, rank: rankOf(matchOf(one.target.order.drug, part.code)) }))
      .filter(({ rank }) => rank < rankOf("other"))
      .sort((a, b) => a.rank - b.rank || a.one.parts.length - b.one.parts.length);
    if (best) best.one.parts.push(part);
    else strays.push(part);
  }
  return { targets: own.map(({ target, parts: mine }) => ({ ...target, parts: mine })), strays };
}
