import type { DatabaseSync, StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { Fault } from "@sakiyomi/core";
import { packBlock, unpackBlock, unpackForPlot } from "./block.ts";
import { type ChannelRow, frameEnd } from "./channel.ts";
import { type Frames, figuresOf } from "./frames.ts";
import { LONG_ARRIVALS, periodUpgrades } from "./period-schema.ts";
import { faultOf, openDatabase } from "./sqlite.ts";

/** What the covering index tells of a block. */
export interface BlockHeader {
  readonly id: number;
  readonly t0: number;
  readonly t1: number;
  readonly n: number;
  readonly valid: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}

/** A sample that is no number: a state, an event, a picture, or a strike-out of any kind. */
export interface Row {
  readonly channel: number;
  readonly at: number;
  readonly sequence: number;
  readonly receivedAt: number;
  readonly quality: number;
  readonly arrival: number;
  readonly index: number;
  /** As in a record. */
  readonly width: number;
  readonly n: number;
  readonly body: Uint8Array;
}

const rowFields = `channel, at, sequence, received as receivedAt, quality, arrival, place as "index", width, n, body`;

const sql = {
  addChannel:
    "insert or ignore into channels(id, subject, source, kind, rate, scale, offset) values(?, ?, ?, ?, ?, ?, ?)",
  widen: "update channels set span = ?1 where id = ?2 and span < ?1",
  span: "select span from channels where id = ?",
  addBlock:
    "insert into blocks(channel, t0, t1, n, valid, min, max, sum, a0, a1, crc, body) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  addRow:
    "insert into rows(channel, at, sequence, received, quality, arrival, place, width, n, body) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  headers:
    "select id, t0, t1, n, valid, min, max, sum from blocks where channel = ? and t0 between ? and ? and t1 >= ? order by t0, id",
  blocks: "select id, crc, body from blocks where channel = ? and t0 between ? and ? and t1 >= ? order by t0, id",
  sealedSince:
    "select id, crc, body from blocks where channel = ? and t0 between ? and ? and t1 >= ? and a1 >= ? order by t0, id",
  block: "select id, crc, body from blocks where id = ?",
  newest: "select id, t0, t1, n from blocks where channel = ? order by t0 desc, id desc limit 1",
  lastEnd: "select max(t1) as t from blocks where channel = ?",
  nextStart: "select min(t0) as t from blocks where channel = ? and t0 > ?",
  previousEnd: "select max(t1) as t from blocks where channel = ? and t0 between ? and ?",
  extent: "select min(t0) as first, max(t1) as last, total(n) as samples from blocks where channel = ?",
  dropChannel: "delete from channels where id = ?",
  dropRow: "delete from rows where id = ?",
  moveRow: "update rows set channel = ? where id = ?",
  rowHeads: "select id, at, sequence, quality, width, n from rows where channel = ? order by at",
  longest: "select max(span) as span from channels",
  countBlocks: "select total(n) as n from blocks",
  countRows: "select total(case width when 0 then 1 else n end) as n from rows",
  dropBlock: "delete from blocks where id = ?",
  byArrival: `select id, channel, crc, body from blocks
    where a0 between ?1 - ${LONG_ARRIVALS} and ?2 and a1 > ?1 and a1 - a0 <= ${LONG_ARRIVALS}
    union all
    select id, channel, crc, body from blocks where a1 - a0 > ${LONG_ARRIVALS} and a0 <= ?2 and a1 > ?1`,
  rows: `select ${rowFields} from rows where channel = ? and at between ? and ? order by at, sequence, id`,
  newestRows: `select ${rowFields} from rows where channel = ? order by at desc, sequence desc, id desc`,
  rowsByArrival: `select ${rowFields} from rows where arrival > ? and arrival <= ?`,
  hasRow: "select 1 from rows where channel = ? and at = ? and sequence = ? and (quality = 3) = ? limit 1",
  newestRow: "select max(at) as t from rows where channel = ?",
  setMeta: "insert into meta values(?1, ?2) on conflict(key) do update set value = max(value, ?2)",
  meta: "select value from meta where key = ?",
} as const;

/** One file of one period. Every statement is prepared once, when it is first needed. */
export class Period {
  readonly name: string;
  readonly path: string;
  readonly db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #spans = new Map<number, number>();
  readonly #known = new Set<number>();

  constructor(name: string, path: string, readOnly: boolean) {
    this.name = name;
    this.path = path;
    this.db = openDatabase({ path, readOnly, upgrades: periodUpgrades });
    if (!readOnly) this.db.exec("pragma secure_delete = on");
    this.get("meta", "arrival");
  }

  all<T>(statement: keyof typeof sql, ...values: (number | string | Uint8Array)[]): T[] {
    return this.#guarded(() => this.#prepared(statement).all(...values)) as T[];
  }

  get<T>(statement: keyof typeof sql, ...values: (number | string)[]): T | undefined {
    return this.#guarded(() => this.#prepared(statement).get(...values)) as T | undefined;
  }

  run(statement: keyof typeof sql, ...values: (number | string | Uint8Array)[]): void {
    this.#guarded(() => this.#prepared(statement).run(...values));
  }

  /** Adds frames of one channel as one block; says whether deflate packed its samples best. */
  addBlock(channel: ChannelRow, frames: Frames, tryDeflate: boolean): boolean {
    this.meet(channel);
    const { body, deflateWon } = packBlock(frames, { tryDeflate });
    const { valid, min, max, sum } = figuresOf(frames.samples, frames.used);
    const t0 = frames.at[0] as number;
    const [t1, a0, a1] = spansOf(frames, channel.rate);
    this.run("addBlock", channel.id, t0, t1, frames.used, valid, min, max, sum, a0, a1, crc32(body), body);
    this.run("setMeta", "arrival", a1);
    if (t1 - t0 > this.spanOf(channel.id)) {
      this.run("widen", t1 - t0, channel.id);
      this.#spans.set(channel.id, t1 - t0);
    }
    return deflateWon;
  }

  addRow(channel: ChannelRow, row: Row): void {
    this.meet(channel);
    const { at, sequence, receivedAt, quality, arrival, index, width, n, body } = row;
    this.run("addRow", channel.id, at, sequence, receivedAt, quality, arrival, index, width, n, body);
    this.run("setMeta", "arrival", arrival);
  }

  /** Headers of blocks that touch [from, to]. */
  headers(channel: number, from: number, to: number): BlockHeader[] {
    return this.all("headers", channel, from - this.spanOf(channel, true), to, from);
  }

  /** Blocks that touch [from, to], oldest first. */
  frames(channel: number, from: number, to: number): { id: number; frames: Frames }[] {
    return this.all<StoredBlock>("blocks", channel, from - this.spanOf(channel, true), to, from).map((block) => ({
      id: block.id,
      frames: this.#unpacked(block),
    }));
  }

  /** Blocks that touch [from, to] and hold something of arrival `arrival` or later. */
  sealedSince(channel: number, from: number, to: number, arrival: number): Frames[] {
    const blocks = this.all<StoredBlock>("sealedSince", channel, from - this.spanOf(channel, true), to, from, arrival);
    return blocks.map((block) => this.#unpacked(block));
  }

  block(id: number): Frames {
    return unpackBlock(this.#body(this.#stored(id)));
  }

  /** As `block`, with only the fields that a plot needs. */
  blockForPlot(id: number): Frames {
    return unpackForPlot(this.#body(this.#stored(id)));
  }

  byArrival(after: number, upTo: number): { channel: number; frames: Frames }[] {
    const blocks = this.all<StoredBlock & { channel: number }>("byArrival", after, upTo);
    return blocks.map((block) => ({ channel: block.channel, frames: this.#unpacked(block) }));
  }

  /** The longest block of a channel, ms: how far before a range its blocks may begin. */
  spanOf(channel: number, fresh = false): number {
    const known = fresh ? undefined : this.#spans.get(channel);
    if (known !== undefined) return known;
    const span = this.get<{ span: number }>("span", channel)?.span ?? 0;
    this.#spans.set(channel, span);
    return span;
  }

  rowHeads(channel: number): { id: number; at: number; sequence: number; quality: number; width: number; n: number }[] {
    return this.all("rowHeads", channel);
  }

  /** Newest first, read as they are taken. */
  *newestRows(channel: number): Generator<Row> {
    for (const row of this.#prepared("newestRows").iterate(channel)) yield row as unknown as Row;
  }

  /** The longest block, ms. */
  longest(): number {
    return this.get<{ span: number | null }>("longest")?.span ?? 0;
  }

  /** Samples of all kinds. */
  count(): number {
    const [blocks, rows] = [this.get<{ n: number }>("countBlocks"), this.get<{ n: number }>("countRows")];
    return (blocks?.n ?? 0) + (rows?.n ?? 0);
  }

  /** What was deleted is overwritten in the file by now; here it leaves the write-ahead log too. */
  truncateLog(): void {
    this.db.exec("pragma wal_checkpoint(truncate)");
  }

  close(): void {
    this.db.close();
  }

  /** What was cached is void after a transaction was taken back. */
  forgetCaches(): void {
    this.#spans.clear();
    this.#known.clear();
  }

  /** The file names its channels itself, so that it can be read alone. */
  meet(channel: ChannelRow): void {
    if (this.#known.has(channel.id)) return;
    const { id, subject, source, kind, rate, scale, offset } = channel;
    this.run("addChannel", id, subject, source, kind, rate, scale, offset);
    this.#known.add(id);
  }

  #stored(id: number): StoredBlock {
    const block = this.get<StoredBlock>("block", id);
    if (block === undefined) throw new Error(`${this.path} has no block ${id}`);
    return block;
  }

  #unpacked(block: StoredBlock): Frames {
    return unpackBlock(this.#body(block));
  }

  #body({ id, crc, body }: StoredBlock): Uint8Array {
    if (crc32(body) !== crc) throw new Fault("STORE_CORRUPT", `${this.path}: block ${id} is not what was written.`);
    return body;
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

interface StoredBlock {
  readonly id: number;
  readonly crc: number;
  readonly body: Uint8Array;
}

function spansOf(frames: Frames, rate: number): readonly [t1: number, a0: number, a1: number] {
  let [t1, a0, a1] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < frames.count; i++) {
    t1 = Math.max(t1, frameEnd(frames.at[i] as number, frames.n[i] as number, rate));
    a0 = Math.min(a0, frames.arrival[i] as number);
    a1 = Math.max(a1, frames.arrival[i] as number);
  }
  return [t1, a0, a1];
}
