import {
  accept,
  type Loop,
  present,
  type Read,
  type Records,
  type Resource,
  type RosterEvent,
  refuse,
  type Skill,
  type Store,
  type SubjectId,
} from "@sakiyomi/core";
import type { Sight } from "./board.ts";
import type { LiveState } from "./live-state.ts";
import type { Actor } from "./port.ts";
import type { Whiteboard } from "./whiteboard.ts";

/** What the parts of a ward work with. */
export interface Desk {
  readonly loop: Loop;
  readonly records: Records;
  readonly store: Store;
  readonly skills: readonly Skill[];
  readonly live: LiveState;
  readonly sight: Sight;
  readonly whiteboard: Whiteboard;
  /** Names of staff by actor, as far as they were heard. */
  readonly names: Map<string, string>;
}

export const personId = (id: string): SubjectId => `person:${id}` as SubjectId;

export const newId = (prefix: string): string => `${prefix}-${crypto.randomUUID().slice(0, 13)}`;

/** Changes the roster and keeps the resource that shows it, in one transaction. */
export async function change(
  { loop, names }: Desk,
  event: RosterEvent,
  by: Actor,
  resource?: Resource,
  subject?: SubjectId,
): Promise<boolean> {
  names.set(by.id, by.name);
  return loop.change(event, by.id, resource ? [{ resource, ...(subject ? { subject } : {}) }] : []);
}

export function whoIsHere({ loop }: Desk, person: string): Read<SubjectId> {
  const id = personId(person);
  const isHere = loop.roster.people.get(id)?.dischargedAt === null;
  return isHere ? accept(id) : refuse("SIG_SUBJECT", "person", person, "somebody who is here");
}

/** A place that nobody else is in; no place at all is free, too. */
export function freePlace({ loop }: Desk, place: string | null, person: SubjectId): Read<null> {
  if (place === null) return accept(null);
  if (!loop.roster.places.has(place)) return refuse("REC_MISSING", "place", place, "a bed");
  const other = present(loop.roster).find((resident) => resident.place === place && resident.id !== person);
  return other ? refuse("REC_CONFLICT", "place", place, `a free bed: ${other.name} is in it`) : accept(null);
}
