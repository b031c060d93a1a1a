import { type Instant, MINUTE } from "@sakiyomi/core";
import type { Analysis, AnalysisRequest, Part } from "./analysis.ts";
import { type HouseClock, houseClock } from "./house-clock.ts";
import { harmLevels, type Incident, type Mishap, mishaps, type NearMiss } from "./incident.ts";
import { type ChartGroup, pChart } from "./p-chart.ts";
import { pairsThatMet } from "./pairs.ts";
import { pareto } from "./pareto.ts";
import { byHour, byPlace, byRound, byStaffLoad, type Happened } from "./parts.ts";
import { ratePer1000 } from "./poisson.ts";

/** The same wrong thing scanned again by the same person within this time is the same attempt. */
const AGAIN_MS = 2 * MINUTE;

/**
 * Everything there is to learn from a time: rates with their intervals, by right, hour, round, place and staff load, control
 * charts, Pareto and the pairs of drugs that met. Nobody is named in it.
 */
export function analyse(request: AnalysisRequest): Analysis {
  const { from, until, zone, period, formulary } = request;
  const clock = houseClock(zone, request.policy.meals);
  const happened = within(request);
  const { doses, nearMisses, incidents } = happened;
  return {
    from,
    until,
    zone,
    period,
    doses: doses.length,
    people: new Set(doses.flatMap(({ person }) => person ?? [])).size,
    ...rates(happened),
    byMishap: mishaps.map((mishap) => partOfMishap(mishap, happened)),
    byHarm: harmLevels.map((harm) => ({ harm, count: incidents.filter((it) => it.harm === harm).length })),
    byHour: byHour(happened, clock),
    byRound: byRound(happened, clock),
    byPlace: byPlace(happened),
    byStaffLoad: byStaffLoad(happened, clock),
    paretoOfMishaps: pareto([...nearMisses.flatMap((it) => it.mishaps), ...incidents.map(({ mishap }) => mishap)]),
    paretoOfCauses: pareto(incidents.flatMap(({ causes }) => causes)),
    pairs: pairsThatMet(nearMisses, incidents, formulary),
    ...charts(request, happened, clock),
  };
}

function within({ doses, nearMisses, incidents, from, until }: AnalysisRequest): Happened {
  const isWithin = ({ at }: { readonly at: Instant }) => at >= from && at < until;
  return {
    doses: doses.filter(isWithin),
    nearMisses: attempts(nearMisses.filter(isWithin)),
    incidents: incidents.filter(isWithin),
  };
}

/** One attempt is one near miss, however often it was scanned; it was overridden if one of its scans was. In order of time. */
export function attempts(nearMisses: readonly NearMiss[]): readonly NearMiss[] {
  const last = new Map<string, { at: Instant; place: number }>();
  const kept: NearMiss[] = [];
  for (const miss of [...nearMisses].sort((a, b) => a.at - b.at)) {
    const { person, place, by, mishaps: what, wanted, scanned } = miss;
    const key = JSON.stringify([person, place, by, [...what].sort(), wanted, scanned]);
    const before = last.get(key);
    const isAgain = person !== null && before !== undefined && miss.at - before.at <= AGAIN_MS;
    last.set(key, { at: miss.at, place: isAgain ? before.place : kept.length });
    if (!isAgain) kept.push(miss);
    else if (miss.overridden) kept[before.place] = { ...(kept[before.place] ?? miss), overridden: true };
  }
  return kept;
}

/** NCC MERP: A and B did not reach the person; E and worse did harm. */
const reached = ({ harm }: Incident): boolean => harm >= "C";
const harmed = ({ harm }: Incident): boolean => harm >= "E";

function rates({ doses, nearMisses, incidents }: Happened) {
  const rate = (events: readonly unknown[]) => ratePer1000(events.length, doses.length);
  return {
    nearMisses: rate(nearMisses),
    overridden: rate(nearMisses.filter(({ overridden }) => overridden)),
    incidents: rate(incidents),
    reached: rate(incidents.filter(reached)),
    harmed: rate(incidents.filter(harmed)),
  };
}

const partOfMishap = (key: Mishap, { doses, nearMisses, incidents }: Happened): Part & { readonly key: Mishap } => ({
  key,
  nearMisses: ratePer1000(nearMisses.filter((it) => it.mishaps.includes(key)).length, doses.length),
  incidents: ratePer1000(incidents.filter(({ mishap }) => mishap === key).length, doses.length),
});

function charts(request: AnalysisRequest, { doses, nearMisses, incidents }: Happened, clock: HouseClock) {
  const cuts = clock.periods(request.period, request.from, request.until);
  const count = counter(cuts.map(({ from }) => from));
  const [given, missed, told] = [count(doses), count(nearMisses), count(incidents)];
  /** What was averted and not given after all was an attempt, too, and is no dose. */
  const averted = count(nearMisses.filter(({ overridden }) => !overridden));
  const groups = (ofX: readonly number[], ofN: (i: number) => number): readonly ChartGroup[] =>
    cuts.map((cut, i) => ({ ...cut, n: Math.max(ofN(i), ofX[i] ?? 0), x: ofX[i] ?? 0 }));
  return {
    nearMissChart: pChart(
      groups(missed, (i) => (given[i] ?? 0) + (averted[i] ?? 0)),
      request.baseline,
    ),
    incidentChart: pChart(
      groups(told, (i) => given[i] ?? 0),
      request.baseline,
    ),
  };
}

/** How many events begin in each period: `begins` ascending, each event at or after the first of them. */
const counter = (begins: readonly Instant[]) => (events: readonly { readonly at: Instant }[]) => {
  const counts = begins.map(() => 0);
  for (const { at } of events) {
    const i = lastAtOrBefore(begins, at);
    counts[i] = (counts[i] ?? 0) + 1;
  }
  return counts;
};

function lastAtOrBefore(begins: readonly Instant[], at: Instant): number {
  let [low, high] = [0, begins.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((begins[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
