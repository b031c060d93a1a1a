import { join } from "node:path";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { ChannelRow } from "./channel.ts";
import { bufferOf } from "./record.ts";
import { faultOf, openDatabase, type Upgrades } from "./sqlite.ts";

const upgrades: Upgrades = [
  (db) =>
    db.exec(`
      create table channels(
        id integer primary key, subject text not null, source text not null, kind text not null,
        rate real not null, scale real not null, offset real not null
      );
      -- Batches until all of their frames are in a block. Waveforms leave within seconds, the rest within minutes.
      create table waves(arrival integer primary key, body blob not null);
      create table others(arrival integer primary key, body blob not null);
      create table struck(
        subject text not null, source text not null, kind text not null, at numeric not null, sequence integer not null,
        primary key(subject, source, kind, at, sequence)
      ) without rowid;
      create table meta(key text primary key, value integer not null) without rowid;
    `),
];

export type HeadLane = "waves" | "others";

export interface Strike {
  readonly subject: string;
  readonly source: string;
  readonly kind: string;
  readonly at: number;
  readonly sequence: number;
}

const sql = {
  addChannel: "insert or ignore into channels values(?, ?, ?, ?, ?, ?, ?)",
  channels: "select * from channels order by id",
  dropChannel: "delete from channels where id = ?",
  addwaves: "insert into waves values(?, ?)",
  addothers: "insert into others values(?, ?)",
  prunewaves: "delete from waves where arrival < ?",
  pruneothers: "delete from others where arrival < ?",
  batcheswaves: "select arrival, body from waves order by arrival",
  batchesothers: "select arrival, body from others order by arrival",
  strike: "insert or ignore into struck values(?, ?, ?, ?, ?)",
  unstrike: "delete from struck where subject = ? and source = ? and kind = ? and at = ? and sequence = ?",
  struck: "select * from struck",
  setMeta: "insert into meta values(?1, ?2) on conflict(key) do update set value = max(value, ?2)",
  meta: "select value from meta where key = ?",
} as const;

export const headFile = "signals-head.db";

/** What was acknowledged and is not in a block yet; and what is true of all periods: channels, strike-outs, counters. */
export class Head {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(dir: string, { readOnly = false, maxPages }: { readOnly?: boolean; maxPages?: number | undefined } = {}) {
    this.path = join(dir, headFile);
    this.db = openDatabase({ path: this.path, readOnly, upgrades });
    // Most pages are written again before 16 MB are full: they reach the file once instead of several times.
    if (!readOnly) this.db.exec("pragma wal_autocheckpoint = 4000");
    if (maxPages !== undefined) this.db.exec(`pragma max_page_count = ${maxPages}`);
  }

  channels(): ChannelRow[] {
    return this.#all("channels") as unknown as ChannelRow[];
  }

  define({ id, subject, source, kind, rate, scale, offset }: ChannelRow): void {
    this.#run("addChannel", id, subject, source, kind, rate, scale, offset);
    this.raise("channel", id);
  }

  undefine(id: number): void {
    this.#run("dropChannel", id);
  }

  add(lane: HeadLane, arrival: number, body: ArrayBuffer): void {
    this.#run(`add${lane}`, arrival, new Uint8Array(body));
  }

  *batches(lane: HeadLane): Generator<{ arrival: number; body: ArrayBuffer }> {
    for (const row of this.#prepared(`batches${lane}`).iterate())
      yield { arrival: Number(row.arrival), body: bufferOf(row.body as Uint8Array) };
  }

  prune(lane: HeadLane, below: number): void {
    this.#run(`prune${lane}`, below);
  }

  strike({ subject, source, kind, at, sequence }: Strike): void {
    this.#run("strike", subject, source, kind, at, sequence);
  }

  unstrike({ subject, source, kind, at, sequence }: Strike): void {
    this.#run("unstrike", subject, source, kind, at, sequence);
  }

  struck(): Strike[] {
    return this.#all("struck") as unknown as Strike[];
  }

  counter(key: "arrival" | "channel"): number {
    return Number(this.#prepared("meta").get(key)?.value ?? 0);
  }

  /** Counters only rise: a number is never used again. */
  raise(key: "arrival" | "channel", value: number): void {
    this.#run("setMeta", key, value);
  }

  /** Nothing that was deleted is left in the file or in its log. */
  scrub(): void {
    this.db.exec("pragma secure_delete = on; vacuum; pragma wal_checkpoint(truncate); pragma secure_delete = off");
  }

  close(): void {
    this.db.close();
  }

  #all(name: keyof typeof sql): unknown[] {
    return this.#guarded(() => this.#prepared(name).all());
  }

  #run(name: keyof typeof sql, ...values: SQLInputValue[]): void {
    this.#guarded(() => this.#prepared(name).run(...values));
  }

  #prepared(name: keyof typeof sql): StatementSync {
    const known = this.#statements.get(name);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql[name]);
    this.#statements.set(name, statement);
    return statement;
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw faultOf(error, this.path);
    }
  }
}
