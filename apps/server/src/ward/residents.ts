import {
  accept,
  type ConsentPurpose,
  consentPurposes,
  keptUntil,
  personOf,
  type Read,
  type Resident,
  refuse,
  type Skill,
  type SubjectId,
  settingsFor,
  skillKey,
} from "@sakiyomi/core";
import type { PersonView } from "../api.ts";
import { alertView } from "./board.ts";
import { chartOf, isPregnant } from "./charting.ts";
import { change, type Desk, freePlace, newId, personId, whoIsHere } from "./desk.ts";
import { bindingsOf } from "./devices.ts";
import type { Actor, Admission } from "./port.ts";

/** The newest entries of the chart that a page gets. */
const CHART_ENTRIES = 200;

export async function admit(
  desk: Desk,
  { name, birthDate, place, consents, id = newId("p") }: Admission,
  by: Actor,
): Promise<Read<string>> {
  const person = personId(id);
  if (desk.loop.roster.people.get(person)?.dischargedAt === null)
    return refuse("REC_CONFLICT", "id", id, "an id that is free");
  const free = freePlace(desk, place, person);
  if (!free.ok) return free;
  const resident: Omit<Resident, "dischargedAt"> = {
    id: person,
    name,
    birthDate,
    pregnant: await isPregnant(desk.records, person),
    place,
    admittedAt: desk.loop.now(),
  };
  await change(desk, { type: "admitted", person: resident, consents }, by, patient(resident, true), person);
  return accept(id);
}

export async function move(desk: Desk, person: string, place: string | null, by: Actor): Promise<Read<null>> {
  const here = whoIsHere(desk, person);
  if (!here.ok) return here;
  const free = freePlace(desk, place, here.value);
  if (!free.ok) return free;
  await change(desk, { type: "moved", person: here.value, place }, by);
  return accept(null);
}

export async function discharge(desk: Desk, person: string, by: Actor): Promise<Read<null>> {
  const here = whoIsHere(desk, person);
  if (!here.ok) return here;
  const resident = desk.loop.roster.people.get(here.value);
  const event = { type: "discharged", person: here.value, at: desk.loop.now() } as const;
  await change(desk, event, by, resident && patient(resident, false), here.value);
  return accept(null);
}

export async function consent(
  desk: Desk,
  person: string,
  purpose: ConsentPurpose,
  given: boolean,
  by: Actor,
): Promise<Read<null>> {
  const here = whoIsHere(desk, person);
  if (!here.ok) return here;
  const status = given ? "active" : "inactive";
  const record = { resourceType: "Consent", id: `${person}.${purpose}`, status, purpose, person: here.value };
  await change(desk, { type: "consent", person: here.value, purpose, given }, by, record, here.value);
  return accept(null);
}

/** Whether somebody is pregnant follows from what is charted; null: nobody has said. */
export async function setPregnant(desk: Desk, person: SubjectId, pregnant: boolean | null, by: Actor): Promise<void> {
  if (desk.loop.roster.people.get(person)?.pregnant !== pregnant)
    await change(desk, { type: "pregnant", person, pregnant }, by);
}

export interface SkillChange {
  readonly skill: string;
  readonly on: boolean;
  readonly settings: unknown;
  /** The version that the change is based on. */
  readonly version: number;
}

export async function setSkill(
  desk: Desk,
  person: string,
  { skill, on, settings, version }: SkillChange,
  by: Actor,
): Promise<Read<number>> {
  const here = whoIsHere(desk, person);
  if (!here.ok) return here;
  const known = desk.skills.find(({ id }) => id === skill);
  if (!known) return refuse("REC_MISSING", "skill", skill, desk.skills.map(({ id }) => id).join(" | "));
  const was = desk.loop.roster.skills.get(skillKey(here.value, skill))?.version ?? 0;
  if (was !== version) return refuse("REC_CONFLICT", "version", version, String(was));
  const read = known.settings.safeParse(settingsFor(known, desk.loop.roster, settings, desk.loop.now()));
  const issue = read.error?.issues[0];
  if (!read.success)
    return refuse("REC_SHAPE", issue?.path.join(".") || "settings", settings, issue?.message ?? "settings");
  const isSet = await change(
    desk,
    { type: "skill-set", person: here.value, skill, on, settings: read.data, version: version + 1 },
    by,
  );
  return isSet
    ? accept(version + 1)
    : refuse("REC_CONFLICT", "version", version, "one that somebody has set meanwhile");
}

