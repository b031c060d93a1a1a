import {
  DAY,
  HOUR,
  type Instant,
  type Place,
  present,
  type Resident,
  type Roster,
  type SubjectId,
} from "@sakiyomi/core";
import type { DoseEvent, MedicationChart, MedicationOrder } from "@sakiyomi/medication";
import { now, type Room } from "./room.ts";
import type { ChartsView, ChartView, LeasesAnswer, PersonMedication } from "./shapes.ts";

/** What a page gets of the events of orders at fixed times: today's round, and what was left open before. */
const viewMs = 2 * DAY;
/** A lease that was broken is told for so long. */
const brokenMs = 12 * HOUR;

/** Of these what was given long ago still decides whether the next one may be given: a weekly tablet of Monday on Thursday. */
const looksBack = (order: MedicationOrder | undefined): boolean =>
  order?.timing?.type === "clock" ? order.timing.days.type !== "daily" : order?.timing?.type !== "taper";

function neededOf(chart: MedicationChart, since: Instant): readonly DoseEvent[] {
  const orders = new Map(chart.orders.map((order) => [order.id, order]));
  return chart.events.filter(({ at, order }) => at >= since || looksBack(orders.get(order)));
}

/** Over for so long that no dose of it is asked about any more. */
const isGone = ({ status, until }: MedicationOrder, since: Instant): boolean =>
  status !== "draft" && until !== null && until < since;

/** As a page gets it: what it needs to decide now and in the days to come. */
export function chartView({ book }: Room, chart: MedicationChart, at: Instant): ChartView {
  const person = chart.person as SubjectId;
  const since = at - viewMs;
  const flags = book.flags(person);
  const events = neededOf(chart, since);
  return {
    ...chart,
    orders: chart.orders.filter((order) => !isGone(order, at - 10 * DAY)),
    events,
    packs: chart.packs.filter(({ preparedAt, withdrawn }) => withdrawn === null || preparedAt >= since),
    version: book.version(person),
    hasPhoto: false,
    flagged: events.flatMap(({ id }) => {
      const theirs = flags.get(id);
      return theirs ? [{ event: id, flags: theirs }] : [];
    }),
  };
}

export interface Seen {
  /** Whether whoever asks may see this person's medicines. */
  sees(person: SubjectId): boolean;
}

/** The people of a place, or all, in the order in which somebody walks along the beds. */
export function chartsView(room: Room, { sees }: Seen, wanted: string | null | readonly SubjectId[]): ChartsView {
  const at = now(room);
  const { ward, rules, shelf, book, leases } = room;
  const people = (typeof wanted === "string" || wanted === null ? peopleOf(room, wanted) : wanted).filter(sees);
  const charts = people.flatMap((person) => book.chart(person) ?? []);
  return {
    at,
    zone: ward.zone,
    policy: rules.policy,
    formularyVersion: shelf.version,
    charts: charts.map((chart) => chartView(room, chart, at)),
    leases: people.flatMap((person) => leases.standing(person, at) ?? []),
    brokenLeases: people.flatMap((person) => leases.broken(person, at - brokenMs)),
  };
}

/** Everybody who is here, within the place where one is named, in the order of the places. */
export function peopleOf({ ward }: Room, place: string | null): readonly SubjectId[] {
  const { roster } = ward;
  const all = walks.get(roster) ?? walkAll(roster);
  walks.set(roster, all);
  return place === null
    ? all
    : all.filter((person) => isWithin(roster, roster.people.get(person)?.place ?? null, place));
}

/** Made once for each state of the roster. */
const walks = new WeakMap<Roster, readonly SubjectId[]>();

function walkAll(roster: Roster): readonly SubjectId[] {
  const steps = walkOf([...roster.places.values()]);
  const stepOf = ({ place }: Resident) => steps.get(place ?? "") ?? Number.POSITIVE_INFINITY;
  const here = present(roster).map((resident) => [stepOf(resident), resident.id] as const);
  // Whoever has no bed comes last; two infinities have no difference.
  return here.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1)).map(([, id]) => id);
}

function isWithin({ places }: Roster, bed: string | null, place: string): boolean {
  for (let at = bed, steps = 0; at !== null && steps < 16; at = places.get(at)?.parent ?? null, steps += 1)
    if (at === place) return true;
  return false;
}

/** Depth first, as rooms lie along a corridor: names with numbers in the order of their numbers. */
function walkOf(places: readonly Place[]): ReadonlyMap<string, number> {
  const below = Map.groupBy(places, ({ parent }) => parent);
  const steps = new Map<string, number>();
  const walk = (parent: string | null): void => {
    const here = (below.get(parent) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, "ja", { numeric: true }));
    for (const { id } of here) {
      if (steps.has(id)) continue;
      steps.set(id, steps.size);
      walk(id);
    }
  };
  walk(null);
  return steps;
}

export function leasesAnswer(
  room: Room,
  seen: Seen,
  people: readonly SubjectId[],
  got: Pick<LeasesAnswer, "leases" | "taken">,
): LeasesAnswer {
  const whose = room.book.codes().flatMap(([code, person]) => {
    const chart = room.book.chart(person);
    if (!chart?.isHere) return [];
    // Whose it is, is for those who may know; that it is somebody else's, everybody is told.
    return [[code, person, seen.sees(person) ? chart.name : ""] as const];
  });
  return { ...got, charts: chartsView(room, seen, people), whose };
}

export function personMedication(room: Room, chart: MedicationChart): PersonMedication {
  const person = chart.person as SubjectId;
  return {
    // All that is kept in memory: the page of one person tells what became of each dose.
    chart: { ...chartView(room, chart, now(room)), events: chart.events },
    policy: room.rules.policy,
    orders: chart.orders.toSorted((a, b) => b.at - a.at || b.from - a.from),
    nearMisses: room.near.ofPerson(person).toSorted((a, b) => b.at - a.at),
  };
}
