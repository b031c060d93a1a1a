import {
  type Entry,
  type Instant,
  type Resident,
  type Roster,
  type RosterEvent,
  type SubjectId,
  skillKey,
} from "@sakiyomi/core";
import { napWatch } from "@sakiyomi/skills";
import type { House } from "../house.ts";

/** Where a child was and which rules held for it at a time: a sheet of the past is not written anew by what changes today. */
export interface Then {
  /** Of who has left: where it was last. */
  readonly place: string | null;
  readonly settings: unknown;
}

const types = ["admitted", "moved", "skill-set"] as const satisfies readonly RosterEvent["type"][];

/** As the journal tells it; of what it does not tell, as it is now. */
export async function thenOf({ ward }: House, { id, place }: Resident): Promise<(at: Instant) => Then> {
  const entries = (await ward.records.entries({ subject: id, types })).filter(({ content }) => content !== null);
  const now = { place, settings: settingsNow(ward.roster, id) };
  const isSet = entries.some(({ content }) => isRule(content as RosterEvent));
  return (at) =>
    entries
      .filter((entry) => entry.at <= at || entry.type === "admitted")
      .reduce(afterEvent, isSet ? { ...now, settings: {} } : now);
}

export const settingsNow = (roster: Roster, id: SubjectId): unknown =>
  roster.skills.get(skillKey(id, napWatch.id))?.settings ?? {};

const isRule = (event: RosterEvent) => event.type === "skill-set" && event.skill === napWatch.id;

function afterEvent(then: Then, { content }: Entry): Then {
  const event = content as RosterEvent;
  if (event.type === "admitted") return { ...then, place: event.person.place };
  if (event.type === "moved") return { ...then, place: event.place };
  return event.type === "skill-set" && isRule(event) ? { ...then, settings: event.settings } : then;
}
