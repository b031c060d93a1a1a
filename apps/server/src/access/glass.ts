import { type Instant, MINUTE, type Records, type Resource } from "@sakiyomi/core";

/** How long one reason holds. A house decides it; 30 min covers an emergency until the right person is there. */
export const glassMs = 30 * MINUTE;

/** Somebody looks at a person who is not in their care, for a reason that the auditor reads. */
export interface BrokenGlass extends Resource {
  readonly resourceType: "BrokenGlass";
  readonly staff: string;
  readonly person: string;
  readonly reason: string;
  readonly until: Instant;
}

const keyOf = (staff: string, person: string) => `${staff}.${person.replace(/[^A-Za-z0-9.-]/g, ".")}`.slice(0, 64);

export class Glass {
  readonly #records: Records;
  readonly #broken = new Map<string, BrokenGlass>();

  constructor(records: Records) {
    this.#records = records;
  }

  async load(): Promise<this> {
    for (const { resource } of await this.#records.search<BrokenGlass>("BrokenGlass"))
      this.#broken.set(resource.id, resource);
    return this;
  }

  isBroken = (staff: string, person: string, now: Instant): boolean => {
    const broken = this.#broken.get(keyOf(staff, person));
    return broken !== undefined && broken.person === person && now < broken.until;
  };

  /** Durable before anything is seen. The journal entry is the ward's to write. */
  async break(staff: string, person: string, reason: string, now: Instant): Promise<Instant> {
    const id = keyOf(staff, person);
    const until = now + glassMs;
    const broken: BrokenGlass = { resourceType: "BrokenGlass", id, staff, person, reason, until };
    await this.#records.commit({ by: `staff:${staff}`, at: now, puts: [{ resource: broken }] });
    this.#broken.set(id, broken);
    return until;
  }
}
