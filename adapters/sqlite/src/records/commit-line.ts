interface Waiting<I, O> {
  readonly item: I;
  resolve(outcome: O): void;
  reject(error: unknown): void;
}

/** What stands in the line: a change that may share its turn with its neighbours, or work that wants a turn of its own. */
type Step<I, O> =
  | { readonly kind: "item"; readonly waiting: Waiting<I, O> }
  | { readonly kind: "alone"; run(): Promise<void> };

/** The most changes in one transaction: its fsync is shared, and the first does not wait long for the last. */
const MOST = 500;

/**
 * Group commit: while one batch is on its way to the disk, the next ones wait together and then go as one, so that many
 * writers share an fsync and a single one waits for nobody. Everything is done in the order in which it came.
 */
export class CommitLine<I, O> {
  readonly #send: (batch: readonly I[]) => Promise<readonly O[]>;
  readonly #steps: Step<I, O>[] = [];
  #isBusy = false;

  constructor(send: (batch: readonly I[]) => Promise<readonly O[]>) {
    this.#send = send;
  }

  push(item: I): Promise<O> {
    return new Promise((resolve, reject) => this.#join({ kind: "item", waiting: { item, resolve, reject } }));
  }

  /** Runs the work when everything before it is done, and lets nothing in beside it. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => this.#join({ kind: "alone", run: () => work().then(resolve, reject) }));
  }

  #join(step: Step<I, O>): void {
    this.#steps.push(step);
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#steps.length > 0) await this.#next();
    this.#isBusy = false;
  }

  async #next(): Promise<void> {
    const [first] = this.#steps;
    if (first?.kind === "alone") {
      this.#steps.shift();
      await first.run();
      return;
    }
    const until = this.#steps.slice(0, MOST).findIndex(({ kind }) => kind === "alone");
    const batch = this.#steps.splice(0, until < 0 ? MOST : until);
    await this.#sendSome(batch.flatMap((step) => (step.kind === "item" ? [step.waiting] : [])));
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
