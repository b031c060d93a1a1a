import {
  accept,
  type Instant,
  type Read,
  type Records,
  type Resource,
  refuse,
  type SourceId,
  sourceId,
} from "@sakiyomi/core";
import { z } from "zod";
import type { Sender } from "../ward/port.ts";
import { digestOf, newToken } from "./secret.ts";

/** The right of one device, or of a gateway for devices of one prefix, to append its own signals. Nothing else. */
export interface DeviceToken extends Resource {
  readonly resourceType: "DeviceToken";
  /** The device's id without its type: `cuff-3`. */
  readonly id: string;
  readonly name: string;
  /** SHA-256; the token has 256 bits of chance, so a slow hash would add nothing. */
  readonly digest: string;
  readonly prefix: string | null;
  readonly madeAt: Instant;
}

const bareId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, "1 to 64 letters, digits, dots and dashes");
export const newDevice = z.object({
  id: bareId,
  name: z.string().trim().min(1).max(80),
  /** A gateway may speak for each device whose id begins with this. */
  prefix: bareId.optional(),
});
export type NewDevice = z.infer<typeof newDevice>;

export class Devices {
  readonly #records: Records;
  readonly #byId = new Map<string, DeviceToken>();
  readonly #byDigest = new Map<string, { readonly id: string; readonly sender: Sender }>();
  readonly #listeners = new Set<(id: string) => void>();

  constructor(records: Records) {
    this.#records = records;
  }

  async load(): Promise<this> {
    for (const { resource } of await this.#records.search<DeviceToken>("DeviceToken")) this.#keep(resource);
    return this;
  }

  all = (): readonly DeviceToken[] => [...this.#byId.values()];

  /** For whom the token speaks; null: for nobody. */
  check(token: string | undefined): Sender | null {
    if (!token || token.length > 200) return null;
    return this.#byDigest.get(digestOf(token))?.sender ?? null;
  }

  /** Makes the device known, or gives a known one a new token; the old token ends. The token is answered once, and only its digest kept. */
  async add({ id, name, prefix }: NewDevice, by: string, at: Instant): Promise<Read<{ id: string; token: string }>> {
    const token = newToken();
    const device: DeviceToken = {
      resourceType: "DeviceToken",
      id,
      name,
      digest: digestOf(token),
      prefix: prefix ?? null,
      madeAt: at,
    };
    const journal = [{ at, type: "device.token", actor: by, content: { device: id, name, prefix: prefix ?? null } }];
    await this.#records.commit({ by, at, puts: [{ resource: device }], journal });
    this.#drop(id);
    this.#keep(device);
    return accept({ id, token });
  }

  async withdraw(id: string, by: string, at: Instant): Promise<Read<null>> {
    const device = this.#byId.get(id);
    if (!device) return refuse("REC_MISSING", "id", id, "a device of this house");
    const journal = [{ at, type: "device.withdrawn", actor: by, content: { device: id } }];
    await this.#records.commit({ by, at, puts: [{ resource: device, deleted: true }], journal });
    this.#drop(id);
    return accept(null);
  }

  onWithdrawn(listen: (id: string) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }

  #keep(device: DeviceToken): void {
    const source: SourceId = sourceId.parse(`device:${device.id}`);
    const sender: Sender = device.prefix === null ? { source } : { source, prefix: `device:${device.prefix}` };
    this.#byId.set(device.id, device);
    this.#byDigest.set(device.digest, { id: device.id, sender });
  }

  #drop(id: string): void {
    const device = this.#byId.get(id);
    if (!device) return;
    this.#byId.delete(id);
    this.#byDigest.delete(device.digest);
    for (const listen of this.#listeners) listen(id);
  }
}
