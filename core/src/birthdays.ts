import { type Instant, MINUTE, type SubjectId } from "./1-signal/index.ts";
import { ageAt, present, type Roster, type RosterEvent } from "./2-store/index.ts";

const LOOKS_EVERY_MS = MINUTE;

/**
 * Who has another age since it was looked last. A house runs for years: a skill that is made for an age has to begin, or end, on the
 * birthday. What it finds is an event of the roster, so that a replay follows it.
 */
export class Birthdays {
  #ages: ReadonlyMap<SubjectId, number | null> = new Map();
  #lookedAt: Instant = Number.NEGATIVE_INFINITY;

  next(roster: Roster, now: Instant): readonly RosterEvent[] {
    if (now - this.#lookedAt < LOOKS_EVERY_MS) return [];
    this.#lookedAt = now;
    const were = this.#ages;
    this.#ages = new Map(present(roster).map(({ id, birthDate }) => [id, ageAt(birthDate, now)]));
    return [...this.#ages].flatMap(([person, ageYears]) => {
      const was = were.get(person) ?? null;
      // Whoever comes, or is given another birth date, is looked at by that event.
      return was !== null && ageYears === was + 1 ? [{ type: "birthday" as const, person, ageYears }] : [];
    });
  }
}
