import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";

export type Row = Readonly<Record<string, unknown>>;

/** Statements are compiled once a connection. */
export class Sql {
  readonly db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  all(text: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#prepared(text).all(...values);
  }

  one(text: string, ...values: readonly SQLInputValue[]): Row | null {
    return this.#prepared(text).get(...values) ?? null;
  }

  run(text: string, ...values: readonly SQLInputValue[]): void {
    this.#prepared(text).run(...values);
  }

  rows(text: string, ...values: readonly SQLInputValue[]): Iterable<Row> {
    return this.#prepared(text).iterate(...values);
  }

  /** All of the work, or nothing of it. */
  transaction<T>(work: () => T): T {
    this.db.exec("begin immediate");
    try {
      const done = work();
      this.db.exec("commit");
      return done;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (this.db.isTransaction) this.db.exec("rollback");
      throw error;
    }
  }

  #prepared(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }
}
