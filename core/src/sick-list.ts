import { type Instant, MINUTE, type SubjectId } from "./1-signal/index.ts";

/** A skill that exceeded its time rests for that person for so long; doubled each time it does so again, up to an hour. */
const FIRST_REST_MS = MINUTE;
const LONGEST_REST_MS = 60 * MINUTE;
/** The same failure is written down once in so long. */
const SAME_FAILURE_MS = 10 * MINUTE;

/** Which skills failed of late: how long the next rest is, and whether a failure is worth a line. */
export class SickList {
  readonly #rests = new Map<string, number>();
  readonly #told = new Map<string, Instant>();

  isWell(skill: string, subject: SubjectId): void {
    this.#rests.delete(`${skill} ${subject}`);
  }

  /** How long it has to rest now, in milliseconds. */
  rest(skill: string, subject: SubjectId): number {
    const seat = `${skill} ${subject}`;
    const rest = Math.min(LONGEST_REST_MS, (this.#rests.get(seat) ?? FIRST_REST_MS / 2) * 2);
    this.#rests.set(seat, rest);
    return rest;
  }

  isNews(failure: string, now: Instant): boolean {
    if (now - (this.#told.get(failure) ?? Number.NEGATIVE_INFINITY) < SAME_FAILURE_MS) return false;
    this.#told.set(failure, now);
    return true;
  }
}
