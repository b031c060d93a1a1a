import type { Change, Records } from "./2-store/index.ts";

/** More than this is not kept in memory while nothing can be written. */
const MOST_OWED = 10_000;

/**
 * Writes what was done. What cannot be written (a full disk) is owed, and written in its order as soon as it can be: an
 * alert is told all the same, because silence would be worse than a gap in the journal that closes later.
 */
export class Backlog {
  readonly #records: Records;
  readonly #onTrouble: (error: unknown) => void;
  readonly #owed: Change[] = [];
  #isPaying = false;

  constructor(records: Records, onTrouble: (error: unknown) => void) {
    this.#records = records;
    this.#onTrouble = onTrouble;
  }

  /** Never rejects: trouble is told, and the change is owed. */
  async commit(change: Change): Promise<void> {
    if (this.#owed.length > 0) {
      this.#owe(change);
      return;
    }
    try {
      await this.#records.commit(change);
    } catch (error) {
      this.#owe(change);
      this.#onTrouble(error);
    }
  }

  /** Tries again what is owed. */
  async payOwed(): Promise<void> {
    if (this.#isPaying) return;
    this.#isPaying = true;
    try {
      for (let next = this.#owed[0]; next; next = this.#owed[0]) {
        await this.#records.commit(next);
        this.#owed.shift();
      }
    } catch {
      // Told when it failed for the first time; the next tick tries again.
    } finally {
      this.#isPaying = false;
    }
  }

  #owe(change: Change): void {
    this.#owed.push(change);
    if (this.#owed.length > MOST_OWED) this.#owed.shift();
  }
}
