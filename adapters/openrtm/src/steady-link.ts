/** Something that is opened, and opened again whenever it is lost, at growing intervals. */
export interface SteadyLink<Line> {
  /** What is open now; null: it is lost, or not open yet. */
  current(): Line | null;
  /** Why it is lost. */
  fault(): unknown;
  /** Opens it for the first time. Throws what `open` throws; then it is not tried again. */
  open(): Promise<void>;
  /** Somebody met a fault: look at once, not at the next time. */
  suspect(): void;
  close(): Promise<void>;
}

export interface SteadyLinkOptions<Line> {
  readonly open: () => Promise<Line>;
  /** Throws where the line no longer leads there. */
  readonly check: (line: Line) => Promise<void>;
  /** May fail: the other side may be gone. */
  readonly shut: (line: Line) => Promise<void>;
  /** Between looks while it is open, ms. */
  readonly every: number;
  /** Before each try to open it again, ms; the last goes on for ever. */
  readonly waits: readonly number[];
  readonly onLost: (why: unknown) => void;
  readonly onBack: () => void;
  /** Resolves after so many ms, or earlier when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const steadyLink = <Line>(options: SteadyLinkOptions<Line>): SteadyLink<Line> => new Steady(options);

class Steady<Line> implements SteadyLink<Line> {
  readonly #options: SteadyLinkOptions<Line>;
  #line: Line | null = null;
  #fault: unknown = null;
  #wake = new AbortController();
  #isClosed = false;
  #watching: Promise<void> = Promise.resolve();

  constructor(options: SteadyLinkOptions<Line>) {
    this.#options = options;
  }

  current(): Line | null {
    return this.#line;
  }

  fault(): unknown {
    return this.#fault;
  }

  async open(): Promise<void> {
    this.#isClosed = false;
    this.#line = await this.#options.open();
    this.#watching = this.#watch();
  }

  suspect(): void {
    if (this.#line) this.#wake.abort();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake.abort();
    await this.#watching;
    const line = this.#line;
    this.#line = null;
    if (line) await this.#options.shut(line).catch(() => {});
  }

  async #watch(): Promise<void> {
    while (!this.#isClosed) {
      await this.#rest(this.#options.every);
      if (!this.#isClosed) await this.#look();
    }
  }

  async #rest(ms: number): Promise<void> {
    await this.#options.wait(ms, this.#wake.signal);
    if (this.#wake.signal.aborted) this.#wake = new AbortController();
  }

  async #look(): Promise<void> {
    const line = this.#line;
    if (!line) return;
    try {
      await this.#options.check(line);
    } catch (why) {
      this.#line = null;
      this.#fault = why;
      this.#options.onLost(why);
      await this.#options.shut(line).catch(() => {});
      await this.#reopen();
    }
  }

  async #reopen(): Promise<void> {
    const { waits, open, onBack } = this.#options;
    for (let tries = 0; !this.#isClosed; tries += 1) {
      await this.#rest(waits[Math.min(tries, waits.length - 1)] ?? 0);
      if (this.#isClosed) return;
      try {
        this.#line = await open();
        this.#fault = null;
        onBack();
        return;
      } catch (why) {
        this.#fault = why;
      }
    }
  }
}
