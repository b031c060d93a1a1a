import {
  accept,
  type Instant,
  type NewEntry,
  type Put,
  type Read,
  type Refusal,
  refuse,
  type SubjectId,
} from "@sakiyomi/core";
import type { MedicationChart } from "@sakiyomi/medication";
import type { Permission } from "../access/roles.ts";
import type { Actor, Ward } from "../ward/port.ts";
import { bare, type ChartBook, type Entered } from "./book.ts";
import type { Devices } from "./devices.ts";
import type { DosesGiven } from "./doses.ts";
import type { Leases } from "./leases.ts";
import type { Near } from "./near.ts";
import type { Rules } from "./rules.ts";
import type { Shelf } from "./shelf.ts";
import type { Signals } from "./signals.ts";
import type { Witnesses } from "./witnesses.ts";

/** Somebody of the staff, as far as medicines ask. Decided anew at each question: a right may have ended meanwhile. */
export interface Member {
  readonly actor: Actor;
  permits(wanted: Permission): boolean;
  reaches(wanted: Permission, person: SubjectId): boolean;
}

/** Who acts: a member of the staff, or a robot on the order of one, with what it may. */
export interface Giver {
  readonly actor: Actor;
  readonly may: "assist" | "give" | "nothing";
  readonly mayOverride: boolean;
  /** Whether somebody else's name may be told them: "this is the cup of …". */
  sees(person: SubjectId): boolean;
}

export const giverOf = ({ actor, permits, reaches }: Member): Giver => ({
  actor,
  may: permits("medication.give") ? "give" : permits("medication.assist") ? "assist" : "nothing",
  mayOverride: permits("medication.override"),
  sees: (person) => reaches("medication.see", person),
});

/** What the parts of the desk work with. */
export interface Room {
  readonly ward: Ward;
  readonly book: ChartBook;
  readonly shelf: Shelf;
  readonly rules: Rules;
  readonly leases: Leases;
  readonly devices: Devices;
  readonly witnesses: Witnesses;
  readonly signals: Signals;
  readonly near: Near;
  readonly doses: DosesGiven;
  /** By bare id: "tanaka". Null: nobody who may work here. */
  member(staff: string): Member | null;
  /** Also one whose account has been closed: for what they did before. */
  formerMember(staff: string): Member | null;
  /** Of "staff:tanaka" or "robot:airec". */
  nameOf(actor: string): string;
  /** One thing after the other for one person: what decides and what is kept are one. */
  inLine<T>(person: SubjectId, work: () => Promise<T>): Promise<T>;
  /** Trouble that must not undo what is durable already. */
  trouble(error: unknown): void;
}

/** "staff:tanaka" and "tanaka" are one person. */
export const bareStaff = (staff: string): string => staff.replace(/^staff:/, "");

export const now = ({ ward }: Room): Instant => ward.now();

/** The chart of somebody of whom anything may be written. */
export function chartOf({ book }: Room, person: SubjectId): Read<MedicationChart> {
  const chart = book.chart(person);
  return chart ? accept(chart) : refuse("REC_MISSING", "person", bare(person), "somebody who is or was here");
}

export function chartOfPresent(room: Room, person: SubjectId): Read<MedicationChart> {
  const chart = chartOf(room, person);
  if (!chart.ok || chart.value.isHere) return chart;
  return refuse("SIG_SUBJECT", "person", bare(person), "somebody who is here");
}

export interface Keeping {
  readonly person: SubjectId;
  readonly by: Actor;
  /** Records of the person. */
  readonly puts: readonly Put[];
  /** Records of nobody: they stay when the person is erased, and name nobody. */
  readonly others?: readonly Put[];
  /** Lines of the person's journal. */
  readonly lines: readonly { readonly type: string; readonly content: unknown }[];
  /** What the chart says from now on. */
  readonly entered: readonly Entered[];
}

/**
 * One commit of one person's records with its lines of the journal; then the chart in memory, then the pages. Refused with
 * REC_CONFLICT where somebody was faster. Whoever was erased meanwhile gets nothing written any more.
 */
export async function keep(
  room: Room,
  { person, by, puts, others = [], lines, entered }: Keeping,
): Promise<Read<null>> {
  const at = now(room);
  if (!room.ward.roster.people.has(person))
    return refuse("REC_MISSING", "person", bare(person), "somebody who was here");
  const journal = lines.map(({ type, content }): NewEntry => ({ at, type, actor: by.id, subject: person, content }));
  const committed = await room.ward.records.commit({
    by: by.id,
    at,
    puts: [...puts.map((put) => ({ ...put, subject: person })), ...others],
    journal,
  });
  if (!committed.ok) {
    const { resourceType, wanted, found } = committed.conflict;
    return refuse("REC_CONFLICT", resourceType, `version ${found}`, `version ${wanted}`);
  }
  for (const one of entered) room.book.enter(person, one);
  // A scan alone changes no page.
  if (entered.length > 0) room.ward.announce({ type: "medication", people: [bare(person)] });
  return accept(null);
}

/** A line of the journal of the house, for what is nobody's. */
export const houseLine = (at: Instant, type: string, by: Actor, content: unknown): NewEntry => ({
  at,
  type,
  actor: by.id,
  content,
});

export const isRefusal = (read: Read<unknown>): read is { ok: false; refusal: Refusal } => !read.ok;
