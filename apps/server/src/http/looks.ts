import { type Instant, MINUTE, type SubjectId } from "@sakiyomi/core";
import type { Who } from "../access/access.ts";
import type { Ward } from "../ward/port.ts";

/** The API's id of a person as a subject. */
export const subjectOf = (person: string): SubjectId =>
  (person.startsWith("person:") ? person : `person:${person}`) as SubjectId;

/** A page asks again and again while it is open; within this time that is one look. */
const sameLookMs = 5 * MINUTE;
const mostLooks = 10_000;

/** Writes who looked at whose page into the journal, before anything is shown. */
export class Looks {
  readonly #ward: Ward;
  readonly #last = new Map<string, Instant>();

  constructor(ward: Ward) {
    this.#ward = ward;
  }

  async note(who: Who, person: string, what: string): Promise<void> {
    const now = this.#ward.now();
    const key = `${who.session.id} ${person} ${what}`;
    const last = this.#last.get(key);
    if (last !== undefined && now - last < sameLookMs) return;
    await this.#ward.journal("access.look", who.actor.id, subjectOf(person), {
      what,
      roles: who.account.roles.join(", "),
    });
    this.#last.delete(key);
    this.#last.set(key, now);
    const oldest = this.#last.size > mostLooks ? this.#last.keys().next().value : undefined;
    if (oldest !== undefined) this.#last.delete(oldest);
  }
}
