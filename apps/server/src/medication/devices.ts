import { accept, HOUR, type Instant, type Read, refuse } from "@sakiyomi/core";
import type { Actor, Ward } from "../ward/port.ts";
import type { KeptDevice, QueueHead } from "./kept.ts";
import type { DeviceAnswer, DeviceKey } from "./shapes.ts";

const mostHands = 10_000;

/** The phones and tablets that say what happened, with their public keys and the ends of their queues. */
export class Devices {
  readonly #ward: Ward;
  readonly #keys = new Map<string, KeptDevice>();
  readonly #heads = new Map<string, { readonly head: QueueHead; readonly version: number }>();

  /** When somebody who was signed in last said something on it: "DEVICE STAFF". Only in memory, of the last shifts. */
  readonly #hands = new Map<string, Instant>();

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

  /** Somebody who is signed in works with it now. */
  inHand(id: string, staff: string): void {
    const at = this.#ward.now();
    this.#hands.delete(`${id} ${staff}`);
    this.#hands.set(`${id} ${staff}`, at);
    for (const [oldest, last] of this.#hands) {
      if (this.#hands.size <= mostHands && last > at - 48 * HOUR) break;
      this.#hands.delete(oldest);
    }
  }

  /** Whether it is known from a sign-in that this one had it in hand, then or in the hours around. */
  wasInHand(id: string, staff: string, at: Instant, aroundMs: number): boolean {
    if (this.#keys.get(id)?.staff === staff) return true;
    const last = this.#hands.get(`${id} ${staff}`);
    return last !== undefined && Math.abs(at - last) <= aroundMs;
  }

  /** After its commit. */
  moved(head: QueueHead): void {
    this.#heads.set(head.id, { head, version: this.head(head.id).version + 1 });
  }

  /** The same key again is the same device; another key under its name is not. */
  async register({ id, key }: DeviceKey, by: Actor): Promise<Read<DeviceAnswer>> {
    const was = this.#keys.get(id);
    if (!was || (was.key.x === key.x && was.key.y === key.y)) this.inHand(id, by.id);
    if (was && (was.key.x !== key.x || was.key.y !== key.y))
      return refuse("MED_DEVICE", "key", "another key", "the key that was registered, or another id");
    if (was) {
      const { n, hash } = this.head(id).head;
      return accept({ n, hash });
    }
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
    return accept({ n: 0, hash: "" });
  }
}
