import { HOUR, type Instant, MINUTE, type Records, type Resource } from "@sakiyomi/core";
import { digestOf, newToken } from "./secret.ts";

export interface SessionTimes {
  /** Without any request or open live feed. */
  readonly idleMs: number;
  /** Whatever happens. */
  readonly absoluteMs: number;
}

/** Source: NIST SP 800-63B (2017), 4.2.3 (AAL2): reauthenticate after 12 h, and after 30 min without activity. */
export const sessionTimes: SessionTimes = { idleMs: 30 * MINUTE, absoluteMs: 12 * HOUR };

/** Somebody who is signed in on one machine. Kept as a record: a restart at night signs nobody out. */
export interface Session extends Resource {
  readonly resourceType: "Session";
  /** Digest of the token; the token itself is only in the cookie. */
  readonly id: string;
  readonly staff: string;
  /** `pin`: a quick change on a shared tablet, which may do less. */
  readonly strength: "full" | "pin";
  /** Digest of the tablet's own token. */
  readonly tablet: string;
  readonly startedAt: Instant;
}

/** A shared tablet: who signed in fully on it, and when. */
export interface Tablet extends Resource {
  readonly resourceType: "Tablet";
  readonly fullAt: Instant;
  /** Newest first. */
  readonly staff: readonly string[];
}

type Start = Pick<Session, "staff" | "strength">;
export interface Started {
  readonly session: Session;
  readonly token: string;
  readonly tabletToken: string;
}

interface Held {
  readonly session: Session;
  usedAt: Instant;
}

export class Sessions {
  readonly #records: Records;
  readonly #times: SessionTimes;
  readonly #sessions = new Map<string, Held>();
  readonly #tablets = new Map<string, Tablet>();
  readonly #listeners = new Set<(id: string) => void>();

  constructor(records: Records, times: SessionTimes = sessionTimes) {
    this.#records = records;
    this.#times = times;
  }

  async load(now: Instant): Promise<this> {
    for (const { resource } of await this.#records.search<Session>("Session"))
      this.#sessions.set(resource.id, { session: resource, usedAt: now });
    for (const { resource } of await this.#records.search<Tablet>("Tablet")) this.#tablets.set(resource.id, resource);
    return this;
  }

  /** Who holds the token, if that still counts. Asking counts as use. */
  find(token: string | undefined, now: Instant): Session | null {
    return token === undefined ? null : this.findById(digestOf(token), now);
  }

  findById(id: string, now: Instant): Session | null {
    const held = this.#sessions.get(id);
    if (!held || this.#isOver(held, now)) return null;
    held.usedAt = Math.max(held.usedAt, now);
    return held.session;
  }

  /** Who is signed in somewhere, without that counting as use. */
  staffNow(now: Instant): readonly string[] {
    const live = [...this.#sessions.values()].filter((held) => !this.#isOver(held, now));
    return [...new Set(live.map(({ session }) => session.staff))];
  }

  #isOver({ session, usedAt }: Held, now: Instant): boolean {
    return now - usedAt > this.#times.idleMs || now - session.startedAt > this.#times.absoluteMs;
  }

  /** A new token at every sign-in, so that one that was planted before is worth nothing. */
  async start({ staff, strength }: Start, tabletToken: string | undefined, now: Instant): Promise<Started> {
    const token = newToken();
    const tablet = this.#tabletAfter(staff, strength, tabletToken ?? newToken(), now);
    const session: Session = {
      resourceType: "Session",
      id: digestOf(token),
      staff,
      strength,
      tablet: digestOf(tablet.token),
      startedAt: now,
    };
    await this.#records.commit({
      by: `staff:${staff}`,
      at: now,
      puts: [{ resource: session }, { resource: tablet.record }],
    });
    this.#sessions.set(session.id, { session, usedAt: now });
    this.#tablets.set(tablet.record.id, tablet.record);
    return { session, token, tabletToken: tablet.token };
  }

  async end(session: Session, now: Instant): Promise<void> {
    if (!this.#sessions.delete(session.id)) return;
    await this.#records.commit({ by: `staff:${session.staff}`, at: now, puts: [{ resource: session, deleted: true }] });
    for (const listen of this.#listeners) listen(session.id);
  }

  async endAllOf(staff: string, now: Instant): Promise<void> {
    for (const { session } of [...this.#sessions.values()]) if (session.staff === staff) await this.end(session, now);
  }

  /** Forgets what is over. */
  async sweep(now: Instant): Promise<void> {
    const over = [...this.#sessions.values()].filter((held) => this.#isOver(held, now));
    for (const { session } of over) await this.end(session, now);
  }

  /** The tablet, if somebody signed in fully on it in this shift. */
  tablet(tabletToken: string | undefined, now: Instant): Tablet | null {
    const tablet = tabletToken === undefined ? undefined : this.#tablets.get(digestOf(tabletToken));
    return tablet && now - tablet.fullAt <= this.#times.absoluteMs ? tablet : null;
  }

  /** The tablet has to be signed in fully again: too many wrong PINs. */
  async distrust(tablet: Tablet, now: Instant): Promise<void> {
    const record: Tablet = { ...tablet, fullAt: 0 };
    await this.#records.commit({ by: "system", at: now, puts: [{ resource: record }] });
    this.#tablets.set(record.id, record);
  }

  onEnd(listen: (id: string) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  #tabletAfter(staff: string, strength: Session["strength"], offered: string, now: Instant) {
    const known = this.#tablets.get(digestOf(offered));
    // A token that we did not make is not taken over: it could have been planted.
    const token = known ? offered : newToken();
    const others = (known?.staff ?? []).filter((id) => id !== staff).slice(0, 11);
    const fullAt = strength === "full" ? now : (known?.fullAt ?? 0);
    const record: Tablet = { resourceType: "Tablet", id: digestOf(token), fullAt, staff: [staff, ...others] };
    return { token, record };
  }
}
