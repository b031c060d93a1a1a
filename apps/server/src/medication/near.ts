import { accept, type Instant, type Put, type Read, type Records, refuse, type SubjectId } from "@sakiyomi/core";
import { dayAt, type Incident, type NearMiss } from "@sakiyomi/medication";
import { newId } from "../access/secret.ts";
import type { Actor, Ward } from "../ward/port.ts";
import { dayOf, type KeptIncident, type KeptNearMiss, type PersonOfMishap } from "./kept.ts";
import type { NewIncident } from "./shapes.ts";

/** What a commit has to carry for one near miss, and how it is remembered once it is durable. */
export interface NearPuts {
  readonly puts: readonly Put[];
  readonly others: readonly Put[];
  done(): void;
}

/**
 * Near misses and incidents. Kept without the person's name: whom they concerned is a record of the person, and is erased
 * with the person, while what the house learns from stays.
 */
export class Near {
  readonly #misses = new Map<string, NearMiss>();
  readonly #incidents = new Map<string, Incident>();
  readonly #people = new Map<string, SubjectId>();

  async load(records: Records): Promise<this> {
    for (const { resource } of await records.search<KeptNearMiss>("NearMiss"))
      this.#misses.set(resource.id, resource.miss);
    for (const { resource } of await records.search<KeptIncident>("Incident"))
      this.#incidents.set(resource.id, resource.incident);
    for (const { resource } of await records.search<PersonOfMishap>("PersonOfMishap"))
      this.#people.set(resource.id, resource.person);
    return this;
  }

  find = (id: string): NearMiss | null => this.#misses.get(id) ?? null;

  ofPerson = (person: SubjectId): readonly NearMiss[] =>
    this.misses(0, Number.POSITIVE_INFINITY).filter((miss) => miss.person === person);

  misses = (from: Instant, until: Instant): readonly NearMiss[] =>
    [...this.#misses.values()].filter(({ at }) => from <= at && at < until).map((miss) => this.#withPerson(miss));

  incidents = (from: Instant, until: Instant): readonly Incident[] =>
    [...this.#incidents.values()].filter(({ at }) => from <= at && at < until).map((one) => this.#withPerson(one));

  /** For the commit of a check, or of what was given all the same. */
  putsOf(miss: NearMiss): NearPuts {
    const person = miss.person as SubjectId | null;
    const kept: KeptNearMiss = {
      resourceType: "NearMiss",
      id: miss.id,
      day: dayOf(miss.at),
      miss: { ...miss, person: null },
    };
    return {
      puts: person === null ? [] : [{ resource: concerning(miss.id, person) }],
      others: [{ resource: kept }],
      done: () => {
        this.#misses.set(miss.id, kept.miss);
        if (person !== null) this.#people.set(miss.id, person);
      },
    };
  }

  /** Only what was kept is told; whoever wished no name has none in it, nor in the journal, nor as its author. */
  async report(ward: Ward, { anonymous, person, ...said }: NewIncident, by: Actor): Promise<Read<Incident>> {
    const now = ward.now();
    if (said.at > now) return refuse("SIG_FUTURE", "at", said.at, `at most ${now}`);
    // The hour in which somebody sat at the page would be a name: of a report without one only the day is kept.
    const reportedAt = anonymous ? dayAt(ward.zone, now).start : now;
    const incident: Incident = { ...said, id: newId("mi"), reportedAt, by: anonymous ? null : by.id, person: null };
    const author = anonymous ? "system" : by.id;
    const kept: KeptIncident = { resourceType: "Incident", id: incident.id, incident };
    const whom = person === null ? null : (`person:${person}` as SubjectId);
    const type = anonymous ? "medication.incident-unnamed" : "medication.incident";
    await ward.records.commit({
      by: author,
      at: reportedAt,
      puts: [
        { resource: kept, ifMatch: 0 },
        ...(whom === null ? [] : [{ resource: concerning(incident.id, whom), subject: whom }]),
      ],
      journal: [{ at: reportedAt, type, actor: author, content: { harm: incident.harm } }],
    });
    this.#incidents.set(incident.id, incident);
    if (whom !== null) this.#people.set(incident.id, whom);
    return accept(this.#withPerson(incident));
  }

  forget(person: SubjectId): void {
    for (const [id, whom] of this.#people) if (whom === person) this.#people.delete(id);
  }

  #withPerson = <T extends { readonly id: string }>(one: T): T & { readonly person: string | null } => ({
    ...one,
    person: this.#people.get(one.id) ?? null,
  });
}

const concerning = (id: string, person: SubjectId): PersonOfMishap => ({ resourceType: "PersonOfMishap", id, person });
