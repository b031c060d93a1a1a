import { DAY, HOUR, type Instant, type SubjectId } from "@sakiyomi/core";
import type { DoseEvent, MedicationChart, MedicationOrder } from "@sakiyomi/medication";
import type { PlaceView } from "../api.ts";
import { bare } from "./book.ts";
import { now, type Room } from "./room.ts";
import type { ChartsView, ChartView, LeasesAnswer, PersonMedication } from "./shapes.ts";

/** What a page gets of the events of orders at fixed times: today's round, and what was left open before. */
const viewMs = 2 * DAY;
/** A lease that was broken is told for so long. */
const brokenMs = 12 * HOUR;

/** Of these what was given long ago still decides whether the next one may be given. */
const looksBack = (order: MedicationOrder | undefined): boolean =>
  order?.timing?.type !== "clock" && order?.timing?.type !== "taper";

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
export function peopleOf({ ward, book }: Room, place: string | null): readonly SubjectId[] {
  const places = ward.places();
  const parents = new Map(places.map(({ id, parent }) => [id, parent]));
  const order = walkOf(places);
  const { people } = ward.roster;
  const isWithin = (bed: string | null): boolean => {
    for (let at = bed, steps = 0; at !== null && steps < 16; at = parents.get(at) ?? null, steps += 1)
      if (at === place) return true;
    return false;
  };
  const stepOf = (person: SubjectId) => order.get(people.get(person)?.place ?? "") ?? Number.POSITIVE_INFINITY;
  return book
    .people()
    .filter((person) => people.get(person)?.dischargedAt === null)
    .filter((person) => place === null || isWithin(people.get(person)?.place ?? null))
    .toSorted((a, b) => stepOf(a) - stepOf(b) || bare(a).localeCompare(bare(b)));
}

/** Depth first, as rooms lie along a corridor: names with numbers in the order of their numbers. */
function walkOf(places: readonly PlaceView[]): ReadonlyMap<string, number> {
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
