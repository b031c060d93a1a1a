import { accept, type Read, refuse } from "@sakiyomi/core";
import type { Actor, Ward } from "../ward/port.ts";
import type { KeptDevice, QueueHead } from "./kept.ts";
import type { DeviceKey } from "./shapes.ts";

/** The phones and tablets that say what happened, with their public keys and the ends of their queues. */
export class Devices {
  readonly #ward: Ward;
  readonly #keys = new Map<string, KeptDevice>();
  readonly #heads = new Map<string, { readonly head: QueueHead; readonly version: number }>();

  constructor(ward: Ward) {
    this.#ward = ward;
  }

  async load(): Promise<this> {
    const { records } = this.#ward;
    for (const { resource } of await records.search<KeptDevice>("MedicationDevice"))
      this.#keys.set(resource.id, resource);
    for (const { resource, version } of await records.search<QueueHead>("MedicationQueue"))
      this.#heads.set(resource.id, { head: resource, version });
    return this;
  }

  key = (id: string): DeviceKey["key"] | null => this.#keys.get(id)?.key ?? null;

  head(id: string): { readonly head: QueueHead; readonly version: number } {
    return this.#heads.get(id) ?? { head: { resourceType: "MedicationQueue", id, n: 0, hash: "" }, version: 0 };
  }

  /** After its commit. */
  moved(head: QueueHead): void {
    this.#heads.set(head.id, { head, version: this.head(head.id).version + 1 });
  }

  /** The same key again is the same device; another key under its name is not. */
  async register({ id, key }: DeviceKey, by: Actor): Promise<Read<{ readonly n: number }>> {
    const was = this.#keys.get(id);
    if (was && (was.key.x !== key.x || was.key.y !== key.y))
      return refuse("MED_DEVICE", "key", "another key", "the key that was registered, or another id");
    if (was) return accept({ n: this.head(id).head.n });
    const at = this.#ward.now();
    const kept: KeptDevice = { resourceType: "MedicationDevice", id, key, staff: by.id, at };
    const journal = [{ at, type: "medication.device", actor: by.id, content: { device: id } }];
    const committed = await this.#ward.records.commit({
      by: by.id,
      at,
      puts: [{ resource: kept, ifMatch: 0 }],
      journal,
    });
    if (!committed.ok) return refuse("MED_DEVICE", "id", id, "an id that no other device has");
    this.#keys.set(id, kept);
    return accept({ n: 0 });
  }
}
