import {
  ageAt,
  bareIdOf,
  type Instant,
  placePath,
  present,
  type Resident,
  type Roster,
  type SubjectId,
  skillKey,
} from "@sakiyomi/core";
import { naps, napWatch } from "@sakiyomi/skills";
import type { Who } from "../access/access.ts";
import { mayFor } from "../access/reach.ts";
import type { House } from "../house.ts";
import type { NapPlace } from "./shapes.ts";

/** A child whose naps are looked after, with the rules that hold for it. */
export interface Child {
  readonly id: string;
  readonly subject: SubjectId;
  readonly name: string;
  readonly ageYears: number | null;
  readonly place: string | null;
  readonly settings: naps.Settings;
  readonly every: naps.Interval;
}

/** Whoever goes to school naps no more. Who has no birth date may be a child. */
const SCHOOL_AGE = 7;

/** The children whom the account may see, by name. */
export function childrenFor({ ward, access }: House, who: Who, at: Instant): readonly Child[] {
  const scene = access.scene();
  return present(ward.roster)
    .filter(({ id, birthDate }) => {
      const age = ageAt(birthDate, at);
      return (age === null || age < SCHOOL_AGE) && mayFor(who.account, "person.see", bareIdOf(id), scene);
    })
    .map((resident) => childOf(ward.roster, resident, at))
    .toSorted((a, b) => byName(orderOf(ward.roster, a), orderOf(ward.roster, b)));
}

/** As the futons lie, "2" before "10"; then by name. A tile that keeps its place is not tapped by mistake. */
const orderOf = (roster: Roster, { place, name }: Child): string =>
  `${roster.places.get(place ?? "")?.name ?? "\uffff"} ${name}`.replace(/\d+/g, (digits) => digits.padStart(6, "0"));

/** By the characters themselves: the same on every machine, whatever its language. */
const byName = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function childOf(roster: Roster, { id, name, birthDate, place }: Resident, at: Instant): Child {
  const read = napWatch.settings.safeParse(roster.skills.get(skillKey(id, napWatch.id))?.settings ?? {});
  const settings = (read.success ? read.data : napWatch.settings.parse({})) as naps.Settings;
  const ageYears = ageAt(birthDate, at);
  return { id: bareIdOf(id), subject: id, name, ageYears, place, settings, every: naps.everyOf(settings, ageYears) };
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
