interface Waiting<I, O> {
  readonly item: I;
  resolve(outcome: O): void;
  reject(error: unknown): void;
}

/** The most changes in one transaction: its fsync is shared, and the first does not wait long for the last. */
const MOST = 500;

/**
 * Group commit: while one batch is on its way to the disk, the next ones wait together and then go as one, so that many
 * writers share an fsync and a single one waits for nobody.
 */
export class CommitLine<I, O> {
  readonly #send: (batch: readonly I[]) => Promise<readonly O[]>;
  #waiting: Waiting<I, O>[] = [];
  #running: Promise<void> = Promise.resolve();
  #isBusy = false;

  constructor(send: (batch: readonly I[]) => Promise<readonly O[]>) {
    this.#send = send;
  }

  push(item: I): Promise<O> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#go();
    });
  }

  /** Runs the work when everything pushed so far is done, and lets nothing in beside it. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#isBusy || this.#waiting.length > 0) await this.#running;
    this.#isBusy = true;
    const done = work();
    this.#running = this.#after(done);
    return done;
  }

  #go(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    this.#running = this.#after(this.#sendSome(this.#waiting.splice(0, MOST)));
  }

  async #after(work: Promise<unknown>): Promise<void> {
    await work.catch(() => undefined);
    this.#isBusy = false;
    this.#go();
  }

  async #sendSome(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outcomes = await this.#send(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error("a change was left unanswered"));
        else resolve(outcome);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
