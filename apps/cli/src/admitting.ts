import { bareIdOf, type Resource, type SubjectId } from "@sakiyomi/core";
import type { Actor, RunningWard } from "@sakiyomi/server";
import { refused } from "./refused.ts";

/** Whoever imports has the consent on paper: the signals are kept, skills may read them, nobody else sees them. */
const consents = ["record", "predict"] as const;

const isThere = ({ loop }: RunningWard, person: SubjectId): boolean =>
  loop.roster.people.get(person)?.dischargedAt === null;

/** Admits a person, unless he or she is here already. @throws Fault with the code of the refusal */
export async function admitPerson(
  ward: RunningWard,
  person: SubjectId,
  name: string,
  birthDate: string | null,
  by: Actor,
): Promise<void> {
  if (isThere(ward, person)) return;
  const admitted = await ward.admit({ id: bareIdOf(person), name, birthDate, place: null, consents }, by);
  if (!admitted.ok) throw refused(admitted.refusal);
}

interface Patient extends Resource {
  readonly name?: readonly { readonly family?: string; readonly given?: readonly string[]; readonly text?: string }[];
  readonly birthDate?: string;
}

/** Admits every Patient of the records, which stay as they came; answers how many are new. */
export async function admitPatients(ward: RunningWard, by: Actor): Promise<number> {
  let admitted = 0;
  for (const { resource } of await ward.records.search<Patient>("Patient")) {
    const id = `person:${resource.id}` as SubjectId;
    if (isThere(ward, id)) continue;
    const birthDate = resource.birthDate ?? null;
    const who = { id, name: nameOf(resource), birthDate, pregnant: null, place: null, admittedAt: ward.now() };
    await ward.loop.change({ type: "admitted", person: who, consents }, by.id);
    admitted += 1;
  }
  return admitted;
}

function nameOf({ name: [name] = [], id }: Patient): string {
  const parts = [...(name?.given ?? []), name?.family ?? ""].join(" ").trim();
  return name?.text ?? (parts === "" ? id : parts);
}