export async function personView(desk: Desk, id: string): Promise<Read<PersonView>> {
  const subject = personId(id);
  const { loop, sight, records, store, skills } = desk;
  const resident = loop.roster.people.get(subject);
  if (!resident) return refuse("REC_MISSING", "person", id, "somebody who is or was here");
  const alerts = [...loop.standing.alerts.values()].filter((alert) => alert.subject === subject);
  const extents = await store.extents(subject);
  return accept({
    person: desk.whiteboard.person(resident, loop.now()),
    birthDate: resident.birthDate,
    admittedAt: resident.admittedAt,
    alerts: alerts.map((alert) => alertView(sight, alert)),
    chart: await chartOf(records, subject, CHART_ENTRIES),
    bindings: bindingsOf(desk, subject),
    consents: await consentsOf(desk, subject),
    skills: skills
      .filter(({ suits }) => suits?.(personOf(loop.roster, subject, loop.now())) ?? true)
      .map((skill) => skillOf(desk, subject, skill)),
    extents: extents.map(({ kind, source, first, last }) => ({ kind, source, first, last })),
    brokenGlass: false,
  });
}

/** A skill is on for a person until somebody switches it off. */
export function skillOf({ loop }: Desk, subject: SubjectId, skill: Skill): PersonView["skills"][number] {
  const set = loop.roster.skills.get(skillKey(subject, skill.id));
  const all = settingsFor(skill, loop.roster, set?.settings, loop.now());
  const settings = skill.settings.parse(all) as Readonly<Record<string, unknown>>;
  return { skill: skill.id, on: set?.on ?? true, version: set?.version ?? 0, settings };
}

/** What the law keeps is kept, and then nothing is erased at all; otherwise nothing can be read again. */
export async function erase(desk: Desk, person: string, by: Actor): Promise<Read<null>> {
  const { loop, store, records, live } = desk;
  const subject = personId(person);
  if (!loop.roster.people.has(subject)) return refuse("REC_MISSING", "person", person, "somebody who is or was here");
  const kept = keptUntil(await records.ofSubject(subject), loop.now());
  if (kept !== null) return refuse("RETENTION", "person", person, `after ${kept}`);
  await loop.change({ type: "erased", person: subject }, by.id);
  await loop.idle();
  await store.forget({ subject });
  await records.erase(subject, by.id, loop.now());
  live.erase(subject);
  return accept(null);
}

const patient = ({ id, name, birthDate }: Omit<Resident, "dischargedAt">, active: boolean) => ({
  resourceType: "Patient",
  id: id.replace(/^person:/, ""),
  name: [{ text: name }],
  active,
  ...(birthDate === null ? {} : { birthDate }),
});

async function consentsOf({ loop, records, sight }: Desk, subject: SubjectId): Promise<PersonView["consents"]> {
  const lines = await records.entries({ subject, types: ["admitted", "consent"] });
  const given = loop.roster.consents.get(subject);
  return consentPurposes.map((purpose) => {
    const last = lines.findLast(
      ({ type, content }) => type === "admitted" || (content as { purpose?: string } | null)?.purpose === purpose,
    );
    return {
      purpose,
      given: given?.has(purpose) ?? false,
      at: last?.at ?? null,
      by: last ? sight.nameOf(last.actor) : null,
    };
  });
}
