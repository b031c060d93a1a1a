import type { Instant, Kind } from "@sakiyomi/core";
import { isKind } from "@sakiyomi/core";
import type { Receipt } from "./api.ts";
import type { Sender, Ward } from "./ward/port.ts";

export interface Sighting {
  readonly at: Instant;
  readonly kinds: readonly Kind[];
}

/** The one way in for HTTP and MQTT alike; remembers when each device was last heard, and with what. */
export class Intake {
  readonly #ward: Ward;
  readonly #seen = new Map<string, { at: Instant; kinds: Set<Kind> }>();

  constructor(ward: Ward) {
    this.#ward = ward;
  }

  async receive(raw: readonly unknown[], sender: Sender): Promise<Receipt> {
    const receipt = await this.#ward.receive(raw, sender);
    const refused = new Set(receipt.refused.map(({ index }) => index));
    raw.forEach((one, index) => {
      if (!refused.has(index)) this.#see(one, sender);
    });
    return receipt;
  }

  async receiveWaves(message: Uint8Array, sender: Sender): Promise<Receipt> {
    const receipt = await this.#ward.receiveWaves(message, sender);
    if (receipt.stored + receipt.repeated > 0) this.#see({}, sender);
    return receipt;
  }

  sighting(source: string): Sighting | null {
    const seen = this.#seen.get(source);
    return seen ? { at: seen.at, kinds: [...seen.kinds].sort() } : null;
  }

  #see(raw: unknown, sender: Sender): void {
    const { source, kind } = (typeof raw === "object" && raw !== null ? raw : {}) as {
      source?: unknown;
      kind?: unknown;
    };
    const name = typeof source === "string" ? source : sender.source;
    const seen = this.#seen.get(name) ?? { at: 0, kinds: new Set<Kind>() };
    seen.at = this.#ward.now();
    if (typeof kind === "string" && isKind(kind)) seen.kinds.add(kind);
    this.#seen.set(name, seen);
  }
}
