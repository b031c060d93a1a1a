import {
  ageAt,
  bareIdOf,
  type Instant,
  placePath,
  present,
  type Resident,
  type Roster,
  type SubjectId,
} from "@sakiyomi/core";
import { naps, napWatch } from "@sakiyomi/skills";
import type { Who } from "../access/access.ts";
import { mayFor } from "../access/reach.ts";
import type { House } from "../house.ts";
import type { NapPlace } from "./shapes.ts";
import { settingsNow, thenOf } from "./then.ts";

/** A child whose naps are looked after, with the rules that hold for it. */
export interface Child {
  readonly id: string;
  readonly subject: SubjectId;
  readonly name: string;
  readonly ageYears: number | null;
  readonly place: string | null;
  readonly settings: naps.Settings;
  readonly every: naps.Interval;
  /** By which a nap is looked at that begins then: the strictest holds until it ends, and a birthday makes none stricter. */
  everyAt(from: Instant): naps.Interval;
}

/** Whoever goes to school naps no more. Who has no birth date may be a child. */
const SCHOOL_AGE = 7;

/** The children whom the account may see, by name. */
export function childrenFor({ ward, access }: House, who: Who, at: Instant): readonly Child[] {
  const scene = access.scene();
  const all = present(ward.roster)
    .filter(({ id, birthDate }) => isChild(birthDate, at) && mayFor(who.account, "person.see", bareIdOf(id), scene))
    .map((resident) => childOf(resident, () => settingsNow(ward.roster, resident.id), at));
  return sorted(ward.roster, all);
}

/** As the futons lie, "2" before "10"; then by name. A tile that keeps its place is not tapped by mistake. */
const orderOf = (roster: Roster, { place, name }: Child): string =>
  `${roster.places.get(place ?? "")?.name ?? "\uffff"} ${name}`.replace(/\d+/g, (digits) => digits.padStart(6, "0"));

/** By the characters themselves: the same on every machine, whatever its language. */
const byName = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Those who may have napped on a day: also who has left since, where it was then, by the rules that held then. */
export async function childrenOn(
  house: House,
  who: Who,
  day: { readonly from: Instant; readonly to: Instant },
): Promise<readonly Child[]> {
  const { ward, access } = house;
  const scene = access.scene();
  const at = Math.min(ward.now(), day.to);
  const residents = [...ward.roster.people.values()].filter(
    ({ id, birthDate, dischargedAt }) =>
      (dischargedAt === null || dischargedAt >= day.from) &&
      isChild(birthDate, day.from) &&
      mayFor(who.account, "person.see", bareIdOf(id), scene),
  );
  const all = await Promise.all(
    residents.map(async (resident) => {
      const then = await thenOf(house, resident);
      return childOf({ ...resident, place: then(at).place }, (when) => then(when).settings, at);
    }),
  );
  return sorted(ward.roster, all);
}

const isChild = (birthDate: string | null, at: Instant): boolean => {
  const age = ageAt(birthDate, at);
  return age === null || age < SCHOOL_AGE;
};

const sorted = (roster: Roster, children: readonly Child[]): readonly Child[] =>
  children.toSorted((a, b) => byName(orderOf(roster, a), orderOf(roster, b)));

function childOf({ id, name, birthDate, place }: Resident, setAt: (at: Instant) => unknown, at: Instant): Child {
  const settingsAt = (when: Instant): naps.Settings => {
    const read = napWatch.settings.safeParse(setAt(when));
    return (read.success ? read.data : napWatch.settings.parse({})) as naps.Settings;
  };
  const everyAt = (when: Instant) => naps.everyOf(settingsAt(when), ageAt(birthDate, when));
  const settings = settingsAt(at);
  return {
    id: bareIdOf(id),
    subject: id,
    name,
    ageYears: ageAt(birthDate, at),
    place,
    settings,
    every: everyAt(at),
    everyAt,
  };
}

/** The rooms in which these children are: a child in a bed is in the room around it. */
export function placesOf({ ward }: House, children: readonly Child[]): readonly NapPlace[] {
  const counts = new Map<string, NapPlace>();
  for (const { place } of children) {
    const room = roomOf(ward.roster, place);
    if (room === null) continue;
    const name = placePath(ward.roster, room)
      .filter(({ type }) => type !== "house")
      .map((one) => one.name)
      .join(" · ");
    counts.set(room, { id: room, name, children: (counts.get(room)?.children ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => byName(a.name, b.name));
}

function roomOf(roster: Roster, place: string | null): string | null {
  const path = placePath(roster, place);
  return path.findLast(({ type }) => type === "room")?.id ?? path.findLast(({ type }) => type !== "bed")?.id ?? null;
}

/** Those of the place that was asked for, else of the one with most children; who has no place belongs to none. */
export function inPlace(
  house: House,
  children: readonly Child[],
  wanted: string | undefined,
): { readonly place: string | null; readonly children: readonly Child[] } {
  const fullest = placesOf(house, children).toSorted((a, b) => b.children - a.children)[0];
  const place = wanted ?? fullest?.id ?? null;
  return { place, children: children.filter((child) => roomOf(house.ward.roster, child.place) === place) };
}
