import { accept, HOUR, type Instant, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import type { Lease } from "@sakiyomi/medication";
import { newId } from "../access/secret.ts";
import type { Actor, Ward } from "../ward/port.ts";
import { bare } from "./book.ts";
import type { KeptLease } from "./kept.ts";
import type { BrokenLease } from "./shapes.ts";

/** A shift. It ends by itself, so that a phone that was lost keeps nobody from their medicine. Ours. */
export const leaseMs = 8 * HOUR;

type Ending = NonNullable<KeptLease["ended"]>;

/** Who has whose round with them. One device at a time for a person; the same record is taken, given back and broken. */
export class Leases {
  readonly #ward: Ward;
  /** Of each person all that may still matter for what a device says later, newest last. */
  readonly #held = new Map<SubjectId, readonly KeptLease[]>();

  constructor(ward: Ward) {
    this.#ward = ward;
  }

  async load(now: Instant): Promise<this> {
    for (const { resource } of await this.#ward.records.search<KeptLease>("MedicationLease")) this.#enter(resource);
    this.prune(now);
    return this;
  }

  standing(person: SubjectId, now: Instant): Lease | null {
    return this.#held.get(person)?.find((kept) => endOf(kept) > now)?.lease ?? null;
  }

  /** The lease by which this device held the person's round at that time; for what it says afterwards. */
  at(person: SubjectId, device: string, at: Instant): Lease | null {
    const found = this.#held.get(person)?.find((kept) => {
      const { lease } = kept;
      return lease.device === device && lease.from <= at && at < endOf(kept);
    });
    return found?.lease ?? null;
  }

  /** Whether this one had anybody's round on this device then. */
  wasHeldBy(device: string, staff: string, at: Instant): boolean {
    for (const all of this.#held.values())
      for (const kept of all) {
        const { lease } = kept;
        if (lease.device === device && lease.staff === staff && lease.from <= at && at < endOf(kept)) return true;
      }
    return false;
  }

  broken(person: SubjectId, since: Instant): readonly BrokenLease[] {
    return (this.#held.get(person) ?? []).flatMap(({ lease, ended }) =>
      ended && ended.reason !== null && ended.at >= since
        ? [{ lease, at: ended.at, by: ended.name, reason: ended.reason }]
        : [],
    );
  }

  find(id: string): Lease | null {
    for (const all of this.#held.values()) for (const { lease } of all) if (lease.id === id) return lease;
    return null;
  }

  /** Called in the person's line. The same device again begins it anew. */
  async take(person: SubjectId, device: string, by: Actor): Promise<Read<Lease>> {
    const now = this.#ward.now();
    const other = this.standing(person, now);
    if (other && other.device !== device) return refuse("MED_LEASE", "lease", other.staff, "nobody else's round");
    const lease: Lease = {
      id: other?.id ?? newId("ml"),
      person,
      device,
      staff: by.id,
      from: other?.from ?? now,
      until: now + leaseMs,
    };
    const kept: KeptLease = { resourceType: "MedicationLease", id: lease.id, person, lease, ended: null };
    return this.#keep(kept, by, "medication.lease", { device, untilAt: lease.until });
  }

  /** Called in the person's line. */
  async end(person: SubjectId, by: Actor, reason: string | null): Promise<Read<Lease>> {
    const now = this.#ward.now();
    const lease = this.standing(person, now);
    if (!lease) return refuse("REC_MISSING", "lease", bare(person), "a round that somebody has");
    const ended: Ending = { at: now, by: by.id, name: by.name, reason };
    const kept: KeptLease = { resourceType: "MedicationLease", id: lease.id, person, lease, ended };
    const type = reason === null ? "medication.lease-returned" : "medication.lease-broken";
    return this.#keep(kept, by, type, { device: lease.device, holder: lease.staff, ...(reason ? { reason } : {}) });
  }

  forget(person: SubjectId): void {
    this.#held.delete(person);
  }

  /** A device that comes back after two days finds its lease all the same. */
  prune(now: Instant): void {
    for (const [person, all] of this.#held) {
      const kept = all.filter((one) => endOf(one) > now - 48 * HOUR);
      if (kept.length < all.length) this.#held.set(person, kept);
    }
  }

  #enter(kept: KeptLease): void {
    const others = (this.#held.get(kept.person) ?? []).filter(({ id }) => id !== kept.id);
    this.#held.set(kept.person, [...others, kept]);
  }

  async #keep(kept: KeptLease, by: Actor, type: string, content: unknown): Promise<Read<Lease>> {
    const at = this.#ward.now();
    if (!this.#ward.roster.people.has(kept.person))
      return refuse("REC_MISSING", "person", bare(kept.person), "somebody who is here");
    await this.#ward.records.commit({
      by: by.id,
      at,
      puts: [{ resource: kept, subject: kept.person }],
      journal: [{ at, type, actor: by.id, subject: kept.person, content }],
    });
    this.#enter(kept);
    this.#ward.announce({ type: "medication", people: [bare(kept.person)] });
    return accept(kept.lease);
  }
}

const endOf = ({ lease, ended }: KeptLease): Instant => Math.min(lease.until, ended?.at ?? Number.POSITIVE_INFINITY);
