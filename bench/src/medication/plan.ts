import { HOUR, type Instant, MINUTE, SECOND } from "@sakiyomi/core";
import { expanded, type MedicationOrder, type OneDosePack, type ScheduledDose } from "@sakiyomi/medication";
import { drawFor, normal } from "./draw.ts";
import type { Home, Resident } from "./home.ts";
import { POLICY, ZONE } from "./zone.ts";

/** Somebody on a round, with one device. */
export interface Carer {
  readonly id: string;
  readonly may: "assist" | "give";
  readonly mayOverride: boolean;
  readonly device: string;
}

/** One going round in one unit: who, and whether there is a network. */
export interface Rounding {
  readonly key: string;
  readonly unit: number;
  readonly isOffline: boolean;
}

/** Somebody is to get something at about a time: a pack of the house, or a single medicine. */
export interface Visit {
  readonly resident: Resident;
  readonly doses: readonly ScheduledDose[];
  readonly pack: OneDosePack | null;
  /** Of a single medicine. */
  readonly order: MedicationOrder | null;
  readonly due: Instant;
  /** When somebody comes to it. */
  readonly at: Instant;
  readonly by: Carer;
  readonly rounding: Rounding;
}

export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

const dosesOf = (order: MedicationOrder, { from, until }: Span): readonly ScheduledDose[] =>
  order.status === "active" ? expanded(order, { from, until, zone: ZONE, policy: POLICY }) : [];

const isInPacks = (home: Home, order: MedicationOrder): boolean => {
  const drug = home.stock.formulary.drug(order.drug.code);
  const isScheduled = order.timing?.type === "clock" || order.timing?.type === "taper";
  return drug !== null && isScheduled && home.stock.stocked(drug).isPacked;
};

/** Packs are good for two weeks. Ours: they are made every day. */
const PACK_DAYS = 14;

/**
 * The pharmacy puts together what is due of a span, one pack an hour. What was put together before for that time and is not
 * given yet is withdrawn: an order changed.
 */
export function preparePacks(home: Home, resident: Resident, span: Span, now: Instant): void {
  const byTime = new Map<Instant, { order: MedicationOrder; dose: ScheduledDose }[]>();
  for (const order of resident.chart.orders)
    if (isInPacks(home, order))
      for (const dose of dosesOf(order, span))
        if (dose.held === null) byTime.set(dose.at, [...(byTime.get(dose.at) ?? []), { order, dose }]);
  const made = [...byTime].map(([at, list]) => {
    const id = `${resident.number}-${at / MINUTE}-${home.packOwners.size}`;
    home.packOwners.set(id, resident.chart.name);
    return packOf(resident, list, { id, now });
  });
  const kept = resident.chart.packs.filter(({ preparedAt }) => preparedAt >= now - 30 * HOUR);
  const withdrawn = kept.map((pack) => (isOfSpan(pack, span) ? { ...pack, withdrawn: "order changed" } : pack));
  resident.chart = { ...resident.chart, packs: [...withdrawn, ...made] };
}

/** Whether a pack was for this span. Its id says for when. */
const isOfSpan = ({ id }: OneDosePack, { from, until }: Span): boolean => {
  const at = Number(id.split("-")[1]) * MINUTE;
  return at >= from && at < until;
};

function packOf(
  resident: Resident,
  list: readonly { order: MedicationOrder; dose: ScheduledDose }[],
  { id, now }: { id: string; now: Instant },
): OneDosePack {
  return {
    id,
    person: resident.id,
    doses: list.map(({ dose }) => dose.id),
    contents: list.map(({ order, dose }) => ({
      drug: order.drug,
      amount: dose.dose ?? { value: 1, unit: "{tablet}" },
    })),
    expiry: new Date(now + PACK_DAYS * 24 * HOUR).toISOString().slice(0, 10),
    preparedAt: now,
    by: "staff:pharmacist",
    withdrawn: null,
  };
}

type Bare = Omit<Visit, "at" | "by" | "rounding">;

/** What is due of somebody in a span: packs, single medicines. */
function bareVisits(home: Home, resident: Resident, span: Span): readonly Bare[] {
  const doses = new Map<string, ScheduledDose>();
  const singles: Bare[] = [];
  for (const order of resident.chart.orders) {
    const packed = isInPacks(home, order);
    for (const dose of dosesOf(order, span)) {
      if (dose.held !== null) continue;
      if (packed) doses.set(dose.id, dose);
      else singles.push({ resident, doses: [dose], pack: null, order, due: dose.at });
    }
  }
  const packs = resident.chart.packs.flatMap((pack): readonly Bare[] => {
    const own = pack.withdrawn === null ? pack.doses.flatMap((id) => doses.get(id) ?? []) : [];
    const [first] = own;
    return first ? [{ resident, doses: own, pack, order: null, due: first.at }] : [];
  });
  return [...packs, ...singles];
}

/** Rounds begin so long before the hour, and a visit takes so long. Ours: 25 people in about half an hour. */
const BEFORE = 20 * MINUTE;
const JITTER = 8 * MINUTE;
const VISIT = { least: 40 * SECOND, more: 60 * SECOND } as const;

export const carerOf = (unit: number, isNurse: boolean): Carer =>
  isNurse
    ? { id: `staff:nurse-${unit}`, may: "give", mayOverride: true, device: `phone-n${unit}` }
    : { id: `staff:carer-${unit}`, may: "assist", mayOverride: false, device: `phone-c${unit}` };

/** Everybody who gets something in a span, in the order and at the time in which staff come to them. */
export function visitsOf(home: Home, span: Span): readonly Visit[] {
  const bare = home.residents
    .filter(({ chart }) => chart.isHere)
    .flatMap((resident) => bareVisits(home, resident, span))
    .sort((a, b) => a.due - b.due || a.resident.number - b.resident.number);
  const clocks = new Map<string, Instant>();
  return bare.map((visit) => {
    const rounding = roundingOf(home, visit);
    const by = carerOf(rounding.unit, visit.pack === null || rounding.isOffline);
    const chance = drawFor(home.seed, `walk ${rounding.key} ${by.id} ${visit.resident.number}`);
    const begin = visit.due + startOfRound(home, visit, rounding, by);
    const at = Math.max(clocks.get(by.id) ?? begin, begin) + VISIT.least + chance() * VISIT.more;
    clocks.set(by.id, at);
    return { ...visit, at: Math.round(at), by, rounding };
  });
}

/** ms from the hour to the beginning of its round; what is to be given at once is begun after it was ordered. */
function startOfRound({ seed }: Home, { doses }: Bare, { key }: Rounding, { id }: Carer): number {
  const late = normal(drawFor(seed, `start ${key} ${id}`), 0, JITTER);
  return doses.some(({ window }) => window === null) ? Math.abs(late) : late - BEFORE;
}

/** Without a network one nurse does all of the unit's round, on the device that took the people along. */
function roundingOf({ seed, rates }: Home, { resident, due }: Bare): Rounding {
  const key = `${resident.unit}/${Math.floor(due / HOUR)}`;
  return { key, unit: resident.unit, isOffline: drawFor(seed, `network ${key}`)() < rates.offlineRound };
}
