import { type Instant, MINUTE } from "@sakiyomi/core";
import type { Bedside, DoseEvent, Lease, MedicationChart, PersonScan } from "@sakiyomi/medication";
import type { Deed } from "./deeds.ts";
import { drawFor } from "./draw.ts";
import { bandCode, type Home, type Resident, withEvents } from "./home.ts";
import type { Rounding } from "./plan.ts";
import type { Use } from "./use.ts";
import { POLICY, ZONE } from "./zone.ts";

/** A round without a network: what the device took along, and what it has to say when it is back. */
interface Away {
  readonly device: string;
  readonly staff: string;
  readonly from: Instant;
  /** Of the leases. */
  readonly until: Instant;
  /** When the device is back, and gives them up. */
  readonly backAt: Instant;
  readonly charts: Map<string, MedicationChart>;
  readonly leased: ReadonlySet<string>;
  readonly pending: { readonly person: string; readonly events: readonly DoseEvent[] }[];
  /** How far the clock was moved after it last heard the server's. */
  readonly driftMs: number;
}

/** Leases last so long. Ours: a round of a unit with time to spare. */
const LEASE = 90 * MINUTE;

/** Devices and the network of the home, with what each of them knows. */
export class Network {
  readonly #home: Home;
  readonly #away = new Map<string, Away>();
  /** Clocks that somebody has put right. */
  readonly #setRight = new Set<string>();

  constructor(home: Home) {
    this.#home = home;
  }

  /** Rounds that are back: what they have to say is merged. */
  arrive(now: Instant): void {
    for (const [key, away] of this.#away)
      if (away.backAt <= now) {
        this.#away.delete(key);
        for (const { person, events } of away.pending) this.#merge(person, events, now);
      }
  }

  /** The chart that this device decides by. */
  chartFor(resident: Resident, { by, visit }: Deed): MedicationChart {
    const away = this.#roundOf(visit.rounding, by.device);
    return away?.charts.get(resident.id) ?? resident.chart;
  }

  isOffline({ by, visit }: Deed): boolean {
    return this.#roundOf(visit.rounding, by.device) !== undefined;
  }

  /** Without a network, and nobody else knows that this device has the person. */
  isUnleased({ by, visit, opened }: Deed): boolean {
    const away = this.#roundOf(visit.rounding, by.device);
    return away !== undefined && !away.leased.has(opened.id);
  }

  /** Before the first visit of a round without a network its people are taken along. */
  begin({ visit: { rounding, due }, by, at }: Deed, backAt: Instant): void {
    const isOfRound = at >= due - LEASE / 2 && !by.device.startsWith("phone-x");
    if (!rounding.isOffline || this.#away.has(rounding.key) || !isOfRound) return;
    const { seed, rates, residents } = this.#home;
    const people = residents.filter(({ unit }) => unit === rounding.unit);
    const isLeased = ({ id }: Resident) => drawFor(seed, `lease ${rounding.key} ${id}`)() >= rates.withoutLease;
    this.#away.set(rounding.key, {
      device: by.device,
      staff: by.id,
      from: at - 5 * MINUTE,
      until: Math.max(at, due) + LEASE,
      backAt,
      charts: new Map(people.map(({ id, chart }) => [id, chart])),
      leased: new Set(people.filter(isLeased).map(({ id }) => id)),
      pending: [],
      driftMs: this.#offBy(`drift ${rounding.key}`),
    });
  }

  record(resident: Resident, events: readonly DoseEvent[], deed: Deed): void {
    const away = this.#roundOf(deed.visit.rounding, deed.by.device);
    if (!away) {
      this.#merge(resident.id, events, deed.at);
      return;
    }
    away.charts.set(resident.id, withEvents(away.charts.get(resident.id) ?? resident.chart, events, deed.at));
    away.pending.push({ person: resident.id, events });
  }

  /** What the device believes about network and time. */
  situation({ opened, by, visit, at }: Deed): Pick<Bedside, "network" | "now" | "clockOffMs"> {
    const away = this.#roundOf(visit.rounding, by.device);
    if (away) {
      const lease = away.leased.has(opened.id) ? leaseOf(opened.id, away) : null;
      return { now: at + away.driftMs, clockOffMs: 0, network: { online: false, lease } };
    }
    const clock = `clock ${by.device} ${Math.floor(at / (24 * 60 * MINUTE))}`;
    const clockOffMs = this.#setRight.has(clock) ? 0 : this.#offBy(clock);
    const other = [...this.#away.values()].find(({ leased, from }) => leased.has(opened.id) && from <= at);
    return { now: at, clockOffMs, network: { online: true, leaseOfOther: other ? leaseOf(opened.id, other) : null } };
  }

  /** Somebody reads that the clock is wrong, and puts it right. */
  setClock({ by, at }: Deed): void {
    this.#setRight.add(`clock ${by.device} ${Math.floor(at / (24 * 60 * MINUTE))}`);
  }

  #roundOf({ key, isOffline }: Rounding, device: string): Away | undefined {
    const away = isOffline ? this.#away.get(key) : undefined;
    return away?.device === device ? away : undefined;
  }

  #merge(person: string, events: readonly DoseEvent[], now: Instant): void {
    const resident = this.#home.byId.get(person);
    if (resident) resident.chart = withEvents(resident.chart, events, now);
  }

  #offBy(what: string): number {
    const chance = drawFor(this.#home.seed, what);
    if (chance() >= this.#home.rates.clockOff) return 0;
    return Math.round((chance() < 0.5 ? -1 : 1) * (3 + 27 * chance()) * MINUTE);
  }
}

const leaseOf = (person: string, { device, staff, from, until }: Away): Lease => ({
  id: `${device}-${from}`,
  person,
  device,
  staff,
  from,
  until,
});

/** How the one before them is known: the band that is scanned, or photo and birth date. */
function personScan({ front, opened }: Deed, use: Use): PersonScan {
  if (use.spare !== "none") return { how: "wristband", code: bandCode(opened.gsrn, printingOf(opened, use.spare)) };
  if (front.bearsBand) return { how: "wristband", code: bandCode(front.gsrn, printingOf(front, "copy")) };
  const value = (front === opened || use.isReadOut ? opened : front).chart.birthDate ?? "";
  return { how: "photo", person: opened.id, second: { type: "birth-date", value } };
}

function printingOf({ chart }: Resident, which: "old" | "copy"): number {
  const printings = chart.wristbands.map(({ printing }) => printing);
  return which === "copy" ? Math.max(...printings) : Math.min(...printings);
}

/** Half of the code is gone. */
const damaged = (code: string): string => code.slice(0, Math.floor(code.length / 2));

export function bedsideOf(home: Home, network: Network, deed: Deed, use: Use): Bedside {
  const { opened, by, wanted, items } = deed;
  return {
    zone: ZONE,
    policy: POLICY,
    formulary: home.stock.formulary,
    chart: network.chartFor(opened, deed),
    whose: home.whose,
    wanted,
    person: personScan(deed, use),
    items: use.isUnreadable ? items.map((item) => ({ ...item, code: damaged(item.code) })) : items,
    route: null,
    device: by.device,
    staff: { id: by.id, may: by.may, mayOverride: by.mayOverride },
    witness: "staff:witness",
    ...network.situation(deed),
  };
}
