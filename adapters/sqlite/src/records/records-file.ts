import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Change,
  type Checkpoint,
  type Committed,
  canonicalJson,
  Fault,
  type Head,
  hexOf,
  type Instant,
  keptUntil,
  type NewEntry,
  type SubjectId,
} from "@sakiyomi/core";
import { coded, sqliteResult } from "../faults.ts";
import { AnchorKeeper, readAnchor } from "./anchor.ts";
import { append, headOf, peopleIn } from "./entries.ts";
import { addErasures, readErasures } from "./erasures.ts";
import { Keyring, type Person, scrub } from "./keyring.ts";
import { databaseIdOf } from "./place.ts";
import { openKeysFile, openRecordsFile } from "./schema.ts";
import { Sql } from "./sql.ts";
import { forgetSubject, put, retentionsOf } from "./versions.ts";

/** What became of one change of a batch: done, in conflict, or refused by an error of its own. */
export type Outcome = Committed | { readonly error: unknown };

interface Tried {
  readonly outcome: Outcome;
  readonly head: Head;
}

const FILE = "records.db";

/** The open files of the records; synchronous, owned by one thread. */
export class RecordsFile {
  readonly sql: Sql;
  readonly keys: Keyring;
  readonly #stateDir: string;
  readonly #anchor: AnchorKeeper;
  #head: Head;

  constructor(dir: string, stateDir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#stateDir = stateDir;
    this.#anchor = new AnchorKeeper(stateDir);
    this.sql = new Sql(openRecordsFile(join(dir, FILE)));
    try {
      this.keys = new Keyring(openKeysFile(join(dir, "keys.db")));
      this.#head = coded(FILE, () => headOf(this.sql));
      if (this.#meta("id") === null) this.#setMeta("id", databaseIdOf(dir));
    } catch (error) {
      this.sql.db.close();
      throw error;
    }
  }

  get database(): string {
    return this.#meta("id") ?? "";
  }

  get head(): Head {
    return this.#head;
  }

  /**
   * One transaction, one fsync for all changes; a change in conflict is undone alone. The database is durable first, the
   * anchor second: so the anchor never names an entry that is not there.
   */
  commitBatch(changes: readonly Change[], now: Instant): readonly Outcome[] {
    this.keys.ensure(changes.flatMap(({ journal = [] }) => journal.flatMap(peopleIn)));
    let head = this.#head;
    const outcomes = this.#transaction(() =>
      changes.map((change) => {
        const tried = this.#try(change, head);
        head = tried.head;
        return tried.outcome;
      }),
    );
    this.#moveTo(head, now);
    return outcomes;
  }

  #try(change: Change, head: Head): Tried {
    const { db } = this.sql;
    db.exec("savepoint change");
    const tried = attempt(() => this.#apply(change, head), head);
    const isDone = "ok" in tried.outcome && tried.outcome.ok;
    db.exec(isDone ? "release change" : "rollback to change; release change");
    return tried;
  }

