import { accept, type Instant, MINUTE, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import { digestOf, newToken } from "../access/secret.ts";
import type { WitnessAnswer } from "./shapes.ts";

/** A second person stands beside the first while they check; five minutes are long for that. Ours. */
export const witnessMs = 5 * MINUTE;
const mostTokens = 1000;

/** Somebody signed in as the second person: for one person and these doses, once. */
interface Witnessing {
  readonly staff: string;
  readonly first: string;
  readonly person: SubjectId;
  readonly doses: readonly string[];
  readonly until: Instant;
}

/** What a kept check says of its second person; the token itself is nowhere but with the page. */
export interface WitnessMark {
  /** "staff:mori" */
  readonly staff: string;
  readonly token: string;
}

/** Only in memory: after a restart the second person signs in again. */
export class Witnesses {
  readonly #tokens = new Map<string, Witnessing>();

  sign(said: Omit<Witnessing, "until"> & { readonly name: string }, now: Instant): WitnessAnswer {
    const { name, ...witnessing } = said;
    const token = newToken();
    const until = now + witnessMs;
    this.#tokens.set(digestOf(token), { ...witnessing, until });
    const oldest = this.#tokens.size > mostTokens ? this.#tokens.keys().next().value : undefined;
    if (oldest !== undefined) this.#tokens.delete(oldest);
    return { token, staff: witnessing.staff, name, until };
  }

  /** Whose the token is, for a check of that person by that first one. The doses are compared when one is handed over. */
  read(token: string, person: SubjectId, first: string, now: Instant): Read<WitnessMark> {
    const digest = digestOf(token);
    const found = this.#tokens.get(digest);
    if (!found || found.until < now || found.person !== person || found.first !== first)
      return refuse(
        "MED_WITNESS",
        "witness",
        "a token that is used, over, or for somebody else",
        "one of these 5 minutes",
      );
    return accept({ staff: found.staff, token: digest });
  }

  /** Whether it stands for this dose still. */
  covers({ token, staff }: WitnessMark, dose: string, now: Instant): boolean {
    const found = this.#tokens.get(token);
    return found !== undefined && found.staff === staff && found.until >= now && found.doses.includes(dose);
  }

  /** Of its doses this one is signed for; the token ends with the last of them. */
  use({ token }: WitnessMark, dose: string): void {
    const found = this.#tokens.get(token);
    if (!found) return;
    const doses = found.doses.filter((other) => other !== dose);
    if (doses.length === 0) this.#tokens.delete(token);
    else this.#tokens.set(token, { ...found, doses });
  }
}
