import { DAY, type Instant, type SourceId } from "@sakiyomi/core";
import { chanceOf } from "./chance.ts";
import type { Simulated } from "./delivery.ts";
import { type Name, names } from "./names.ts";
import { type PersonOptions, type SimulatedPerson, simulatedPerson } from "./person.ts";
import type { Scene } from "./script.ts";

/** Two people's sensors are exchanged from `at` until `until`: each says the other's body under its own name (H-01). */
export interface Swap {
  readonly at: Instant;
  readonly until: Instant;
  /** Places in the list of people, from 0. */
  readonly between: readonly [number, number];
}

export interface WardOptions {
  readonly seed: number | string;
  readonly people: number;
  /** The same for all; a scene for one stands in `scripts` under the person's place in the list. */
  readonly start?: Instant;
  readonly utcOffsetMin?: number;
  readonly waves?: PersonOptions["waves"];
  readonly vitalsEveryS?: number;
  readonly scripts?: Readonly<Record<number, readonly Scene[]>>;
  readonly swaps?: readonly Swap[];
}

export interface Resident {
  readonly id: string;
  readonly name: Name;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly ward: string;
  readonly room: string;
  readonly bed: string;
  readonly person: SimulatedPerson;
}

export interface SimulatedWard {
  readonly residents: readonly Resident[];
  /** What all devices and staff send about each person, in order of sending; `resident` is whose devices they are. */
  signalsBetween(
    from: Instant,
    to: Instant,
  ): readonly { readonly resident: Resident; readonly signals: readonly Simulated[] }[];
}

const BEDS = ["A", "B", "C", "D"] as const;
const ROOMS_A_WARD = 6;
/** Mean length of a year, days. */
const YEAR = 365.2425 * DAY;

/** A ward of simulated people with names, rooms and beds: four beds a room, six rooms a ward. */
export function simulatedWard(options: WardOptions): SimulatedWard {
  const residents = Array.from({ length: options.people }, (_, i) => residentOf(options, i));
  return {
    residents,
    signalsBetween: (from, to) =>
      residents.map((resident, i) => ({
        resident,
        signals: saidBy(residents, resident, i, options.swaps ?? [], from, to),
      })),
  };
}

function residentOf({ seed, scripts = {}, ...options }: WardOptions, i: number): Resident {
  const c = chanceOf(seed, "resident", i);
  const id = `sim-${String(i + 1).padStart(2, "0")}`;
  const room = Math.floor(i / BEDS.length);
  const ward = Math.floor(room / ROOMS_A_WARD) + 1;
  const began = options.start ?? Date.parse("2026-01-01T00:00:00Z");
  const birth = new Date(began - c.between(74, 97) * YEAR);
  return {
    id,
    name: names[i % names.length] ?? names[0],
    birthDate: birth.toISOString().slice(0, 10),
    ward: String(ward),
    room: `${ward}${String((room % ROOMS_A_WARD) + 1).padStart(2, "0")}`,
    bed: BEDS[i % BEDS.length] ?? "A",
    person: simulatedPerson({ ...shared(options), seed: `${seed}/${i}`, id, script: scripts[i] ?? [] }),
  };
}

function shared({
  start,
  utcOffsetMin,
  waves,
  vitalsEveryS,
}: Omit<WardOptions, "seed" | "scripts">): Omit<PersonOptions, "seed"> {
  return {
    ...(start === undefined ? {} : { start }),
    ...(utcOffsetMin === undefined ? {} : { utcOffsetMin }),
    ...(waves === undefined ? {} : { waves }),
    ...(vitalsEveryS === undefined ? {} : { vitalsEveryS }),
  };
}

/** Swapped sensors speak of the other's body; what staff write down stays with the person. */
function saidBy(
  residents: readonly Resident[],
  resident: Resident,
  i: number,
  swaps: readonly Swap[],
  from: Instant,
  to: Instant,
): readonly Simulated[] {
  const own = resident.person.signalsBetween(from, to);
  const mine = swaps.filter((swap) => swap.between.includes(i) && swap.at < to && swap.until > from);
  return mine.reduce((signals, swap) => {
    const [a, b] = swap.between;
    const other = residents[a === i ? b : a];
    if (other === undefined) return signals;
    const isSwapped = ({ at, source }: Simulated) => at >= swap.at && at < swap.until && source.startsWith("device:");
    const theirs = other.person.signalsBetween(from, to).filter(isSwapped);
    return [
      ...signals.filter((signal) => !isSwapped(signal)),
      ...theirs.map((signal) => renamed(signal, other.id, resident.id)),
    ];
  }, own);
}

const renamed = (signal: Simulated, was: string, is: string): Simulated => ({
  ...signal,
  source: signal.source.replace(new RegExp(`${was}$`), is) as SourceId,
});
