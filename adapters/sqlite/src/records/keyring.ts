import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { coded } from "../faults.ts";
import { KEY_BYTES } from "./seal.ts";

export interface Person {
  /** Random; stands for the person in the chain, and for nobody once the row is destroyed. */
  readonly alias: string;
  readonly id: string;
  readonly key: Uint8Array;
}

/** Authors who are no people stand in the chain under their own name; everybody else under an alias. */
export const isImpersonal = (actor: string): boolean => /^(system$|skill:|device:|import:)/.test(actor);

const FILE = "keys.db";

/** Whose pseudonym is whose, with which key. Owned by one thread, which is why it may remember what it read. */
export class Keyring {
  readonly #db: DatabaseSync;
  readonly #byId = new Map<string, Person>();
  readonly #byAlias = new Map<string, Person>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    for (const person of peopleOf(db)) this.#remember(person);
  }

  ofId(id: string): Person | null {
    return this.#byId.get(id) ?? null;
  }

  ofAlias(alias: string): Person | null {
    return this.#byAlias.get(alias) ?? null;
  }

  /** Makes keys for those who have none. Durable before it returns, and so before anything is sealed with them. */
  ensure(ids: Iterable<string>): void {
    const fresh = [...new Set(ids)].filter((id) => !this.#byId.has(id));
    if (fresh.length === 0) return;
    const people = fresh.map((id) => ({
      alias: `~${randomBytes(8).toString("hex")}`,
      id,
      key: randomBytes(KEY_BYTES),
    }));
    coded(FILE, () => {
      this.#db.exec("begin immediate");
      try {
        const add = this.#db.prepare("insert into person (alias, id, key) values (?, ?, ?)");
        for (const { alias, id, key } of people) add.run(alias, id, key);
        this.#db.exec("commit");
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec("rollback");
        throw error;
      }
    });
    for (const person of people) this.#remember(person);
  }

  /** After this nobody can read what was sealed for the person, nor tell whom the alias stood for. */
  destroy(alias: string): void {
    const person = this.#byAlias.get(alias);
    coded(FILE, () => {
      this.#db.prepare("delete from person where alias = ?").run(alias);
      scrub(this.#db);
    });
    if (person === undefined) return;
    this.#byAlias.delete(alias);
    this.#byId.delete(person.id);
    person.key.fill(0);
  }

  close(): void {
    this.#db.close();
  }

  #remember(person: Person): void {
    this.#byId.set(person.id, person);
    this.#byAlias.set(person.alias, person);
  }
}

export const peopleOf = (db: DatabaseSync): readonly Person[] =>
  db
    .prepare("select alias, id, key from person")
    .all()
    .map(({ alias, id, key }) => ({ alias: String(alias), id: String(id), key: key as Uint8Array }));

/**
 * Leaves no byte of a deleted row behind. secure_delete alone does not: when a page is rebalanced, copies of cells stay
 * in its unused part; so the file is written anew, and the write-ahead log, which still holds the old pages, is emptied.
 */
export function scrub(db: DatabaseSync): void {
  db.exec("vacuum");
  const { busy } = db.prepare("pragma wal_checkpoint(truncate)").get() ?? {};
  if (busy !== 0) throw Object.assign(new Error("a reader still holds the old pages; erase again"), { errcode: 5 });
}