  #apply({ by, at, puts = [], journal = [], checkpoints = [] }: Change, head: Head): Tried {
    const versions: number[] = [];
    for (const wanted of puts) {
      const done = put(this.sql, wanted, by, at);
      if (typeof done !== "number") return { outcome: { ok: false, conflict: done }, head };
      versions.push(done);
    }
    for (const checkpoint of checkpoints) this.#keep(checkpoint);
    return {
      outcome: { ok: true, versions },
      head: journal.reduce((last, entry) => append(this.sql, this.keys, last, entry), head),
    };
  }

  #keep({ skill, subject, version, arrival, at, state }: Checkpoint): void {
    this.sql.run(
      "insert or replace into checkpoint (skill, subject, version, arrival, at, state) values (?, ?, ?, ?, ?, ?)",
      ...[skill, subject, version, arrival, at, canonicalJson(state)],
    );
  }

  checkpoints(): readonly Checkpoint[] {
    return this.sql
      .all("select * from checkpoint order by skill, subject")
      .map(({ skill, subject, version, arrival, at, state }) => ({
        skill: String(skill),
        version: String(version),
        subject: subject as SubjectId,
        arrival: Number(arrival),
        at: Number(at),
        state: JSON.parse(String(state)) as unknown,
      }));
  }

  erase(subject: SubjectId, by: string, at: Instant): void {
    const until = keptUntil(retentionsOf(this.sql, subject), at);
    if (until !== null) throw new Fault("RETENTION", `It has to be kept until ${until}.`);
    this.keys.ensure([subject]);
    const person = this.keys.ofId(subject);
    if (person === null) return;
    // First of all the intention, durable: an erasure that a crash interrupts is finished at the next start.
    addErasures(this.#stateDir, [person.alias]);
    this.#finishErasure(person, by, at);
  }

  /** Those who were erased but are here: after a crash in the middle, or in a backup from before. */
  toErase(): readonly Person[] {
    return readErasures(this.#stateDir).flatMap((alias) => this.keys.ofAlias(alias) ?? []);
  }

  eraseAgain(now: Instant): void {
    for (const person of this.toErase()) this.#finishErasure(person, "system", now);
  }

  #finishErasure({ alias, id }: Person, by: string, at: Instant): void {
    const entry: NewEntry = { at, type: "erased", actor: by, content: { alias } };
    this.keys.ensure(peopleIn(entry));
    const head = this.#transaction(() => {
      forgetSubject(this.sql, id);
      this.sql.run("update version set author = 'erased' where author = ?", id);
      this.sql.run("delete from checkpoint where subject = ?", id);
      this.sql.run("update entry set content = null where subject = ?", alias);
      return append(this.sql, this.keys, this.#head, entry);
    });
    this.#moveTo(head, at);
    coded(FILE, () => scrub(this.sql.db));
    // Last: as long as the key is there, an interrupted erasure is known to be unfinished.
    this.keys.destroy(alias);
  }

  /**
   * Compares the journal with its anchor when the files are opened. Where they do not belong together the ward still has
   * to work: the journal goes on, with an entry that says so for ever, and `verify` reports it (JOURNAL_CUT).
   */
  settle(now: Instant): void {
    const trusted = this.#meta("publicKey");
    const why = trusted === null ? this.#whyNotNew() : this.#whyNotOurs(trusted);
    if (trusted !== this.#anchor.publicKey) this.#setMeta("publicKey", this.#anchor.publicKey);
    if (why === null && trusted !== null) return;
    if (why !== null) this.#note({ at: now, type: "journal-anchor-replaced", actor: "system", content: why }, now);
    else this.#anchor.write(this.database, this.#head, now);
  }

  #whyNotNew(): object | null {
    if (this.#head.n > 0) return { why: "missing", anchored: 0 };
    const read = readAnchor(this.#stateDir, this.database, this.#anchor.publicKey);
    if (read.ok) return read.anchor.n === 0 ? null : { why: "emptied", anchored: read.anchor.n };
    return read.why === "missing" ? null : { why: read.why, anchored: 0 };
  }

  #whyNotOurs(trusted: string): object | null {
    const read = readAnchor(this.#stateDir, this.database, trusted);
    if (!read.ok) return { why: read.why, anchored: 0 };
    const { n, hash } = read.anchor;
    if (n === 0) return null;
    const entry = this.sql.one("select hash from entry where n = ?", n);
    if (entry === null) return { why: "cut", anchored: n };
    return hexOf(entry.hash as Uint8Array) === hash ? null : { why: "rewritten", anchored: n };
  }

  /** The entry that is anchored on this machine; null where there is no anchor of this database. */
  anchoredN(): number | null {
    const read = readAnchor(this.#stateDir, this.database, this.#anchor.publicKey);
    return read.ok ? read.anchor.n : null;
  }

  /** After a restore: from here on this machine's anchor holds. */
  noteRestored(content: object, now: Instant): void {
    this.#setMeta("publicKey", this.#anchor.publicKey);
    this.#note({ at: now, type: "restored", actor: "system", content }, now);
  }

  #note(entry: NewEntry, now: Instant): void {
    this.#moveTo(
      this.#transaction(() => append(this.sql, this.keys, this.#head, entry)),
      now,
    );
  }

  #moveTo(head: Head, now: Instant): void {
    if (head.n === this.#head.n) return;
    this.#head = head;
    coded("anchor.json", () => this.#anchor.write(this.database, head, now));
  }

  #transaction<T>(work: () => T): T {
    return coded(FILE, () => this.sql.transaction(work));
  }

  #meta(name: string): string | null {
    const row = this.sql.one("select value from meta where name = ?", name);
    return row === null ? null : String(row.value);
  }

  #setMeta(name: string, value: string): void {
    this.#transaction(() => this.sql.run("insert or replace into meta (name, value) values (?, ?)", name, value));
  }

  close(): void {
    this.keys.close();
    this.sql.db.close();
  }
}

/** An error of the file is everybody's; any other is this change's own. */
function attempt(work: () => Tried, head: Head): Tried {
  try {
    return work();
  } catch (error) {
    if (sqliteResult(error) !== null) throw error;
    return { outcome: { error }, head };
  }
}
