import { accept, type Read, type Records, refuse } from "@sakiyomi/core";
import { type MedicationPolicy, medicationPolicy } from "@sakiyomi/medication";
import type { Actor, Ward } from "../ward/port.ts";
import type { KeptPolicy } from "./kept.ts";

const id = "house";

/** What the house has settled about medicines; the defaults of the sources until somebody does. */
export class Rules {
  readonly #records: Records;
  #policy: MedicationPolicy = medicationPolicy.parse({});
  #version = 0;

  constructor(records: Records) {
    this.#records = records;
  }

  async load(): Promise<this> {
    const kept = await this.#records.get<KeptPolicy>("MedicationPolicy", id);
    // A policy of before a new rule came: what it does not say is the default.
    if (kept) this.#policy = medicationPolicy.parse(kept.resource.policy);
    this.#version = kept?.version ?? 0;
    return this;
  }

  get policy(): MedicationPolicy {
    return this.#policy;
  }

  async set(ward: Ward, policy: MedicationPolicy, reason: string, by: Actor): Promise<Read<MedicationPolicy>> {
    const at = ward.now();
    const resource: KeptPolicy = { resourceType: "MedicationPolicy", id, policy };
    const journal = [{ at, type: "medication.policy", actor: by.id, content: { reason, policy } }];
    const puts = [{ resource, ifMatch: this.#version }];
    const committed = await this.#records.commit({ by: by.id, at, puts, journal });
    if (!committed.ok) return refuse("REC_CONFLICT", "policy", this.#version, String(committed.conflict.found));
    this.#version = committed.versions[0] ?? this.#version + 1;
    this.#policy = policy;
    return accept(policy);
  }
}
