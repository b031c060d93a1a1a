import { RosFault } from "../fault.ts";
import { type OnTrouble, reason } from "../trouble.ts";

/** Something that the master has to know of us: a publisher, a subscriber, a service, a watched parameter. */
export interface Entry {
  readonly what: string;
  register(): Promise<void>;
  unregister(): Promise<void>;
}

/**
 * Keeps the master told. While it is gone this is reported and nothing else changes: running links need no master. When
 * it is back, or another has taken its place, everything is registered again.
 */
export interface Registry {
  add(entry: Entry): void;
  /** Tells the master, as far as it can be reached. */
  remove(entry: Entry): Promise<void>;
  /** All that has been added is registered. Rejects when it is not within the time. */
  settled(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface RegistryOptions {
  /** Whether the master knows this node; rejects when it cannot be reached. */
  readonly isKnown: () => Promise<boolean>;
  readonly everyMs: number;
  readonly onTrouble: OnTrouble;
}

export const registry = (options: RegistryOptions): Registry => new KeptRegistry(options);

class KeptRegistry implements Registry {
  readonly #options: RegistryOptions;
  readonly #entries = new Set<Entry>();
  readonly #registered = new Set<Entry>();
  readonly #refused = new Map<Entry, string>();
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> = Promise.resolve();
  #isLost = false;
  #isClosed = false;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#again();
  }

  add(entry: Entry): void {
    this.#entries.add(entry);
    this.#queue(() => this.#registerNew());
  }

  async remove(entry: Entry): Promise<void> {
    this.#entries.delete(entry);
    this.#queue(() => this.#unregister(entry));
    await this.#turn;
  }

  async settled(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    await this.#turn;
    while (this.#registered.size < this.#entries.size) {
      if (performance.now() > until) throw this.#unsettled();
      await new Promise((resolve) => setTimeout(resolve, 20));
      this.#queue(() => this.#registerNew());
      await this.#turn;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    const left = [...this.#registered];
    this.#entries.clear();
    this.#queue(async () => {
      await Promise.all(left.map((entry) => this.#unregister(entry)));
    });
    await this.#turn;
  }

  #unsettled(): RosFault {
    const missing = [...this.#entries].filter((entry) => !this.#registered.has(entry));
    const what = missing.map((entry) => `${entry.what} (${this.#refused.get(entry) ?? "no answer"})`).join(", ");
    return new RosFault("master", `Not registered with the master: ${what}.`, "Look whether roscore runs.");
  }

  /** One thing after the other: a registration and its end must not overtake each other. */
  #queue(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => this.#lost(error));
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.#queue(() => this.#check());
      if (!this.#isClosed) this.#again();
    }, this.#options.everyMs);
    this.#timer.unref();
  }

  async #check(): Promise<void> {
    if (this.#entries.size === 0) return;
    const isKnown = await this.#options.isKnown();
    if (!isKnown && this.#registered.size > 0) this.#forget();
    await this.#registerNew();
  }

  #forget(): void {
    this.#registered.clear();
    if (this.#isLost) return;
    this.#options.onTrouble({
      code: "master-lost",
      why: "The master does not know this node any more: another one runs.",
    });
    this.#isLost = true;
  }

  async #registerNew(): Promise<void> {
    for (const entry of this.#entries) {
      if (!this.#registered.has(entry)) await this.#register(entry);
    }
    if (this.#isLost)
      this.#options.onTrouble({ code: "master-back", why: "The master is back; all is registered again." });
    this.#isLost = false;
  }

  /** What the master refuses (a name that it does not take) keeps nothing else from being registered. */
  async #register(entry: Entry): Promise<void> {
    try {
      await entry.register();
      this.#registered.add(entry);
      this.#refused.delete(entry);
    } catch (error) {
      if (!(error instanceof RosFault && error.code === "refused")) throw error;
      if (!this.#refused.has(entry)) this.#options.onTrouble({ code: "refused", why: error.message });
      this.#refused.set(entry, error.message);
    }
  }

  async #unregister(entry: Entry): Promise<void> {
    if (this.#registered.delete(entry)) await entry.unregister().catch(() => {});
  }

  #lost(error: unknown): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#options.onTrouble({ code: "master-lost", why: reason(error) });
  }
}
