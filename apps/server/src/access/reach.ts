import type { Board, BoardPerson, Role } from "../api.ts";
import type { Account } from "./account.ts";
import { type Permission, permits, roles } from "./roles.ts";

/** What is needed to say whom somebody may see. */
export interface Scene {
  person(id: string): Pick<BoardPerson, "id" | "name" | "place" | "consents"> | undefined;
  /** The place that this one lies in; null: none. */
  parentOf(place: string): string | null;
  isGlassBroken(staff: string, person: string): boolean;
  onDuty(): Board["onDuty"];
}

/** What somebody may look at through a broken glass, as one of the roles that may break it looks at the own people. */
const looks: readonly Permission[] = ["person.see", "review.see"];
const looksThrough = (held: readonly Role[], wanted: Permission): boolean =>
  held.some((role) => permits([role], wanted) && permits([role], "glass.break"));

/**
 * Whether one of the account's roles both has the permission and reaches the person: a carer who is also somebody's
 * family may chart as a carer only in the own ward.
 */
export function mayFor(account: Account, wanted: Permission, personId: string, scene: Scene): boolean {
  if (!account.active) return false;
  if (looks.includes(wanted) && scene.isGlassBroken(account.id, personId) && looksThrough(account.roles, wanted))
    return true;
  return account.roles.some((role) => roles[role].may.includes(wanted) && reaches(account, role, personId, scene));
}

function reaches(account: Account, role: Role, personId: string, scene: Scene): boolean {
  switch (roles[role].reaches) {
    case "ward":
      return account.places === null || isWithin(scene.person(personId)?.place ?? null, account.places, scene);
    case "own":
      return account.familyOf.includes(personId) && (scene.person(personId)?.consents.includes("family") ?? false);
    case "nobody":
      // To erase somebody is an administrator's, without seeing them.
      return role === "administrator";
  }
}

/** A person without a bed belongs to no ward: only those who work everywhere reach them. */
export function isWithin(place: string | null, wanted: readonly string[], scene: Scene): boolean {
  const seen = new Set<string>();
  for (let at = place; at !== null && !seen.has(at); at = scene.parentOf(at)) {
    if (wanted.includes(at)) return true;
    seen.add(at);
  }
  return false;
}

/** The board as the account may see it: nobody outside, and nothing about them. */
export function boardFor(account: Account, whole: Board, scene: Scene): Board {
  const isFloor = account.roles.some((role) => roles[role].reaches === "ward");
  // Who is on duty, and what they hand over, is for the floor.
  const board = isFloor
    ? { ...whole, onDuty: scene.onDuty() }
    : { ...whole, onDuty: [], handovers: [], orders: [], bodies: [] };
  const people = board.people.filter(({ id }) => mayFor(account, "person.see", id, scene));
  if (people.length === board.people.length) return board;
  const seen = new Set(people.map(({ id }) => id));
  const ofSeen = ({ person }: { readonly person: string }) => seen.has(person);
  const orders = board.orders.filter(({ person }) => person !== null && seen.has(person));
  return { ...board, people, alerts: board.alerts.filter(ofSeen), due: board.due.filter(ofSeen), orders };
}
