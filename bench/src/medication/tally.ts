import type { CheckName, DoseGiven, Mishap, NearMiss } from "@sakiyomi/medication";
import type { Resident } from "./home.ts";

/** Why an error reached somebody although there was a system. */
export const leaks = [
  "not scanned",
  "scanned after giving",
  "spare wristband",
  "photo taken for another",
  "overruled with a reason",
  "amount not on the code",
  "packed wrongly before",
  "the first one was not recorded",
  "the first one was given without network and lease",
  "too late, given all the same",
  "the board was not looked at",
  "confirmed against the finding",
  "the check let it pass",
] as const;
export type Leak = (typeof leaks)[number];

/** What kept an error from somebody. */
export const guards = ["scan", "board", "ordering"] as const;
export type Guard = (typeof guards)[number];

/** Kinds of which none may pass where it was scanned. */
export const mustStop = ["wrong-person", "wrong-drug", "double"] as const;
export type MustStop = (typeof mustStop)[number];

type PerPerson = Float64Array;

/** Everything that is counted. */
export class Tally {
  readonly people: number;
  /** Doses that were due or asked for: the same in both arms. */
  readonly due: PerPerson;
  readonly paper = new Map<Mishap, PerPerson>();
  readonly system = new Map<Mishap, PerPerson>();
  readonly through = new Map<Mishap, Map<Leak, number>>();
  readonly averted = new Map<Mishap, Map<Guard, number>>();
  readonly scanned = new Map<MustStop, { seeded: number; stopped: number; overruled: number }>();
  /** Right doses that were scanned before they were given, and those of them that were stopped, by what stopped them. */
  rightDoses = 0;
  rightStopped = 0;
  readonly stoppedBy = new Map<string, number>();
  /** Decisions that were shown with something to read, and by what. */
  warned = 0;
  readonly warnedBy = new Map<CheckName, number>();
  checks = 0;
  /** Two of one dose that were given without a network or against it: how many the merged record names. */
  twice = 0;
  twiceFlagged = 0;
  readonly nearMisses: NearMiss[] = [];
  readonly given: DoseGiven[] = [];

  constructor(people: number) {
    this.people = people;
    this.due = new Float64Array(people);
  }

  onPaper(mishap: Mishap, { number }: Resident, doses: number): void {
    add(this.paper, this.people, mishap, number, doses);
  }

  reached(mishap: Mishap, { number }: Resident, doses: number, leak: Leak): void {
    add(this.system, this.people, mishap, number, doses);
    count(this.through, mishap, leak, doses);
  }

  kept(mishap: Mishap, guard: Guard, doses: number): void {
    count(this.averted, mishap, guard, doses);
  }

  seeded(mishap: Mishap, outcome: "stopped" | "overruled" | "passed"): void {
    const kind = mustStop.find((it) => it === mishap);
    if (kind === undefined) return;
    const so = this.scanned.get(kind) ?? { seeded: 0, stopped: 0, overruled: 0 };
    so.seeded += 1;
    if (outcome !== "passed") so.stopped += 1;
    if (outcome === "overruled") so.overruled += 1;
    this.scanned.set(kind, so);
  }
}

function add(map: Map<Mishap, PerPerson>, people: number, mishap: Mishap, number: number, doses: number): void {
  const list = map.get(mishap) ?? new Float64Array(people);
  list[number] = (list[number] ?? 0) + doses;
  map.set(mishap, list);
}

function count<K>(map: Map<Mishap, Map<K, number>>, mishap: Mishap, key: K, doses: number): void {
  const inner = map.get(mishap) ?? new Map<K, number>();
  inner.set(key, (inner.get(key) ?? 0) + doses);
  map.set(mishap, inner);
}

export const bump = <K>(map: Map<K, number>, key: K, by = 1): void => {
  map.set(key, (map.get(key) ?? 0) + by);
};
