import type { DoseGiven, Part } from "./analysis.ts";
import { togetherKey } from "./analysis.ts";
import { type HouseClock, roundKeys } from "./house-clock.ts";
import type { Incident, NearMiss } from "./incident.ts";
import { ratePer1000 } from "./poisson.ts";

/** Within the time that is analysed. */
export interface Happened {
  readonly nearMisses: readonly NearMiss[];
  readonly incidents: readonly Incident[];
  readonly doses: readonly DoseGiven[];
}

/** Fewer people than this are not shown by the name of their place: of four people somebody knows who it was. */
export const leastPeople = 5;

interface Tally {
  nearMisses: number;
  incidents: number;
  doses: number;
  readonly people: Set<string>;
}

type Sorting = (event: { readonly at: number; readonly place: string }) => string;

function tallied({ nearMisses, incidents, doses }: Happened, keyOf: Sorting): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  const of = (event: { readonly at: number; readonly place: string }): Tally => {
    const key = keyOf(event);
    const tally = tallies.get(key) ?? { nearMisses: 0, incidents: 0, doses: 0, people: new Set<string>() };
    tallies.set(key, tally);
    return tally;
  };
  for (const { person, ...event } of doses) {
    const tally = of(event);
    tally.doses += 1;
    if (person !== null) tally.people.add(person);
  }
  for (const event of nearMisses) of(event).nearMisses += 1;
  for (const event of incidents) of(event).incidents += 1;
  return tallies;
}

const partOf = (key: string, tally: Omit<Tally, "people"> | undefined): Part => ({
  key,
  nearMisses: ratePer1000(tally?.nearMisses ?? 0, tally?.doses ?? 0),
  incidents: ratePer1000(tally?.incidents ?? 0, tally?.doses ?? 0),
});

/** All 24 hours of the house's clock; on the night of a change of the clock an hour is there twice, or not at all. */
export function byHour(happened: Happened, clock: HouseClock): readonly Part[] {
  const tallies = tallied(happened, ({ at }) => String(clock.hourOf(at)));
  return Array.from({ length: 24 }, (_, hour) => partOf(String(hour), tallies.get(String(hour))));
}

/** The rounds of the meals, and what lies more than two hours from each of them. */
export function byRound(happened: Happened, clock: HouseClock): readonly Part[] {
  const tallies = tallied(happened, ({ at }) => clock.roundOf(at).name);
  return roundKeys.map((name) => partOf(name, tallies.get(name)));
}

/**
 * By place, the busiest first. Places of fewer than five people are put together, and with them the next smallest ones, until
 * the part that they make has five: otherwise it could be told from the whole.
 */
export function byPlace(happened: Happened): readonly Part[] {
  const { named, others } = placesOf(tallied(happened, ({ place }) => place));
  const together: Tally = { nearMisses: 0, incidents: 0, doses: 0, people: new Set() };
  for (const [, tally] of others) add(together, tally);
  const parts = named.sort(([, m], [, n]) => n.doses - m.doses).map(([place, tally]) => partOf(place, tally));
  return others.length > 0 ? [...parts, partOf(togetherKey, together)] : parts;
}

/** Places that may be named where somebody learns from errors: of five people and more, as `byPlace` shows them. */
export function namedPlaces(doses: readonly DoseGiven[]): ReadonlySet<string> {
  const { named } = placesOf(tallied({ doses, nearMisses: [], incidents: [] }, ({ place }) => place));
  return new Set(named.map(([place]) => place));
}

type Placed = readonly [place: string, tally: Tally];

function placesOf(tallies: ReadonlyMap<string, Tally>): { readonly named: Placed[]; readonly others: Placed[] } {
  const ascending = [...tallies].sort(([a, m], [b, n]) => m.people.size - n.people.size || (a < b ? -1 : 1));
  const [named, others]: [Placed[], Placed[]] = [[], []];
  const people = new Set<string>();
  for (const placed of ascending) {
    const isHidden = others.length > 0 && people.size < leastPeople;
    if (placed[1].people.size >= leastPeople && !isHidden) {
      named.push(placed);
      continue;
    }
    others.push(placed);
    for (const person of placed[1].people) people.add(person);
  }
  return { named, others };
}

function add(to: Tally, tally: Tally): void {
  to.nearMisses += tally.nearMisses;
  to.incidents += tally.incidents;
  to.doses += tally.doses;
  for (const person of tally.people) to.people.add(person);
}

/** From so many doses on, given by one member of staff on one round. */
const loads = [
  [0, "0-19"],
  [20, "20-39"],
  [40, "40-59"],
  [60, "60-99"],
  [100, "100-"],
] as const;

/**
 * By how many doses one member of staff gave on the round, on average. Counted for the round as a whole, so that nobody's own
 * count is shown.
 */
export function byStaffLoad(happened: Happened, clock: HouseClock): readonly Part[] {
  const given = new Map<string, { doses: number; readonly staff: Set<string> }>();
  for (const { at, by } of happened.doses) {
    const { key } = clock.roundOf(at);
    const round = given.get(key) ?? { doses: 0, staff: new Set<string>() };
    round.doses += 1;
    round.staff.add(by);
    given.set(key, round);
  }
  const loadOf = (at: number): string => {
    const round = given.get(clock.roundOf(at).key);
    const load = round ? round.doses / round.staff.size : 0;
    return loads.findLast(([from]) => load >= from)?.[1] ?? loads[0][1];
  };
  const tallies = tallied(happened, ({ at }) => loadOf(at));
  return loads.map(([, key]) => partOf(key, tallies.get(key)));
}
