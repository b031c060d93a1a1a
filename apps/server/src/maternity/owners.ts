import type { Resource } from "@sakiyomi/core";
import { subjectOf } from "../http/looks.ts";
import type { Actor, Ward } from "../ward/port.ts";

/** Who has a handbook, and whose child it is: a list that is short, so that nobody has to read every chart to find it. */
interface Handbook extends Resource {
  readonly resourceType: "Handbook";
  readonly person: string;
  readonly mother: string | null;
}

export interface Owner {
  readonly person: string;
  readonly mother: string | null;
}

const bare = (subject: string): string => subject.replace(/^person:/, "");

export async function handbooksOf({ records }: Pick<Ward, "records">): Promise<readonly Owner[]> {
  const found = await records.search<Handbook>("Handbook");
  return found.map(({ resource: { person, mother } }) => ({ person: bare(person), mother: mother && bare(mother) }));
}

/** `mother` undefined: what is known of it stays. Said again, it changes nothing. */
export async function noteOwner(
  ward: Ward,
  person: string,
  mother: string | null | undefined,
  by: Actor,
): Promise<void> {
  const subject = subjectOf(person);
  const id = bare(subject);
  const was = await ward.records.get<Handbook>("Handbook", id);
  const known = was?.resource.mother ?? null;
  const is = mother === undefined ? known : mother && subjectOf(mother);
  if (was && is === known) return;
  const resource: Handbook = { resourceType: "Handbook", id, person: subject, mother: is };
  // Two at once say the same, or the later one has read what the earlier one wrote: a conflict loses nothing that is not said again.
  await ward.records.commit({
    ...{ by: by.id, at: ward.now(), journal: [] },
    puts: [{ resource, ifMatch: was?.version ?? 0, subject }],
  });
}
