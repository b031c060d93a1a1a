import { type Alert, byUrgency, type Instant, isLive, present, type Resident, type SubjectId } from "@sakiyomi/core";
import type { BoardPerson, DueView } from "../api.ts";
import { lastsUntil, needsOf, personOnBoard, type Sight } from "./board.ts";

/** A person as they were written, and what they were written from. */
interface Written {
  readonly person: BoardPerson;
  readonly needs: readonly DueView[];
  readonly until: Instant;
  readonly resident: Resident;
  readonly consents: unknown;
  readonly places: unknown;
  readonly changes: number;
}

const nothing: readonly string[] = [];

/**
 * The people of the board, each written anew only when something of them has changed: pages and routes ask for the board many
 * times a second, and a house of 1,000 people would do little else.
 */
export class Whiteboard {
  readonly #sight: Sight;
  readonly #written = new Map<SubjectId, Written>();
  #people: unknown = null;
  #standing: ReadonlyMap<string, Alert> = new Map();
  #alerts: ReadonlyMap<SubjectId, readonly string[]> = new Map();

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  /** In order of admission. Who has not changed is the same object as before. */
  people(now: Instant): { readonly people: readonly BoardPerson[]; readonly needs: readonly DueView[] } {
    const { roster } = this.#sight.loop;
    const here = present(roster);
    if (roster.people !== this.#people) this.#wipe(here);
    this.#people = roster.people;
    const written = here.map((resident) => this.#write(resident, now));
    return { people: written.map(({ person }) => person), needs: written.flatMap(({ needs }) => needs) };
  }

  person(resident: Resident, now: Instant): BoardPerson {
    return this.#write(resident, now).person;
  }

  #write(resident: Resident, now: Instant): Written {
    const { id } = resident;
    const { loop, live } = this.#sight;
    const alerts = this.#alertsOf(id);
    const [consents, places, changes] = [loop.roster.consents.get(id), loop.roster.places, live.changes(id)];
    const was = this.#written.get(id);
    const isSame =
      was?.resident === resident &&
      was.changes === changes &&
      was.consents === consents &&
      was.places === places &&
      was.person.alerts === alerts;
    if (was && isSame && now <= was.until) return was;
    const person = personOnBoard(this.#sight, resident, alerts, now);
    const until = lastsUntil(this.#sight, resident, now);
    const written = { person, needs: needsOf(person), until, resident, consents, places, changes };
    this.#written.set(id, written);
    return written;
  }

  #wipe(here: readonly Resident[]): void {
    const ids = new Set(here.map(({ id }) => id));
    for (const id of this.#written.keys()) if (!ids.has(id)) this.#written.delete(id);
  }

  #alertsOf(subject: SubjectId): readonly string[] {
    const { alerts } = this.#sight.loop.standing;
    if (alerts !== this.#standing) {
      this.#standing = alerts;
      this.#alerts = sorted(alerts, this.#alerts);
    }
    return this.#alerts.get(subject) ?? nothing;
  }
}

/** By person. A list that says what it said before stays the same one. */
function sorted(
  alerts: ReadonlyMap<string, Alert>,
  before: ReadonlyMap<SubjectId, readonly string[]>,
): ReadonlyMap<SubjectId, readonly string[]> {
  const live = Map.groupBy([...alerts.values()].filter(isLive), ({ subject }) => subject);
  return new Map(
    [...live].map(([subject, theirs]) => {
      const ids = theirs.sort(byUrgency).map(({ id }) => id);
      const was = before.get(subject);
      return [subject, was?.join() === ids.join() ? was : ids];
    }),
  );
}
