import { type Instant, MINUTE, SECOND } from "@sakiyomi/core";

interface Tries {
  readonly failures: number;
  readonly until: Instant;
}

export interface ThrottleSettings {
  /** So many may be wrong before anybody has to wait: people mistype. */
  readonly free: number;
  /** The longest wait. */
  readonly maxMs: number;
}

/** Per name and address: after five wrong tries 1 s, 2 s, 4 s … 15 min. Source: OWASP Authentication Cheat Sheet, "Account Lockout". */
export const perPair: ThrottleSettings = { free: 5, maxMs: 15 * MINUTE };
/** Per address over all names, so that one machine cannot try every name. */
export const perAddress: ThrottleSettings = { free: 20, maxMs: 15 * MINUTE };
/** Per name over all addresses: short, so that nobody can be kept out of the ward by somebody else's wrong tries. */
export const perName: ThrottleSettings = { free: 20, maxMs: 10 * SECOND };

const mostKeys = 10_000;

/** Remembers wrong tries and says how long to wait. Time is an argument. */
export class Throttle {
  readonly #tries = new Map<string, Tries>();
  readonly #settings: ThrottleSettings;

  constructor(settings: ThrottleSettings) {
    this.#settings = settings;
  }

  /** Milliseconds to wait; 0 when a try is free. */
  waitMs(key: string, now: Instant): number {
    return Math.max(0, (this.#tries.get(key)?.until ?? 0) - now);
  }

  failed(key: string, now: Instant): void {
    const failures = (this.#tries.get(key)?.failures ?? 0) + 1;
    const over = failures - this.#settings.free;
    const waitMs = over < 0 ? 0 : Math.min(SECOND * 2 ** over, this.#settings.maxMs);
    this.#tries.delete(key);
    this.#tries.set(key, { failures, until: now + waitMs });
    // The oldest key goes first: memory stays bounded whatever is thrown at the door.
    const oldest = this.#tries.size > mostKeys ? this.#tries.keys().next().value : undefined;
    if (oldest !== undefined) this.#tries.delete(oldest);
  }

  succeeded(key: string): void {
    this.#tries.delete(key);
  }

  /** Takes one failure back: a right secret does not wash away the wrong ones that others tried from the same address. */
  forgive(key: string, now: Instant): void {
    const tries = this.#tries.get(key);
    if (tries) this.#tries.set(key, { failures: Math.max(0, tries.failures - 1), until: now });
  }
}
